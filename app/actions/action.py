"""Action: one thing that the user can do, as data: its words, its keys, where it is valid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# Where an action's keys count: in the whole window, while the canvas (or the outliner) has the
# focus, or during a gesture on the canvas, whose tool reads them itself.
Where = Literal["window", "canvas", "gesture"]


@dataclass(frozen=True)
class Action:
    """One action; the id is permanent, because settings hold keys by it.

    `keys` are Qt's portable names ("Ctrl+Shift+P"), the first of them is the one that menus show.
    A `held` key does something for as long as it is down. `text` and `doc` are marked for
    translation.
    """

    id: str
    text: str
    doc: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    where: Where = "window"
    checkable: bool = False
    held: bool = False

    def meets(self, other: Action) -> bool:
        """Whether a key of both would be ambiguous somewhere."""
        if "gesture" in (self.where, other.where):
            return self.where == other.where
        return True
