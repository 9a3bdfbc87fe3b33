"""Pan: the gesture that moves the view over the canvas, and leaves it as it was when cancelled."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.canvas.pointer import Pointer
from app.canvas.tool import Tool
from app.canvas.view import Canvas


class Pan(Tool):
    """The scroll bars follow the pointer."""

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, canvas: Canvas, start: Pointer) -> None:
        self.button = start.button
        self._bars = canvas.horizontalScrollBar(), canvas.verticalScrollBar()
        self._start = start.view
        self._before = tuple(bar.value() for bar in self._bars)

    def move(self, pointer: Pointer) -> None:
        offset = (pointer.view - self._start).toPoint()
        for bar, value, moved in zip(
            self._bars, self._before, (offset.x(), offset.y()), strict=True
        ):
            bar.setValue(value - moved)

    def cancel(self) -> None:
        for bar, value in zip(self._bars, self._before, strict=True):
            bar.setValue(value)
