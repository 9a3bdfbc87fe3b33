"""TextButton: a flat button with a few letters, beside those with icons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from app.look.theme import current_theme, font, size

_PAD = 6.0


class TextButton(QAbstractButton):
    """As an IconButton, with text."""

    def __init__(self, text: str, tip: str) -> None:
        super().__init__()
        self.setText(text)
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        words = QFontMetricsF(_font()).horizontalAdvance(self.text())
        return QSize(round(words + 2 * _PAD), round(size("button")))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.isDown() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("bg.pressed" if self.isDown() else "bg.hover"))
            painter.drawRoundedRect(body, 5, 5)
        painter.setFont(_font())
        painter.setPen(theme.colour("text.secondary" if self.isEnabled() else "text.disabled"))
        painter.drawText(body, Qt.AlignmentFlag.AlignCenter, self.text())

    def changeEvent(self, event: QEvent) -> None:
        self.updateGeometry()
        self.update()
        super().changeEvent(event)


def _font() -> QFont:
    return font("caption", QFont.Weight.DemiBold)
