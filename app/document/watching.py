"""Watching: notices when another program changes the file of an open document."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from app.document.document import Document

SETTLES_AFTER_MS = 200
Stamp = tuple[int, int] | None


class FileWatch(QObject):
    """Watches one document's file; `changed` comes once for each foreign change."""

    changed = Signal()

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self._document = document
        self._watcher = QFileSystemWatcher(self)
        self._seen: Stamp = None
        # Programs write in several steps; only what they leave behind counts.
        self._settle = QTimer(self, singleShot=True, interval=SETTLES_AFTER_MS)
        self._settle.timeout.connect(self._look)
        self._watcher.fileChanged.connect(lambda _path: self._settle.start())
        self._watcher.directoryChanged.connect(lambda _path: self._settle.start())
        document.path_changed.connect(self.accept)
        self.accept()

    def accept(self) -> None:
        """Take the file as it is now for known."""
        path = self._document.path
        watched = [*self._watcher.files(), *self._watcher.directories()]
        if watched:
            self._watcher.removePaths(watched)
        self._seen = _stamp(path)
        if path is not None:
            # The folder too: a file that is replaced, as most editors do, is no longer watched.
            wanted = [str(one) for one in (path, path.parent) if one.exists()]
            self._watcher.addPaths(wanted)

    def _look(self) -> None:
        now = _stamp(self._document.path)
        if now == self._seen:
            return
        self.accept()
        if now is not None:
            self.changed.emit()


def _stamp(path: Path | None) -> Stamp:
    try:
        status = path.stat() if path is not None else None
    except OSError:
        return None
    return (status.st_mtime_ns, status.st_size) if status is not None else None
