"""Shadow: a node's shadow as nine patches, drawn once per theme."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from app.look.theme import Theme, load_tokens

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
    margin = float(load_tokens()["ninePatch"]["node"]["margin"])
    transform = painter.worldTransform()
    outer = transform.mapRect(body.adjusted(-margin, -margin, margin, margin))
    corner = SIDE // 2 - 1
    sources = (0, corner, SIDE - corner, SIDE)
    # Whole pixels of the screen, so that no seams show; and a blur needs no smoothing, which
    # would cost more than the rest of the node.
    xs = _edges(outer.left(), outer.right(), corner * transform.m11())
    ys = _edges(outer.top(), outer.bottom(), corner * transform.m22())
    painter.save()
    painter.resetTransform()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    for row in range(3):
        for column in range(3):
            if row == column == 1:
                continue  # the body covers it
            target = _box(xs, ys, column, row)
            painter.drawPixmap(target, node_shadow(theme), _box(sources, sources, column, row))
    painter.restore()


def _edges(start: float, end: float, corner: float) -> tuple[int, int, int, int]:
    return round(start), round(start + corner), round(end - corner), round(end)


def _box(xs: Sequence[int], ys: Sequence[int], column: int, row: int) -> QRect:
    left, top = xs[column], ys[row]
    return QRect(left, top, xs[column + 1] - left, ys[row + 1] - top)
