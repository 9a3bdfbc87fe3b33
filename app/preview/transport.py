"""Transport: the buttons of the film, and how many of its steps came from where."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.docks.signs import IconButton
from app.look.theme import current_theme, font
from app.look.words import tr
from app.preview.film import StepState
from app.preview.strip import INSET

_SQUARE = 8.0
_GAP = 6.0


class Legend(QWidget):
    """How many steps came from the cache, and how many were computed."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[tuple[str, str, str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_counts(self, counts: Mapping[StepState, int]) -> None:
        """Show other numbers; what is none is left out."""
        cached, computed = counts.get("cached", 0), counts.get("computed", 0)
        parts = []
        if cached:
            words = tr("{number} from cache", number=cached)
            parts.append(("state.cached", words, tr("{number} cached", number=cached)))
        if computed:
            words = tr("{number} computed", number=computed)
            parts.append(("state.running", words, tr("{number} new", number=computed)))
        self._parts = parts
        self.setAccessibleName(", ".join(words for _, words, _ in parts))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, round(QFontMetricsF(font("caption")).height()) + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font("caption"))
        metrics = QFontMetricsF(font("caption"))
        texts = [words for _, words, _ in self._parts]
        if _width(texts, metrics) > self.width():
            texts = [short for _, _, short in self._parts]
        right = float(self.width())
        for (colour, _, _), words in reversed(list(zip(self._parts, texts, strict=True))):
            width = metrics.horizontalAdvance(words)
            box = QRectF(right - width, 0, width + 2, self.height())
            painter.setPen(theme.colour("text.secondary"))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
            square = QRectF(0, 0, _SQUARE, _SQUARE)
            square.moveCenter(QPointF(right - width - _GAP - _SQUARE / 2, self.height() / 2))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(colour))
            painter.drawRoundedRect(square, 2, 2)
            right -= width + 2 * _GAP + _SQUARE + 4


class Transport(QWidget):
    """First, play or pause, last; at the right the legend."""

    first = Signal()
    played = Signal()
    last = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.first_button = IconButton("prev", tr("First step (Home)"))
        self.play_button = IconButton("play", tr("Play (Space)"))
        self.play_button.setCheckable(True)
        self.last_button = IconButton("next", tr("Last step (End)"))
        self.legend = Legend()
        row = QHBoxLayout(self)
        row.setContentsMargins(INSET, 0, INSET, 0)
        row.setSpacing(2)
        for button in (self.first_button, self.play_button, self.last_button):
            row.addWidget(button)
        row.addSpacing(8)
        row.addWidget(self.legend, 1)
        self.first_button.clicked.connect(self.first)
        self.play_button.clicked.connect(self.played)
        self.last_button.clicked.connect(self.last)

    def show_running(self, is_running: bool, *, follows: bool) -> None:
        """Show pause while the film plays or follows the run, else play."""
        self.play_button.setChecked(is_running)
        self.play_button.set_icon("pause" if is_running else "play")
        if is_running:
            tip = tr("Stay at this step (Space)") if follows else tr("Pause (Space)")
        else:
            tip = tr("Follow the run (Space)") if follows else tr("Play (Space)")
        self.play_button.set_tip(tip)


def _width(texts: list[str], metrics: QFontMetricsF) -> float:
    each = (metrics.horizontalAdvance(text) + 2 * _GAP + _SQUARE + 4 for text in texts)
    return sum(each) - _GAP - 4
