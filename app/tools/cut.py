"""Cut: a knife drawn across wires takes their links away."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainterPath

from app.canvas.overlay import Overlay
from app.canvas.pointer import Pointer
from app.canvas.tool import Tool
from app.document.draft import Draft
from app.look.words import tr
from app.tools.stage import Stage
from graph_engine.edits import Disconnect


class Cut(Tool):
    """The wires that the line crosses are marked, and cut on release."""

    cursor = Qt.CursorShape.CrossCursor
    scrolls_at_edge = True

    def __init__(self, stage: Stage, start: Pointer) -> None:
        self.button = start.button
        self._stage = stage
        self._path = QPainterPath(start.scene)
        self._line = Overlay(stage.scene, stage.theme.colour("state.failed"), width=1.5)
        self._crossed: frozenset[tuple[str, str]] = frozenset()

    def move(self, pointer: Pointer) -> None:
        self._path.lineTo(pointer.scene)
        self._line.setPath(self._path)
        self._crossed = frozenset(self._stage.scene.links.wires_crossed(self._path))
        self._stage.scene.links.mark("cut", self._crossed)

    def release(self, pointer: Pointer) -> None:
        self.cancel()
        if not self._crossed:
            return
        draft = Draft(self._stage.document.shown, self._stage.document.catalog)
        draft.do(*(Disconnect(node, name) for node, name in sorted(self._crossed)))
        self._stage.apply(draft.edit, tr("Cut wires"))

    def cancel(self) -> None:
        self._line.remove()
        self._stage.scene.links.mark("cut", ())
