"""CheckBox: a switch with words, drawn in our look at every text scale."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox

from app.look.icons import paint_icon
from app.look.theme import current_theme

BOX = 16
GAP = 9


class CheckBox(QCheckBox):
    """A box that fills with blue and a check when it is on."""

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        width = BOX + GAP + metrics.horizontalAdvance(self.text()) + 6
        return QSize(round(width), max(24, round(metrics.height() + 6)))

    def minimumSizeHint(self) -> QSize:
        return QSize(BOX + GAP + 40, self.sizeHint().height())

    def hitButton(self, at: QPoint) -> bool:
        return self.rect().contains(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        box = QRectF(2.5, round(middle - BOX / 2) + 0.5, BOX - 1, BOX - 1)
        on = self.isChecked()
        blue = theme.colour("user.base")
        painter.setPen(QPen(blue if on else theme.colour("line.control"), 1))
        painter.setBrush(blue if on else theme.colour("bg.field"))
        painter.drawRoundedRect(box, 4, 4)
        if on:
            inner = box.adjusted(1, 1, -1, -1)
            paint_icon(painter, "check", theme.colour("text.onUser"), blue, inner)
        words = QRectF(2 + BOX + GAP, 0, self.width() - BOX - GAP - 4, self.height())
        painter.setFont(self.font())
        enabled = "text.primary" if self.isEnabled() else "text.disabled"
        painter.setPen(theme.colour(enabled))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        metrics = QFontMetricsF(self.font())
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, flags, shown)
        if self.hasFocus():
            painter.setPen(QPen(blue, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 5.5, 5.5)
