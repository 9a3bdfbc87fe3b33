"""RunBar: the middle of the top bar: seeds, batch, Run with its cost, and Stop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from app.editors.context import SeedBehaviour
from app.look.fonts import set_font
from app.look.icons import paint_icon
from app.look.segments import Segments
from app.look.theme import current_theme, font, size, text_scale
from app.look.words import tr
from app.running.batch_count import BatchCount
from app.running.run_button import RunButton

BEHAVIOURS: tuple[SeedBehaviour, ...] = ("fixed", "random", "next")
_PAD, _GAP, _ICON = 12.0, 7.0, 14.0


class RunBar(QWidget):
    """Parts that others fill; `folds` take away what the window has no room for."""

    seeds_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._seed_word, self._batch_word = _label(tr("Seed")), _label(tr("Batch"))
        self.seeds = Segments((tr("Fixed"), tr("Random"), tr("Next")), what=tr("Seed"))
        self.seeds.setToolTip(
            tr("What Run does with seeds: keeps them, draws new ones, or counts on.")
        )
        self.seeds.chosen.connect(lambda at: self.seeds_chosen.emit(BEHAVIOURS[at]))
        self.batch = BatchCount()
        self.batch.setToolTip(tr("How many pictures in a row a run makes, each of its own seed."))
        self.run = RunButton()
        self.stop = StopButton()
        self._parts: tuple[tuple[QWidget, int], ...] = (
            (self._seed_word, 8),
            (self.seeds, 16),
            (self._batch_word, 8),
            (self.batch, 16),
            (self.run, 8),
            (self.stop, 0),
        )
        for part, _ in self._parts:
            part.setParent(self)

    def show_seeds(self, behaviour: SeedBehaviour) -> None:
        """Show what Run does with seeds."""
        self.seeds.show_choice(BEHAVIOURS.index(behaviour))

    def folds(self) -> tuple[Callable[[bool], object], ...]:
        """What may be taken away, one after the other, given whether it is."""
        return (
            lambda away: self.run.fold(2 if away else 3),
            self._fold_words,
            lambda away: self.run.fold(1 if away else 2),
            lambda away: self.batch.setVisible(not away),
            lambda away: self.seeds.setVisible(not away),
            lambda away: self.stop.show_word(not away),
            lambda away: self.run.fold(0 if away else 1),
        )

    def wishes(self) -> tuple[object, ...]:
        """What decides how much room it would take with nothing folded."""
        return self.run.main.parts, text_scale()

    def place(self) -> None:
        """Put the parts side by side."""
        x = 0
        for part, after in self._shown():
            hint = part.sizeHint()
            height = min(hint.height(), self.height())
            part.setGeometry(x, (self.height() - height) // 2, hint.width(), height)
            x += hint.width() + after

    def sizeHint(self) -> QSize:
        shown = [(part.sizeHint(), after) for part, after in self._shown()]
        width = sum(hint.width() + after for hint, after in shown)
        return QSize(width, max((hint.height() for hint, _ in shown), default=0))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place()

    def _shown(self) -> list[tuple[QWidget, int]]:
        return [(part, after) for part, after in self._parts if not part.isHidden()]

    def _fold_words(self, away: bool) -> None:
        self._seed_word.setVisible(not away)
        self._batch_word.setVisible(not away)


class StopButton(QPushButton):
    """Stop; grey while nothing runs."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("stopButton")
        self.setAccessibleName(tr("Stop"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setEnabled(False)
        self._has_word = True

    def show_word(self, on: bool) -> None:
        """Show the word, or the sign alone."""
        if on != self._has_word:
            self._has_word = on
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(font("menu"))
        word = _GAP + metrics.horizontalAdvance(tr("Stop")) if self._has_word else 0
        height = max(size("runButton"), metrics.height() + 10)
        return QSize(round(2 * _PAD + _ICON + word), round(height))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        ink = theme.colour("text.primary" if self.isEnabled() else "text.disabled")
        icon = QRectF(_PAD, (self.height() - _ICON) / 2, _ICON, _ICON)
        paint_icon(painter, "stop", ink, theme.colour("bg.raised"), icon)
        if self._has_word:
            painter.setFont(font("menu"))
            painter.setPen(ink)
            place = QRectF(icon.right() + _GAP, 0, self.width(), self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, tr("Stop"))


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName("label")
    set_font(label, "small")
    return label
