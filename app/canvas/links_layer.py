"""LinksLayer: all wires in one item below the nodes, painted in batches by type."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.canvas.detail import OVERVIEW_BELOW, REDUCED_BELOW
from app.canvas.wire import Key, Wire
from app.canvas.wire_paint import Look, paint_dots, paint_far, paint_wires
from app.look.theme import Theme

Mark = Literal["hovered", "selected", "cut", "insert", "hidden"]
DOT_HIT = 9.0
BELOW_NODES = -1.0
BATCH = 250
LOOSE, MOST_LOOSE = -1, 1000
# Of several marks the strongest shows.
_STRENGTH = {"selected": 1, "hovered": 2, "insert": 3, "cut": 4, "hidden": 5}


class LinksLayer(QGraphicsItem):
    """The wires of a workflow by key (consumer, input); a wire is replaced, never changed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.wires: dict[Key, Wire] = {}
        self._marks: dict[Mark, frozenset[Key]] = {}
        self._bounds = QRectF()
        # Far out, wires are drawn in batches of a few hundred; a moved wire renews only its own.
        self._batch_of: dict[Key, int] = {}
        # In order, unlike sets: what is painted over what must not change with each start.
        self._members: dict[int, dict[Key, None]] = {}
        self._far: dict[int, dict[Look, QPainterPath]] = {}
        self.setZValue(BELOW_NODES)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        # For `exposedRect`: only the wires that are to be seen are drawn.
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)

    # --- wires

    def set_wire(self, key: Key, wire: Wire) -> None:
        """Draw a wire, in place of the one that had its key."""
        old = self.wires.get(key)
        if old is not None:
            self.update(old.box)
            self._loosen(key)
        else:
            self._join_batch(key)
        self.wires[key] = wire
        self._far.pop(self._batch_of[key], None)
        if not self._bounds.contains(wire.box):
            self.prepareGeometryChange()
            self._bounds |= wire.box
        self.update(wire.box)

    def remove_wire(self, key: Key) -> None:
        """Draw a wire no longer."""
        wire = self.wires.pop(key, None)
        if wire is None:
            return
        batch = self._batch_of.pop(key)
        self._members[batch].pop(key, None)
        self._far.pop(batch, None)
        self.update(wire.box)
        for mark, keys in self._marks.items():
            self._marks[mark] = keys - {key}

    def _loosen(self, key: Key) -> None:
        """Wires that are drawn anew share a batch: those of a drag are the same at each step."""
        batch = self._batch_of[key]
        if batch == LOOSE:
            return
        self._members[batch].pop(key, None)
        self._far.pop(batch, None)
        loose = self._members.setdefault(LOOSE, {})
        if len(loose) >= MOST_LOOSE:
            for settled in loose:
                self._join_batch(settled)
            loose.clear()
        loose[key] = None
        self._batch_of[key] = LOOSE

    def _join_batch(self, key: Key) -> None:
        batch = max((0, *self._members))
        if len(self._members.get(batch, ())) >= BATCH:
            batch += 1
        self._members.setdefault(batch, {})[key] = None
        self._batch_of[key] = batch
        self._far.pop(batch, None)

    def wire(self, key: Key) -> Wire | None:
        """The wire as it is drawn."""
        return self.wires.get(key)

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
        for key in before ^ after:
            if key in self.wires:
                self._far.pop(self._batch_of[key], None)
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
        if zoom < REDUCED_BELOW:
            paint_far(painter, self.theme, zoom, self._batches())
            if zoom > OVERVIEW_BELOW:
                paint_dots(painter, self.theme, zoom, self._dotted(option.exposedRect))
            return
        exposed: QRectF = option.exposedRect
        seen: dict[Look, list[Wire]] = {}
        for key, wire in self.wires.items():
            if wire.box.intersects(exposed) and (look := self._look(key, wire)) is not None:
                seen.setdefault(look, []).append(wire)
        paint_wires(painter, self.theme, exposed, seen)

    def far_paths(self) -> list[QPainterPath]:
        """All wires in a few paths, for pictures in which each is but a hairline."""
        return [path for _, path in self._batches()]

    def _batches(self) -> Iterator[tuple[Look, QPainterPath]]:
        for batch, members in self._members.items():
            paths = self._far.get(batch)
            if paths is None:
                paths = self._far[batch] = {}
                for key in members:
                    wire = self.wires[key]
                    if (look := self._look(key, wire)) is not None:
                        paths.setdefault(look, QPainterPath()).addPath(wire.path)
            yield from paths.items()

    def _dotted(self, exposed: QRectF) -> list[Wire]:
        return [
            wire for wire in self.wires.values() if wire.points and wire.box.intersects(exposed)
        ]

    def _look(self, key: Key, wire: Wire) -> Look | None:
        mark = ""
        for name, keys in self._marks.items():
            if key in keys and _STRENGTH[name] > _STRENGTH.get(mark, 0):
                mark = name
        return None if mark == "hidden" else Look(wire.kind, wire.dashed, wire.muted, mark)
