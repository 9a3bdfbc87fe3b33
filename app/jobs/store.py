"""Store: keeps the jobs of a studio on disk from a thread of its own; the window never waits."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Thread

from platformdirs import user_data_path
from PySide6.QtCore import QLockFile, QObject, Signal

from app.jobs.job import Job
from app.jobs.table import JobTable, LaterVersionError, Placed, is_sound
from app.look.words import tr

_CLOSING_SECONDS = 5.0


def queue_folder() -> Path:
    """Where the queues of all running studios are kept."""
    return user_data_path("weft", appauthor=False) / "queue"


@dataclass(frozen=True)
class LeftJobs:
    """What ended studios left, by place: now it is this studio's."""

    jobs: tuple[Job, ...]
    is_paused: bool


class JobStore(QObject):
    """Writes each change as soon as the disk takes it; `loaded` brings what was left.

    Every studio has a lock file while it runs; what belongs to a studio without one, or whose lock
    nobody holds, is taken over. `failed` carries a sentence, once, when nothing can be kept, such as
    on a full disk; what could not be written is written with the next change.
    """

    loaded = Signal(object)
    failed = Signal(str)

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self.studio = f"{time.time_ns():x}-{os.getpid()}"
        self._table: JobTable | None = None
        self._changed = Condition()
        self._kept: dict[str, Placed] = {}
        self._dropped: set[str] = set()
        self._paused: bool | None = None
        self._wanted = self._tried = 0
        self._is_closing = False
        self._has_failed = False
        self._thread: Thread | None = None

    def open(self) -> None:
        """Begin: read what was left, then write what changes."""
        if self._thread is None:
            self._thread = Thread(target=self._work, name="weft-queue", daemon=True)
            self._thread.start()

    def put(self, job: Job, place: int) -> None:
        """Keep a job as it is now."""
        with self._changed:
            self._kept[job.id] = Placed(job, place)
            self._dropped.discard(job.id)
            self._want()

    def drop(self, id: str) -> None:
        """Keep a job no longer."""
        with self._changed:
            self._kept.pop(id, None)
            self._dropped.add(id)
            self._want()

    def put_paused(self, paused: bool) -> None:
        """Keep whether the queue is paused."""
        with self._changed:
            self._paused = paused
            self._want()

    def wait(self, seconds: float = _CLOSING_SECONDS) -> bool:
        """Wait until every change was tried; whether all of them are on the disk."""
        with self._changed:
            tried = self._changed.wait_for(lambda: self._tried >= self._wanted, seconds)
            return tried and not self._has_work

    def close(self) -> None:
        """Write the last changes and let go; another studio takes over what is left."""
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(_CLOSING_SECONDS)

    def _want(self) -> None:
        self._wanted += 1
        self._changed.notify_all()

    # --- what the thread does

    @property
    def _has_work(self) -> bool:
        return bool(self._kept or self._dropped or self._paused is not None)

    def _work(self) -> None:
        lock = QLockFile(str(self.folder / f"{self.studio}.lock"))
        lock.setStaleLockTime(0)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock.tryLock(0)
            self._load()
        except (OSError, sqlite3.Error, LaterVersionError) as error:
            self._tell(error)
        is_closing = False
        while not is_closing:
            with self._changed:
                self._changed.wait_for(lambda: self._is_closing or self._tried < self._wanted)
                wanted, is_closing = self._wanted, self._is_closing
            if self._has_work:
                self._write()
            with self._changed:
                self._tried = wanted
                self._changed.notify_all()
        if self._table is not None:
            self._table.close()
        lock.unlock()

    def _write(self) -> None:
        """Write what has changed; what can't be written waits for the next change."""
        with self._changed:
            kept, self._kept = self._kept, {}
            dropped, self._dropped = self._dropped, set()
            paused, self._paused = self._paused, None
        try:
            if self._table is None:
                self._load()
            assert self._table is not None
            self._table.write(self.studio, kept.values(), dropped, paused)
            self._has_failed = False
        except (OSError, sqlite3.Error, LaterVersionError) as error:
            self._put_back(kept, dropped, paused)
            self._tell(error)

    def _put_back(self, kept: Mapping[str, Placed], dropped: set[str], paused: bool | None) -> None:
        """Keep what could not be written beside what has changed since."""
        with self._changed:
            newer, self._kept = self._kept, {}
            self._kept.update(
                (name, one) for name, one in kept.items() if name not in self._dropped
            )
            self._kept.update(newer)
            self._dropped |= dropped - newer.keys()
            self._paused = paused if self._paused is None else self._paused

    def _load(self) -> None:
        """Open the file and take over what nobody owns any more."""
        file = self.folder / "jobs.sqlite"
        if not is_sound(file):
            _set_aside(file)
            self.failed.emit(
                tr("The file of the queue was damaged; it was set aside, and a new one begun.")
            )
        self._table = JobTable(file)
        dead = [name for name in self._table.studios() if self._is_dead(name)]
        self._table.take_over(dead, self.studio)
        left = LeftJobs(self._table.jobs(self.studio), self._table.is_paused(self.studio))
        self.loaded.emit(left)

    def _is_dead(self, studio: str) -> bool:
        if studio == self.studio:
            return False
        lock = QLockFile(str(self.folder / f"{studio}.lock"))
        if not lock.tryLock(0):
            return False
        lock.unlock()
        return True

    def _tell(self, error: Exception) -> None:
        """Say once why nothing is kept, until something is again."""
        if self._has_failed:
            return
        self._has_failed = True
        why = getattr(error, "strerror", None) or str(error)
        if isinstance(error, LaterVersionError):
            why = tr("its file is of a later Weft")
        self.failed.emit(tr("The queue can't be kept for the next start: {why}.", why=why))


def _set_aside(file: Path) -> None:
    """Rename a file that is no database, with what SQLite keeps beside it."""
    mark = f"damaged-{time.time_ns():x}"
    for part in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
        if part.exists():
            part.rename(part.with_name(f"{mark}-{part.name}"))
