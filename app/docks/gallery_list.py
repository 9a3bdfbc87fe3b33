"""GalleryList: the tiles of the gallery; what clicks, keys and drags ask for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from app.docks.gallery_keys import CONTROL, DIGITS, ENTER, ask_of, is_own
from app.gallery.model import GalleryModel, Index, Running
from app.gallery.picture import Picture
from app.gallery.thumbnails import Thumbnails, square
from app.gallery.tiles import EDGE, GAP, Tiles
from app.look.theme import current_theme, load_tokens, size
from app.look.words import tr

SIDES = (72, 108, 160, 224)
TOP = 3
BAR = 10
SMALLEST = 40
LEFT = 12 - EDGE
_DRAGGED_SIDE = 96


class GalleryList(QListView):
    """One row of tiles where there is room for one, else as many as fit, with a scroll bar.

    `asked` brings the name of what a key asks for; `rated` a number. `picked` follows the current
    picture, and `opened` brings the one that was double-clicked.
    """

    picked = Signal(object)
    opened = Signal(object)
    chosen_changed = Signal()
    asked = Signal(str)
    rated = Signal(int)
    menu_wanted = Signal(QPoint)
    running_picked = Signal()

    def __init__(self, model: GalleryModel) -> None:
        super().__init__()
        self.gallery = model
        self.order: list[str] = []
        self.thumbnails = Thumbnails(self)
        self.tiles = Tiles(self.thumbnails, self)
        self._cell = QSize()
        self._wraps: bool | None = None
        self._side = self.tiles.side
        self._turned = 0
        self._is_restoring = False
        self.setModel(model)
        self.setItemDelegate(self.tiles)
        self.setObjectName("dockList")
        self.setAccessibleName(tr("Gallery"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setDragEnabled(True)
        self.setDragDropMode(QListView.DragDropMode.DragOnly)
        self.setSelectionRectVisible(True)
        # Behind a style sheet's background a scroll would paint all tiles anew.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.thumbnails.loaded.connect(self._repaint)
        model.rowsRemoved.connect(self._drop_removed)
        model.modelReset.connect(self._drop_all)
        self._fit()

    # --- what is chosen

    @property
    def chosen(self) -> list[Picture]:
        """The selected pictures, in the order in which they were selected."""
        found = map(self.gallery.find, self.order)
        return [picture for picture in found if picture is not None]

    @property
    def current(self) -> Picture | None:
        """The picture that the keys act on."""
        return self.gallery.picture(self.currentIndex())

    def choose(self, path: str) -> bool:
        """Select one picture alone and bring it into view; False if it is not shown."""
        index = self.gallery.index_of(path)
        if not index.isValid():
            return False
        how = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, how)
        self.scrollTo(index)
        return True

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        gone = {picture.path for picture in self._pictures(deselected)}
        added = dict.fromkeys(picture.path for picture in self._pictures(selected))
        kept = [path for path in self.order if path not in gone and path not in added]
        self._keep_order([*kept, *added])

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        picture = self.gallery.picture(current)
        if picture is not None and not self._is_restoring:
            self.picked.emit(picture)

    def dataChanged(self, topLeft: Index, bottomRight: Index, roles: Sequence[int] = ()) -> None:  # noqa: N803
        """Paint what has changed; Qt's own list would lay out and paint all tiles anew."""
        QAbstractItemView.dataChanged(self, topLeft, bottomRight, roles)

    def _pictures(self, selection: QItemSelection) -> list[Picture]:
        ranges = ((part.top(), part.bottom()) for part in selection.toList())
        return [picture for first, last in ranges for picture in self.gallery.between(first, last)]

    def _drop_removed(self) -> None:
        self._keep_order([path for path in self.order if self.gallery.index_of(path).isValid()])

    def _drop_all(self) -> None:
        self._keep_order([])

    def _keep_order(self, order: list[str]) -> None:
        self.order = order
        self.tiles.compared = tuple(order) if len(order) == 2 else ()
        self.chosen_changed.emit()
        self.viewport().update()

    # --- what is shown

    def show_pictures(self, pictures: Sequence[Picture]) -> None:
        """Show others; what is seen stays in its place, and new ones appear if the front is."""
        anchor = self.gallery.picture(self.indexAt(QPoint(self._cell.width() // 2, 1)))
        bar = self.verticalScrollBar() if self._wraps else self.horizontalScrollBar()
        is_at_front, before = bar.value() == 0, self._place_of(anchor)
        order, current = self.order, self.current
        self.gallery.show_pictures(pictures)
        self._restore(order, current)
        after = self._place_of(anchor) if not is_at_front else None
        if before is not None and after is not None:
            self.executeDelayedItemsLayout()
            bar.setValue(bar.value() + after - before)

    def _restore(self, order: list[str], current: Picture | None) -> None:
        """After a search select again what is still there."""
        if not order or self.order or current is None:
            return
        selection = QItemSelection()
        for path in order:
            if (index := self.gallery.index_of(path)).isValid():
                selection.select(index, index)
        how = QItemSelectionModel.SelectionFlag
        self._is_restoring = True
        self.selectionModel().select(selection, how.ClearAndSelect)
        self.selectionModel().setCurrentIndex(self.gallery.index_of(current.path), how.NoUpdate)
        self._is_restoring = False

    def _place_of(self, picture: Picture | None) -> int | None:
        """Where a picture's row or column begins, from the beginning of all."""
        index = self.gallery.index_of(picture.path) if picture is not None else QModelIndex()
        if not index.isValid():
            return None
        if not self._wraps:
            return index.row() * self._cell.width()
        across = max(1, self.viewport().width() // self._cell.width())
        return index.row() // across * self._cell.height()

    def show_running(self, running: Running | None) -> None:
        """Show how far the job in front is; its preview is cut to the tile."""
        if running is not None and running.picture is not None:
            ratio = self.devicePixelRatioF()
            radius = float(load_tokens()["radius"]["badge"])
            cut = square(running.picture, round(self.tiles.side * ratio), radius * ratio)
            running = Running(cut, running.caption, running.fraction)
        was_at_front = self._bar_value() == 0
        self.gallery.show_running(running)
        if was_at_front:
            self.scrollToTop()
            self.horizontalScrollBar().setValue(0)

    def _bar_value(self) -> int:
        return self.horizontalScrollBar().value() + self.verticalScrollBar().value()

    # --- layout

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def set_side(self, side: int) -> None:
        """Show tiles of another size, where there is room; the current one stays in view."""
        self._side = side
        self._fit()
        self.scrollTo(self.currentIndex())

    def step_side(self, by: int) -> None:
        """Show larger or smaller tiles."""
        at = min(range(len(SIDES)), key=lambda i: abs(SIDES[i] - self._side))
        self.set_side(SIDES[min(len(SIDES) - 1, max(0, at + by))])

    def _fit(self) -> None:
        """Tiles as large as wanted; a single row that is too low for them has smaller ones."""
        words = self.tiles.cell().height() - self.tiles.side
        wraps = self.height() - TOP >= 2 * (self._side + words)
        room = self._side if wraps else self.height() - TOP - BAR - words
        self.tiles.side = max(SMALLEST, min(self._side, room))
        cell = self.tiles.cell()
        if cell == self._cell and wraps == self._wraps:
            return
        self._cell, self._wraps = cell, wraps
        self.setWrapping(wraps)
        self.setGridSize(cell)
        self.setViewportMargins(LEFT, TOP, 0, 0)
        off, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setHorizontalScrollBarPolicy(off if wraps else needed)
        self.setVerticalScrollBarPolicy(needed if wraps else off)
        self.horizontalScrollBar().setSingleStep(cell.width() // 2)
        self.verticalScrollBar().setSingleStep(cell.height() // 3)
        self.scheduleDelayedItemsLayout()

    def sizeHint(self) -> QSize:
        cell = QSize(round(size("galleryThumb")) + GAP, self.tiles.cell().height())
        return QSize(4 * cell.width(), cell.height() + TOP + 10)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 80)

    def _repaint(self, path: str) -> None:
        index = self.gallery.index_of(path)
        if index.isValid():
            self.update(index)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), current_theme().colour("bg.panel"))
        painter.end()
        self.tiles.region = event.region()
        super().paintEvent(event)

    # --- input

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y()
        if event.modifiers() & CONTROL:
            self._turned += turned
            steps = int(self._turned / 120)
            self._turned -= steps * 120
            if steps:
                self.step_side(1 if steps > 0 else -1)
            event.accept()
        elif turned and not self._wraps and not event.angleDelta().x():
            bar = self.horizontalScrollBar()
            pixels = event.pixelDelta().y() or turned * bar.singleStep() * 3 // 120
            bar.setValue(bar.value() - pixels)
            event.accept()
        else:
            super().wheelEvent(event)

    def event(self, event: QEvent) -> bool:
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and is_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, with_control = Qt.Key(event.key()), bool(event.modifiers() & CONTROL)
        current = self.current
        if ask := ask_of(event):
            self.asked.emit(ask)
        elif key in DIGITS and not with_control:
            self.rated.emit(DIGITS[key])
        elif key in ENTER and current is not None:
            self.opened.emit(current)
        elif with_control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.step_side(-1 if key == Qt.Key.Key_Minus else 1)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Nothing: letters are keys here, and the search has a field."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        before = self.current
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        picture = self.gallery.picture(index)
        if picture is None:
            self.running_picked.emit()
        elif picture == before:
            self.picked.emit(picture)  # it is current already, and something else may be shown

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        picture = self.gallery.picture(self.indexAt(event.position().toPoint()))
        if event.button() == Qt.MouseButton.LeftButton and picture is not None:
            self.opened.emit(picture)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.menu_wanted.emit(
                self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
            )
        else:
            self.menu_wanted.emit(event.globalPos())

    def startDrag(self, supportedActions: Qt.DropAction) -> None:  # noqa: N803 - Qt's own name
        chosen = self.chosen
        if not chosen:
            return
        drag = QDrag(self)
        drag.setMimeData(self.gallery.mimeData(self.selectedIndexes()))
        drag.setPixmap(self._drag_picture(chosen[-1]))
        drag.setHotSpot(QPoint(_DRAGGED_SIDE // 2, _DRAGGED_SIDE // 2))
        drag.exec(Qt.DropAction.CopyAction)

    def _drag_picture(self, picture: Picture) -> QPixmap:
        ratio = self.devicePixelRatioF()
        radius = float(load_tokens()["radius"]["badge"]) * ratio
        image = self.thumbnails.get(picture, round(self.tiles.side * ratio), radius)
        if image is None:
            return QPixmap()
        made = QPixmap.fromImage(square(image, round(_DRAGGED_SIDE * ratio), radius))
        made.setDevicePixelRatio(ratio)
        return made
