"""Rounded: windows with round corners also where nothing composes windows."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBitmap, QPainter
from PySide6.QtWidgets import QWidget


def mask_rounded(window: QWidget, rect: QRectF, radius: float) -> None:
    """Cut a window to a rounded rectangle; what is only transparent would be black there."""
    shape = QBitmap(window.size())
    shape.fill(Qt.GlobalColor.color0)
    painter = QPainter(shape)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.color1)
    painter.drawRoundedRect(rect, radius, radius)
    painter.end()
    window.setMask(shape)
