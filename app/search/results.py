"""Results: the list of what was found; the field above it keeps the focus."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, Qt, Signal
from PySide6.QtWidgets import QListView, QWidget

from app.search.row_painter import ROW_ROLE, Index, RowPainter, row_height
from app.search.rows import Row, spoken


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(row)
        return None


class Results(QListView):
    """The list; the field above it keeps the focus and hands on the keys that move in it."""

    moved = Signal()
    chosen = Signal()

    def __init__(
        self, rows_shown: int, *, tall: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("results")
        self._tall = tall
        self._rows_shown = rows_shown
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegate(RowPainter(self, tall))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.selectionModel().currentChanged.connect(self._tell)
        self.clicked.connect(self._choose)

    def show_rows(self, rows: Sequence[Row], at: int = 0) -> None:
        """Show other rows, one of them selected, and as many of them as fit."""
        self._model.show_rows(rows)
        shown = min(self._rows_shown, len(rows))
        self.setVisible(shown > 0)
        self.setFixedHeight(shown * row_height(self._tall) + 12)
        if rows:
            self.setCurrentIndex(self._model.index(min(at, len(rows) - 1)))
        else:
            self.moved.emit()

    @property
    def rows(self) -> tuple[Row, ...]:
        """All that is listed."""
        return self._model.rows

    def current(self) -> Row | None:
        """The selected row."""
        at = self.currentIndex().row()
        return self._model.rows[at] if 0 <= at < len(self._model.rows) else None

    def step(self, by: int) -> None:
        """Select another row; beyond the last comes the first."""
        count = len(self._model.rows)
        if count:
            at = self.currentIndex().row()
            wanted = (at + by) % count if abs(by) == 1 else max(0, min(count - 1, at + by))
            self.setCurrentIndex(self._model.index(wanted))

    def rect_of(self, at: int) -> QRect:
        """Where a row lies in the list."""
        return self.visualRect(self._model.index(at))

    def _tell(self) -> None:
        self.moved.emit()

    def _choose(self) -> None:
        self.chosen.emit()
