"""Routing: the curve of a wire, led around the nodes that it would pass behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

LANE_GAP = 14.0
LANE_STEP = 9.0
SIDE = 22.0
_SAMPLES = 96
_TRIES = 4


@dataclass
class Router:
    """Draws wires one after the other, so that those that share a lane lie side by side."""

    nodes: Sequence[QRectF]
    taken: list[QRectF] = field(default_factory=list)

    def route(self, start: QPointF, end: QPointF) -> QPainterPath:
        """A wire from an output to an input: direct where nothing is in the way.

        A way around may meet further nodes, which the next try goes around as well.
        """
        path = QPainterPath(start)
        add_curve(path, start, end)
        blockers = self._blockers(path)
        lane: QRectF | None = None
        for _ in range(_TRIES):
            left = max(min((box.left() for box in blockers), default=0) - SIDE, start.x() + SIDE)
            right = min(max((box.right() for box in blockers), default=0) + SIDE, end.x() - SIDE)
            if not blockers or right - left < SIDE:
                break
            lane = QRectF(left, self._free_lane(left, right, start.y(), end.y()), right - left, 1)
            path = _path_over(lane, start, end)
            more = [box for box in self._blockers(path) if box not in blockers]
            if not more:
                break
            blockers += more
        if lane is not None:
            self.taken.append(lane)
        return path

    def _blockers(self, path: QPainterPath) -> list[QRectF]:
        box = path.boundingRect().adjusted(-1, -1, 1, 1)
        near = [node for node in self.nodes if node.intersects(box)]
        # The ends lie on the borders of their own nodes: only what lies between them counts.
        points = [path.pointAtPercent(at / _SAMPLES) for at in range(1, _SAMPLES)] if near else []
        inner = [node.adjusted(3, -6, -3, 6) for node in near]
        return [
            node
            for node, core in zip(near, inner, strict=True)
            if any(core.contains(point) for point in points)
        ]

    def _free_lane(self, left: float, right: float, start: float, end: float) -> float:
        """The height with the least detour at which a level line meets neither node nor wire."""
        candidates = [
            edge
            for node in self.nodes
            for step in range(6)
            for edge in (
                node.top() - LANE_GAP - step * LANE_STEP,
                node.bottom() + LANE_GAP + step * LANE_STEP,
            )
        ]
        for y in sorted(candidates, key=lambda y: abs(y - start) + abs(y - end)):
            level = QRectF(left, y, right - left, 1)
            nodes_clear = not any(
                level.adjusted(0, 4 - LANE_GAP, 0, LANE_GAP - 4).intersects(node)
                for node in self.nodes
            )
            room = level.adjusted(0, 1 - LANE_STEP, 0, LANE_STEP - 1)
            if nodes_clear and not any(room.intersects(other) for other in self.taken):
                return y
        return (start + end) / 2


def add_curve(path: QPainterPath, start: QPointF, end: QPointF) -> None:
    """Add a cubic with level ends; one that runs backwards swings further out."""
    dx = end.x() - start.x()
    reach = min(160.0, max(28.0, dx / 2)) if dx > 0 else min(180.0, max(60.0, -dx * 0.6 + 40))
    path.cubicTo(start + QPointF(reach, 0), end - QPointF(reach, 0), end)


def _path_over(lane: QRectF, start: QPointF, end: QPointF) -> QPainterPath:
    path = QPainterPath(start)
    add_curve(path, start, lane.topLeft())
    path.lineTo(lane.topRight())
    add_curve(path, lane.topRight(), end)
    return path
