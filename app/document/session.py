"""Session: the open tabs as they are on disk, so that no crash and no quitting loses work."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from PySide6.QtCore import QLockFile, QObject, QTimer

from app.document.document import Document
from graph_engine.atomic import write_atomically
from graph_engine.workflow_io import workflow_data

Json = Any
WRITES_AFTER_MS = 800
_TABS, _LOCK = "tabs.json", "lock"


@dataclass(frozen=True)
class LeftTab:
    """A tab that an earlier studio left: its file, and the text of what was not saved.

    A workflow that was never saved has a text also while nothing is `changed` in it.
    """

    path: Path | None
    text: str | None
    active: bool
    changed: bool = False


def session_folder() -> Path:
    """Where the open tabs of all running studios are kept."""
    return user_data_path("weft", appauthor=False) / "sessions"


class Session(QObject):
    """Writes the tabs of this studio after each change, within a second.

    Every studio has a folder of its own, locked while it runs; what lies in an unlocked one was
    left by a studio that has ended, or was ended. Without a root folder nothing is written.
    """

    def __init__(self, root: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = root
        self._folder = (root or Path()) / f"{time.time_ns():x}-{os.getpid()}"
        self._lock: QLockFile | None = None
        self.keeps_changes = True
        """Whether what is not saved is written too; without it only the tabs are."""
        self._documents: list[Document] = []
        self._active: Document | None = None
        self._written: dict[str, int] = {}
        self._adopted: list[Path] = []
        self._timer = QTimer(self, singleShot=True, interval=WRITES_AFTER_MS)
        self._timer.timeout.connect(self.write)

    @property
    def is_kept(self) -> bool:
        """Whether anything is written."""
        return self._root is not None

    def show(self, documents: Sequence[Document], active: Document | None) -> None:
        """These tabs are open now, in this order."""
        for document in documents:
            if document not in self._documents:
                document.changed.connect(self._touch)
                document.path_changed.connect(self._touch)
        self._documents, self._active = list(documents), active
        self._touch()

    def write(self) -> None:
        """Write what has changed since the last time, now."""
        self._timer.stop()
        if self._root is None:
            return
        try:
            self._lock_folder()
            tabs = [self._write_document(document) for document in self._documents]
            text = json.dumps({"tabs": tabs}, ensure_ascii=False)
            write_atomically(self._folder / _TABS, text.encode("utf-8"))
            self._drop_closed()
            self._forget_adopted()
        except OSError:
            # A full disk must not stop the work; the next change tries again.
            self._timer.start()

    def as_left(self, document: Document) -> LeftTab:
        """What would be left of a document that is closed now."""
        text = _quick_text(document) if _is_unsaved(document) else None
        return LeftTab(document.path, text, active=True, changed=document.is_modified)

    def close(self) -> None:
        """Write a last time and let go; what was not saved waits for the next start."""
        self.write()
        if self._lock is not None:
            self._lock.unlock()

    def left(self) -> list[LeftTab]:
        """The tabs that earlier studios left, the latest last; they are forgotten here."""
        found: list[LeftTab] = []
        there = self._root is not None and self._root.is_dir()
        for folder in sorted(self._root.iterdir()) if self._root is not None and there else ():
            lock = QLockFile(str(folder / _LOCK))
            if folder == self._folder or not folder.is_dir() or not lock.tryLock(0):
                continue
            found += _read_tabs(folder)
            lock.unlock()
            self._adopted.append(folder)
        return found

    def _touch(self) -> None:
        # Not started anew: steady typing must not put the writing off.
        if not self._timer.isActive():
            self._timer.start()

    def _lock_folder(self) -> None:
        if self._lock is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = QLockFile(str(self._folder / _LOCK))
            self._lock.setStaleLockTime(0)
            self._lock.tryLock(0)

    def _write_document(self, document: Document) -> Json:
        path = str(document.path) if document.path is not None else None
        entry = {
            "path": path,
            "text": None,
            "active": document is self._active,
            "changed": document.is_modified,
        }
        if self.keeps_changes and _is_unsaved(document):
            entry["text"] = name = f"{document.key}.weft.json"
            if self._written.get(document.key) != document.revision:
                write_atomically(self._folder / name, _quick_text(document).encode("utf-8"))
                self._written[document.key] = document.revision
        return entry

    def _drop_closed(self) -> None:
        kept = {document.key for document in self._documents}
        for key in self._written.keys() - kept:
            (self._folder / f"{key}.weft.json").unlink(missing_ok=True)
        self._written = {key: at for key, at in self._written.items() if key in kept}

    def _forget_adopted(self) -> None:
        """Take old folders away, now that this session has written what they held."""
        while self._adopted:
            shutil.rmtree(self._adopted.pop(), ignore_errors=True)


def _is_unsaved(document: Document) -> bool:
    return document.is_modified or (document.path is None and bool(document.graph.nodes))


def _quick_text(document: Document) -> str:
    """The workflow in one line: this is written while somebody works, and nobody reads it."""
    return json.dumps(workflow_data(document.workflow), ensure_ascii=False)


def _read_tabs(folder: Path) -> Iterator[LeftTab]:
    try:
        tabs = json.loads((folder / _TABS).read_text(encoding="utf-8"))["tabs"]
        for tab in tabs:
            name = tab["text"]
            text = (folder / Path(name).name).read_text(encoding="utf-8") if name else None
            path = Path(tab["path"]) if tab["path"] else None
            yield LeftTab(path, text, bool(tab["active"]), bool(tab.get("changed", text)))
    except (OSError, ValueError, KeyError, TypeError):
        return
