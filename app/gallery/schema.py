"""Schema: the index's tables, and how its file is opened, set aside or left alone."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.look.words import tr

VERSION = 1
INDEX_NAME = "gallery.sqlite"
MARKS_NAME = "gallery.jsonl"
BUSY_SECONDS = 5.0
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

_TABLES = """
CREATE TABLE pictures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL UNIQUE,
    folder TEXT NOT NULL,
    content TEXT NOT NULL,
    made REAL NOT NULL,
    bytes INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    program TEXT NOT NULL,
    workflow TEXT NOT NULL,
    prompt TEXT NOT NULL,
    seed TEXT NOT NULL,
    can_open INTEGER NOT NULL,
    words_prompt TEXT NOT NULL,
    words_negative TEXT NOT NULL,
    words_models TEXT NOT NULL,
    words_nodes TEXT NOT NULL,
    words_workflow TEXT NOT NULL,
    words_sampler TEXT NOT NULL,
    words_program TEXT NOT NULL,
    words_file TEXT NOT NULL,
    words_all TEXT NOT NULL
);
CREATE INDEX pictures_made ON pictures (made DESC, id DESC);
CREATE INDEX pictures_folder ON pictures (folder);
CREATE INDEX pictures_content ON pictures (content);
CREATE TABLE marks (
    content TEXT PRIMARY KEY,
    rating INTEGER NOT NULL,
    starred INTEGER NOT NULL,
    tags TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE folders (path TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE singles (path TEXT PRIMARY KEY) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Opened:
    """A connection; `is_kept` is False if the index lives in memory only, and `said` tells why.

    `is_new` says that it is empty and must be filled from the files.
    """

    connection: sqlite3.Connection
    is_kept: bool
    is_new: bool
    said: str = ""


def is_damage(error: sqlite3.Error) -> bool:
    """Whether an error says that the file itself is damaged."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(code, int) and code & 0xFF in _DAMAGED


def open_index(folder: Path) -> Opened:
    """Open the index in a folder, made anew if it is damaged.

    One that can't be written, or that a newer version made, is left alone, and the gallery keeps
    its index in memory. Raises sqlite3.OperationalError if another program has it locked.
    """
    file = folder / INDEX_NAME
    said = ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            connection, is_new = _open(file)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            said = set_aside(file)
            connection, is_new = _open(file)
    except _NewerError:
        said = tr(
            "A newer version of Weft made the gallery's index; stars, ratings and tags are shown,"
            " but can't be changed here."
        )
        return Opened(_in_memory(), is_kept=False, is_new=True, said=said)
    except (OSError, sqlite3.Error) as error:
        if is_busy(error):
            raise
        said = tr("The gallery's index can't be kept in {folder}: {reason}.").format(
            folder=folder, reason=_reason(error)
        )
        return Opened(_in_memory(), is_kept=False, is_new=True, said=said)
    return Opened(connection, is_kept=True, is_new=is_new, said=said)


def open_in_memory() -> Opened:
    """An index that ends with the program, for windows that keep nothing."""
    return Opened(_in_memory(), is_kept=False, is_new=True)


def is_busy(error: BaseException) -> bool:
    """Whether another program has the index locked."""
    code = getattr(error, "sqlite_errorcode", 0)
    return isinstance(code, int) and code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def set_aside(file: Path) -> str:
    """Move a damaged index away with all that belongs to it; returns the sentence about it."""
    stamp = f"{datetime.now():%Y%m%d-%H%M%S}-{os.urandom(2).hex()}"
    kept = file.with_name(f"{file.stem}.damaged-{stamp}{file.suffix}")
    for ending in ("", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            Path(f"{file}{ending}").replace(f"{kept}{ending}")
    return tr(
        "The gallery's index was damaged and is made anew from the pictures; the old file is kept"
        " as {name}."
    ).format(name=kept.name)


class _NewerError(Exception):
    """A newer version has made the index."""


def _open(file: Path) -> tuple[sqlite3.Connection, bool]:
    connection = sqlite3.connect(
        file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    try:
        return connection, _prepare(connection)
    except BaseException:
        connection.close()
        raise


def _prepare(connection: sqlite3.Connection) -> bool:
    """Make the tables if there are none; True if so."""
    version = _version(connection)
    if version > VERSION:
        raise _NewerError
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    (health,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if health != "ok":
        raise _damaged(health)
    with transaction(connection):
        # Asked again inside: another studio may have made them meanwhile.
        version = _version(connection)
        if version == 0:
            if connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                raise _damaged("It has other tables.")
            for statement in filter(str.strip, _TABLES.split(";")):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION}")
    return version == 0


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _damaged(why: str) -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError(why)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def _in_memory() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    _prepare(connection)
    return connection


def _reason(error: OSError | sqlite3.Error) -> str:
    return (error.strerror or "") if isinstance(error, OSError) else str(error)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write all or nothing, while no other studio writes."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
