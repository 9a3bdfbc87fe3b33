"""NodeStatus: what the engine says of one node, as the canvas shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

StatusName = Literal[
    "idle", "waiting", "running", "cached", "will_run", "resumes", "failed", "done"
]
# Glyph and its colour; nothing is told by colour alone.
GLYPHS: dict[str, tuple[str, str]] = {
    "waiting": ("wait", "state.muted"),
    "running": ("play", "state.running"),
    "cached": ("cached", "state.cached"),
    "will_run": ("playo", "state.willRun"),
    "resumes": ("resume", "state.willRun"),
    "failed": ("errorf", "state.failed"),
    "done": ("done", "state.cached"),
}


@dataclass(frozen=True)
class Steps:
    """The steps of a sampler: `known` from the cache, `done` with those computed now.

    Steps before `first` and from `last` on belong to another node.
    """

    total: int
    known: int = 0
    done: int = 0
    first: int = 0
    last: int | None = None

    @property
    def end(self) -> int:
        """One past the last step of this node."""
        return self.total if self.last is None else min(self.last, self.total)


@dataclass(frozen=True)
class NodeStatus:
    """A state, the word beside its glyph, and what else its strip shows.

    `progress` (0 to 1) fills the strip of a running node that counts no steps; `message` and
    `hint` say why a node failed.
    """

    state: StatusName = "idle"
    word: str = ""
    steps: Steps | None = None
    progress: float = 0.0
    message: str = ""
    hint: str = ""


IDLE = NodeStatus()
