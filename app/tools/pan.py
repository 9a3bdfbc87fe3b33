"""Pan: the gesture that moves the view over the canvas, and leaves it as it was when cancelled."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractScrollArea


class Pan:
    """From press to release; the scroll bars follow the pointer."""

    def __init__(self, view: QAbstractScrollArea, start: QPoint) -> None:
        self._bars = view.horizontalScrollBar(), view.verticalScrollBar()
        self._start = start
        self._before = tuple(bar.value() for bar in self._bars)

    def move(self, to: QPoint) -> None:
        """Take the canvas along."""
        offset = to - self._start
        for bar, value, moved in zip(
            self._bars, self._before, (offset.x(), offset.y()), strict=True
        ):
            bar.setValue(value - moved)

    def cancel(self) -> None:
        """Put the view back where it was."""
        for bar, value in zip(self._bars, self._before, strict=True):
            bar.setValue(value)
