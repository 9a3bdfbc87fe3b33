"""ListPopup: a list below a field; typing filters it, arrows and Enter choose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QWidget,
)

from app.editors.popup import MARGIN, Popup, line_sheet
from app.editors.row_painter import RowPainter, row_height, row_width
from app.editors.rows import Row, RowModel, filtered
from app.look.doc_text import rich_text
from app.look.theme import Theme, font, size
from app.look.words import tr

FILTER_FROM = 10
_DOC_WIDTH = 240
_SHOWN_AT_ONCE = 12
_TO_LIST = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


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
        doc: str = "",
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
        self.doc = _make_doc(doc, self)
        self.column.addWidget(self.doc)

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
        width = max([self._field.width(), 140, *(row_width(row) for row in self._all)]) + 12
        shown = rows[:_SHOWN_AT_ONCE]
        height = sum(row_height(row) for row in shown) + 10
        if len(rows) > _SHOWN_AT_ONCE:
            width += 12
        if not self.filter.isHidden():
            height += self.filter.height() + self.column.spacing()
        height = max(height, round(size("popupRow")) + 10)
        if not self.doc.isHidden():
            width = max(width, _DOC_WIDTH)
            height += self.doc.heightForWidth(int(width) - 10) + self.column.spacing()
        return QSize(int(width), height)

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


def _make_doc(doc: str, parent: QWidget) -> QLabel:
    label = QLabel(rich_text(doc), parent)
    label.setObjectName("prose")
    label.setFont(font("caption"))
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    label.setContentsMargins(8, 4, 8, 6)
    label.setVisible(bool(doc))
    return label


def _make_list(model: RowModel, current: Any, theme: Theme, parent: QWidget) -> QListView:
    view = QListView(parent)
    view.setModel(model)
    view.setItemDelegate(RowPainter(current, theme, view))
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setMouseTracking(True)
    view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    view.setAccessibleName(tr("Values"))
    view.setStyleSheet("QListView { background: transparent; border: none; }")
    return view
