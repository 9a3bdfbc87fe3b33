"""Strokes: a painted mask as the readable lines that PaintMask keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.look.words import tr

Point = tuple[float, float]

_FARTHEST = 0.4
"""Pixels: points of a stroke this close to the line between their neighbours are left out."""


class StrokesError(ValueError):
    """Which line can't be read, in a sentence."""


@dataclass(frozen=True)
class Stroke:
    """A line painted with a round brush, or the area within the points if `radius` is None."""

    points: tuple[Point, ...]
    radius: float | None = None
    erase: bool = False


def read_strokes(text: str) -> tuple[Stroke, ...]:
    """The strokes of a text such as `paint 20 64,64`, one a line; raises StrokesError."""
    strokes = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if words:
            try:
                strokes.append(_read(words))
            except (ValueError, IndexError) as error:
                message = tr("Line {number} of the strokes can't be read.", number=number)
                raise StrokesError(message) from error
    return tuple(strokes)


def write_strokes(strokes: Iterable[Stroke]) -> str:
    """The text of strokes."""
    return "\n".join(_written(stroke) for stroke in strokes)


def thinned(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points without those that add nothing (Ramer, Douglas and Peucker), in tenths."""
    kept = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        far = max(range(first + 1, last), default=0, key=lambda at: _off(points, first, last, at))
        if far and _off(points, first, last, far) > _FARTHEST:
            kept.add(far)
            waiting += [(first, far), (far, last)]
    return tuple((round(points[at][0], 1), round(points[at][1], 1)) for at in sorted(kept))


def _off(points: Sequence[Point], first: int, last: int, at: int) -> float:
    (ax, ay), (bx, by), (x, y) = points[first], points[last], points[at]
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    along = min(1.0, max(0.0, ((x - ax) * dx + (y - ay) * dy) / length)) if length else 0.0
    return float(((x - ax - along * dx) ** 2 + (y - ay - along * dy) ** 2) ** 0.5)


def _read(words: Sequence[str]) -> Stroke:
    action = words[0]
    points = tuple(_point(word) for word in words[2:])
    radius = None if words[1] == "area" else float(words[1])
    fewest = 3 if radius is None else 1
    unpainted = radius is not None and radius <= 0
    if action not in ("paint", "erase") or len(points) < fewest or unpainted:
        raise ValueError(words)
    return Stroke(points, radius, action == "erase")


def _point(word: str) -> Point:
    x, y = word.split(",")
    return float(x), float(y)


def _written(stroke: Stroke) -> str:
    action = "erase" if stroke.erase else "paint"
    brush = "area" if stroke.radius is None else f"{stroke.radius:g}"
    points = " ".join(f"{x:g},{y:g}" for x, y in stroke.points)
    return f"{action} {brush} {points}"
