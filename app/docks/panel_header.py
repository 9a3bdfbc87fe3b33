"""PanelHeader: the header of a dock: its title, or tabs where docks share a place, and buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.docks.signs import IconButton
from app.look.theme import current_theme, font, size
from app.look.words import tr

INSET = 12.0
TAB_PAD = 12.0
GAP = 7.0
LINE = 2.0
LEAST_WIDTH = 150
DOT = 7.0


@dataclass(frozen=True)
class Count:
    """How many things a dock holds; red if one is an error, orange if it warns.

    Or a `note` beside a dot in the colour of what runs.
    """

    number: int = 0
    is_bad: bool = False
    warns: bool = False
    note: str = ""


class PanelHeader(QWidget):
    """Emits `chosen` with the place of a tab, and `closed`; a drag of the rest moves the dock."""

    chosen = Signal(int)
    closed = Signal()

    def __init__(self, buttons: Sequence[QWidget]) -> None:
        super().__init__()
        self.tabs = HeaderTabs()
        self._buttons: tuple[QWidget, ...] = ()
        self.close_button = IconButton("x", tr("Close"), side=22)
        self.close_button.clicked.connect(self.closed)
        self.tabs.chosen.connect(self.chosen)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 6, 0)
        self._row.setSpacing(2)
        self._row.addWidget(self.tabs, 1)
        self._row.addSpacing(2)
        self._row.addWidget(self.close_button)
        self.add_buttons(buttons)
        self.setFixedHeight(self._height())

    def add_buttons(self, buttons: Sequence[QWidget]) -> None:
        """Put buttons between the title and the one that closes."""
        for at, button in enumerate(buttons, 1 + len(self._buttons)):
            self._row.insertWidget(at, button)
        self._buttons = (*self._buttons, *buttons)

    def minimumSizeHint(self) -> QSize:
        # What stands in the header shall not keep the window wide: docks hide it when they are narrow.
        return QSize(LEAST_WIDTH, self._height())

    def show_entries(self, entries: Sequence[tuple[str, Count]], at: int) -> None:
        """Show a title, or several as tabs with one of them in front."""
        self.setFixedHeight(self._height())
        self.tabs.show_entries(entries, at)
        title = entries[at][0]
        self.close_button.set_tip(tr("Close {panel}", panel=title))

    def _height(self) -> int:
        words = round(QFontMetricsF(font("body")).height()) + 14
        tallest = max((button.sizeHint().height() for button in self._buttons), default=0)
        return max(round(size("dockHeader")), words, tallest + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("bg.panelHeader"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line.subtle"))


class HeaderTabs(QWidget):
    """The titles; several are tabs that a click, or Left and Right, bring to the front."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[tuple[str, Count]] = []
        self.at = 0
        self._hovered = -1
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def show_entries(self, entries: Sequence[tuple[str, Count]], at: int) -> None:
        """Show other titles."""
        self.entries, self.at = list(entries), at
        several = len(self.entries) > 1
        policy = Qt.FocusPolicy.TabFocus if several else Qt.FocusPolicy.NoFocus
        self.setFocusPolicy(policy)
        names = [_spoken(title, count) for title, count in self.entries]
        self.setAccessibleName(names[at])
        self.setAccessibleDescription(
            tr("Tabs: {names}", names=", ".join(names)) if several else ""
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, round(size("dockHeader")))

    def tab_rects(self) -> list[QRectF]:
        """Where the tabs are."""
        if len(self.entries) < 2:
            return [QRectF(0, 0, self.width(), self.height())]
        wanted = [_width(title, count) + 2 * TAB_PAD for title, count in self.entries]
        spare = self.width() - sum(wanted)
        if spare < 0:
            # The front tab keeps its room for longest.
            others = sum(wanted) - wanted[self.at]
            share = max(0.0, (self.width() - wanted[self.at]) / others) if others else 0.0
            wanted = [w if at == self.at else w * share for at, w in enumerate(wanted)]
        rects, left = [], 0.0
        for width in wanted:
            rects.append(QRectF(left, 0, width, self.height()))
            left += width
        return rects

    def _tab_at(self, at: QPointF) -> int:
        if len(self.entries) < 2:
            return -1
        return next((n for n, rect in enumerate(self.tab_rects()) if rect.contains(at)), -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        tab = self._tab_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and tab >= 0 and tab != self.at:
            self.chosen.emit(tab)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hovered = self._tab_at(event.position())
        if hovered != self._hovered:
            self._hovered = hovered
            self.setToolTip(self.entries[hovered][0] if hovered >= 0 else "")
            self.update()
        event.ignore()

    def leaveEvent(self, event: object) -> None:
        self._hovered = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is None or len(self.entries) < 2:
            super().keyPressEvent(event)
            return
        self.chosen.emit((self.at + by) % len(self.entries))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        several = len(self.entries) > 1
        for at, (rect, (title, count)) in enumerate(
            zip(self.tab_rects(), self.entries, strict=True)
        ):
            front = at == self.at
            pad = TAB_PAD if several else INSET
            if several and front:
                painter.fillRect(rect, theme.colour("bg.panel"))
                top = QRectF(rect.left(), 0, rect.width(), LINE)
                painter.fillRect(top, theme.colour("user.base"))
            ink = "text.primary" if front or at == self._hovered else "text.secondary"
            weight = QFont.Weight.DemiBold if front else QFont.Weight.Normal
            _paint_title(painter, rect.adjusted(pad, 0, -pad, 0), title, count, ink, weight)
        if self.hasFocus():
            front_rect = self.tab_rects()[self.at].adjusted(3, 4, -3, -4)
            painter.setPen(QPen(theme.colour("user.base"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(front_rect, 4, 4)


def _paint_title(
    painter: QPainter, box: QRectF, title: str, count: Count, ink: str, weight: int
) -> None:
    theme, used = current_theme(), font("body", weight)
    metrics = QFontMetricsF(used)
    painter.setFont(used)
    painter.setPen(theme.colour(ink))
    beside = _count_width(count) + GAP if count.number or count.note else 0.0
    shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, box.width() - beside + 1)
    painter.drawText(box.adjusted(0, 0, 2, 0), Qt.AlignmentFlag.AlignVCenter, shown)
    left = box.left() + metrics.horizontalAdvance(shown) + GAP
    if left + _count_width(count) > box.right() + 1:
        return
    if count.note:
        _paint_note(painter, QRectF(left, box.top(), _count_width(count), box.height()), count)
    elif count.number:
        _paint_count(painter, QRectF(left, box.top(), _count_width(count), box.height()), count)


def _paint_count(painter: QPainter, box: QRectF, count: Count) -> None:
    theme = current_theme()
    if count.is_bad or count.warns:
        state = "failed" if count.is_bad else "warning"
        height = QFontMetricsF(font("caption")).height() + 1
        pill = QRectF(box.left(), round(box.center().y() - height / 2), box.width(), height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(f"state.{state}Soft"))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(theme.colour("text.primary" if count.is_bad else "state.warning"))
    else:
        painter.setPen(theme.colour("text.secondary"))
    painter.setFont(font("caption"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(count.number))


def _paint_note(painter: QPainter, box: QRectF, count: Count) -> None:
    theme = current_theme()
    dot = QRectF(box.left(), box.center().y() - DOT / 2, DOT, DOT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("state.running"))
    painter.drawEllipse(dot)
    painter.setPen(theme.colour("text.secondary"))
    painter.setFont(font("caption"))
    words = box.adjusted(DOT + 5, 0, 2, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, count.note)


def _count_width(count: Count) -> float:
    if count.note:
        return QFontMetricsF(font("caption")).horizontalAdvance(count.note) + DOT + 5
    words = QFontMetricsF(font("caption")).horizontalAdvance(str(count.number))
    return max(18.0, words + 11) if count.is_bad or count.warns else words + 2


def _width(title: str, count: Count) -> float:
    metrics = QFontMetricsF(font("body", QFont.Weight.DemiBold))
    beside = GAP + _count_width(count) if count.number or count.note else 0
    return metrics.horizontalAdvance(title) + beside


def _spoken(title: str, count: Count) -> str:
    if count.note:
        return f"{title}, {count.note}"
    return f"{title}, {count.number}" if count.number else title
