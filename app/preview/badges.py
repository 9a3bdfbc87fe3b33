"""Badges: captions in the corners of a picture."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from app.look.theme import current_theme, font

_PAD = 6.0
_RADIUS = 4.0


def badge_size(text: str) -> tuple[float, float]:
    """The sides of a badge with a text."""
    metrics = QFontMetricsF(font("caption"))
    return metrics.horizontalAdvance(text) + 2 * _PAD, round(metrics.height()) + 4.0


def paint_badge(
    painter: QPainter, corner: QPointF, text: str, *, from_right: bool = False
) -> QRectF:
    """Paint a badge whose upper left corner, or upper right one, is at a place; where it lies."""
    theme = current_theme()
    width, height = badge_size(text)
    left = corner.x() - width if from_right else corner.x()
    box = QRectF(left, corner.y(), width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("bg.pictureBadge"))
    painter.drawRoundedRect(box, _RADIUS, _RADIUS)
    painter.setPen(theme.colour("text.onPicture"))
    painter.setFont(font("caption"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
    return box


def elided(text: str, width: float) -> str:
    """A text that fits a badge of a width."""
    metrics = QFontMetricsF(font("caption"))
    return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, max(width - 2 * _PAD, 0.0))
