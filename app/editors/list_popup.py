"""ListPopup: a list below a field; typing filters it, arrows and Enter choose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.editors.popup import MARGIN, Popup, line_sheet
from app.editors.rows import Index, Row, RowModel, filtered
from app.editors.thumbnails import Thumbnails
from app.look.icons import paint_icon
from app.look.port_shapes import paint_port
from app.look.theme import Theme, font, load_tokens, size
from app.look.words import tr

FILTER_FROM = 10
_SHOWN_AT_ONCE = 12
_TO_LIST = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_THUMBNAIL = 40


class ListPopup(Popup):
    """Emits `chosen` with the value of the row that was chosen, then closes."""

    chosen = Signal(object)

    def __init__(
        self,
        rows: Sequence[Row],
        current: Any,
        theme: Theme,
        parent: QWidget,
        *,
        find: Callable[[Sequence[Row], str], list[Row]] = filtered,
    ) -> None:
        super().__init__(theme, parent)
        self._all = tuple(rows)
        self._current = current
        self._find = find
        self.model = RowModel(find(rows, ""))
        self.filter = QLineEdit(self)
        self.filter.setObjectName("popupFilter")
        self.filter.setPlaceholderText(tr("Type to filter"))
        self.filter.setAccessibleName(tr("Filter"))
        self.filter.setFixedHeight(round(size("field")))
        self.filter.setStyleSheet(line_sheet(theme))
        self.filter.textChanged.connect(self._filter_changed)
        self.filter.installEventFilter(self)
        self.filter.setVisible(len(rows) > FILTER_FROM)
        self.list = _make_list(self.model, current, theme, self)
        self.list.clicked.connect(self._clicked)
        self.column.addWidget(self.filter)
        self.column.addWidget(self.list)

    def open_at(self, field: QWidget, text: str = "") -> None:
        """Open below a field, as wide as it at least, with the current value marked."""
        self._field = field
        self._select(self._row_of(self._current))
        if text:
            self.filter.setText(text)
        self.open_below(field, self._inner_size(self.model.rows))
        self.filter.setFocus()
        self._scroll()

    def _inner_size(self, rows: Sequence[Row]) -> QSize:
        width = max([self._field.width(), 140, *(_row_width(row) for row in self._all)]) + 12
        shown = rows[:_SHOWN_AT_ONCE]
        height = sum(_row_height(row) for row in shown) + 10
        if len(rows) > _SHOWN_AT_ONCE:
            width += 12
        if not self.filter.isHidden():
            height += self.filter.height() + self.column.spacing()
        return QSize(int(width), max(height, round(size("popupRow")) + 10))

    def _filter_changed(self, text: str) -> None:
        self.filter.setVisible(bool(text) or len(self._all) > FILTER_FROM)
        self.filter.setFocus()
        rows = self._find(self._all, text)
        self.model.show(rows or [Row(tr("Nothing fits."), heading=True)])
        first = next((at for at, row in enumerate(rows) if row.can_be_chosen), -1)
        self._select(first if text else self._row_of(self._current))
        if self.isVisible():
            self.resize(self._inner_size(rows) + QSize(2 * MARGIN, 2 * MARGIN))

    def _row_of(self, value: Any) -> int:
        return next((at for at, row in enumerate(self.model.rows) if row.value == value), -1)

    def _select(self, at: int) -> None:
        self.list.setCurrentIndex(self.model.index(at) if at >= 0 else QModelIndex())
        self._scroll()

    def _scroll(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self.list.scrollTo(index)

    def _clicked(self, index: QModelIndex) -> None:
        self._choose(index)

    def _choose(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        row = self.model.rows[index.row()]
        if row.can_be_chosen:
            self.chosen.emit(row.value)
            self.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _TO_LIST:
                QApplication.sendEvent(self.list, event)
                return True
            if event.key() in _ENTER:
                self._choose(self.list.currentIndex())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
        return super().eventFilter(watched, event)


class _RowDelegate(QStyledItemDelegate):
    """Paints a row: check or shape, words, badge, and the detail or reason at the right."""

    def __init__(self, current: Any, theme: Theme, parent: QListView) -> None:
        super().__init__(parent)
        self._current = current
        self._theme = theme
        self._thumbnails = Thumbnails(_THUMBNAIL, parent)
        self._thumbnails.loaded.connect(parent.viewport().update)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        return QSize(int(_row_width(row)), _row_height(row))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        place = QRectF(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.heading:
            self._heading(painter, place, row)
        else:
            selected = bool(state & QStyle.StateFlag.State_Selected)
            hovered = bool(state & QStyle.StateFlag.State_MouseOver) and row.can_be_chosen
            self._backing(painter, place, selected=selected, hovered=hovered)
            self._row(painter, place.adjusted(10, 0, -10, 0), row, selected=selected)
        painter.restore()

    def _heading(self, painter: QPainter, place: QRectF, row: Row) -> None:
        painter.setFont(font("caption", 600))
        painter.setPen(self._theme.colour("text.secondary"))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(place.adjusted(10, 2, -10, 0), flags, row.text)

    def _backing(self, painter: QPainter, place: QRectF, *, selected: bool, hovered: bool) -> None:
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("user.fill" if selected else "bg.hover"))
            radius = float(load_tokens()["radius"]["field"])
            painter.drawRoundedRect(place.adjusted(0, 0.5, 0, -0.5), radius, radius)

    def _row(self, painter: QPainter, place: QRectF, row: Row, *, selected: bool) -> None:
        theme, dim = self._theme, bool(row.reason)
        left = place.left() + self._mark(painter, place, row)
        detail = row.reason or row.detail
        small = font("caption")
        metrics = QFontMetricsF(small)
        # The fuller words at the right give way before the name does.
        wanted = metrics.horizontalAdvance(detail)
        words = font("body")
        named = QFontMetricsF(words).horizontalAdvance(row.text)
        room = place.right() - left - (badge_width(row.badge) + 20)
        shown = min(wanted, max(room - named, room * 0.4))
        painter.setFont(small)
        painter.setPen(theme.colour("text.secondary" if selected or not dim else "text.tertiary"))
        at_right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        end = Qt.TextElideMode.ElideRight
        painter.drawText(place, at_right, metrics.elidedText(detail, end, shown + 1))
        painter.setFont(words)
        painter.setPen(theme.colour("text.tertiary" if dim else "text.primary"))
        text = QFontMetricsF(words).elidedText(
            row.text, Qt.TextElideMode.ElideMiddle, max(0.0, room - shown)
        )
        target = QRectF(left, place.top(), place.width(), place.height())
        painter.drawText(target, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        if row.badge:
            x = left + QFontMetricsF(words).horizontalAdvance(text) + 10
            paint_badge(painter, QPointF(x, place.center().y()), row.badge, theme)

    def _mark(self, painter: QPainter, place: QRectF, row: Row) -> float:
        """Paint what stands before the words; gives the width that it took."""
        theme, y = self._theme, place.center().y()
        if row.thumbnail is not None:
            side = place.height() - 6
            frame = QRectF(place.left() - 4, place.top() + 3, side, side)
            self._thumbnails.paint(painter, frame, row.thumbnail, theme)
            return side + 6
        if row.kind:
            surface = theme.colour("bg.popup")
            if row.reason:
                painter.setOpacity(0.55)
            colour = theme.type_colour(row.kind)
            at = QPointF(place.left() + 6, y)
            paint_port(painter, at, row.kind, colour, surface, linked=row.filled)
            painter.setOpacity(1)
            return 22
        if row.value == self._current:
            target = QRectF(place.left() - 2, y - 8, 16, 16)
            paint_icon(
                painter, "check", theme.colour("text.primary"), theme.colour("bg.popup"), target
            )
        return 22


def paint_badge(painter: QPainter, at: QPointF, text: str, theme: Theme, zoom: float = 1.0) -> None:
    """Paint a family's badge; `at` is the middle of its left edge."""
    words = QFont(font("badge", 600))
    words.setPointSizeF(words.pointSizeF() * zoom)
    painter.setFont(words)
    place = QRectF(at.x(), at.y() - 8 * zoom, badge_width(text) * zoom, 16 * zoom)
    painter.setPen(QPen(theme.colour("line.control"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = float(load_tokens()["radius"]["badge"]) * zoom
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.setPen(theme.colour("text.secondary"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def badge_width(text: str) -> float:
    """How wide a badge is at 100 %."""
    return QFontMetricsF(font("badge", 600)).horizontalAdvance(text) + 12 if text else 0


def _row_width(row: Row) -> float:
    words = QFontMetricsF(font("body")).horizontalAdvance(row.text)
    detail = QFontMetricsF(font("caption")).horizontalAdvance(row.reason or row.detail)
    mark = _THUMBNAIL + 6 if row.thumbnail is not None else 22
    gap = 32 if detail or row.badge else 0
    return min(480.0, 20 + mark + words + badge_width(row.badge) + gap + min(detail, 240) + 4)


def _row_height(row: Row) -> int:
    return _THUMBNAIL + 6 if row.thumbnail is not None else round(size("popupRow"))


def _make_list(model: RowModel, current: Any, theme: Theme, parent: QWidget) -> QListView:
    view = QListView(parent)
    view.setModel(model)
    view.setItemDelegate(_RowDelegate(current, theme, view))
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setMouseTracking(True)
    view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    view.setAccessibleName(tr("Values"))
    view.setStyleSheet("QListView { background: transparent; border: none; }")
    return view
