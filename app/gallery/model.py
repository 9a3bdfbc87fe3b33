"""GalleryModel: what a search has found as a list; a job that runs stands in front."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QUrl,
)
from PySide6.QtGui import QImage

from app.gallery.picture import Picture
from app.gallery.words import spoken, tip_of
from app.look.words import tr

Index = QModelIndex | QPersistentModelIndex
PICTURE_ROLE = Qt.ItemDataRole.UserRole
RUNNING_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, eq=False)
class Running:
    """The job that runs: its preview as far as there is one, its words, and how much is done."""

    picture: QImage | None
    caption: str
    fraction: float


class GalleryModel(QAbstractListModel):
    """The pictures, told apart by their ids, so that what is selected stays so."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.pictures: list[Picture] = []
        self.running: Running | None = None
        self._rows: dict[str, int] | None = None

    @property
    def front(self) -> int:
        """How many rows stand before the first picture."""
        return 0 if self.running is None else 1

    def show_running(self, running: Running | None) -> None:
        """Show how far the job in front is; None if there is none."""
        before, first = self.running, self.index(0)
        if before is None and running is not None:
            self.beginInsertRows(QModelIndex(), 0, 0)
            self.running = running
            self.endInsertRows()
        elif before is not None and running is None:
            self.beginRemoveRows(QModelIndex(), 0, 0)
            self.running = None
            self.endRemoveRows()
        else:
            self.running = running
            self.dataChanged.emit(first, first)

    def show_pictures(self, pictures: Sequence[Picture]) -> None:
        """Show others; where some only came or went at one place, all other rows are left alone."""
        after = list(pictures)
        begin, end = _common(self.pictures, after)
        removed = len(self.pictures) - begin - end
        added = len(after) - begin - end
        if removed and added:
            self.beginResetModel()
            self.pictures, self._rows = after, None
            self.endResetModel()
            return
        self._show_changes(after, begin, end)
        start = self.front + begin
        if removed:
            self.beginRemoveRows(QModelIndex(), start, start + removed - 1)
            self.pictures, self._rows = after, None
            self.endRemoveRows()
        elif added:
            self.beginInsertRows(QModelIndex(), start, start + added - 1)
            self.pictures, self._rows = after, None
            self.endInsertRows()

    def _show_changes(self, after: list[Picture], begin: int, end: int) -> None:
        """Take over what is known by now of the pictures that stay."""
        rows = [at for at in range(begin) if self.pictures[at] != after[at]]
        length = len(self.pictures)
        rows += [length - at for at in range(1, end + 1) if self.pictures[-at] != after[-at]]
        for at in rows:
            self.pictures[at] = after[at - length] if at >= begin else after[at]
        for at in rows:
            index = self.index(self.front + at)
            self.dataChanged.emit(index, index)

    def picture(self, index: Index) -> Picture | None:
        """The picture of a row; None for the job in front."""
        at = index.row() - self.front
        return self.pictures[at] if index.isValid() and 0 <= at < len(self.pictures) else None

    def between(self, first: int, last: int) -> list[Picture]:
        """The pictures of rows from one to another."""
        return self.pictures[max(0, first - self.front) : last + 1 - self.front]

    def find(self, path: str) -> Picture | None:
        """The picture of a file, if it is shown."""
        at = self._places.get(path)
        return None if at is None else self.pictures[at]

    def index_of(self, path: str) -> QModelIndex:
        """The row of a file; invalid if it is not shown."""
        at = self._places.get(path)
        return QModelIndex() if at is None else self.index(at + self.front)

    @property
    def _places(self) -> dict[str, int]:
        if self._rows is None:
            self._rows = {picture.path: at for at, picture in enumerate(self.pictures)}
        return self._rows

    # --- Qt's model of it

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self.front + len(self.pictures)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        picture = self.picture(index)
        if picture is None:
            return self._running_data(role) if index.isValid() else None
        if role == PICTURE_ROLE:
            return picture
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_of(picture)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(picture)
        return None

    def _running_data(self, role: int) -> object:
        if role == RUNNING_ROLE:
            return self.running
        said = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if self.running is not None and role in said:
            return tr("Running: {caption}", caption=self.running.caption)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.picture(index) is None:
            return Qt.ItemFlag.ItemIsEnabled if index.isValid() else Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def mimeTypes(self) -> list[str]:
        return ["text/uri-list"]

    def mimeData(self, indexes: Iterable[QModelIndex]) -> QMimeData:
        pictures = [picture for index in indexes if (picture := self.picture(index)) is not None]
        return files_data(picture.path for picture in pictures)


def files_data(paths: Iterable[str]) -> QMimeData:
    """Files as a drag or the clipboard carries them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    return data


def _common(before: Sequence[Picture], after: Sequence[Picture]) -> tuple[int, int]:
    """How many pictures at the beginning and how many at the end are the same in both."""
    most = min(len(before), len(after))
    begin = 0
    while begin < most and before[begin].id == after[begin].id:
        begin += 1
    end = 0
    while end < most - begin and before[-1 - end].id == after[-1 - end].id:
        end += 1
    return begin, end
