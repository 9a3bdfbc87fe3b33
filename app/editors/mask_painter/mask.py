"""Mask: 8-bit grey values over a picture, and what each tool does to them; no widgets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QImage, QPainter, QPolygonF, Qt

from app.editors.mask_painter.strokes import Point, Stroke

Grey = npt.NDArray[np.uint8]
Cover = npt.NDArray[np.float32]

FULL: Final = 255
_HALF = 128


@dataclass(frozen=True)
class Brush:
    """A round brush: its radius in pixels, how much of it is soft edge, and its strength."""

    radius: float = 24.0
    softness: float = 0.0
    opacity: float = 1.0


class Mask:
    """The values (height, width): 255 is repainted, 0 is kept. Tools return what they touched."""

    def __init__(self, width: int, height: int) -> None:
        self.values: Grey = np.zeros((height, width), np.uint8)

    @classmethod
    def of_image(cls, image: QImage) -> Mask:
        """The grey values of an image."""
        grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
        made = cls(grey.width(), grey.height())
        rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), -1)
        made.values[:] = rows[:, : grey.width()]
        return made

    @property
    def width(self) -> int:
        return len(self.values[0]) if len(self.values) else 0

    @property
    def height(self) -> int:
        return len(self.values)

    @property
    def whole(self) -> QRect:
        return QRect(0, 0, self.width, self.height)

    def image(self) -> QImage:
        """The mask as a grey picture."""
        values = np.ascontiguousarray(self.values)
        form = QImage.Format.Format_Grayscale8
        return QImage(values.data, self.width, self.height, self.width, form).copy()

    def part(self, place: QRect) -> Grey:
        """The values of a part; changing them changes the mask."""
        top, left = place.top(), place.left()
        return self.values[top : top + place.height(), left : left + place.width()]

    # --- Whole masks -------------------------------------------------------------------------

    def set_all(self, value: int) -> QRect:
        """Give every pixel one value."""
        self.values[:] = value
        return self.whole

    def invert(self) -> QRect:
        """Repaint what was kept, and keep what was repainted."""
        np.subtract(FULL, self.values, out=self.values)
        return self.whole

    def blur(self, radius: float) -> QRect:
        """Soften all edges: a Gaussian blur, as three passes of a box."""
        side = max(1, round(math.sqrt(4 * radius * radius + 1)) | 1)
        values = self.values.astype(np.float32)
        for _ in range(3):
            values = _box(_box(values, side, 0), side, 1)
        self.values[:] = np.rint(values.clip(0, FULL)).astype(np.uint8)
        return self.whole

    # --- Shapes ------------------------------------------------------------------------------

    def area(self, points: Sequence[Point], *, erase: bool = False, opacity: float = 1.0) -> QRect:
        """Paint or erase the area within the points (even-odd), its edge smoothed."""
        shape = QPolygonF([QPointF(x, y) for x, y in points])
        place = shape.boundingRect().toAlignedRect().adjusted(-1, -1, 1, 1) & self.whole
        if place.isEmpty():
            return QRect()
        drawn = QImage(place.size(), QImage.Format.Format_Grayscale8)
        drawn.fill(0)
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.GlobalColor.white)
        painter.translate(-place.topLeft())
        painter.drawPolygon(shape, Qt.FillRule.OddEvenFill)
        painter.end()
        share = np.float32(opacity / FULL)
        cover: Cover = Mask.of_image(drawn).values.astype(np.float32) * share
        lay(self.part(place), self.part(place).copy(), cover, erase=erase)
        return place

    def flood(self, x: int, y: int, *, erase: bool = False) -> QRect:
        """Fill the area around a point up to what is painted (or, erasing, up to what isn't)."""
        if not self.whole.contains(x, y):
            return QRect()
        inside = self.values >= _HALF if erase else self.values < _HALF
        reached = _connected(inside, x, y)
        rows, columns = np.nonzero(reached)
        if not len(rows):
            return QRect()
        self.values[reached] = 0 if erase else FULL
        left, top = int(columns.min()), int(rows.min())
        return QRect(left, top, int(columns.max()) - left + 1, int(rows.max()) - top + 1)


class BrushStroke:
    """One stroke while it is drawn: it covers each pixel once, however often it passes."""

    def __init__(self, mask: Mask, brush: Brush, *, erase: bool = False) -> None:
        self.mask = mask
        self.brush = brush
        self.erase = erase
        self.points: list[Point] = []
        self.touched = QRect()
        self.before: Grey = mask.values.copy()
        self._cover: Cover = np.zeros(mask.values.shape, np.float32)

    def to(self, x: float, y: float, pressure: float = 1.0) -> QRect:
        """Draw on to a point; the part that was touched."""
        start = self.points[-1] if self.points else (x, y)
        self.points.append((x, y))
        radius = max(0.5, self.brush.radius * pressure)
        place = _around(start, (x, y), radius) & self.mask.whole
        if place.isEmpty():
            return QRect()
        distance = _distance(place, start, (x, y))
        cover = _falloff(distance, radius, self.brush.softness) * self.brush.opacity
        region = np.s_[place.top() : place.bottom() + 1, place.left() : place.right() + 1]
        np.maximum(self._cover[region], cover, out=self._cover[region])
        lay(self.mask.values[region], self.before[region], self._cover[region], erase=self.erase)
        self.touched = self.touched | place
        return place

    def take_back(self) -> QRect:
        """Undo the stroke, as if it had never begun."""
        self.mask.values[:] = self.before
        return self.touched


def draw_strokes(strokes: Sequence[Stroke], width: int, height: int) -> Mask:
    """The mask that strokes make."""
    mask = Mask(width, height)
    for stroke in strokes:
        if stroke.radius is None:
            mask.area(stroke.points, erase=stroke.erase)
        else:
            drawn = BrushStroke(mask, Brush(stroke.radius), erase=stroke.erase)
            for x, y in stroke.points:
                drawn.to(x, y)
    return mask


def lay(target: Grey, before: Grey, cover: Cover, *, erase: bool) -> None:
    """Put a cover from 0 to 1 over values: painting never takes away, erasing never adds."""
    kept, added = FULL * (1 - cover), FULL * cover
    mixed = np.minimum(before, kept) if erase else np.maximum(before, added)
    target[:] = np.rint(mixed).astype(np.uint8)


def _falloff(distance: Cover, radius: float, softness: float) -> Cover:
    """How strong a brush is at a distance from its middle."""
    hard: Cover = (radius + 0.5 - distance).clip(0, 1)
    if softness <= 0:
        return hard
    edge = ((radius - distance) / max(radius * softness, 1e-6)).clip(0, 1)
    smooth: Cover = (edge * edge * (3 - 2 * edge)).astype(np.float32)
    return smooth


def _around(start: Point, end: Point, radius: float) -> QRect:
    left, top = (math.floor(min(a, b) - radius - 1) for a, b in zip(start, end, strict=True))
    right, bottom = (math.ceil(max(a, b) + radius + 1) for a, b in zip(start, end, strict=True))
    return QRect(left, top, right - left, bottom - top)


def _distance(place: QRect, start: Point, end: Point) -> Cover:
    """How far the pixels of a place lie from the piece of a line between two points."""
    x = np.arange(place.left(), place.right() + 1, dtype=np.float32) + np.float32(0.5 - start[0])
    y = np.arange(place.top(), place.bottom() + 1, dtype=np.float32) + np.float32(0.5 - start[1])
    y = y[:, None]
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = ((x * dx + y * dy) / length).clip(0, 1) if length else np.float32(0)
    distance: Cover = np.hypot(x - along * dx, y - along * dy).astype(np.float32)
    return distance


def _box(values: Cover, side: int, axis: int) -> Cover:
    """The mean of `side` neighbours along an axis; the border's own value goes on outside."""
    half = side // 2
    widths = [(0, 0), (0, 0)]
    widths[axis] = (half + 1, half)
    sums = np.cumsum(np.pad(values, widths, mode="edge"), axis=axis, dtype=np.float64)
    count = values.shape[axis]
    upper = np.take(sums, range(side, side + count), axis=axis)
    lower = np.take(sums, range(count), axis=axis)
    mean: Cover = ((upper - lower) / side).astype(np.float32)
    return mean


def _connected(inside: npt.NDArray[np.bool_], x: int, y: int) -> npt.NDArray[np.bool_]:
    """The pixels that hang together with one, side by side, going by whole runs of a row."""
    reached = np.zeros_like(inside)
    if not inside[y, x]:
        return reached
    waiting = [(y, x, x)]
    while waiting:
        row, first, last = waiting.pop()
        for left, right in _runs(inside[row], reached[row], first, last):
            reached[row, left : right + 1] = True
            waiting += [(n, left, right) for n in (row - 1, row + 1) if 0 <= n < len(inside)]
    return reached


def _runs(
    inside: npt.NDArray[np.bool_], reached: npt.NDArray[np.bool_], first: int, last: int
) -> list[tuple[int, int]]:
    """The runs of a row that touch the places from `first` to `last` and were not reached yet."""
    free = inside & ~reached
    if not free[first : last + 1].any():
        return []
    edges = np.flatnonzero(np.diff(np.concatenate(([0], free.view(np.int8), [0]))))
    runs = zip(edges[::2].tolist(), (edges[1::2] - 1).tolist(), strict=True)
    return [(left, right) for left, right in runs if right >= first and left <= last]
