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
        self._before = frozenset(stage.scene.selected)
        self._adds, self._toggles = start.shift, start.ctrl
        line = stage.theme.colour("user.base")
        fill = QColor(stage.theme.colour("user.base"))
        fill.setAlphaF(0.12)
        self._box = Overlay(stage.scene, line, fill)
        if not (self._adds or self._toggles):
            stage.scene.select(())

    def move(self, pointer: Pointer) -> None:
        rect = QRectF(self._start, pointer.scene).normalized()
        self._box.show_rect(rect)
        touched = frozenset(self._scene.pick.nodes_in(rect))
        if self._toggles:
            chosen = self._before ^ touched
        elif self._adds:
            chosen = self._before | touched
        else:
            chosen = touched
        self._scene.select(chosen)

    def release(self, pointer: Pointer) -> None:
        self._box.remove()

    def cancel(self) -> None:
        self._box.remove()
        self._scene.select(self._before)
