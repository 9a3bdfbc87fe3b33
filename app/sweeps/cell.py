"""CellView: what is to be said and shown of one cell of a sweep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtGui import QPixmap

from app.look.words import tr
from app.timings.words import time_text

CellState = Literal["unknown", "planned", "known", "waiting", "running", "done", "failed"]


@dataclass(frozen=True)
class CellView:
    """One cell; `steps_known` of its `steps` come from the cache or from earlier cells.

    `step` is how many of them are done while it runs, and `message` why it failed.
    """

    state: CellState = "unknown"
    steps: int = 0
    steps_known: int = 0
    step: int = 0
    picture: QPixmap | None = None
    files: tuple[str, ...] = ()
    seconds: float = 0.0
    message: str = ""

    @property
    def words(self) -> str:
        """The state in a few words."""
        if self.state == "failed":
            return self.message or tr("Failed")
        if self.state == "done":
            if not self.seconds:
                return tr("Done")
            return tr("Done in {time}", time=time_text(self.seconds))
        if self.state == "known":
            return tr("Known")
        if self.state == "running":
            if self.steps:
                return tr("Step {step} of {steps}", step=self.step, steps=self.steps)
            return tr("Running")
        if self.steps_known and self.state in ("planned", "waiting"):
            return tr("From step {step}", step=self.steps_known)
        return tr("Waiting") if self.state == "waiting" else ""
