"""PlanBox: what a sweep would cost: pictures, steps, and how many of them are known or shared."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.look.fonts import set_font
from app.look.theme import current_theme
from app.look.words import tr

_HEIGHT = 6


class PlanBox(QFrame):
    """A heading, a sentence, and a bar that is green as far as it is known."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("planBox")
        self.heading, self.sentence = QLabel(), QLabel()
        self.heading.setObjectName("heading")
        self.sentence.setObjectName("prose")
        set_font(self.heading, "body", 600)
        set_font(self.sentence, "caption")
        for label in (self.heading, self.sentence):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = _Bar()
        column = QVBoxLayout(self)
        column.setContentsMargins(11, 9, 11, 10)
        column.setSpacing(5)
        column.addWidget(self.heading)
        column.addWidget(self.sentence)
        column.addWidget(self.bar)

    def show_plan(self, heading: str, sentence: str, known: int = 0, steps: int = 0) -> None:
        """Show other words; the bar is there if there are steps."""
        self.heading.setText(heading)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))
        self.bar.show_share(known, steps)


class _Bar(QWidget):
    """Known steps in green, the others as an amber outline, so that it reads without colour."""

    def __init__(self) -> None:
        super().__init__()
        self._known = self._steps = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, known: int, steps: int) -> None:
        self._known, self._steps = known, steps
        self.setVisible(steps > 0)
        self.setAccessibleName(tr("{known} of {steps} steps", known=known, steps=steps))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, _HEIGHT + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._steps:
            return
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(0.5, (self.height() - _HEIGHT) / 2, self.width() - 1, _HEIGHT)
        painter.setPen(theme.colour("state.willRun"))
        painter.drawRoundedRect(track, 2, 2)
        known = QRectF(track)
        known.setWidth(track.width() * self._known / self._steps)
        outline = QPainterPath()
        outline.addRoundedRect(known, 2, 2)
        painter.fillPath(outline, theme.colour("state.cached"))
