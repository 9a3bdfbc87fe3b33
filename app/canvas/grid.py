"""Grid: the dots behind everything, as one tile that is drawn once for each distance."""

from __future__ import annotations

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from app.canvas.detail import OVERVIEW_BELOW
from app.look.theme import Theme, size

CLOSEST = 14.0
DOT = 0.8


def paint_grid(painter: QPainter, theme: Theme, rect: QRectF, zoom: float) -> None:
    """Paint the ground of a part of the canvas: its colour, and a dot at every step."""
    painter.fillRect(rect, theme.colour("bg.canvas"))
    if zoom <= OVERVIEW_BELOW:
        return
    step = size("gridDot")
    while step * zoom < CLOSEST:
        step *= 2
    transform = painter.worldTransform()
    view = transform.mapRect(rect)
    ratio = painter.device().devicePixelRatioF()
    origin = transform.map(QPointF())
    painter.save()
    painter.resetTransform()
    painter.setClipRect(view, Qt.ClipOperation.IntersectClip)
    _paint_rows(painter, theme, view, origin, step * zoom, ratio)
    painter.restore()


@lru_cache(maxsize=4)
def _dot(theme: Theme, ratio: float) -> QPixmap:
    """A dot in the corner of a small square, whole pixels from its middle."""
    side = math.ceil(2 * ratio)
    dot = QPixmap(side, side)
    dot.setDevicePixelRatio(ratio)
    dot.fill(Qt.GlobalColor.transparent)
    painter = QPainter(dot)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("grid.major"))
    painter.drawEllipse(QPointF(DOT, DOT), DOT, DOT)
    painter.end()
    return dot


def _paint_rows(
    painter: QPainter, theme: Theme, view: QRectF, origin: QPointF, across: float, ratio: float
) -> None:
    """One row of dots as a strip, drawn at every step: their distance is no whole number."""
    first = math.floor((view.left() - origin.x()) / across)
    columns = math.ceil(view.width() / across) + 2
    left = origin.x() + first * across
    strip = QPixmap(math.ceil((columns * across + 2) * ratio), math.ceil(2 * ratio))
    strip.setDevicePixelRatio(ratio)
    strip.fill(theme.colour("bg.canvas"))
    dot = _dot(theme, ratio)
    dots = QPainter(strip)
    whole = math.floor(left * ratio) / ratio
    for column in range(columns):
        x = round((left + column * across - whole) * ratio) / ratio
        dots.drawPixmap(QPointF(x, 0), dot)
    dots.end()
    row = math.floor((view.top() - origin.y()) / across)
    while (y := origin.y() + row * across) < view.bottom():
        painter.drawPixmap(QPointF(whole, round(y * ratio) / ratio), strip)
        row += 1
