"""Routing: the curve of a wire, led around the nodes that it would pass behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from app.canvas.curve import Cubic, Point, point_on, wire_cubics
from app.canvas.wire import cubic_path

# Clear of a node, and apart from the next lane.
LANE_GAP = 14.0
LANE_STEP = 9.0
SIDE = 22.0
_CLEAR_ABOVE, _INSIDE = 6.0, 3.0
_STEP = 14.0
_TRIES = 4
Box = tuple[float, float, float, float]


@dataclass
class Router:
    """Draws wires one after the other, so that those that share a lane lie side by side."""

    nodes: Sequence[QRectF]
    _boxes: list[Box] = field(init=False)
    taken: list[tuple[float, float, float]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._boxes = [(box.left(), box.top(), box.right(), box.bottom()) for box in self.nodes]

    def route(self, start: QPointF, end: QPointF) -> QPainterPath:
        """A wire from an output to an input: direct where nothing is in the way.

        A way around may meet further nodes, which the next try goes around as well.
        """
        first, last = (start.x(), start.y()), (end.x(), end.y())
        cubics = wire_cubics(first, last)
        blockers = self._blockers(cubics)
        lane: tuple[float, float, float] | None = None
        for _ in range(_TRIES):
            left = max(min((box[0] for box in blockers), default=0) - SIDE, first[0] + SIDE)
            right = min(max((box[2] for box in blockers), default=0) + SIDE, last[0] - SIDE)
            if not blockers or right - left < SIDE:
                break
            lane = (left, right, self._free_height(left, right, first[1], last[1]))
            cubics = _over(lane, first, last)
            more = self._blockers(cubics) - blockers
            if not more:
                break
            blockers |= more
        if lane is not None:
            self.taken.append(lane)
        return cubic_path(cubics)

    def _blockers(self, cubics: Sequence[Cubic]) -> set[Box]:
        """The nodes that a wire passes behind. At its ends it touches its own: they don't count."""
        points = [point for cubic in cubics for point in _samples(cubic)][1:-1]
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        top, bottom = min(y for _, y in points), max(y for _, y in points)
        found: set[Box] = set()
        for box in self._boxes:
            low, high = box[0] + _INSIDE, box[2] - _INSIDE
            upper, lower = box[1] - _CLEAR_ABOVE, box[3] + _CLEAR_ABOVE
            if low > right or high < left or upper > bottom or lower < top:
                continue
            if any(low < x < high and upper < y < lower for x, y in points):
                found.add(box)
        return found

    def _free_height(self, left: float, right: float, start: float, end: float) -> float:
        """The height with the least detour at which a level line meets neither node nor wire."""
        closed = [
            (box[1] - LANE_GAP, box[3] + LANE_GAP)
            for box in self._boxes
            if box[0] < right and left < box[2]
        ]
        closed += [
            (y - LANE_STEP, y + LANE_STEP)
            for low, high, y in self.taken
            if low < right and left < high
        ]
        edges = [edge for stretch in _merged(closed) for edge in stretch]
        return min(
            edges,
            key=lambda y: (abs(y - start) + abs(y - end), abs(y - start)),
            default=(start + end) / 2,
        )


def _merged(stretches: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Stretches that overlap as one; their edges are free."""
    found: list[tuple[float, float]] = []
    for low, high in sorted(stretches):
        if found and low < found[-1][1]:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return found


def _samples(cubic: Cubic) -> list[Point]:
    (x0, y0), (x3, y3) = cubic[0], cubic[3]
    count = min(96, max(8, int((abs(x3 - x0) + abs(y3 - y0)) / _STEP)))
    return [point_on(cubic, at / count) for at in range(count + 1)]


def _over(lane: tuple[float, float, float], start: Point, end: Point) -> list[Cubic]:
    left, right, y = lane
    level = ((left, y), (left + (right - left) / 3, y), (right - (right - left) / 3, y), (right, y))
    return [*wire_cubics(start, (left, y)), level, *wire_cubics((right, y), end)]
