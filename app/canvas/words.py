"""Words: a text laid out once and painted often."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText

from app.look.theme import Theme, font

END, MIDDLE = Qt.TextElideMode.ElideRight, Qt.TextElideMode.ElideMiddle
REGULAR, MEDIUM, BOLD = QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold


@dataclass(frozen=True, eq=False)
class Words:
    """A line of text at its place, with its font and the path of its colour."""

    text: QStaticText
    at: QPointF
    font: QFont
    colour: str
    width: float
    struck: bool = False

    def paint(self, painter: QPainter, theme: Theme) -> None:
        """Paint the line."""
        painter.setFont(self.font)
        painter.setPen(theme.colour(self.colour))
        painter.drawStaticText(self.at, self.text)
        if self.struck:
            # Qt puts the line of a struck static text elsewhere.
            middle = self.at.y() + self.text.size().height() * 0.54
            painter.drawLine(
                QPointF(self.at.x(), middle), QPointF(self.at.x() + self.width, middle)
            )


def lay_words(
    text: str,
    box: QRectF,
    colour: str,
    *,
    role: str = "nodeLabel",
    weight: int = REGULAR,
    right: bool = False,
    elide: Qt.TextElideMode = END,
    struck: bool = False,
) -> Words:
    """Lay a line into a box: in the middle of its height, elided where it is too long."""
    width = advance(text, role, weight)
    if width > box.width():
        text = metrics(role, weight).elidedText(text, elide, box.width())
        width = advance(text, role, weight)
    laid = QStaticText(text)
    laid.setTextFormat(Qt.TextFormat.PlainText)
    x = box.right() - width if right else box.left()
    y = box.center().y() - metrics(role, weight).height() / 2
    return Words(laid, QPointF(x, y), font(role, weight), colour, width, struck)


@cache
def metrics(role: str, weight: int = REGULAR) -> QFontMetricsF:
    """The metrics of a role's font."""
    return QFontMetricsF(font(role, weight))


@lru_cache(maxsize=20_000)
def advance(text: str, role: str = "nodeLabel", weight: int = REGULAR) -> float:
    """How wide a line is."""
    return metrics(role, weight).horizontalAdvance(text)
