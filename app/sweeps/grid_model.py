"""GridModel: one page of a sweep as Qt's table: headers with values, a cell for each combination."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from app.look.words import tr
from app.sweeps.cell import CellView
from graph_engine.sweep import Page, Place, Sweep

Index = QModelIndex | QPersistentModelIndex
CELL = Qt.ItemDataRole.UserRole
_NOTHING = CellView()


class GridModel(QAbstractTableModel):
    """Shows one page at a time; the cells of all pages are kept."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sweep: Sweep | None = None
        self.pages: tuple[Page, ...] = ()
        self.page_at = 0
        self._cells: dict[Place, CellView] = {}

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        return self.pages[self.page_at] if self.pages else None

    def show_sweep(self, sweep: Sweep | None, cells: Mapping[Place, CellView]) -> None:
        """Show another sweep, at its first page unless it has as many as the one before."""
        self.beginResetModel()
        before = len(self.pages)
        self.sweep = sweep
        self.pages = tuple(sweep.pages()) if sweep is not None else ()
        self.page_at = self.page_at if len(self.pages) == before else 0
        self._cells = dict(cells)
        self.endResetModel()

    def show_page(self, at: int) -> None:
        """Show another page."""
        self.beginResetModel()
        self.page_at = at
        self.endResetModel()

    def show_cells(self, cells: Mapping[Place, CellView]) -> None:
        """Show other states of some cells."""
        self._cells.update(cells)
        page = self.page
        for row, places in enumerate(page.rows if page is not None else ()):
            for column, place in enumerate(places):
                if place in cells:
                    index = self.index(row, column)
                    self.dataChanged.emit(index, index)

    def cell(self, place: Place) -> CellView:
        """The state of a cell of any page."""
        return self._cells.get(place, _NOTHING)

    def place(self, index: Index) -> Place | None:
        """The place that an index of the shown page stands for."""
        if not index.isValid() or self.page is None:
            return None
        return self.page.rows[index.row()][index.column()]

    def values(self, place: Place) -> tuple[tuple[str, str], ...]:
        """The params and values of a cell."""
        axes = self.sweep.axes if self.sweep is not None else ()
        return tuple((axis.name, axis.values[at]) for axis, at in zip(axes, place, strict=True))

    def label(self, place: Place) -> str:
        """A cell by its values, such as `sampler.guidance = 5, sampler.seed = 7`."""
        return tr(", ").join(f"{name} = {value}" for name, value in self.values(place))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() or self.page is None else len(self.page.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        if parent.isValid() or self.sweep is None:
            return 0
        return len(self.sweep.right.values)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        place = self.place(index)
        if place is None:
            return None
        view = self.cell(place)
        if role == CELL:
            return view
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{self.label(place)}: {view.words}" if view.words else self.label(place)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if self.sweep is None:
            return None
        across = orientation == Qt.Orientation.Horizontal
        axis = self.sweep.right if across else self.sweep.down
        if axis is None or section >= len(axis.values):
            return "" if role == Qt.ItemDataRole.DisplayRole else None
        value = axis.values[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return " ".join(value.split())
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{axis.name} = {value}"
        return None
