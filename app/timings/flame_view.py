"""FlameView: paints a flame along the time; it zooms, pans, and can be walked with the keys."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.look.theme import current_theme, font
from app.look.words import tr
from app.timings.bar_paint import paint_bar
from app.timings.flame import Flame
from app.timings.words import bar_text, size_text

RULER, ROW, MEMORY, SIDE = 24.0, 24.0, 48.0, 12.0
_ZOOM, _SHORTEST = 1.25, 1e-4
_TICKS_APART = 90.0
_CLICK = 3.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class FlameView(QWidget):
    """Emits `chosen` with the index of a bar, or -1.

    The wheel zooms at the pointer, with Shift it pans, and so does dragging; arrows walk from bar
    to bar, Enter shows the chosen one whole, Home everything.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.flame = Flame()
        self.at = -1
        self._start, self._seconds = 0.0, 1.0
        self._lit_node = ""
        self._drag: tuple[QPointF, float] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Flame of the run"))

    @property
    def shown(self) -> tuple[float, float]:
        """From when to when the view reaches, in seconds."""
        return self._start, self._start + self._seconds

    def show_flame(self, flame: Flame) -> None:
        """Show another run, all of it."""
        self.flame = flame
        self._lit_node = ""
        self.choose(-1)
        self.show_all()
        self.updateGeometry()

    def show_all(self) -> None:
        """Show the run from its begin to its end."""
        self._show(0.0, self.flame.seconds or 1.0)

    def zoom(self, factor: float, at: float | None = None) -> None:
        """Show a shorter (above 1) or longer time around a moment, by itself the middle."""
        middle = self._start + self._seconds / 2 if at is None else at
        seconds = min(max(self._seconds / factor, _SHORTEST), self.flame.seconds or 1.0)
        share = (middle - self._start) / self._seconds
        self._show(middle - share * seconds, seconds)

    def choose(self, at: int) -> None:
        """Choose a bar by its index; -1 for none."""
        self.at = at
        if at >= 0:
            bar = self.flame.bars[at]
            self.setAccessibleDescription(bar_text(bar, self.flame.seconds))
            begin, end = self.shown
            if bar.end < begin or bar.start > end:
                self._show(bar.start - self._seconds / 2, self._seconds)
        self.chosen.emit(at)
        self.update()

    def light_node(self, node: str) -> None:
        """Choose the first bar of a node, and light all of them."""
        self._lit_node = node
        found = (at for at, bar in enumerate(self.flame.bars) if bar.name == node)
        self.choose(next(found, -1))

    def sizeHint(self) -> QSize:
        return QSize(600, round(RULER + max(3, self.flame.levels) * ROW + MEMORY + 16))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, round(RULER + max(2, self.flame.levels) * ROW + 8))

    # --- where things are

    def _show(self, start: float, seconds: float) -> None:
        whole = self.flame.seconds or 1.0
        self._seconds = min(max(seconds, _SHORTEST), whole)
        self._start = min(max(0.0, start), whole - self._seconds)
        self.update()

    @property
    def _per_second(self) -> float:
        return max(1.0, self.width() - 2 * SIDE) / self._seconds

    def _x(self, moment: float) -> float:
        return SIDE + (moment - self._start) * self._per_second

    def _moment(self, x: float) -> float:
        return self._start + (x - SIDE) / self._per_second

    def bar_rect(self, at: int) -> QRectF:
        """Where a bar is painted now."""
        bar = self.flame.bars[at]
        left, right = self._x(bar.start), self._x(bar.end)
        return QRectF(left, RULER + bar.level * ROW, max(1.0, right - left), ROW - 2)

    def bar_at(self, point: QPointF) -> int:
        """The bar under a point, or -1."""
        level, found = int((point.y() - RULER) // ROW), -1
        for at, bar in enumerate(self.flame.bars):
            if bar.level == level and self.bar_rect(at).adjusted(-1, 0, 1, 0).contains(point):
                found = at
        return found

    # --- mouse

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or delta.x():
            by = delta.x() or delta.y()
            self._show(self._start - by / 120 * self._seconds / 10, self._seconds)
        else:
            self.zoom(_ZOOM ** (delta.y() / 120), self._moment(event.position().x()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag = event.position(), self._start

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            at, start = self._drag
            moved = event.position().x() - at.x()
            if abs(moved) > _CLICK:
                self._show(start - moved / self._per_second, self._seconds)
            return
        at_bar = self.bar_at(event.position())
        if at_bar < 0:
            QToolTip.hideText()
            return
        words = bar_text(self.flame.bars[at_bar], self.flame.seconds)
        QToolTip.showText(event.globalPosition().toPoint(), words, self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag is None or event.button() != Qt.MouseButton.LeftButton:
            return
        (at, _), self._drag = self._drag, None
        if abs(event.position().x() - at.x()) <= _CLICK:
            self._lit_node = ""
            self.choose(self.bar_at(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if (at := self.bar_at(event.position())) >= 0:
            self._frame(at)

    def _frame(self, at: int) -> None:
        """Show a bar over the whole width."""
        bar = self.flame.bars[at]
        self._show(bar.start - bar.seconds * 0.02, max(bar.seconds * 1.04, _SHORTEST))

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step(1 if key == Qt.Key.Key_Right else -1)
        elif key == Qt.Key.Key_Up:
            self._to_parent()
        elif key == Qt.Key.Key_Down:
            self._to_child()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_ZOOM, self._middle_of_chosen())
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / _ZOOM, self._middle_of_chosen())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.at >= 0:
            self._frame(self.at)
        elif key == Qt.Key.Key_Home:
            self.show_all()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # These keys are its own, whatever actions of the window they are.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            own = (Qt.Key.Key_Home, Qt.Key.Key_Return, Qt.Key.Key_Plus, Qt.Key.Key_Minus)
            if event.key() in own and event.modifiers() == Qt.KeyboardModifier.NoModifier:
                event.accept()
                return True
        return super().event(event)

    def _middle_of_chosen(self) -> float | None:
        if self.at < 0:
            return None
        bar = self.flame.bars[self.at]
        return min(max(bar.start + bar.seconds / 2, self._start), self._start + self._seconds)

    def _step(self, by: int) -> None:
        """To the next bar of the same level, or to the first one."""
        if not self.flame.bars:
            return
        if self.at < 0:
            self.choose(0)
            return
        level = self.flame.bars[self.at].level
        same = [at for at, bar in enumerate(self.flame.bars) if bar.level == level]
        place = bisect_left(same, self.at) + by
        self.choose(same[min(max(0, place), len(same) - 1)])

    def _to_parent(self) -> None:
        if self.at >= 0 and (parent := self.flame.bars[self.at].parent) is not None:
            self.choose(parent)

    def _to_child(self) -> None:
        bars = self.flame.bars
        first = next((at for at, bar in enumerate(bars) if bar.parent == self.at), None)
        if self.at < 0 and bars:
            first = 0
        if first is not None:
            self.choose(first)

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ruler(painter)
        self._paint_memory(painter)
        for at in self._visible():
            bar = self.flame.bars[at]
            lit = self._lit_node in (bar.name, bar.facts.get("node")) and bool(self._lit_node)
            paint_bar(painter, bar, self.bar_rect(at), chosen=at == self.at, lit=lit)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(current_theme().colour("user.base"), 1))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _visible(self) -> Iterator[int]:
        """The bars in view; of those narrower than a pixel one in each."""
        begin, end = self.shown
        drawn: dict[int, float] = {}
        for at, bar in enumerate(self.flame.bars):
            if bar.end < begin or bar.start > end:
                continue
            right = self._x(bar.end)
            if right < drawn.get(bar.level, -math.inf) + 1 and at != self.at:
                continue
            drawn[bar.level] = right
            yield at

    def _paint_ruler(self, painter: QPainter) -> None:
        theme, used = current_theme(), font("micro")
        metrics = QFontMetricsF(used)
        painter.setFont(used)
        step = _nice(_TICKS_APART / self._per_second)
        tick = math.ceil(self._start / step) * step
        bottom = self.height() - 1.0
        while tick <= self._start + self._seconds + step / 1e6:
            x = round(self._x(tick)) + 0.5
            painter.setPen(QPen(theme.colour("line.subtle"), 1))
            painter.drawLine(QPointF(x, RULER - 5), QPointF(x, bottom))
            painter.setPen(theme.colour("text.tertiary"))
            text = _tick_text(tick, step)
            if x + 4 + metrics.horizontalAdvance(text) < self.width():
                place = QRectF(x + 4, 2, _TICKS_APART, RULER - 6)
                painter.drawText(place, _LEFT, text)
            tick += step

    def _paint_memory(self, painter: QPainter) -> None:
        """The memory of the process as a line below the bars."""
        samples = self.flame.memory
        top = RULER + self.flame.levels * ROW + 8
        if not samples or self.height() - top < MEMORY / 2:
            return
        theme = current_theme()
        room = min(MEMORY, self.height() - top - 4)
        most = max(size for _, size in samples) or 1.0
        points = [QPointF(self._x(samples[0][0]), top + room)]
        last = samples[0][1]
        for moment, size in samples:
            x = self._x(moment)
            points += [QPointF(x, top + room - room * last / most * 0.9)]
            points += [QPointF(x, top + room - room * size / most * 0.9)]
            last = size
        end = self._x(self.flame.seconds)
        points += [QPointF(end, points[-1].y()), QPointF(end, top + room)]
        painter.setPen(QPen(theme.colour("line.control"), 1))
        painter.setBrush(theme.colour("bg.raised"))
        painter.drawPolygon(QPolygonF(points))
        used = font("micro")
        painter.setFont(used)
        painter.setPen(theme.colour("text.secondary"))
        words = tr("Memory of the process, at most {size}", size=size_text(most * 1e6))
        height = QFontMetricsF(used).height()
        place = QRectF(SIDE + 6, top + room - height - 3, self.width() - 2 * SIDE, height)
        painter.drawText(place, _LEFT, words)


def _nice(least: float) -> float:
    """The next round number: 1, 2 or 5 with zeros."""
    power = 10.0 ** math.floor(math.log10(least))
    return next((power * factor for factor in (1, 2, 5) if power * factor >= least), power * 10)


def _tick_text(tick: float, step: float) -> str:
    """A moment of the ruler, as exact as its ticks are apart."""
    if not tick:
        return "0"
    if step < 0.01:
        return tr("{time:.6g} ms", time=round(tick * 1000, 6))
    return tr("{time:.6g} s", time=round(tick, 6))
