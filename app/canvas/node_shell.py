"""Node shell: shadow, body, header and border of a plain node as patches, at the screen's scale.

Paths with round corners are what costs most of a node; their patches are drawn once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from app.canvas.node_body import outlines
from app.canvas.node_shape import BORDER
from app.look.shadow import paint_glow, paint_shadow
from app.look.theme import Theme, size

# How far the round corners reach into the body; between them, edges are the same all along.
CORNER = 14.0
TOP = 33.0
SHADOW, GLOW, BARE = 26.0, 30.0, 2.0


@dataclass(frozen=True)
class ShellLook:
    """What shells have in common that share patches."""

    header: int
    border: int
    width: float
    shadow: bool
    glows: bool


def paint_shell(painter: QPainter, theme: Theme, body: QRectF, look: ShellLook) -> None:
    """Paint a shell around a body, its edges on whole pixels of the screen."""
    world, ratio = painter.worldTransform(), painter.device().devicePixelRatioF()
    patches = _patches(theme, look, round(world.m11() * ratio, 4))
    outer = world.mapRect(body)
    margin, corner, top = patches.margin, patches.corner, patches.top
    x0, x3 = round(outer.left() * ratio) - margin, round(outer.right() * ratio) + margin
    y0, y3 = round(outer.top() * ratio) - margin, round(outer.bottom() * ratio) + margin
    xs = (x0, x0 + margin + corner, x3 - margin - corner, x3)
    ys = (y0, y0 + margin + top, y3 - margin - corner, y3)
    us, vs = patches.columns, patches.rows
    painter.resetTransform()
    if ratio != 1:
        painter.scale(1 / ratio, 1 / ratio)
    # The edges are the same all along: smoothing them would only cost.
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    pixmap = patches.pixmap
    for row in range(3):
        y, height, v, tall = ys[row], ys[row + 1] - ys[row], vs[row], vs[row + 1] - vs[row]
        for column in range(3):
            x, width = xs[column], xs[column + 1] - xs[column]
            u, wide = us[column], us[column + 1] - us[column]
            if row == column == 1:
                painter.fillRect(x, y, width, height, theme.colour("node.body"))
            else:
                painter.drawPixmap(x, y, width, height, pixmap, u, v, wide, tall)
    painter.setWorldTransform(world)


def fits_shell(body: QRectF) -> bool:
    """Whether a body is large enough for its corners."""
    return body.width() >= 2 * CORNER + 2 and body.height() >= TOP + CORNER + 2


@dataclass(frozen=True)
class _Patches:
    pixmap: QPixmap
    margin: int
    corner: int
    top: int
    columns: tuple[int, int, int, int]
    rows: tuple[int, int, int, int]


@lru_cache(maxsize=96)
def _patches(theme: Theme, look: ShellLook, scale: float) -> _Patches:
    margin = round((GLOW if look.glows else SHADOW if look.shadow else BARE) * scale) + 1
    corner, top = round(CORNER * scale) + 1, round(TOP * scale) + 1
    # Room for the whole blur between the corners.
    middle = math.ceil(8 * scale)
    columns = (0, margin + corner, margin + corner + middle, 2 * (margin + corner) + middle)
    down = margin + top
    rows = (0, down, down + middle, down + middle + margin + corner)
    pixmap = QPixmap(columns[3], rows[3])
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(margin, margin)
    painter.scale(scale, scale)
    body = QRectF(0, 0, (columns[3] - 2 * margin) / scale, (rows[3] - 2 * margin) / scale)
    if look.glows:
        paint_glow(painter, theme, body)
    if look.shadow:
        paint_shadow(painter, theme, body)
    _paint_body(painter, theme, body, look)
    painter.end()
    return _Patches(pixmap, margin, corner, top, columns, rows)


def _paint_body(painter: QPainter, theme: Theme, body: QRectF, look: ShellLook) -> None:
    outline, header = outlines(body.width(), body.height())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("node.body"))
    painter.drawPath(outline)
    painter.setBrush(QColor.fromRgb(look.header))
    painter.drawPath(header)
    bottom = BORDER + size("node.header")
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(QRectF(0.5, bottom, body.width() - 1, 1), theme.colour("line.normal"))
    painter.setPen(QPen(QColor.fromRgb(look.border), look.width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    outset = (look.width - 1) / 2
    box = body.adjusted(0.5 - outset, 0.5 - outset, outset - 0.5, outset - 0.5)
    painter.drawRoundedRect(box, 8 + outset, 8 + outset)
