"""TotalsTable: what each node of a run took, the longest first."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from app.look.fonts import set_font
from app.look.words import tr
from app.timings.flame import Flame, NodeTotal
from app.timings.words import size_text, time_text

Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TotalsTable(QTableView):
    """Emits `chosen` with the node of the row that was chosen."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Model()
        self.setModel(self._model)
        self.setObjectName("totalsTable")
        self.setAccessibleName(tr("Nodes by their time"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        set_font(self, "small")
        set_font(header, "caption")

    def show_flame(self, flame: Flame) -> None:
        """Show the totals of another run."""
        self._model.show_flame(flame)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(self._model.totals[current.row()].node)


class _Model(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.totals: tuple[NodeTotal, ...] = ()
        self._seconds = 0.0

    def show_flame(self, flame: Flame) -> None:
        self.beginResetModel()
        self.totals, self._seconds = flame.totals, flame.seconds
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.totals)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(_columns())

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return int(_RIGHT)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return _texts(self.totals[index.row()], self._seconds)[index.column()]

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_RIGHT if section else _LEFT)
        return _columns()[section] if role == Qt.ItemDataRole.DisplayRole else None


def _columns() -> tuple[str, ...]:
    return (
        tr("Node"),
        tr("How"),
        tr("Time"),
        tr("Share"),
        tr("Loading models"),
        tr("Cache"),
        tr("Evaluations"),
        tr("More memory"),
        tr("Process at most"),
    )


def _texts(total: NodeTotal, whole: float) -> tuple[str, ...]:
    words = {
        "ran": tr("computed"),
        "resumed": tr("resumed"),
        "cached": tr("cached"),
        "skipped": tr("skipped"),
        "failed": tr("failed"),
    }
    share = f"{total.seconds / whole:.1%}" if total.seconds and whole else ""
    return (
        total.node,
        words.get(total.status, total.status),
        time_text(total.seconds) if total.seconds else "",
        share,
        time_text(total.loads) if total.loads else "",
        time_text(total.cache) if total.cache else "",
        f"{total.evaluations:,}" if total.evaluations else "",
        size_text(total.growth) if total.growth is not None else "",
        size_text(total.peak) if total.peak is not None else "",
    )
