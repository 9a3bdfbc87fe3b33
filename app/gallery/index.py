"""Index: the gallery's pictures in SQLite; all of it is called by one thread at a time.

All but the marks can be read again from the files, so nothing is lost with it. What is written to
the marks' file is written inside a transaction, and so by one studio at a time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from app.gallery.index_rows import (
    COLUMNS,
    IS_BELOW,
    PUT,
    TABLES,
    below_values,
    row_values,
)
from app.gallery.marks import (
    Mark,
    append_folder,
    append_marks,
    append_picture,
    read_kept,
    rewrite,
)
from app.gallery.picture import Picture
from app.gallery.query import Search
from app.gallery.reading import Found, Row
from app.gallery.schema import (
    INDEX_NAME,
    MARKS_NAME,
    open_in_memory,
    open_index,
    set_aside,
    transaction,
)

_MOST_VALUES = 500


class ReadOnlyError(Exception):
    """Marks can't be changed: the index is in memory only."""


class Index:
    """The index in a folder, opened at once; `said` is a sentence about its opening.

    Without a folder it is in memory, and so are the marks.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._marks_file = folder / MARKS_NAME if folder is not None else None
        self._open()

    def _open(self) -> None:
        opened = open_index(self._folder) if self._folder is not None else open_in_memory()
        self._connection = opened.connection
        self.is_kept = opened.is_kept
        self.is_new = opened.is_new
        self.said = opened.said
        self._identity = self._file_identity()
        if self.is_new:
            self._recall()

    def close(self) -> None:
        """Close the file."""
        with suppress(sqlite3.Error):
            self._connection.close()

    def open_again(self) -> None:
        """Go on with a sound index after damage: another studio's, or a new one."""
        self.close()
        damaged_is_there = self._identity == self._file_identity()
        sentence = ""
        if damaged_is_there and self.is_kept and self._folder is not None:
            sentence = set_aside(self._folder / INDEX_NAME)
        self._open()
        self.said = self.said or sentence

    def _file_identity(self) -> tuple[int, int] | None:
        if self._folder is None:
            return None
        try:
            status = (self._folder / INDEX_NAME).stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def _recall(self) -> None:
        """Take over what the marks' file says; it is written anew if most of it is outdated."""
        if self._marks_file is None:
            return
        with transaction(self._connection):
            try:
                kept = read_kept(self._marks_file)
                if kept.is_wasteful and self.is_kept:
                    rewrite(self._marks_file, kept)
            except OSError:
                return
            self._put_marks(kept.marks.values())
            for table, names in (("folders", kept.folders), ("singles", kept.pictures)):
                shown = [(name,) for name, is_shown in names.items() if is_shown]
                self._connection.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?)", shown)

    @property
    def _journal(self) -> Path | None:
        """The marks' file, if it may be written."""
        return self._marks_file if self.is_kept else None

    # --- folders

    def folders(self) -> list[str]:
        """The folders whose pictures the gallery shows."""
        rows = self._connection.execute("SELECT path FROM folders ORDER BY path")
        return [path for (path,) in rows]

    def add_folder(self, folder: str) -> bool:
        """Show a folder from now on; False if it was shown already."""
        if folder in self.folders():
            return False
        with transaction(self._connection):
            self._connection.execute("INSERT OR IGNORE INTO folders VALUES (?)", (folder,))
            if self._journal is not None:
                append_folder(self._journal, folder, shown=True)
        return True

    def forget_folder(self, folder: str) -> None:
        """Show a folder no longer; its files stay as they are."""
        with transaction(self._connection):
            self._connection.execute("DELETE FROM folders WHERE path = ?", (folder,))
            self._connection.execute(f"DELETE FROM pictures WHERE {IS_BELOW}", below_values(folder))
            if self._journal is not None:
                append_folder(self._journal, folder, shown=False)

    def singles(self) -> list[str]:
        """Pictures outside of the folders."""
        return [path for (path,) in self._connection.execute("SELECT path FROM singles")]

    def add_single(self, path: str) -> None:
        """Show a picture outside of the folders."""
        with transaction(self._connection):
            added = self._connection.execute("INSERT OR IGNORE INTO singles VALUES (?)", (path,))
            if self._journal is not None and added.rowcount:
                append_picture(self._journal, path, shown=True)

    def forget_single(self, path: str) -> bool:
        """Show a picture outside of the folders no longer; False if it is none of them."""
        if path not in self.singles():
            return False
        with transaction(self._connection):
            self._connection.execute("DELETE FROM singles WHERE path = ?", (path,))
            self._connection.execute("DELETE FROM pictures WHERE path = ?", (path,))
            if self._journal is not None:
                append_picture(self._journal, path, shown=False)
        return True

    # --- pictures

    def known_in(self, folder: str) -> dict[str, tuple[int, int]]:
        """The pictures right inside a folder: length and time of change by path."""
        sql = "SELECT path, bytes, mtime_ns FROM pictures WHERE folder = ?"
        return {row[0]: (row[1], row[2]) for row in self._connection.execute(sql, (folder,))}

    def folders_below(self, folder: str) -> set[str]:
        """The folders at or below one in which pictures are known."""
        sql = f"SELECT DISTINCT folder FROM pictures WHERE {IS_BELOW}"
        return {path for (path,) in self._connection.execute(sql, below_values(folder))}

    def is_known(self, found: Found) -> bool:
        """Whether a file is known as it is now."""
        sql = "SELECT 1 FROM pictures WHERE path = ? AND bytes = ? AND mtime_ns = ?"
        values = (found.path, found.bytes, found.mtime_ns)
        return self._connection.execute(sql, values).fetchone() is not None

    def put(self, rows: Iterable[Row]) -> None:
        """Take pictures in, or what became of them; one edited in its place keeps its marks."""
        with transaction(self._connection):
            for row in rows:
                self._keep_mark(row)
                self._connection.execute(PUT, row_values(row))

    def drop(self, paths: Iterable[str]) -> None:
        """Forget pictures whose files are gone; their marks wait for them."""
        with transaction(self._connection):
            self._connection.executemany(
                "DELETE FROM pictures WHERE path = ?", [(path,) for path in paths]
            )

    def search(self, search: Search) -> list[Picture]:
        """The pictures that a search finds, newest first; raises QueryError."""
        conditions = search.conditions(date.today())
        where = " AND ".join(f"({condition.sql})" for condition in conditions) or "1"
        values = [value for condition in conditions for value in condition.values]
        sql = f"SELECT {COLUMNS} FROM {TABLES} WHERE {where} ORDER BY p.made DESC, p.id DESC"
        return list(map(Picture._make, self._connection.execute(sql, values)))

    def count(self) -> int:
        """How many pictures there are."""
        (number,) = self._connection.execute("SELECT COUNT(*) FROM pictures").fetchone()
        return int(number)

    def tags(self) -> list[str]:
        """All tags that are used, in their order."""
        rows = self._connection.execute("SELECT tags FROM marks WHERE tags != ''")
        return sorted({tag for (tags,) in rows for tag in tags.split("\n")})

    # --- marks

    def marks_of(self, paths: Sequence[str]) -> list[Mark]:
        """The marks of pictures, blank ones too."""
        found: list[Mark] = []
        for start in range(0, len(paths), _MOST_VALUES):
            some = paths[start : start + _MOST_VALUES]
            holes = ", ".join("?" * len(some))
            sql = (
                "SELECT p.content, COALESCE(m.rating, 0), COALESCE(m.starred, 0),"
                f" COALESCE(m.tags, ''), p.path FROM {TABLES} WHERE p.path IN ({holes})"
            )
            found += (
                Mark(content, rating, bool(starred), tuple(filter(None, tags.split("\n"))), path)
                for content, rating, starred, tags, path in self._connection.execute(sql, some)
            )
        return found

    def change_marks(self, paths: Sequence[str], change: Callable[[Mark], Mark]) -> bool:
        """Change marks as they are at this moment, whoever set them; tells whether any differs.

        The marks' file is written first. Raises ReadOnlyError, OSError.
        """
        if self._folder is not None and self._journal is None:
            raise ReadOnlyError
        with transaction(self._connection):
            after = [mark for one in self.marks_of(paths) if (mark := change(one)) != one]
            if after and self._journal is not None:
                append_marks(self._journal, after)
            self._put_marks(after)
        return bool(after)

    def _put_marks(self, marks: Iterable[Mark]) -> None:
        values = [(one.content, one.rating, one.starred, "\n".join(one.tags)) for one in marks]
        self._connection.executemany("INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?)", values)

    def _keep_mark(self, row: Row) -> None:
        path = row.found.path
        before = next(iter(self.marks_of([path])), None)
        if before is None or before.content == row.content or before == Mark(before.content):
            return
        after = Mark(row.content, before.rating, before.starred, before.tags, path)
        if after == Mark(row.content, path=path):
            return
        if self._journal is not None:
            append_marks(self._journal, [after])
        self._put_marks([after])
