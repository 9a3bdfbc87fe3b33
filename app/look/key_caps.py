"""Key caps: keys drawn as the caps of a keyboard, and the line of hints that popups end with."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.theme import Theme, current_theme, font

PAD = 5.0
GAP = 4.0
OR_GAP = 12.0
HINT_GAP = 14.0
RADIUS = 4.0


def caps_width(caps: Sequence[str], role: str = "micro") -> float:
    """How wide the caps are, drawn side by side; an empty one stands for "or"."""
    metrics = QFontMetricsF(font(role))
    return sum(_cap_width(metrics, cap) for cap in caps) + GAP * max(0, len(caps) - 1)


def paint_caps(
    painter: QPainter, theme: Theme, at: QPointF, caps: Sequence[str], role: str = "micro"
) -> float:
    """Paint caps from a point at their left and vertical middle; returns where they end."""
    used = font(role)
    metrics = QFontMetricsF(used)
    height = metrics.height() + 3
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(used)
    x = at.x()
    for cap in caps:
        if not cap:
            x += OR_GAP
            continue
        box = QRectF(
            round(x) + 0.5, round(at.y() - height / 2) + 0.5, _cap_width(metrics, cap), height
        )
        painter.setPen(QPen(theme.colour("line.strong"), 1))
        painter.setBrush(theme.colour("bg.raised"))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        painter.setPen(theme.colour("text.primary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cap)
        x += box.width() + GAP
    painter.restore()
    return x - GAP


def _cap_width(metrics: QFontMetricsF, cap: str) -> float:
    if not cap:
        return OR_GAP - GAP
    return max(metrics.height() + 3, float(round(metrics.horizontalAdvance(cap) + 2 * PAD)))


class KeyHints(QWidget):
    """Keys with what they do, in one line: the foot of a popup."""

    def __init__(self, hints: Sequence[tuple[Sequence[str], str]], note: str = "") -> None:
        super().__init__()
        self.setObjectName("popupFoot")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._hints = tuple((tuple(caps), words) for caps, words in hints)
        self._note = note
        self._describe()

    def set_note(self, note: str) -> None:
        """What stands at the right end."""
        self._note = note
        self.update()

    def set_hints(self, hints: Sequence[tuple[Sequence[str], str]]) -> None:
        """Show other keys."""
        self._hints = tuple((tuple(caps), words) for caps, words in hints)
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, round(QFontMetricsF(font("micro")).height() + 18))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current_theme()
        painter = QPainter(self)
        used = font("caption", QFont.Weight.Normal)
        metrics = QFontMetricsF(used)
        painter.setFont(used)
        x, middle = 12.0, self.height() / 2
        note_width = metrics.horizontalAdvance(self._note)
        note_left = self.width() - 14 - note_width
        for caps, words in self._hints:
            end = x + caps_width(caps) + 7 + metrics.horizontalAdvance(words)
            if end > (note_left - 8 if self._note else self.width() - 8):
                break
            x = paint_caps(painter, theme, QPointF(x, middle), caps) + 7
            painter.setPen(theme.colour("text.secondary"))
            baseline = middle + (metrics.ascent() - metrics.descent()) / 2
            painter.drawText(QPointF(x, baseline), words)
            x = end + HINT_GAP
        painter.setPen(theme.colour("text.secondary"))
        baseline = middle + (metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(note_left, baseline), self._note)

    def _describe(self) -> None:
        text = ", ".join(f"{'+'.join(caps)}: {words}" for caps, words in self._hints)
        self.setAccessibleName(text)
