"""LinksLayer: all wires in one item below the nodes, painted in batches by type."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.canvas.detail import OVERVIEW_BELOW
from app.canvas.wire import Key, Wire
from app.canvas.wire_paint import Look, paint_far, paint_wires
from app.look.theme import Theme

Mark = Literal["hovered", "selected", "cut", "insert", "hidden"]
DOT_HIT = 9.0
BELOW_NODES = -1.0


class LinksLayer(QGraphicsItem):
    """The wires of a workflow by key (consumer, input); a wire is replaced, never changed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.wires: dict[Key, Wire] = {}
        self._marks: dict[Mark, frozenset[Key]] = {}
        self._of_node: dict[str, set[Key]] = {}
        self._bounds = QRectF()
        self._far: dict[Look, QPainterPath] | None = None
        self.setZValue(BELOW_NODES)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        # For `exposedRect`: only the wires that are to be seen are drawn.
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    # --- wires

    def set_wire(self, key: Key, wire: Wire) -> None:
        """Draw a wire, in place of the one that had its key."""
        old = self.wires.get(key)
        if old is not None:
            self._forget(key, old)
        self.wires[key] = wire
        for node in (wire.source, wire.target):
            self._of_node.setdefault(node, set()).add(key)
        self._far = None
        if not self._bounds.contains(wire.box):
            self.prepareGeometryChange()
            self._bounds |= wire.box
        self.update(wire.box)

    def remove_wire(self, key: Key) -> None:
        """Draw a wire no longer."""
        wire = self.wires.pop(key, None)
        if wire is None:
            return
        self._forget(key, wire)
        for mark, keys in self._marks.items():
            self._marks[mark] = keys - {key}

    def _forget(self, key: Key, wire: Wire) -> None:
        for node in (wire.source, wire.target):
            self._of_node.get(node, set()).discard(key)
        self._far = None
        self.update(wire.box)

    def wire(self, key: Key) -> Wire | None:
        """The wire as it is drawn."""
        return self.wires.get(key)

    def wires_of(self, nodes: Iterable[str]) -> set[Key]:
        """The wires that begin or end at some nodes: those to draw anew when they move."""
        return {key for node in nodes for key in self._of_node.get(node, ())}

    def content(self) -> QRectF:
        """All that the wires cover."""
        rect = QRectF()
        for wire in self.wires.values():
            rect |= wire.box
        return rect

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        self.update()

    def mark(self, name: Mark, keys: Collection[Key]) -> None:
        """Mark these wires and no others.

        They are under the pointer, selected, about to be cut, about to take in the node that is
        dragged over them, or hidden while their end is dragged.
        """
        before, after = self._marks.get(name, frozenset()), frozenset(keys)
        if before == after:
            return
        self._marks[name] = after
        self._far = None
        for key in before ^ after:
            if key in self.wires:
                self.update(self.wires[key].box)

    def marked(self, name: Mark) -> frozenset[Key]:
        """The wires that have a mark."""
        return self._marks.get(name, frozenset())

    # --- hits

    def wire_at(self, point: QPointF, tolerance: float) -> Key | None:
        """The nearest wire within a distance."""
        best: Key | None = None
        for key, wire in self._near(point, tolerance):
            distance, _ = wire.distance(point)
            if distance <= tolerance:
                best, tolerance = key, distance
        return best

    def wires_crossed(self, path: QPainterPath) -> list[Key]:
        """The wires that a drawn line crosses."""
        found = path.toSubpathPolygons()
        lines = [
            QLineF(a, b)
            for polygon in found
            for a, b in zip(polygon.toList(), polygon.toList()[1:], strict=False)
        ]
        box = path.boundingRect().adjusted(-1, -1, 1, 1)
        return [
            key
            for key, wire in self.wires.items()
            if wire.box.intersects(box) and wire.crosses(lines)
        ]

    def wires_behind(self, rect: QRectF) -> list[Key]:
        """The wires that pass through a rectangle."""
        return [key for key, wire in self.wires.items() if wire.runs_behind(rect)]

    def dot_at(self, point: QPointF, radius: float = DOT_HIT) -> tuple[Key, int] | None:
        """The reroute dot at a point: its wire and its place in `wire.points`."""
        best: tuple[Key, int] | None = None
        for key, wire in self._near(point, radius):
            for at, dot in enumerate(wire.points):
                distance = QLineF(dot, point).length()
                if distance <= radius:
                    best, radius = (key, at), distance
        return best

    def dot_place(self, key: Key, point: QPointF) -> int:
        """The place in `wire.points` at which a new dot at a point of the wire belongs."""
        return self.wires[key].distance(point)[1]

    def _near(self, point: QPointF, distance: float) -> Iterator[tuple[Key, Wire]]:
        area = QRectF(point.x() - distance, point.y() - distance, 2 * distance, 2 * distance)
        return (item for item in self.wires.items() if item[1].box.intersects(area))

    # --- paint

    def boundingRect(self) -> QRectF:
        return self._bounds

    def shape(self) -> QPainterPath:
        return QPainterPath()  # clicks go through to the canvas

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        zoom = QStyleOptionGraphicsItem.levelOfDetailFromTransform(painter.worldTransform())
        if zoom <= OVERVIEW_BELOW:
            paint_far(painter, self.theme, self._batches())
            return
        exposed: QRectF = option.exposedRect
        seen: dict[Look, list[Wire]] = {}
        for key, wire in self.wires.items():
            if wire.box.intersects(exposed) and (look := self._look(key, wire)) is not None:
                seen.setdefault(look, []).append(wire)
        paint_wires(painter, self.theme, zoom, seen)

    def far_paths(self) -> list[QPainterPath]:
        """All wires in a few paths, for pictures in which each is but a hairline."""
        return list(self._batches().values())

    def _batches(self) -> Mapping[Look, QPainterPath]:
        if self._far is None:
            self._far = {}
            for key, wire in self.wires.items():
                if (look := self._look(key, wire)) is not None:
                    self._far.setdefault(look, QPainterPath()).addPath(wire.path)
        return self._far

    def _look(self, key: Key, wire: Wire) -> Look | None:
        marks: Mapping[Mark, frozenset[Key]] = self._marks
        mark = ""
        for name in ("selected", "hovered", "insert", "cut", "hidden"):
            if key in marks.get(name, ()):
                mark = name
        return None if mark == "hidden" else Look(wire.kind, wire.dashed, wire.muted, mark)
