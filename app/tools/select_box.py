"""SelectBox: a drag on empty canvas, which selects all that it touches."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from app.canvas.overlay import Overlay
from app.canvas.pointer import Pointer
from app.canvas.tool import Tool
from app.tools.stage import Stage


class SelectBox(Tool):
    """Plain: selects; with Shift: adds; with Ctrl: toggles. A click on empty canvas deselects."""

    scrolls_at_edge = True

    def __init__(self, stage: Stage, start: Pointer) -> None:
        self._scene = stage.scene
        self._start = start.scene
        self._before = stage.scene.selection
        self._adds, self._toggles = start.shift, start.ctrl
        line = stage.theme.colour("user.base")
        fill = QColor(line)
        fill.setAlphaF(0.12)
        self._box = Overlay(stage.scene, line, fill)
        if not (self._adds or self._toggles):
            stage.scene.select(())

    def move(self, pointer: Pointer) -> None:
        rect = QRectF(self._start, pointer.scene).normalized()
        self._box.show_rect(rect)
        touched = self._scene.pick.boxes_in(rect)
        if self._toggles:
            touched = self._before.toggled(touched)
        elif self._adds:
            touched = self._before.added(touched)
        self._scene.show_selection(touched)

    def release(self, pointer: Pointer) -> None:
        self._box.remove()

    def cancel(self) -> None:
        self._box.remove()
