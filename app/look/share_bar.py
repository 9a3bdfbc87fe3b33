"""ShareBar: how much of something is used, as a bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.theme import current_theme

HEIGHT = 6


class ShareBar(QWidget):
    """A bar from 0 to 1; above nine tenths it is red."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self._share = min(1.0, max(0.0, share))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(160, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(0, (self.height() - HEIGHT) / 2, self.width(), HEIGHT)
        painter.setBrush(theme.colour("line.normal"))
        painter.drawRoundedRect(track, HEIGHT / 2, HEIGHT / 2)
        if self._share > 0:
            filled = QRectF(track)
            filled.setWidth(max(HEIGHT, track.width() * self._share))
            colour = "state.failed" if self._share > 0.9 else "state.cached"
            painter.setBrush(theme.colour(colour))
            painter.drawRoundedRect(filled, HEIGHT / 2, HEIGHT / 2)
