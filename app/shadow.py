"""Shadow: a node's shadow as nine patches, drawn once per theme."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from app.theme import Theme, load_tokens

# Wide enough for the whole blur on both sides of a middle that can be stretched.
SIDE = 96


@cache
def node_shadow(theme: Theme) -> QPixmap:
    """The picture whose corners and edges `paint_shadow` stretches around a node."""
    patch = load_tokens()["ninePatch"]["node"]
    side, margin, radius = SIDE, patch["margin"], patch["radius"]
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    inner = QRectF(margin, margin, side - 2 * margin, side - 2 * margin)
    for layer in theme.shadows:
        # A blur, as rings that add up: the middle gets the whole alpha, the rim next to nothing.
        blur, colour = layer["blur"], QColor(layer["colour"])
        rings = max(2, int(blur))
        colour.setAlphaF(colour.alphaF() / rings)
        painter.setBrush(colour)
        for ring in range(rings):
            spread = blur * (0.5 - ring / rings)
            grown = inner.adjusted(-spread, -spread, spread, spread).translated(0, layer["y"])
            corner = max(1.0, radius + spread)
            painter.drawRoundedRect(grown, corner, corner)
    painter.end()
    return pixmap


def paint_shadow(painter: QPainter, theme: Theme, body: QRectF) -> None:
    """Paint the shadow around a body, corners as they are and edges stretched."""
    side, margin = float(SIDE), float(load_tokens()["ninePatch"]["node"]["margin"])
    corner = side / 2 - 1
    outer = body.adjusted(-margin, -margin, margin, margin)
    columns = (0.0, corner, side - corner, side)
    xs = (outer.left(), outer.left() + corner, outer.right() - corner, outer.right())
    ys = (outer.top(), outer.top() + corner, outer.bottom() - corner, outer.bottom())
    pixmap = node_shadow(theme)
    for row in range(3):
        for column in range(3):
            source = QRectF(
                columns[column],
                columns[row],
                columns[column + 1] - columns[column],
                columns[row + 1] - columns[row],
            )
            target = QRectF(xs[column], ys[row], xs[column + 1] - xs[column], ys[row + 1] - ys[row])
            painter.drawPixmap(target, pixmap, source)
