"""Routing: the curve of a wire, led around the nodes that it would pass behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

LANE_GAP = 14.0
LANE_STEP = 9.0
SIDE = 22.0
_SAMPLES = 32


@dataclass
class Router:
    """Draws wires one after the other, so that those that share a lane lie side by side."""

    nodes: Sequence[QRectF]
    taken: list[QRectF] = field(default_factory=list)

    def route(self, start: QPointF, end: QPointF) -> QPainterPath:
        """A wire from an output to an input: direct where nothing is in the way."""
        direct = QPainterPath(start)
        add_curve(direct, start, end)
        blockers = self._blockers(direct)
        if not blockers:
            return direct
        left = max(min(box.left() for box in blockers) - SIDE, start.x() + SIDE)
        right = min(max(box.right() for box in blockers) + SIDE, end.x() - SIDE)
        if right - left < 2 * SIDE:
            return direct
        lane = self._free_lane(left, right, (start.y() + end.y()) / 2)
        self.taken.append(QRectF(left, lane, right - left, 1))
        path = QPainterPath(start)
        add_curve(path, start, QPointF(left, lane))
        path.lineTo(right, lane)
        add_curve(path, QPointF(right, lane), end)
        return path

    def _blockers(self, path: QPainterPath) -> list[QRectF]:
        box = path.boundingRect().adjusted(-1, -1, 1, 1)
        near = [node for node in self.nodes if node.intersects(box)]
        # The ends lie on the borders of their own nodes: only what lies between them counts.
        points = [path.pointAtPercent(at / _SAMPLES) for at in range(1, _SAMPLES)] if near else []
        inner = [node.adjusted(3, -4, -3, 4) for node in near]
        return [
            node
            for node, core in zip(near, inner, strict=True)
            if any(core.contains(point) for point in points)
        ]

    def _free_lane(self, left: float, right: float, wanted: float) -> float:
        """The height nearest to the wanted one at which a level line meets neither node nor wire."""
        candidates = [
            edge
            for node in self.nodes
            for step in range(6)
            for edge in (
                node.top() - LANE_GAP - step * LANE_STEP,
                node.bottom() + LANE_GAP + step * LANE_STEP,
            )
        ]
        for y in sorted(candidates, key=lambda y: abs(y - wanted)):
            level = QRectF(left, y, right - left, 1)
            nodes_clear = not any(
                level.adjusted(0, 4 - LANE_GAP, 0, LANE_GAP - 4).intersects(node)
                for node in self.nodes
            )
            room = level.adjusted(0, 1 - LANE_STEP, 0, LANE_STEP - 1)
            if nodes_clear and not any(room.intersects(other) for other in self.taken):
                return y
        return wanted


def add_curve(path: QPainterPath, start: QPointF, end: QPointF) -> None:
    """Add a cubic with level ends; one that runs backwards swings further out."""
    dx = end.x() - start.x()
    reach = min(160.0, max(28.0, dx / 2)) if dx > 0 else min(180.0, max(60.0, -dx * 0.6 + 40))
    path.cubicTo(start + QPointF(reach, 0), end - QPointF(reach, 0), end)
