"""Table: the jobs of all studios of a user in one SQLite file, each under its studio's name."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.jobs.job import Job, job_data, read_job

VERSION = 1
_PATIENCE_SECONDS = 10.0
_TABLES = """
CREATE TABLE IF NOT EXISTS jobs (
    id TEXT PRIMARY KEY, studio TEXT NOT NULL, place INTEGER NOT NULL,
    data TEXT NOT NULL, text TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS jobs_of_studio ON jobs (studio, place);
CREATE TABLE IF NOT EXISTS studios (studio TEXT PRIMARY KEY, paused INTEGER NOT NULL);
"""


class LaterVersionError(Exception):
    """The file was written by a later Weft, and is left as it is."""


@dataclass(frozen=True)
class Placed:
    """A job and where it stands in its queue."""

    job: Job
    place: int


class JobTable:
    """One connection; to be used by one thread. Raises sqlite3.Error where the disk does not do.

    What a method writes is on the disk when it returns, also if the power goes, and is written
    whole or not at all.
    """

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._base = sqlite3.connect(
            file, timeout=_PATIENCE_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            (version,) = self._base.execute("PRAGMA user_version").fetchone()
            if version > VERSION:
                raise LaterVersionError
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = FULL")
            if version < VERSION:
                self._base.executescript(f"{_TABLES} PRAGMA user_version = {VERSION};")
        except BaseException:
            self._base.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def studios(self) -> tuple[str, ...]:
        """The studios that own jobs, those of the dead ones too; the oldest first."""
        asked = "SELECT studio FROM jobs UNION SELECT studio FROM studios ORDER BY 1"
        return tuple(name for (name,) in self._base.execute(asked))

    def take_over(self, studios: Iterable[str], heir: str) -> None:
        """Give all that these studios owned to another one, behind what it has."""
        with self._writing():
            for studio in studios:
                asked = "SELECT COALESCE(MAX(place) + 1, 0) FROM jobs WHERE studio = ?"
                (after,) = self._base.execute(asked, (heir,)).fetchone()
                asked = "SELECT COALESCE(MIN(place), 0) FROM jobs WHERE studio = ?"
                (first,) = self._base.execute(asked, (studio,)).fetchone()
                self._base.execute(
                    "UPDATE jobs SET studio = ?, place = place + ? WHERE studio = ?",
                    (heir, after - first, studio),
                )
                self._base.execute(
                    "INSERT INTO studios SELECT ?, paused FROM studios WHERE studio = ?"
                    " ON CONFLICT DO UPDATE SET paused = MAX(paused, excluded.paused)",
                    (heir, studio),
                )
                self._base.execute("DELETE FROM studios WHERE studio = ?", (studio,))

    def jobs(self, studio: str) -> tuple[Job, ...]:
        """What a studio owns, by place; a row that can't be read is passed over."""
        asked = "SELECT id, data, text FROM jobs WHERE studio = ? ORDER BY place, id"
        found = []
        for name, data, text in self._base.execute(asked, (studio,)):
            try:
                found.append(read_job(name, data, text))
            except (ValueError, TypeError):
                continue
        return tuple(found)

    def is_paused(self, studio: str) -> bool:
        """Whether the studio's queue starts no job."""
        asked = "SELECT paused FROM studios WHERE studio = ?"
        found = self._base.execute(asked, (studio,)).fetchone()
        return bool(found and found[0])

    def write(
        self, studio: str, kept: Iterable[Placed], dropped: Iterable[str], paused: bool | None
    ) -> None:
        """Write jobs and take others out, all at once; the text of a job is written only once."""
        with self._writing():
            for placed in kept:
                job = placed.job
                changed = self._base.execute(
                    "UPDATE jobs SET studio = ?, place = ?, data = ? WHERE id = ?",
                    (studio, placed.place, job_data(job), job.id),
                )
                if not changed.rowcount:
                    self._base.execute(
                        "INSERT INTO jobs VALUES (?, ?, ?, ?, ?)",
                        (job.id, studio, placed.place, job_data(job), job.text),
                    )
            self._base.executemany("DELETE FROM jobs WHERE id = ?", [(name,) for name in dropped])
            if paused is not None:
                self._base.execute(
                    "INSERT INTO studios VALUES (?, ?)"
                    " ON CONFLICT DO UPDATE SET paused = excluded.paused",
                    (studio, paused),
                )

    def _writing(self) -> _Transaction:
        return _Transaction(self._base)


class _Transaction:
    """Begins at once, so that two studios never wait for each other half-way."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base

    def __enter__(self) -> None:
        self._base.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            try:
                self._base.execute("COMMIT")
                return
            except sqlite3.Error:
                self._roll_back()
                raise
        self._roll_back()

    def _roll_back(self) -> None:
        if self._base.in_transaction:
            self._base.execute("ROLLBACK")


def is_sound(file: Path) -> bool:
    """Whether the file is none at all, or a database that can be read to its end."""
    if not file.exists():
        return True
    try:
        with closing(sqlite3.connect(file, timeout=_PATIENCE_SECONDS)) as base:
            found: object = base.execute("PRAGMA quick_check(1)").fetchone()
            return found == ("ok",)
    except sqlite3.OperationalError:
        return True  # busy, or not to be opened: no reason to set it aside
    except sqlite3.DatabaseError:
        return False
