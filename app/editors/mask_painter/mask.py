"""Mask: 8-bit grey values over a picture, and what each tool does to them; no widgets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QImage, QPainter, QPolygonF, Qt

from app.editors.mask_painter.flood import connected
from app.editors.mask_painter.strokes import Point

Grey = npt.NDArray[np.uint8]
Cover = npt.NDArray[np.float32]

FULL: Final = 255
_HALF = 128


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
        reached = connected(inside, x, y)
        rows, columns = np.nonzero(reached)
        if not len(rows):
            return QRect()
        self.values[reached] = 0 if erase else FULL
        left, top = int(columns.min()), int(rows.min())
        return QRect(left, top, int(columns.max()) - left + 1, int(rows.max()) - top + 1)


def lay(target: Grey, before: Grey, cover: Cover, *, erase: bool) -> None:
    """Put a cover from 0 to 1 over values: painting never takes away, erasing never adds."""
    kept, added = FULL * (1 - cover), FULL * cover
    mixed = np.minimum(before, kept) if erase else np.maximum(before, added)
    target[:] = np.rint(mixed).astype(np.uint8)


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
