"""StatusLine: the sentences at the bottom of the window: what a run is at, or what was just said."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.theme import current_theme, font

INSET = 14.0
DOT = 8.0
GAP = 8.0


class StatusLine(QWidget):
    """One line: a sentence that was said stands in front of what a run is at until it is past."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._said = ""
        self._run = ("", "")
        # What was said a moment ago belongs to what happens now, so it stays.
        self._just_said = QTimer(self, singleShot=True, interval=0)

    def say(self, sentence: str) -> None:
        """Tell something until something else happens."""
        self._said = sentence
        self._just_said.start()
        self._show()

    def take_back(self) -> None:
        """Another page is shown or an edit was made: what was said before is past."""
        if not self._just_said.isActive():
            self._said = ""
            self._show()

    def show_run(self, sentence: str, more: str = "") -> None:
        """Tell what a run is at, and in `more` what else is worth knowing; empty when it is over."""
        if (sentence, more) != self._run:
            self._run = (sentence, more)
            self._show()

    def text(self) -> str:
        """All that stands there."""
        return self._said or " ".join(part for part in self._run if part)

    def _show(self) -> None:
        self.setToolTip(self.text())
        self.setAccessibleName(self.text())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, round(QFontMetricsF(font("small")).height()) + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, left = current_theme(), QPainter(self), INSET
        if self._said or not self._run[0]:
            self._paint(painter, left, self._said, "text.secondary", QFont.Weight.Normal)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("state.running"))
        painter.drawEllipse(QRectF(left, (self.height() - DOT) / 2, DOT, DOT))
        left += DOT + GAP
        sentence, more = self._run
        left = self._paint(painter, left, sentence, "text.primary", QFont.Weight.DemiBold)
        self._paint(painter, left + GAP, more, "text.secondary", QFont.Weight.Normal)

    def _paint(
        self, painter: QPainter, left: float, words: str, ink: str, weight: QFont.Weight
    ) -> float:
        """Paint words from the left as far as there is room; where they end."""
        used = font("small", weight)
        metrics = QFontMetricsF(used)
        room = self.width() - left - INSET
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        painter.setFont(used)
        painter.setPen(current_theme().colour(ink))
        painter.drawText(QRectF(left, 0, room + 2, self.height()), _MIDDLE, shown)
        return left + metrics.horizontalAdvance(shown)


_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
