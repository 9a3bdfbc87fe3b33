"""MenuClick: a press of the right button; released where it was pressed, it opens the menu."""

from __future__ import annotations

from PySide6.QtCore import QLineF, Qt

from app.canvas.pointer import Pointer
from app.canvas.tool import Tool
from app.tools.stage import Stage

STILL_WITHIN = 6.0


class MenuClick(Tool):
    """What lies under the mouse is selected first, unless it is already."""

    button = Qt.MouseButton.RightButton

    def __init__(self, stage: Stage, start: Pointer) -> None:
        self._stage = stage
        self._start = start

    def release(self, pointer: Pointer) -> None:
        if QLineF(self._start.view, pointer.view).length() > STILL_WITHIN:
            return
        item = self._stage.scene.pick.node(pointer.scene)
        if item is not None and not item.isSelected():
            self._stage.scene.select((item.view.id,))
        self._stage.around.menu(pointer.scene)
