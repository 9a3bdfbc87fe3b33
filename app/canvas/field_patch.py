"""Field patch: the ground of a field, drawn once for each size and fill."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap

from app.look.theme import Theme, load_tokens


@lru_cache(maxsize=384)
def field_patch(
    theme: Theme, wide: int, tall: int, scale: float, share: float, lit: bool
) -> QPixmap:
    """The ground of a field of a size in device pixels; a slider's is filled by a share."""
    pixmap = QPixmap(wide, tall)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius = float(load_tokens()["radius"]["fieldInNode"]) * scale
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(0, 0, wide, tall), radius, radius)
    painter.fillPath(outline, theme.colour("node.fieldHover" if lit else "node.field"))
    if share:
        filled = QPainterPath()
        filled.addRect(QRectF(0, 0, wide * share, tall))
        painter.fillPath(outline.intersected(filled), theme.colour("node.fill"))
    if lit:
        painter.setPen(QPen(theme.colour("line.control"), scale))
        half = scale / 2
        painter.drawRoundedRect(QRectF(half, half, wide - scale, tall - scale), radius, radius)
    painter.end()
    return pixmap


def paint_device_pixmap(painter: QPainter, at: QPointF, pixmap: QPixmap) -> None:
    """Paint a picture that was made at the screen's scale, on whole pixels of it."""
    world, ratio = painter.worldTransform(), painter.device().devicePixelRatioF()
    place = world.map(at)
    painter.resetTransform()
    if ratio != 1:
        painter.scale(1 / ratio, 1 / ratio)
    painter.drawPixmap(round(place.x() * ratio), round(place.y() * ratio), pixmap)
    painter.setWorldTransform(world)
