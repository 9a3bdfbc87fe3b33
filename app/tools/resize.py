"""Resize: dragging the corner of a frame or a note."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, Qt

from app.canvas.boxes import make_box
from app.canvas.pointer import Pointer
from app.canvas.tool import Tool
from app.look.theme import size
from app.look.words import tr
from app.tools.stage import Stage
from graph_engine.edits import SetFrames, SetNotes

SMALLEST = (96.0, 48.0)


class Resize(Tool):
    """The lower right corner follows the mouse."""

    cursor = Qt.CursorShape.SizeFDiagCursor
    scrolls_at_edge = True

    def __init__(
        self, stage: Stage, start: Pointer, kind: Literal["frame", "note"], index: int
    ) -> None:
        self._stage = stage
        self._kind = kind
        self._index = index
        self._item = (stage.scene.frames if kind == "frame" else stage.scene.notes)[index]
        self._before = self._item.sceneBody()
        self._grip = self._before.bottomRight() - start.scene
        self._rect = QRectF(self._before)

    def move(self, pointer: Pointer) -> None:
        corner = pointer.scene + self._grip
        grid = size("snap") if self._stage.snaps != pointer.ctrl else 1.0
        width = max(SMALLEST[0], round((corner.x() - self._before.x()) / grid) * grid)
        height = max(SMALLEST[1], round((corner.y() - self._before.y()) / grid) * grid)
        self._rect = QRectF(self._before.x(), self._before.y(), width, height)
        self._item.show_rect(self._rect)

    def release(self, pointer: Pointer) -> None:
        if self._rect == self._before:
            return
        layout = self._stage.document.layout
        boxes = list(layout.frames if self._kind == "frame" else layout.notes)
        boxes[self._index] = {**boxes[self._index], **make_box(self._rect)}
        if self._kind == "frame":
            self._stage.apply(SetFrames(boxes), tr("Resize frame"))
        else:
            self._stage.apply(SetNotes(boxes), tr("Resize note"))

    def cancel(self) -> None:
        self._item.show_rect(self._before)
