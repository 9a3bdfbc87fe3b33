"""Rows: what a list popup shows, as data, with a model of them for Qt and their filter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from app.search.fuzzy import match

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Row:
    """One line: what it stands for, its words, and where it can't be chosen the reason."""

    text: str
    value: Any = None
    badge: str = ""
    detail: str = ""
    kind: str = ""
    filled: bool = False
    reason: str = ""
    heading: bool = False
    thumbnail: Path | None = None

    @property
    def can_be_chosen(self) -> bool:
        return not self.heading and not self.reason


def filtered(rows: Sequence[Row], query: str) -> list[Row]:
    """The rows that a query leaves, the best first; a heading stays where a row of its own does."""
    kept: list[Row] = []
    for heading, group in _groups(rows):
        found = [(match(query, f"{row.text} {row.badge}".strip()), row) for row in group]
        hits = [(hit.score, row) for hit, row in found if hit is not None]
        if query.strip():
            hits.sort(key=lambda hit: -hit[0])
        if hits and heading is not None:
            kept.append(heading)
        kept += [row for _, row in hits]
    return kept


def _groups(rows: Sequence[Row]) -> Iterator[tuple[Row | None, list[Row]]]:
    heading: Row | None = None
    group: list[Row] = []
    for row in rows:
        if row.heading:
            yield heading, group
            heading, group = row, []
        else:
            group.append(row)
    yield heading, group


class RowModel(QAbstractListModel):
    """The rows that are shown, as Qt's list views and assistive tools read them."""

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        super().__init__()
        self.rows: list[Row] = list(rows)

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.reason or row.detail or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (row.text, row.badge, row.detail, row.reason) if part)
        return row if role == Qt.ItemDataRole.UserRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.rows[index.row()].can_be_chosen:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags
