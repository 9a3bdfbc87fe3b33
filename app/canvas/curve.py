"""Curve: the cubics of a wire, without Qt, so that layouts can reckon with them."""

from __future__ import annotations

import math
from collections.abc import Sequence

Point = tuple[float, float]
Cubic = tuple[Point, Point, Point, Point]
SHORTEST, LONGEST = 28.0, 160.0
BACK_SHORTEST, BACK_LONGEST = 60.0, 180.0
# How far a wire swings past a dot at which it turns round.
TURN = 40.0


def wire_cubics(start: Point, end: Point, dots: Sequence[Point] = ()) -> list[Cubic]:
    """The cubics from an output through dots to an input, level at all of them."""
    if not dots:
        return [_direct(start, end)]
    points = (start, *dots, end)
    heading = [1.0] * len(points)
    for at in range(1, len(points) - 1):
        across = points[at + 1][0] - points[at - 1][0]
        heading[at] = -1.0 if across < 0 else 1.0
    return [
        _between(points[at], points[at + 1], heading[at], heading[at + 1])
        for at in range(len(points) - 1)
    ]


def _direct(start: Point, end: Point) -> Cubic:
    """A wire without dots; one that runs backwards swings further out."""
    dx = end[0] - start[0]
    if dx > 0:
        reach = min(LONGEST, max(SHORTEST, dx / 2))
    else:
        reach = min(BACK_LONGEST, max(BACK_SHORTEST, -dx * 0.6 + 40))
    return start, (start[0] + reach, start[1]), (end[0] - reach, end[1]), end


def _between(start: Point, end: Point, leaves: float, enters: float) -> Cubic:
    """A piece at a dot: short handles along the way, a swing where it turns round."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    along = min(LONGEST, abs(dx) / 2)
    turn = min(TURN, math.hypot(dx, dy) / 2)
    out = along if dx * leaves > 0 else turn
    into = along if dx * enters > 0 else turn
    return start, (start[0] + leaves * out, start[1]), (end[0] - enters * into, end[1]), end


def point_on(cubic: Cubic, t: float) -> Point:
    """A point of a cubic, from 0 to 1."""
    u = 1 - t
    a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = cubic
    return a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3


def part_of(cubic: Cubic, first: float, last: float) -> Cubic:
    """The part of a cubic between two of its points."""
    (x0, y0), (x3, y3) = point_on(cubic, first), point_on(cubic, last)
    third = (last - first) / 3
    (dx0, dy0), (dx3, dy3) = _slope(cubic, first), _slope(cubic, last)
    return (
        (x0, y0),
        (x0 + dx0 * third, y0 + dy0 * third),
        (x3 - dx3 * third, y3 - dy3 * third),
        (x3, y3),
    )


def _slope(cubic: Cubic, t: float) -> Point:
    u = 1 - t
    a, b, c = 3 * u * u, 6 * u * t, 3 * t * t
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = cubic
    return (
        a * (x1 - x0) + b * (x2 - x1) + c * (x3 - x2),
        a * (y1 - y0) + b * (y2 - y1) + c * (y3 - y2),
    )
