"""Picking: what lies under a point of the canvas, and which of it lights up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from app.canvas.node_item import NodeItem
from app.canvas.node_ports import hit_radius
from app.canvas.pointer import PortRef
from app.canvas.selection import Selection
from app.canvas.wire import Key

if TYPE_CHECKING:
    from app.canvas.scene import WorkflowScene

WIRE_REACH = 5.0
"""How far from a wire it is hit, in pixels of the screen."""


class Picking:
    """Answers for one scene; of what overlaps, the nearest port wins, then the topmost node."""

    def __init__(self, scene: WorkflowScene) -> None:
        self._scene = scene
        self._hovered: str | None = None
        self._ringed: set[str] = set()

    def port(self, at: QPointF, is_output: bool | None = None) -> PortRef | None:
        """The nearest port within reach, of one side only if that is asked for."""
        radius = hit_radius(self._scene.zoom)
        area = QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius)
        best, found = radius, None
        for item in self._items(area):
            place = item.mapFromScene(at)
            for output, rows in ((False, item.shape_of.inputs), (True, item.shape_of.outputs)):
                if is_output is not None and output != is_output:
                    continue
                for row in rows:
                    offset = row.at - place
                    distance = (offset.x() ** 2 + offset.y() ** 2) ** 0.5
                    if distance < best:
                        best, found = distance, PortRef(item.view.id, row.port.name, output)
        return found

    def node(self, at: QPointF) -> NodeItem | None:
        """The topmost node whose body is there."""
        for item in self._items(QRectF(at.x() - 1, at.y() - 1, 2, 2)):
            if item.sceneBody().contains(at):
                return item
        return None

    def nodes_in(self, rect: QRectF) -> list[str]:
        """The nodes that a rectangle touches."""
        return [
            name for name, item in self._scene.nodes.items() if item.sceneBody().intersects(rect)
        ]

    def boxes_in(self, rect: QRectF) -> Selection:
        """The nodes that a rectangle touches, and the frames and notes that lie in it whole."""
        frames = [at for at, one in enumerate(self._scene.frames) if rect.contains(one.sceneBody())]
        notes = [at for at, one in enumerate(self._scene.notes) if rect.contains(one.sceneBody())]
        return Selection(tuple(self.nodes_in(rect)), frozenset(frames), frozenset(notes))

    def wire(self, at: QPointF) -> Key | None:
        """The wire there."""
        return self._scene.links.wire_at(at, WIRE_REACH / self._scene.zoom)

    def wires_behind(self, node: str, at: QPointF) -> list[Key]:
        """The wires that a node could be dropped into, the one under the pointer first."""
        own = self._scene.wires.of_nodes((node,))
        body = self._scene.nodes[node].sceneBody()
        under = self.wire(at)
        found = [key for key in self._scene.links.wires_behind(body) if key not in own]
        return sorted(found, key=lambda key: (key != under, key))

    def dot(self, at: QPointF) -> tuple[Key, int] | None:
        """The reroute dot there: its wire, and which of the wire's dots it is."""
        return self._scene.links.dot_at(at, hit_radius(self._scene.zoom))

    def note(self, at: QPointF) -> int | None:
        """The note there, by its place in the file."""
        return self._last(at, [item.sceneBody() for item in self._scene.notes])

    def frame_title(self, at: QPointF) -> int | None:
        """The frame whose title bar is there."""
        bars = [item.mapRectToScene(item.title_rect) for item in self._scene.frames]
        return self._last(at, bars)

    def note_grip(self, at: QPointF) -> int | None:
        """The note whose corner is there."""
        return self._last(at, [item.mapRectToScene(item.grip) for item in self._scene.notes])

    def frame_grip(self, at: QPointF) -> int | None:
        """The frame whose corner is there."""
        return self._last(at, [item.mapRectToScene(item.grip) for item in self._scene.frames])

    def hover(self, at: QPointF | None) -> None:
        """Light the wire or the field under the pointer."""
        port = self.port(at) if at is not None else None
        item = self.node(at) if at is not None and port is None else None
        if self._hovered is not None and (item is None or item.view.id != self._hovered):
            if self._hovered in self._scene.nodes:
                self._scene.nodes[self._hovered].show_hover(over=False)
            self._hovered = None
        if item is not None and at is not None:
            self._hovered = item.view.id
            item.show_hover(item.field_at(item.mapFromScene(at)), over=True)
        over = self.wire(at) if at is not None and port is None and item is None else None
        self._scene.links.mark("hovered", (over,) if over is not None else ())
        self._ring_ends(over)

    def _ring_ends(self, wire: Key | None) -> None:
        """Light both ends of the wire under the pointer, and no longer those of the last one."""
        ends: dict[str, set[tuple[str, bool]]] = {}
        link = self._scene.wires.link(wire) if wire is not None else None
        if wire is not None and link is not None:
            ends.setdefault(wire[0], set()).add((wire[1], False))
            ends.setdefault(link.node, set()).add((link.port, True))
        for name in self._ringed | ends.keys():
            if name in self._scene.nodes:
                self._scene.nodes[name].mark_ports((), ends.get(name, ()))
        self._ringed = set(ends)

    def show_fitting(self, fitting: Iterable[PortRef] | None) -> None:
        """Ring the ports that a wire may end at and dim all others; None ends it."""
        if fitting is None:
            for item in self._scene.nodes.values():
                item.mark_ports()
            self._spread(on=False)
            return
        rings: dict[str, set[tuple[str, bool]]] = {}
        for ref in fitting:
            rings.setdefault(ref.node, set()).add((ref.port, ref.is_output))
        for name, item in self._scene.nodes.items():
            ringed = rings.get(name, set())
            ports = {(row.port.name, False) for row in item.shape_of.inputs}
            ports |= {(row.port.name, True) for row in item.shape_of.outputs}
            item.mark_ports(ports - ringed, ringed)
        self._spread(on=True)

    def _spread(self, *, on: bool) -> None:
        moved = [name for name, item in self._scene.nodes.items() if item.spread_ports(on)]
        if moved:
            self._scene.wires.follow(moved, settled=False)

    def _items(self, area: QRectF) -> list[NodeItem]:
        return [item for item in self._scene.items(area) if isinstance(item, NodeItem)]

    @staticmethod
    def _last(at: QPointF, rects: list[QRectF]) -> int | None:
        found = [index for index, rect in enumerate(rects) if rect.contains(at)]
        return found[-1] if found else None
