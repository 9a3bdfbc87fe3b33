"""Difference: how far two pictures lie apart at each pixel, brightened."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.preview.picture import Picture, Pictures, make_picture

GAINS = (1, 2, 4, 8, 16, 32)


def difference(first: Picture, second: Picture, gain: int) -> Pictures:
    """The absolute difference of each channel, times a gain that is a power of two.

    A second picture of another size is stretched over the first.
    """
    one, other = first.levels[0], second.levels[0]
    apart = QImage(one.size(), QImage.Format.Format_RGB32)
    apart.fill(0)
    area = QRectF(apart.rect())
    painter = QPainter(apart)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(area, one)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    painter.drawImage(area, other, QRectF(other.rect()))
    painter.end()
    for _ in range(gain.bit_length() - 1):
        doubled = apart.copy()
        painter = QPainter(doubled)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
        painter.drawImage(0, 0, apart)
        painter.end()
        apart = doubled
    return (make_picture(apart, first.width, first.height),)
