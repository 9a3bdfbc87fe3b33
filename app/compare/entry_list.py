"""EntryList: the differences as a list; a click goes there, hovering lights the node."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QTextDocument,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from app.compare.entries import Entry
from app.compare.entry_text import entry_document, paint_document
from app.compare.kinds import IN_LIST, paint_pill, pill_size
from app.look.theme import current_theme, font
from app.look.words import tr

Index = QModelIndex | QPersistentModelIndex
SIDE, PAD, GAP = 12.0, 10.0, 8.0
BELOW_HEAD = 6.0
_NARROWEST = 120
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ENTRY = Qt.ItemDataRole.UserRole


class EntryModel(QAbstractListModel):
    """Entries as rows."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """List other entries."""
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entries[index.row()]
        if role == _ENTRY:
            return entry
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.text
        return entry.title if role == Qt.ItemDataRole.DisplayRole else None


class EntryList(QListView):
    """Emits `chosen` and `pointed` with an entry; `pointed` with None where there is none.

    A double click or Enter asks for a closer look (`opened`).
    """

    chosen = Signal(object)
    opened = Signal(object)
    pointed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._model = EntryModel(self)
        self._rows = _Rows(self)
        self.setModel(self._model)
        self.setItemDelegate(self._rows)
        self.setAccessibleName(tr("What differs"))
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.entered.connect(lambda index: self.pointed.emit(index.data(_ENTRY)))
        self.viewportEntered.connect(lambda: self.pointed.emit(None))
        self.clicked.connect(lambda index: self.chosen.emit(index.data(_ENTRY)))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is listed."""
        return self._model.entries

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """List other entries."""
        self._rows.forget()
        self._model.show_entries(entries)

    def select_node(self, level: str, node: str) -> None:
        """Select the row of a node, without going there."""
        for row, entry in enumerate(self.entries):
            if (entry.level, entry.node) == (level, node):
                index = self._model.index(row)
                self.setCurrentIndex(index)
                self.scrollTo(index)

    def refresh(self) -> None:
        """Lay out and paint anew, in another theme or size of text."""
        self._rows.forget()
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refresh()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.opened.emit(index.data(_ENTRY))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        before = self.currentIndex()
        if event.key() in _ENTER and before.isValid():
            self.opened.emit(before.data(_ENTRY))
            return
        super().keyPressEvent(event)
        if (now := self.currentIndex()) != before and now.isValid():
            self.chosen.emit(now.data(_ENTRY))


class _Rows(QStyledItemDelegate):
    def __init__(self, view: EntryList) -> None:
        super().__init__(view)
        self._view = view
        self._laid: dict[int, QTextDocument] = {}

    def forget(self) -> None:
        self._laid.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        entry: Entry = index.data(_ENTRY)
        height = 2 * PAD + _head_height()
        if entry.changes:
            height += BELOW_HEAD + self._document(index).size().height()
        return QSize(self._width(), round(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(_ENTRY)
        theme, row = current_theme(), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        quiet = _paint_ground(painter, row, option)
        painter.setPen(QPen(theme.colour("line.subtle"), 1))
        painter.drawLine(row.bottomLeft() - QPointF(0, 0.5), row.bottomRight() - QPointF(0, 0.5))
        head = QRectF(row.left() + SIDE, row.top() + PAD, row.width() - 2 * SIDE, _head_height())
        _paint_head(painter, entry, head, quiet)
        if entry.changes:
            below = head.bottomLeft() + QPointF(0, BELOW_HEAD)
            paint_document(painter, theme, self._document(index), below)
        painter.restore()

    def _width(self) -> int:
        return max(_NARROWEST, self._view.viewport().width())

    def _document(self, index: Index) -> QTextDocument:
        row = index.row()
        if row not in self._laid:
            width = self._width() - 2 * SIDE
            self._laid[row] = entry_document(index.data(_ENTRY), current_theme(), width)
        return self._laid[row]


def _head_height() -> float:
    words = QFontMetricsF(font("body", QFont.Weight.DemiBold)).height()
    return max(pill_size("changed", IN_LIST).height(), words)


def _paint_head(painter: QPainter, entry: Entry, head: QRectF, quiet: str) -> None:
    theme = current_theme()
    pill = pill_size(entry.kind, IN_LIST)
    at = head.topLeft() + QPointF(0, (head.height() - pill.height()) / 2)
    paint_pill(painter, theme, entry.kind, at, IN_LIST)
    middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.TextElideMode.ElideRight
    room = head.adjusted(pill.width() + GAP, 0, 0, 0)
    bold, small = font("body", QFont.Weight.DemiBold), font("caption")
    title = QFontMetricsF(bold).elidedText(entry.title, right, room.width())
    painter.setFont(bold)
    painter.setPen(theme.colour("text.primary"))
    painter.drawText(room, middle, title)
    room.setLeft(room.left() + QFontMetricsF(bold).horizontalAdvance(title) + GAP)
    painter.setFont(small)
    painter.setPen(theme.colour(quiet))
    if room.width() > 24:
        painter.drawText(
            room, middle, QFontMetricsF(small).elidedText(entry.note, right, room.width())
        )


def _paint_ground(painter: QPainter, row: QRectF, option: QStyleOptionViewItem) -> str:
    """Paint the ground of a row as its state asks; returns the token of quiet text on it."""
    theme, state = current_theme(), option.state
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(row, theme.colour("user.soft"))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(
                QRectF(row.left(), row.top(), 2, row.height()), theme.colour("user.base")
            )
        return "text.secondary"
    if state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(row, theme.colour("bg.hover"))
        return "text.secondary"
    return "text.tertiary"
