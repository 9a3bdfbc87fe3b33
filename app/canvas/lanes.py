"""Lanes: the dots that lead wires past nodes, and none where a wire is free without them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.canvas.curve import Cubic, Point, point_on, wire_cubics

CLEAR = 8.0
STEP = 16.0
# How far from its port a wire may be as near to its own node as it likes; no other comes so near.
PORT_ZONE = (10.0, 40.0)
Box = tuple[float, float, float, float]


@dataclass
class Ground:
    """Where nodes stand: boxes (left, top, right, bottom) in columns that do not overlap."""

    columns: list[tuple[float, float]] = field(default_factory=list)
    _lefts: list[float] = field(default_factory=list)
    _tops: list[list[float]] = field(default_factory=list)
    _boxes: list[list[Box]] = field(default_factory=list)

    def add_column(self, left: float, right: float, boxes: Sequence[Box]) -> None:
        """A further column, right of the last; its boxes from top to bottom."""
        self.columns.append((left, right))
        self._lefts.append(left - CLEAR)
        self._tops.append([box[1] - CLEAR for box in boxes])
        self._boxes.append(list(boxes))

    def is_free(self, start: Point, end: Point) -> bool:
        """Whether a wire without dots keeps clear of all nodes; it touches its own at its ends."""
        (cubic,) = wire_cubics(start, end)
        return self._is_clear(cubic, start, end)

    def begins_free(self, start: Point, dots: Sequence[Point], end: Point) -> bool:
        """Whether a wire reaches its first dot; between lanes it is free anyway."""
        return self._is_clear(wire_cubics(start, end, dots)[0], start, end)

    def _is_clear(self, cubic: Cubic, start: Point, end: Point) -> bool:
        (x0, y0), (x3, y3) = cubic[0], cubic[3]
        pieces = max(8, int((abs(x3 - x0) + abs(y3 - y0)) / STEP))
        # Every eighth point first: most wires that are not free meet a node soon.
        for first, stride in ((4, 8), (0, 1)):
            for at in range(first, pieces + 1, stride):
                x, y = point_on(cubic, at / pieces)
                own = _is_near(start, x, y) or _is_near(end, x, y)
                if not own and self._hits(x, y):
                    return False
        return True

    def _hits(self, x: float, y: float) -> bool:
        column = bisect_right(self._lefts, x) - 1
        if column < 0 or x > self.columns[column][1] + CLEAR:
            return False
        at = bisect_right(self._tops[column], y) - 1
        if at < 0:
            return False
        _, _, right, bottom = self._boxes[column][at]
        return y < bottom + CLEAR and x < right + CLEAR


def choose_dots(
    ground: Ground, start: Point, end: Point, leaves: float, lanes: Sequence[tuple[int, float]]
) -> tuple[Point, ...]:
    """The fewest dots with which a wire passes no node.

    `leaves` is the right end of its source's column, `lanes` the columns that it passes with the
    height at which it does.
    """
    passing = _level(ground, lanes)
    exit_dot = ((leaves, start[1]),) if leaves > start[0] + 1 else ()
    if ground.is_free(start, end):
        return ()
    if passing and ground.begins_free(start, passing, end):
        return _without_needless(start, passing, end)
    return _without_needless(start, (*exit_dot, *passing), end)


def _is_near(port: Point, x: float, y: float) -> bool:
    return abs(x - port[0]) <= PORT_ZONE[0] and abs(y - port[1]) <= PORT_ZONE[1]


def _without_needless(start: Point, dots: Sequence[Point], end: Point) -> tuple[Point, ...]:
    """The dots but those between two points of the same height."""
    line = (start, *dots, end)
    return tuple(
        dot
        for before, dot, after in zip(line, dots, line[2:], strict=False)
        if not before[1] == dot[1] == after[1]
    )


def _level(ground: Ground, lanes: Sequence[tuple[int, float]]) -> tuple[Point, ...]:
    """Two dots for each stretch of neighbouring columns that is passed at one height."""
    dots: list[Point] = []
    for at, (column, y) in enumerate(lanes):
        left, right = ground.columns[column]
        if at and lanes[at - 1][1] == y:
            dots[-1] = (right, y)
        else:
            dots += [(left, y), (right, y)]
    return tuple(dots)


def shift_dots(
    dots: Mapping[tuple[str, str], Sequence[Point]], dx: float, dy: float
) -> dict[tuple[str, str], tuple[Point, ...]]:
    """The same dots elsewhere."""
    return {key: tuple((x + dx, y + dy) for x, y in points) for key, points in dots.items()}
