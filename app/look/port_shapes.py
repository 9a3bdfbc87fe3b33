"""Port shapes: each port type has a form of its own, so that colour is never alone."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

OUTLINE = 1.6
_POLYGONS = {
    "VAE": ((-4.6, -4.6), (0, -1.9), (4.6, -4.6), (4.6, 4.6), (0, 1.9), (-4.6, 4.6)),
    "ControlNet": ((-4.4, -4.4), (1.2, -4.4), (4.4, -1.2), (4.4, 4.4), (-4.4, 4.4)),
    "Control": ((0, -5.6), (5.6, 0), (0, 5.6), (-5.6, 0)),
    "Conditioning": ((0, -5.6), (5.6, 0), (0, 5.6), (-5.6, 0)),
    "Latent": ((0, -5.3), (4.6, -2.65), (4.6, 2.65), (0, 5.3), (-4.6, 2.65), (-4.6, -2.65)),
    "bool": ((0, -4), (4, 0), (0, 4), (-4, 0)),
}
_RECTANGLES = {
    "UNet": (8.8, 8.8, 1.8),
    "TextEncoder": (8.8, 8.8, 1.8),
    "int": (6.4, 6.4, 1),
    "str": (9.2, 4.8, 2.4),
}
_RADII = {"Image": 4.9, "Mask": 4.5, "float": 3.4}
_ANY_RADIUS = 4.6


@cache
def port_path(kind: str) -> QPainterPath:
    """The form of a port type around the origin."""
    path = QPainterPath()
    if kind in _POLYGONS:
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in _POLYGONS[kind]]))
        path.closeSubpath()
    elif kind in _RECTANGLES:
        width, height, radius = _RECTANGLES[kind]
        path.addRoundedRect(QRectF(-width / 2, -height / 2, width, height), radius, radius)
    else:
        radius = _RADII.get(kind, _ANY_RADIUS)
        path.addEllipse(QPointF(), radius, radius)
    return path


def paint_port(
    painter: QPainter, at: QPointF, kind: str, colour: QColor, surface: QColor, *, linked: bool
) -> None:
    """Paint a port: filled where linked, an outline where free."""
    painter.save()
    painter.translate(at)
    pen = QPen(colour, OUTLINE)
    if kind not in _POLYGONS and kind not in _RECTANGLES and kind not in _RADII:
        pen.setDashPattern([2.2 / OUTLINE, 1.8 / OUTLINE])
    if linked and kind != "Mask":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
    else:
        painter.setPen(pen)
        painter.setBrush(surface)
        if kind != "Mask":
            painter.scale(0.86, 0.86)
    painter.drawPath(port_path(kind))
    _paint_detail(painter, kind, colour, surface, linked)
    painter.restore()


def _paint_detail(
    painter: QPainter, kind: str, colour: QColor, surface: QColor, linked: bool
) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(surface if linked else colour)
    if kind == "TextEncoder":
        painter.drawRect(QRectF(-2.3, -0.9, 4.6, 1.8))
    elif kind == "Control":
        painter.drawEllipse(QPointF(), 1.7, 1.7)
    elif kind == "Mask":
        painter.setBrush(colour)
        painter.drawPie(QRectF(-4.5, -4.5, 9, 9), -90 * 16, 180 * 16)
