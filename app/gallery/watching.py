"""Watching: folders tell when something in them changes, a few changes at a time."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

MOST_FOLDERS = 500
SETTLE_MS = 150
UNFINISHED_MS = 1500


class FolderWatch(QObject):
    """Emits `changed` with folders whose content may be another."""

    changed = Signal(list)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._watcher = QFileSystemWatcher(self)
        self._dirty: set[str] = set()
        self._stand_ins: dict[str, set[str]] = {}
        self._settled = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._watcher.directoryChanged.connect(self._note)
        self._settled.timeout.connect(self._tell)

    def watch(self, folders: Iterable[str]) -> None:
        """Watch these too; for one that is not there, the folder in which it would appear."""
        watched = set(self._watcher.directories())
        new: list[str] = []
        for folder in folders:
            if Path(folder).is_dir():
                new.append(folder)
            elif Path(folder).parent.is_dir():
                parent = str(Path(folder).parent)
                self._stand_ins.setdefault(parent, set()).add(folder)
                new.append(parent)
        wanted = [one for one in dict.fromkeys(new) if one not in watched]
        wanted = wanted[: max(0, MOST_FOLDERS - len(watched))]
        if wanted:
            self._watcher.addPaths(wanted)

    @property
    def folders(self) -> set[str]:
        """What is watched."""
        return set(self._watcher.directories())

    def look_again(self, folders: Iterable[str]) -> None:
        """Tell about folders in a moment: something in them was not finished."""
        self._dirty.update(folders)
        if self._dirty and not self._settled.isActive():
            self._settled.start(UNFINISHED_MS)

    def _note(self, folder: str) -> None:
        waiting = self._stand_ins.get(folder, set())
        self._dirty.update(waiting)
        if folder not in self._stand_ins:
            self._dirty.add(folder)
        if self._dirty:
            self._settled.start(SETTLE_MS)

    def _tell(self) -> None:
        dirty, self._dirty = sorted(self._dirty), set()
        self.changed.emit(dirty)
