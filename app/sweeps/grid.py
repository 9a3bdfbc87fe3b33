"""SweepGrid: the cells of a sweep in rows and columns, fitted to the room, with their values."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.look.fonts import set_font
from app.look.theme import font
from app.look.words import tr
from app.sweeps.cell import CellView
from app.sweeps.cell_painter import CellPainter
from app.sweeps.grid_model import GridModel, Index
from app.sweeps.page_choice import PageChoice
from graph_engine.sweep import Place, Sweep

LEAST_CELL, LARGEST_CELL = 56, 640
_WIDEST_LABEL = 150
_MOST_LINES = 3
_ZOOM = 1.15


class SweepGrid(QWidget):
    """The grid with the names of its axes; `pressed` carries a cell that was chosen.

    `opened` carries one that was double-clicked or on which Enter was pressed.
    """

    pressed = Signal(tuple)
    opened = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = GridModel(self)
        self.view = _View(self.model)
        self.view.pressed_cell.connect(self._pressed)
        self.view.opened_cell.connect(self._opened)
        self.right_name, self.down_name = QLabel(), QLabel()
        for label in (self.right_name, self.down_name):
            label.setObjectName("label")
            set_font(label, "small")
        self.pages = PageChoice()
        self.pages.chosen.connect(self.show_page)
        self.view.page_wanted.connect(self.pages.step)
        names = QHBoxLayout()
        names.addWidget(self.down_name)
        names.addWidget(self.right_name)
        names.addStretch(1)
        names.setSpacing(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.pages)
        column.addLayout(names)
        column.addWidget(self.view, 1)

    def show_sweep(self, sweep: Sweep | None, cells: Mapping[Place, CellView]) -> None:
        """Show another sweep, or the same with other values."""
        self.model.show_sweep(sweep, cells)
        down = sweep.down if sweep is not None else None
        across = tr("{param} →", param=sweep.right.name) if sweep is not None else ""
        self.right_name.setText(across)
        self.down_name.setText(tr("{param} ↓", param=down.name) if down is not None else "")
        self.down_name.setVisible(down is not None)
        self.view.verticalHeader().setVisible(down is not None)
        self._show_pages()
        self.view.fit()

    def show_cells(self, cells: Mapping[Place, CellView]) -> None:
        """Show other states of some cells."""
        self.model.show_cells(cells)

    def show_page(self, at: int) -> None:
        """Show another page."""
        self.pages.show_page(at)
        self.model.show_page(at)
        self.view.fit()

    @property
    def chosen(self) -> Place | None:
        """The cell that is chosen."""
        return self.model.place(self.view.currentIndex())

    def choose(self, place: Place) -> None:
        """Choose a cell, on whatever page it is."""
        for at, page in enumerate(self.model.pages):
            for row, places in enumerate(page.rows):
                if place in places:
                    if at != self.model.page_at:
                        self.show_page(at)
                    self.view.setCurrentIndex(self.model.index(row, places.index(place)))
                    return

    def _show_pages(self) -> None:
        sweep = self.model.sweep
        further = sweep.further if sweep is not None else ()
        names = [
            tr(", ").join(axis.values[at] for axis, at in zip(further, page.further, strict=True))
            for page in self.model.pages
        ]
        what = tr(", ").join(axis.name for axis in further)
        self.pages.show_pages(what, names, self.model.page_at)

    def _pressed(self, index: QModelIndex) -> None:
        if (place := self.model.place(index)) is not None:
            self.pressed.emit(place)

    def _opened(self, index: QModelIndex) -> None:
        if (place := self.model.place(index)) is not None:
            self.opened.emit(place)


class _View(QTableView):
    """Square cells that fill the room, or as large as Ctrl and the wheel have made them."""

    pressed_cell = Signal(QModelIndex)
    opened_cell = Signal(QModelIndex)
    page_wanted = Signal(int)

    def __init__(self, model: GridModel) -> None:
        super().__init__()
        self._side = 0
        self.setObjectName("sweepGrid")
        self.setModel(model)
        self.setItemDelegate(CellPainter(self))
        self.setAccessibleName(tr("Grid of the sweep"))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setMinimumSectionSize(LEAST_CELL // 2)
            header.setSectionsClickable(False)
            header.setHighlightSections(False)
            header.setTextElideMode(Qt.TextElideMode.ElideNone)  # elided, it would not wrap
            set_font(header, "small")
        wrapped = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap.value
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | wrapped)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignHCenter | wrapped)

    def fit(self) -> None:
        """Give the cells their size, and the headers what their words need."""
        model = self.model()
        rows, columns = model.rowCount(), model.columnCount()
        if not rows or not columns:
            return
        metrics = QFontMetricsF(font("small"))
        widest = max(map(metrics.horizontalAdvance, self._labels(Qt.Orientation.Horizontal)))
        lines = min(_MOST_LINES, math.ceil((widest + 14) * columns / max(1, self.width())))
        label = round(lines * metrics.height() + 10)
        self.horizontalHeader().setFixedHeight(label)
        beside = 0
        if not self.verticalHeader().isHidden():
            widest = max(map(metrics.horizontalAdvance, self._labels(Qt.Orientation.Vertical)))
            beside = round(min(_WIDEST_LABEL, widest + 14))
            self.verticalHeader().setFixedWidth(beside)
        room = QSize(self.width() - beside, self.height() - label)
        fitting = min(room.width() // columns, room.height() // rows)
        side = self._side or max(LEAST_CELL, min(fitting, LARGEST_CELL))
        self.horizontalHeader().setDefaultSectionSize(side)
        self.verticalHeader().setDefaultSectionSize(side)

    def _labels(self, orientation: Qt.Orientation) -> list[str]:
        model = self.model()
        across = orientation == Qt.Orientation.Horizontal
        count = model.columnCount() if across else model.rowCount()
        return [str(model.headerData(at, orientation)) for at in range(count)]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        side = self.horizontalHeader().defaultSectionSize()
        factor = _ZOOM if event.angleDelta().y() > 0 else 1 / _ZOOM
        self._side = round(min(LARGEST_CELL, max(LEAST_CELL, side * factor)))
        self.fit()
        event.accept()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.pressed_cell.emit(self.currentIndex())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.opened_cell.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            if self.currentIndex().isValid():
                self.opened_cell.emit(self.currentIndex())
            return
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.page_wanted.emit(1 if event.key() == Qt.Key.Key_PageDown else -1)
            return
        super().keyPressEvent(event)
