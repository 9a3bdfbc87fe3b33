"""FolderScan: keeps the index like the folders; all of it runs in the index's thread."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from app.gallery.guarded_index import GuardedIndex
from app.gallery.index import Index
from app.gallery.reading import Found, look_at, read_row
from app.gallery.scanning import differences, is_below, list_folder

BATCH = 40
UNFINISHED_SECONDS = 10.0


class FolderScan:
    """Reads what is new, a few pictures at a time, so that what the user asks for comes between.

    `changed` is called after each change; `seen` with each folder that is there or once was, and
    `unfinished` with folders in which a file is being written at this moment.
    """

    def __init__(
        self,
        guarded: GuardedIndex,
        changed: Callable[[Index], object],
        seen: Callable[[str], object],
        unfinished: Callable[[set[str]], object],
    ) -> None:
        self._guarded = guarded
        self._changed = changed
        self._seen = seen
        self._unfinished = unfinished
        self._folders: set[str] = set()

    def scan_all(self, index: Index) -> None:
        """Look through all folders, and at the pictures outside of them."""
        for folder in index.folders():
            self._guarded.later(partial(self.scan, folder, True))
        for path in index.singles():
            self._guarded.later(partial(self._look_at_single, path))
        self._guarded.later(self._changed)

    def scan(self, folder: str, deep: bool, index: Index) -> None:
        """Compare one folder with the index; the folders inside follow, the new ones at least."""
        if not any(is_below(folder, one) for one in index.folders()):
            return  # taken out of the gallery meanwhile
        state = list_folder(folder)
        if state is None:
            return
        self._seen(folder)
        differing = differences(state, index.known_in(folder))
        if differing.gone:
            index.drop(differing.gone)
            self._changed(index)
        for start in range(0, len(differing.to_read), BATCH):
            batch = differing.to_read[start : start + BATCH]
            self._guarded.later(partial(self._read, batch))
        for below in index.folders_below(folder) - {folder}:
            if not any(is_below(below, one) for one in state.folders):
                self._guarded.later(partial(self.scan, below, False))
        for one in sorted(state.folders):
            if deep or one not in self._folders:
                self._guarded.later(partial(self.scan, one, True))
        self._folders.add(folder)

    def notice(self, files: Sequence[Path], index: Index) -> list[str]:
        """Read files at once, wherever they lie; returns those that are pictures."""
        folders = index.folders()
        found = [one for one in map(look_at, map(_in_real_folder, files)) if one is not None]
        for one in found:
            if not any(is_below(one.path, folder) for folder in folders):
                index.add_single(one.path)
        rows = [row for one in found if (row := read_row(one)) is not None]
        index.put(rows)
        return [row.found.path for row in rows]

    def _read(self, batch: Iterable[Found], index: Index) -> None:
        rows, unfinished = [], set[str]()
        for found in batch:
            if self._guarded.is_closing:
                return
            if index.is_known(found):  # read by another look at the folder
                continue
            row = read_row(found)
            if row is not None:
                rows.append(row)
            elif time.time() - found.mtime_ns / 1e9 < UNFINISHED_SECONDS:
                unfinished.add(str(Path(found.path).parent))
        if rows:
            index.put(rows)
            self._changed(index)
        if unfinished:
            self._unfinished(unfinished)

    def _look_at_single(self, path: str, index: Index) -> None:
        found = look_at(path)
        if found is None:
            index.drop([path])
            self._changed(index)
        elif not index.is_known(found):
            self._read([found], index)


def _in_real_folder(file: Path) -> str:
    """A path as the scans name it: folders without links, a file that is a link as one."""
    return str(Path(os.path.realpath(file.parent)) / file.name)
