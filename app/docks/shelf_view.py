"""ShelfView: a shelf as a tree; a drag, Enter or a double-click takes something from it."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDrag,
    QKeyEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QTreeView,
)

from app.actions.pressed_keys import is_function_key
from app.docks.shelf import GROUP_ROLE, Group, Index, ShelfModel
from app.docks.shelf_rows import THUMBNAIL, ShelfRows, drag_picture
from app.editors.thumbnails import Thumbnails

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class ShelfView(QTreeView):
    """Emits `taken` with an item that is to be added, and `left` with Esc; headings fold."""

    taken = Signal(object)
    left = Signal()

    def __init__(self, model: ShelfModel, name: str) -> None:
        super().__init__()
        self._shelf = model
        self._open: set[str] = set()
        self._thumbnails = Thumbnails(THUMBNAIL, self)
        self._thumbnails.loaded.connect(self.viewport().update)
        self.setModel(model)
        self.setObjectName("dockList")
        self.setAccessibleName(name)
        self.setItemDelegate(ShelfRows(self._thumbnails, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        model.modelReset.connect(self._restore)
        self.expanded.connect(self._note_open)
        self.collapsed.connect(self._note_open)

    def open_groups(self, keys: set[str]) -> None:
        """Unfold these groups and fold the others."""
        self._open = set(keys)
        self._restore()

    @property
    def opened(self) -> set[str]:
        """The groups that are unfolded while nothing is searched."""
        return set(self._open)

    def take_current(self) -> None:
        """Take the item that is selected, if it can be."""
        self._take(self.currentIndex())

    def _restore(self) -> None:
        searching = bool(self._shelf.query)
        for row, group in enumerate(self._shelf.groups):
            self.setExpanded(self._shelf.index(row, 0), searching or group.key in self._open)
        if searching and self._shelf.groups:
            self.setCurrentIndex(self._shelf.index(0, 0, self._shelf.index(0, 0)))

    def _note_open(self, index: QModelIndex) -> None:
        group = index.data(GROUP_ROLE)
        if isinstance(group, Group) and not self._shelf.query:
            (self._open.add if self.isExpanded(index) else self._open.discard)(group.key)

    def _take(self, index: QModelIndex) -> None:
        item = self._shelf.item(index)
        if item is None:
            self.setExpanded(index, not self.isExpanded(index))
        elif not item.problem:
            self.taken.emit(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.currentIndex().isValid():
            self._take(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if (
            overrides
            and isinstance(event, QKeyEvent)
            and not event.modifiers() & _HELD
            and not is_function_key(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton
        if left and index.isValid() and self._shelf.item(index) is None:
            self.setExpanded(index, not self.isExpanded(index))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self._take(index)

    def startDrag(self, supportedActions: Qt.DropAction) -> None:  # noqa: N803 - Qt's own name
        item = self._shelf.item(self.currentIndex())
        if item is None or item.problem:
            return
        drag = QDrag(self)
        drag.setMimeData(self._shelf.mimeData([self.currentIndex()]))
        picture = drag_picture(item, self.devicePixelRatioF())
        drag.setPixmap(picture)
        drag.setHotSpot(QPoint(16, 14))
        drag.exec(Qt.DropAction.CopyAction)

    def drawBranches(self, painter: QPainter, rect: object, index: Index) -> None:
        """Nothing: the rows paint their own arrows."""
