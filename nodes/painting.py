"""Painting: the strokes of a painted mask, read from their text and drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import numpy as np
import numpy.typing as npt

from graph_engine.errors import NodeError, nearest

if TYPE_CHECKING:
    from nodes.values import FloatArray

_LARGEST = 65536.0
_LEVEL = 1e-9  # pixels: no row that is looked at lies between
_ROWS_PER_PIXEL = 8
_BAND = 64

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Stroke:
    """A line through `points` painted with a round brush, or the area within them.

    `erase` takes from the mask instead of adding to it; `radius` is None for an area.
    """

    points: tuple[tuple[float, float], ...]
    radius: float | None = None
    erase: bool = False


def read_strokes(text: str) -> tuple[Stroke, ...]:
    """The strokes in a text, one on each line that isn't blank; raises NodeError.

    A line is `paint` or `erase`, the radius or `area`, and the points as x,y.
    """
    lines = enumerate(text.splitlines(), 1)
    return tuple(_stroke(number, line.split()) for number, line in lines if line.strip())


def draw_strokes(strokes: Sequence[Stroke], width: int, height: int) -> FloatArray:
    """A mask (height, width) with the strokes drawn one after another, their edges smoothed."""
    mask = np.zeros((height, width), np.float32)
    for stroke in strokes:
        if stroke.radius is None:
            _put(mask, _area(stroke.points, width, height), erase=stroke.erase)
            continue
        ends = stroke.points[1:] or stroke.points
        for start, end in zip(stroke.points, ends, strict=False):
            left, right = _span(start[0], end[0], stroke.radius, width)
            top, bottom = _span(start[1], end[1], stroke.radius, height)
            if left < right and top < bottom:
                x = np.arange(left, right) + 0.5
                y = np.arange(top, bottom)[:, None] + 0.5
                cover = (stroke.radius + 0.5 - _distance(x, y, start, end)).clip(0, 1)
                _put(mask[top:bottom, left:right], cover, erase=stroke.erase)
    return mask


def _stroke(number: int, words: Sequence[str]) -> Stroke:
    action = words[0]
    if action not in ("paint", "erase"):
        _refuse(
            number,
            f'it begins with "{action}" instead of "paint" or "erase"',
            nearest(action, ("paint", "erase")),
        )
    if len(words) < 3:
        _refuse(number, f'after "{action}" come a radius or "area", and points such as 64,64')
    points = tuple(_point(number, word) for word in words[2:])
    if words[1] == "area":
        if len(points) < 3:
            _refuse(number, f"an area needs at least 3 points, and it has {len(points)}")
        return Stroke(points, erase=action == "erase")
    radius = _number(words[1])
    if radius is None or radius <= 0:
        _refuse(number, f'"{words[1]}" is neither "area" nor a radius above 0')
    return Stroke(points, radius, erase=action == "erase")


def _point(number: int, word: str) -> tuple[float, float]:
    x, _, y = word.partition(",")
    found = (_number(x), _number(y))
    if found[0] is None or found[1] is None:
        _refuse(number, f'"{word}" is no point such as 64,64')
    return found[0], found[1]


def _number(word: str) -> float | None:
    """The number that a word stands for, if a picture can have it."""
    try:
        number = float(word)
    except ValueError:
        return None
    return number if abs(number) <= _LARGEST else None


def _refuse(number: int, problem: str, hint: str = "") -> NoReturn:
    raise NodeError(
        f"Line {number} of the strokes can't be read: {problem}.",
        port="strokes",
        hint=hint or 'A line is such as "paint 20 64,64 90,70" or "erase area 0,0 9,0 9,9".',
    )


def _put(mask: FloatArray, cover: FloatArray, *, erase: bool) -> None:
    """Add to a mask, or take away from it, where `cover` says so."""
    if erase:
        np.minimum(mask, 1 - cover, out=mask, casting="same_kind")
    else:
        np.maximum(mask, cover, out=mask, casting="same_kind")


def _span(start: float, end: float, radius: float, size: int) -> tuple[int, int]:
    """The pixels of one axis that a piece of a line may touch."""
    low, high = min(start, end) - radius - 1, max(start, end) + radius + 1
    return max(math.floor(low), 0), min(math.ceil(high), size)


def _distance(
    x: FloatArray, y: FloatArray, start: tuple[float, float], end: tuple[float, float]
) -> FloatArray:
    """How far points lie from the piece of a line between two others."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    x, y = x - start[0], y - start[1]
    length = dx * dx + dy * dy
    along = ((x * dx + y * dy) / length).clip(0, 1) if length else 0.0
    distance: FloatArray = np.hypot(x - along * dx, y - along * dy)
    return distance


def _area(points: Sequence[tuple[float, float]], width: int, height: int) -> FloatArray:
    """How much of each pixel lies within a polygon (even-odd)."""
    corners = np.array(points)
    bands = range(0, height, _BAND)
    return np.concatenate(
        [_band(corners, width, top, min(top + _BAND, height)) for top in bands], dtype=np.float32
    )


def _band(corners: Numbers, width: int, top: int, bottom: int) -> Numbers:
    """The rows of a polygon from `top` to `bottom`: exact along x, sampled along y."""
    count = (bottom - top) * _ROWS_PER_PIXEL
    rows = top + (np.arange(count) + 0.5) / _ROWS_PER_PIXEL
    x, y = corners.T[:, :, None]
    next_x, next_y = np.roll(x, -1, axis=0), np.roll(y, -1, axis=0)
    crosses = (y <= rows) != (next_y <= rows)
    rise = next_y - y
    slope = (next_x - x) / np.where(abs(rise) < _LEVEL, 1, rise)
    crossings = np.sort(np.where(crosses, x + (rows - y) * slope, np.inf), axis=0)
    cover = np.zeros((count, width))
    # Every other crossing enters the polygon; those at infinity come in pairs that cancel out.
    for i, at in enumerate(crossings[: crosses.sum(axis=0).max()]):
        right_of_it = 1 - (at[:, None] - np.arange(width)).clip(0, 1)
        cover += -right_of_it if i % 2 else right_of_it
    mean: Numbers = cover.reshape(-1, _ROWS_PER_PIXEL, width).mean(axis=1)
    return mean
