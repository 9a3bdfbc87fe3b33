"""Move: nodes, frames and notes follow the mouse; shaken out of wires, dropped into others."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainterPath

from app.canvas.overlay import Overlay
from app.canvas.pointer import Pointer
from app.canvas.tool import Tool
from app.canvas.wire import Key
from app.document import rewiring
from app.document.draft import Draft
from app.look.theme import load_tokens
from app.look.words import tr, tr_count
from app.tools.copying import duplicate
from app.tools.moved import Moved
from app.tools.shake import Shake
from app.tools.snap import snap
from app.tools.stage import Stage
from graph_engine.edits import Edit
from graph_engine.errors import EditError

THRESHOLD = 4.0


class Move(Tool):
    """Drags what is selected; with Alt, a copy. Nothing changes in the document before release."""

    scrolls_at_edge = True

    def __init__(self, stage: Stage, start: Pointer, *, clicked: str = "") -> None:
        """`clicked` is the node under the mouse, which alone stays selected after a mere click."""
        self._stage = stage
        self._start = start
        self._clicked = clicked
        self._clones = start.alt
        self._moved = Moved.of_selection(stage.scene)
        self._offset = QPointF()
        self._began = False
        self._shake = Shake()
        self._taken_out = False
        self._into: tuple[Key, Edit] | None = None
        self._guides = Overlay(stage.scene, stage.theme.colour("user.base"))
        self._others: list[QRectF] = []

    def move(self, pointer: Pointer) -> None:
        if not self._began and QLineF(self._start.view, pointer.view).length() < THRESHOLD:
            return
        if not self._began:
            self._began = True
            self._others = self._seen_others()
        way = pointer.scene - self._start.scene
        self._offset = self._rest(way, snaps=self._stage.snaps != pointer.ctrl)
        if self._clones:
            self._show_clones()
            return
        self._moved.show_at(self._stage.scene, self._offset)
        if self._shake.moved_to(pointer.view.x()) and self._moved.nodes:
            self._taken_out = True
        self._mark_wires(pointer)

    def release(self, pointer: Pointer) -> None:
        self._clear_marks()
        if not self._began:
            if self._clicked:
                self._stage.scene.select((self._clicked,))
            return
        if self._clones:
            self._clone()
            return
        stays = self._offset.isNull() and not self._taken_out
        if stays or not self._drop():
            self._moved.show_at(self._stage.scene, QPointF(), settled=True)

    def cancel(self) -> None:
        self._clear_marks()
        self._moved.show_at(self._stage.scene, QPointF(), settled=True)

    def _seen_others(self) -> list[QRectF]:
        """The nodes in view that stay: those whose edges attract."""
        canvas = self._stage.canvas
        seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
        return [
            item.sceneBody()
            for name, item in self._stage.scene.nodes.items()
            if (name not in self._moved.nodes or self._clones) and item.sceneBody().intersects(seen)
        ]

    def _rest(self, way: QPointF, *, snaps: bool) -> QPointF:
        """Where the drag comes to rest, with the guides that say why."""
        guides, offset = QPainterPath(), way
        if snaps:
            snapped = snap(self._moved.bounds, way, self._others, self._stage.canvas.zoom)
            offset = snapped.offset
            for line in snapped.guides:
                guides.moveTo(line.p1())
                guides.lineTo(line.p2())
        self._guides.setPath(guides)
        return offset

    def _show_clones(self) -> None:
        """Outlines of the copies stand where they would be dropped."""
        path, radius = self._guides.path(), float(load_tokens()["radius"]["node"])
        for body in self._moved.bodies(self._stage.scene):
            path.addRoundedRect(body.translated(self._offset), radius, radius)
        self._guides.setPath(path)

    def _mark_wires(self, pointer: Pointer) -> None:
        """Mark the wires that a shake takes away, and the one that a free node would go into."""
        links, document = self._stage.scene.links, self._stage.document
        if self._taken_out:
            links.mark("cut", self._wires_of(self._moved.nodes))
        into = None
        if len(self._moved.nodes) == 1 and not self._moved.frames:
            (node,) = self._moved.nodes
            if self._taken_out or rewiring.is_free(document.graph, node):
                into = self._find_wire(node, pointer)
        self._into = into
        links.mark("insert", (into[0],) if into is not None else ())

    def _find_wire(self, node: str, pointer: Pointer) -> tuple[Key, Edit] | None:
        """The wire behind a node that it fits into, and the edit that puts it there."""
        draft = self._stage.draft()
        if self._taken_out:
            self._take_out(draft)
        for key in self._stage.scene.pick.wires_behind(node, pointer.scene):
            edit = rewiring.insert(draft.workflow, draft.catalog, node, *key)
            if edit is not None:
                return key, edit
        return None

    def _wires_of(self, nodes: Iterable[str]) -> list[Key]:
        chosen = set(nodes)
        graph = self._stage.document.graph
        return [
            (consumer, name)
            for consumer, node in graph.nodes.items()
            for name, link in node.inputs.items()
            if (consumer in chosen) != (link.node in chosen)
        ]

    def _drop(self) -> bool:
        draft = self._stage.draft()
        text = tr_count(self._moved.count, "Move", "Move {number} items")
        try:
            draft.do(*self._moved.edits(self._stage.document.layout, self._offset))
            if self._taken_out:
                self._take_out(draft)
                text = tr("Take out of wires")
            if self._into is not None:
                draft.do(self._into[1])
                text = tr("Insert node into wire")
        except EditError as error:
            return self._stage.refuse(error)
        return self._stage.apply(draft.edit, text)

    def _take_out(self, draft: Draft) -> None:
        draft.do(rewiring.take_out(draft.workflow, draft.catalog, self._moved.nodes))

    def _clone(self) -> None:
        if not self._offset.isNull():
            duplicate(self._stage, self._moved, self._offset, tr("Clone"))

    def _clear_marks(self) -> None:
        self._guides.remove()
        self._stage.scene.links.mark("cut", ())
        self._stage.scene.links.mark("insert", ())
