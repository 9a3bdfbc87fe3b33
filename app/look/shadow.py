"""Shadow: what surrounds a node, as nine patches that are drawn once per theme."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from app.look.theme import Theme, load_tokens

# Wide enough for the whole blur on both sides of a middle that can be stretched.
SIDE = 96
CORNER = 42


@cache
def patches(theme: Theme, kind: str) -> QPixmap:
    """The picture of a shadow (`node` or `running`) whose corners and edges are stretched."""
    patch = load_tokens()["ninePatch"][kind]
    side, margin, radius = SIDE, patch["margin"], patch["radius"]
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    inner = QRectF(margin, margin, side - 2 * margin, side - 2 * margin)
    for layer in load_tokens()["themes"][theme.name]["shadow"][kind]:
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
    """Paint the shadow around a body."""
    _paint_patches(painter, patches(theme, "node"), "node", body)


def paint_glow(painter: QPainter, theme: Theme, body: QRectF) -> None:
    """Paint the glow around a running node."""
    _paint_patches(painter, patches(theme, "running"), "running", body)


def _paint_patches(painter: QPainter, pixmap: QPixmap, kind: str, body: QRectF) -> None:
    """Paint the patches around a body, corners as they are and edges stretched."""
    margin = float(load_tokens()["ninePatch"][kind]["margin"])
    transform = painter.worldTransform()
    outer = transform.mapRect(body.adjusted(-margin, -margin, margin, margin))
    corner = CORNER
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
            painter.drawPixmap(target, pixmap, _box(sources, sources, column, row))
    painter.restore()


def _edges(start: float, end: float, corner: float) -> tuple[int, int, int, int]:
    """The corners' ends; on a body too small for two corners they meet in its middle."""
    corner = min(corner, (end - start) / 2)
    return round(start), round(start + corner), round(end - corner), round(end)


def _box(xs: Sequence[int], ys: Sequence[int], column: int, row: int) -> QRect:
    left, top = xs[column], ys[row]
    return QRect(left, top, xs[column + 1] - left, ys[row + 1] - top)
