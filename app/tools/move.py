"""Move: nodes, frames and notes follow the mouse; shaken out of wires, dropped into others."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath

from app.canvas.overlay import Overlay
from app.canvas.pointer import Pointer
from app.canvas.tool import Tool
from app.document import rewiring
from app.document.clipboard import duplicate
from app.document.draft import Draft
from app.look.words import tr, tr_count
from app.tools.moved import Moved
from app.tools.shake import Shake
from app.tools.snap import snap
from app.tools.stage import Stage
from graph_engine.edits import Edit
from graph_engine.errors import EditError

THRESHOLD = 4.0


class Move(Tool):
    """Drags what is selected. Nothing changes in the document before the release."""

    scrolls_at_edge = True

    def __init__(self, stage: Stage, start: Pointer, *, clicked: str = "") -> None:
        """`clicked` is the node under the mouse, which alone stays selected after a mere click."""
        self._stage = stage
        self._start = start
        self._clicked = clicked
        self._clones = start.alt
        self._moved = Moved.of_selection(stage.scene, stage.document.layout)
        self._offset = QPointF()
        self._began = False
        self._shake = Shake()
        self._taken_out = False
        self._into: tuple[str, str] | None = None
        self._into_edit: Edit | None = None
        self._guides = Overlay(stage.scene, stage.theme.colour("user.base"))
        self._others: list[QRectF] = []

    def move(self, pointer: Pointer) -> None:
        way = pointer.scene - self._start.scene
        if not self._began and QLineF(self._start.view, pointer.view).length() < THRESHOLD:
            return
        if not self._began:
            self._begin()
        self._offset = self._rest(way, snaps=self._stage.snaps != pointer.ctrl)
        if self._clones:
            self._show_clones()
            return
        self._moved.show_at(self._stage.scene, self._offset)
        if self._shake.moved_to(pointer.view.x()) and self._moved.nodes:
            self._taken_out = True
        self._show_wires(pointer)

    def release(self, pointer: Pointer) -> None:
        self._clear_marks()
        if not self._began:
            if self._clicked:
                self._stage.scene.select((self._clicked,))
            return
        if self._offset.isNull() and not self._taken_out:
            self._moved.show_at(self._stage.scene, QPointF())
            return
        try:
            done = self._clone() if self._clones else self._drop()
        except EditError as error:
            self._stage.around.say(error.message)
            done = False
        if not done:
            self._moved.show_at(self._stage.scene, QPointF())

    def cancel(self) -> None:
        self._clear_marks()
        self._moved.show_at(self._stage.scene, QPointF())

    def key(self, key: Qt.Key, pointer: Pointer) -> bool:
        if key == Qt.Key.Key_Control:
            self.move(pointer)
            return True
        return False

    def _begin(self) -> None:
        self._began = True
        scene = self._stage.scene
        view = self._stage.canvas
        seen = view.mapToScene(view.viewport().rect()).boundingRect()
        moving = self._moved.nodes.keys()
        self._others = [
            item.sceneBody()
            for name, item in scene.nodes.items()
            if name not in moving and item.sceneBody().intersects(seen)
        ]

    def _rest(self, way: QPointF, *, snaps: bool) -> QPointF:
        guides = QPainterPath()
        offset = way
        if snaps:
            snapped = snap(self._moved.bounds, way, self._others, self._stage.canvas.zoom)
            offset = snapped.offset
            for line in snapped.guides:
                guides.moveTo(line.p1())
                guides.lineTo(line.p2())
        self._guides.setPath(guides)
        return offset

    def _show_clones(self) -> None:
        path = QPainterPath()
        for body in self._moved.bodies(self._stage.scene):
            path.addRoundedRect(body.translated(self._offset), 8, 8)
        path.addPath(self._guides.path())
        self._guides.setPath(path)

    def _show_wires(self, pointer: Pointer) -> None:
        """Mark the wires that a shake takes away, and the one that a free node would go into."""
        links, document = self._stage.scene.links, self._stage.document
        if self._taken_out:
            links.mark("cut", self._wires_of(self._moved.nodes))
        self._into, self._into_edit = None, None
        if len(self._moved.nodes) == 1 and not self._moved.frames:
            (node,) = self._moved.nodes
            key = self._stage.scene.pick.wire_behind(node, pointer.scene)
            if key is not None and (rewiring.is_free(document.graph, node) or self._taken_out):
                draft = self._base_draft()
                edit = rewiring.insert(draft.workflow, draft.catalog, node, *key)
                self._into, self._into_edit = (key, edit) if edit is not None else (None, None)
        links.mark("insert", (self._into,) if self._into else ())

    def _wires_of(self, nodes: Iterable[str]) -> list[tuple[str, str]]:
        chosen = set(nodes)
        graph = self._stage.document.graph
        return [
            (consumer, name)
            for consumer, node in graph.nodes.items()
            for name, link in node.inputs.items()
            if (consumer in chosen) != (link.node in chosen)
        ]

    def _base_draft(self) -> Draft:
        document = self._stage.document
        draft = Draft(document.shown, document.catalog)
        if self._taken_out:
            draft.do(rewiring.take_out(document.shown, document.catalog, self._moved.nodes))
        return draft

    def _drop(self) -> bool:
        draft = self._base_draft()
        draft.do(*self._moved.edits(self._stage.document.layout, self._offset))
        if self._into_edit is not None:
            draft.do(self._into_edit)
            text = tr("Insert node into wire")
        elif self._taken_out:
            text = tr("Take node out of wires")
        else:
            text = tr_count(self._moved.count, "Move", "Move {number} items")
        return self._stage.apply(draft.edit, text)

    def _clone(self) -> bool:
        document, scene = self._stage.document, self._stage.scene
        edit, names = duplicate(
            document.shown, document.catalog, scene.selected, self._offset, scene.places()
        )
        if not self._stage.apply(edit, tr("Clone")):
            return False
        scene.select(names)
        return True

    def _clear_marks(self) -> None:
        self._guides.remove()
        self._stage.scene.links.mark("cut", ())
        self._stage.scene.links.mark("insert", ())
