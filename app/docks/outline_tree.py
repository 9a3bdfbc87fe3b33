"""OutlineTree: the view of the outliner, which says what was asked for by mouse or key."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QCursor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyleOptionViewItem,
    QTreeView,
)

from app.docks.outline_entries import EntryKey
from app.docks.outline_model import OutlineModel
from app.docks.outline_rows import ARROW_AT, OutlineRows
from app.docks.row_paint import paint_row
from app.docks.shelf import Index
from app.look.words import tr

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OWN = (*_ENTER, Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_Space, Qt.Key.Key_Escape)
_INDENT = 14


class OutlineTree(QTreeView):
    """The tree; it says which keys were pressed, the outliner does what they mean."""

    jumped = Signal(object)
    deleted = Signal()
    muted = Signal()
    left = Signal()

    def __init__(self, model: OutlineModel) -> None:
        super().__init__()
        self._outline = model
        self.setModel(model)
        self.setObjectName("dockList")
        self.setAccessibleName(tr("Outliner"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setItemDelegate(OutlineRows(model, self))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(_INDENT)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def is_renaming(self) -> bool:
        """Whether a title is being typed."""
        return self.state() == QAbstractItemView.State.EditingState

    def selected(self) -> list[EntryKey]:
        """What the selected rows are about, the current one first."""
        indexes = self.selectedIndexes()
        current = self.currentIndex()
        indexes.sort(key=lambda index: index != current)
        return [key for index in indexes if (key := self._outline.key(index)) is not None]

    def show_selected(self, indexes: list[QModelIndex]) -> None:
        """Select rows, and bring the last one into view."""
        chosen = QItemSelection()
        valid = [index for index in indexes if index.isValid()]
        for index in valid:
            chosen.select(index, index)
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if valid:
            self.selectionModel().setCurrentIndex(
                valid[-1], QItemSelectionModel.SelectionFlag.NoUpdate
            )
            self.scrollTo(valid[-1])

    def event(self, event: QEvent) -> bool:
        overrides = event.type() == QEvent.Type.ShortcutOverride
        own = isinstance(event, QKeyEvent) and event.key() in _OWN and not event.modifiers()
        if overrides and own:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, entry = event.key(), self._outline.key(self.currentIndex())
        if key == Qt.Key.Key_Escape and not self.is_renaming:
            self.left.emit()
        elif event.modifiers() or entry is None or key not in _OWN or self.is_renaming:
            super().keyPressEvent(event)
        elif key in _ENTER:
            self.jumped.emit(entry)
        elif key == Qt.Key.Key_F2:
            self.edit(self.currentIndex())
        elif key == Qt.Key.Key_Delete:
            self.deleted.emit()
        else:
            self.muted.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        arrow = self.visualRect(index).left() + ARROW_AT
        on_arrow = index.isValid() and abs(event.position().x() - arrow) < 10
        left = event.button() == Qt.MouseButton.LeftButton
        if left and on_arrow and self._outline.hasChildren(index):
            self.setExpanded(index, not self.isExpanded(index))
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        key = self._outline.key(index) if index.isValid() else None
        if key is not None and event.button() == Qt.MouseButton.LeftButton:
            self.jumped.emit(key)

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        ground = QStyleOptionViewItem(option)
        at = self.viewport().mapFromGlobal(QCursor.pos())
        hovered = self.viewport().underMouse() and ground.rect.contains(at)
        states = {
            QStyle.StateFlag.State_Selected: self.selectionModel().isSelected(index),
            QStyle.StateFlag.State_MouseOver: hovered,
            QStyle.StateFlag.State_HasFocus: self.hasFocus() and index == self.currentIndex(),
            QStyle.StateFlag.State_Open: self.isExpanded(index),
        }
        ground.state = QStyle.StateFlag.State_None
        for flag, holds in states.items():
            if holds:
                ground.state |= flag
        # Painted here from edge to edge: Qt would leave out, or paint twice, what is indented.
        paint_row(painter, QRectF(ground.rect), ground)
        ground.rect = self.visualRect(index)
        self.itemDelegate().paint(painter, ground, index)
