"""Shelf: groups of things that can be put on the canvas, as a model of two levels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from app.look.words import tr_count
from app.search.fuzzy import Match

Index = QModelIndex | QPersistentModelIndex
ITEM_ROLE = Qt.ItemDataRole.UserRole
GROUP_ROLE = Qt.ItemDataRole.UserRole + 1
MARKS_ROLE = Qt.ItemDataRole.UserRole + 2


@dataclass(frozen=True)
class Item:
    """One thing: its port type's shape stands in front; `mime` is what a drag of it carries."""

    key: str
    title: str
    kind: str
    mime: tuple[str, bytes]
    filled: bool = True
    badge: str = ""
    note: str = ""
    problem: str = ""
    tip: str = ""
    thumbnail: Path | None = None


@dataclass(frozen=True)
class Group:
    """Things of a kind under one heading."""

    key: str
    title: str
    items: tuple[Item, ...]


Find = Callable[[str, Item, Group], Match | None]


class ShelfModel(QAbstractItemModel):
    """The groups; with a query those that have something that it finds, the best first."""

    def __init__(self, find: Find, parent: QObject) -> None:
        super().__init__(parent)
        self._find = find
        self._all: tuple[Group, ...] = ()
        self._query = ""
        self.groups: tuple[Group, ...] = ()
        self._marks: dict[str, tuple[int, ...]] = {}

    @property
    def query(self) -> str:
        """What the groups are filtered by."""
        return self._query

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all, whatever the query."""
        return not any(group.items for group in self._all)

    def show_groups(self, groups: Iterable[Group]) -> bool:
        """Show other groups; tells whether anything differs."""
        wanted = tuple(group for group in groups if group.items)
        if wanted == self._all:
            return False
        self._all = wanted
        self._filter()
        return True

    def filter(self, query: str) -> None:
        """Show what a query finds; all for an empty one."""
        if query != self._query:
            self._query = query
            self._filter()

    def _filter(self) -> None:
        self.beginResetModel()
        self._marks = {}
        if not self._query:
            self.groups = self._all
        else:
            found = [kept for group in self._all if (kept := self._found(group))]
            found.sort(key=lambda pair: -pair[0])
            self.groups = tuple(group for _, group in found)
        self.endResetModel()

    def _found(self, group: Group) -> tuple[int, Group] | None:
        hits = [
            (hit, item) for item in group.items if (hit := self._find(self._query, item, group))
        ]
        if not hits:
            return None
        hits.sort(key=lambda pair: -pair[0].score)
        self._marks |= {item.key: hit.positions for hit, item in hits}
        return hits[0][0].score, Group(group.key, group.title, tuple(item for _, item in hits))

    # --- Qt's model of it: the id of an item's index is its group's number and one

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]  # QObject.parent too
        at = index.internalId()
        return self.createIndex(at - 1, 0, 0) if index.isValid() and at else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            return len(self.groups)
        return 0 if parent.internalId() else len(self.groups[parent.row()].items)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    def item(self, index: Index) -> Item | None:
        """The thing at an index; None for a group."""
        if not index.isValid() or not index.internalId():
            return None
        return self.groups[index.internalId() - 1].items[index.row()]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self.item(index)
        if item is None:
            return self._group_data(self.groups[index.row()], role) if index.isValid() else None
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return item.tip or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (item.title, item.badge, item.note, item.problem)
            return ", ".join(part for part in parts if part)
        if role == MARKS_ROLE:
            return self._marks.get(item.key, ())
        return item if role == ITEM_ROLE else None

    def _group_data(self, group: Group, role: int) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return group.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return (
                f"{group.title}, {tr_count(len(group.items), '{number} entry', '{number} entries')}"
            )
        return group if role == GROUP_ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        item = self.item(index)
        if item is None or item.problem:
            return usual
        return usual | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemNeverHasChildren

    def mimeTypes(self) -> list[str]:
        return sorted({item.mime[0] for group in self._all for item in group.items})

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        for index in indexes:
            if (item := self.item(index)) is not None:
                data.setData(*item.mime)
        return data
