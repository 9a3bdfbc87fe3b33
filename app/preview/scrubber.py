"""Scrubber: a mark for each step, as tall as its noise, and the head that goes through them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.theme import current_theme, font
from app.look.words import tr
from app.preview.film import Film, StepState, height_share, sigma_words
from app.preview.strip import INSET

_HEAD_ROOM = 5.0
_TALL, _SHORT = 17.0, 6.0
_GAP = 6.0
_EDGE = INSET + 1.75
_COLOURS: dict[StepState, str] = {
    "cached": "state.cached", "computed": "state.running", "ahead": "line.control",
}  # fmt: skip
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -5, Qt.Key.Key_PageDown: 5}


@dataclass(frozen=True)
class Label:
    """Words below the marks, and the place that they belong to."""

    text: str
    x: float
    is_bold: bool = False


class Scrubber(QWidget):
    """Emits `chosen` with a step; arrows, Page keys, Home and End go through the film."""

    chosen = Signal(int)
    played = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.film = Film()
        self.at = -1
        self.titles: dict[str, str] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Steps"))
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        return QSize(200, round(_HEAD_ROOM + _TALL + _GAP + QFontMetricsF(font("micro")).height()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def show_film(self, film: Film, at: int, titles: dict[str, str]) -> None:
        """Show the steps of a film, one being the one that is looked at."""
        self.film, self.at, self.titles = film, at, titles
        self.setAccessibleDescription(self._spoken())
        self.update()

    def x_of(self, at: float) -> float:
        """Where a step stands."""
        count = len(self.film)
        if count < 2:
            return self.width() / 2
        return _EDGE + at * (self.width() - 2 * _EDGE) / (count - 1)

    def step_at(self, x: float) -> int:
        """The step that stands nearest."""
        count = len(self.film)
        if count < 2:
            return 0
        found = round((x - _EDGE) * (count - 1) / (self.width() - 2 * _EDGE))
        return min(max(found, 0), count - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self.step_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        step = self.step_at(event.position().x())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._choose(step)
        elif len(self.film):
            self.setToolTip(self._tip(step))

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._choose(self.at + (1 if event.angleDelta().y() < 0 else -1))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._choose(self.at + _STEPS[key])
        elif key == Qt.Key.Key_Home:
            self._choose(0)
        elif key == Qt.Key.Key_End:
            self._choose(self.film.head)
        elif key == Qt.Key.Key_Space:
            self.played.emit()
        else:
            super().keyPressEvent(event)

    def _choose(self, at: int) -> None:
        last = self.film.head
        if last >= 0:
            self.chosen.emit(min(max(at, 0), last))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not len(self.film):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_borders(painter)
        self._paint_marks(painter)
        labels = self._labels()
        if self.at >= 0:
            self._paint_head(painter)
        self._paint_labels(painter, labels)

    def _paint_marks(self, painter: QPainter) -> None:
        theme = current_theme()
        largest = max((tick.facts.sigma for tick in self.film.ticks), default=0.0)
        distance = self.x_of(1) - self.x_of(0) if len(self.film) > 1 else 12.0
        for at, tick in enumerate(self.film.ticks):
            state = self.film.state(at)
            width = min(1.75 if state == "ahead" else 3.0, max(distance - 1, 0.75))
            share = height_share(tick.facts.sigma, largest)
            # The marks hang from their middle, like the mesh of a film.
            height = _SHORT + (_TALL - _SHORT) * share
            bottom = _HEAD_ROOM + _TALL
            mark = QRectF(self.x_of(at) - width / 2, bottom - height, width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(_COLOURS[state]))
            painter.drawRoundedRect(mark, width / 2, width / 2)

    def _paint_borders(self, painter: QPainter) -> None:
        pen = QPen(current_theme().colour("text.secondary"), 1.25)
        pen.setDashPattern([1.0, 1.6])
        painter.setPen(pen)
        for at in self._borders():
            x = round(self.x_of(at - 0.5)) + 0.5
            painter.drawLine(QLineF(x, _HEAD_ROOM - 2, x, _HEAD_ROOM + _TALL + 3))

    def _paint_head(self, painter: QPainter) -> None:
        theme = current_theme()
        x = self.x_of(self.at)
        painter.setPen(QPen(theme.colour("text.primary"), 1.5))
        painter.drawLine(QLineF(x, 4, x, _HEAD_ROOM + _TALL + 3))
        corners = ((-5, 0), (5, 0), (5, 3.6), (1.6, 7.2), (-1.6, 7.2), (-5, 3.6))
        shape = QPolygonF([QPointF(x + dx, dy) for dx, dy in corners])
        painter.setPen(QPen(theme.colour("bg.panel"), 1))
        painter.setBrush(theme.colour("text.primary"))
        painter.drawPolygon(shape)

    def _paint_labels(self, painter: QPainter, labels: list[Label]) -> None:
        theme = current_theme()
        top = _HEAD_ROOM + _TALL + _GAP - 1
        taken: list[QRectF] = []
        for label in labels:
            used = _label_font(label)
            metrics = QFontMetricsF(used)
            width = metrics.horizontalAdvance(label.text)
            left = min(max(label.x - width / 2, INSET), self.width() - INSET - width)
            box = QRectF(left, top, width, metrics.height())
            if any(box.adjusted(-8, 0, 8, 0).intersects(other) for other in taken):
                continue
            taken.append(box)
            painter.setFont(used)
            painter.setPen(theme.colour("text.primary" if label.is_bold else "text.tertiary"))
            painter.drawText(box.adjusted(-1, 0, 1, 0), Qt.AlignmentFlag.AlignCenter, label.text)

    def _labels(self) -> list[Label]:
        """The words below: where the head is, how it begins, and where other samplers take over."""
        found = []
        if self.at >= 0:
            found.append(Label(self._head_words(), self.x_of(self.at), is_bold=True))
        first = self.film.ticks[0].facts.sigma
        if first >= 0:
            found.append(Label(tr("σ {sigma}", sigma=sigma_words(first)), 0.0))
        for at in self._borders():
            node = self.film.ticks[at].node
            title = self.titles.get(node, node)
            used = QFontMetricsF(font("micro"))
            room = self.width() - self.x_of(at - 0.5)
            words = used.elidedText(title, Qt.TextElideMode.ElideRight, max(room, 60.0))
            middle = self.x_of(at - 0.5) + used.horizontalAdvance(words) / 2
            found.append(Label(words, middle))
        return found

    def _head_words(self) -> str:
        tick = self.film.ticks[self.at]
        if tick.facts.sigma < 0:
            return str(tick.step)
        return tr("{step} · σ {sigma}", step=tick.step, sigma=sigma_words(tick.facts.sigma))

    def _tip(self, at: int) -> str:
        """What a step was done with."""
        tick = self.film.ticks[at]
        title = self.titles.get(tick.node, tick.node)
        lines = [tr("{sampler}, step {step}", sampler=title, step=tick.step)]
        if tick.facts.sigma >= 0:
            lines.append(tr("σ {sigma}", sigma=sigma_words(tick.facts.sigma)))
        if tick.facts.guidance >= 0:
            lines.append(tr("guidance {value}", value=f"{tick.facts.guidance:g}"))
        if tick.facts.controls:
            lines.append(tr("control: {names}", names=", ".join(tick.facts.controls)))
        lines.append(_STATE_WORDS[self.film.state(at)]())
        return "\n".join(lines)

    def _spoken(self) -> str:
        return self._tip(self.at).replace("\n", ", ") if self.at >= 0 else ""

    def _borders(self) -> list[int]:
        return [at for at, tick in enumerate(self.film.ticks) if tick.first and at]


def _label_font(label: Label) -> QFont:
    return font("micro", QFont.Weight.DemiBold if label.is_bold else QFont.Weight.Normal)


_STATE_WORDS = {
    "cached": lambda: tr("from cache"),
    "computed": lambda: tr("computed"),
    "ahead": lambda: tr("not done yet"),
}
