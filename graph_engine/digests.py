"""Digests: the content of files and folders as SHA-256, remembered while they stay untouched."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from graph_engine.atomic import write_atomically
from graph_engine.model_files import read_json

Stamp = list[int]
# A file changed again within the clock tick of its last change keeps its stamp, so that a digest
# taken too soon after a change is not remembered. File systems tick every 1 to 10 ms; FAT, 2 s.
_SETTLING_NS = 2_000_000_000
_PART = 64 * 2**20
_PIECE = 4 * 2**20


class FileDigests:
    """Content digests of files and folders.

    With `memory`, a JSON file, digests outlive the process; they are kept by path, size,
    modification and change time and inode, so that a file replaced under its name is noticed.
    """

    def __init__(self, memory: Path | None = None) -> None:
        self._memory = memory
        self._known: dict[str, tuple[Stamp, str]] = {}
        self._changed = False
        saved = read_json(memory) if memory is not None else None
        for path, entry in (saved or {}).items():
            if isinstance(entry, list) and len(entry) == 2 and isinstance(entry[1], str):
                self._known[path] = (entry[0], entry[1])

    def digest(self, path: Path) -> str:
        """The digest of a file, or of a folder: of its files' relative paths and digests.

        Raises OSError if something can't be read.
        """
        if path.is_dir():
            files = sorted(file for file in path.rglob("*") if file.is_file())
            parts = [[file.relative_to(path).as_posix(), self._of_file(file)] for file in files]
            return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
        return self._of_file(path)

    def save(self) -> None:
        """Write what is known to the memory file, together with what others wrote meanwhile."""
        if self._memory is None or not self._changed:
            return
        merged = {**(read_json(self._memory) or {}), **self._known}
        # Without the memory, only time is lost; the cache itself reports a folder that is full.
        with contextlib.suppress(OSError):
            write_atomically(self._memory, json.dumps(merged).encode())
        self._changed = False

    def _of_file(self, file: Path) -> str:
        name = str(file.resolve())
        stamp = _stamp(file)
        known = self._known.get(name)
        if known is not None and known[0] == stamp:
            return known[1]
        found = _content_digest(file, stamp[0])
        if time.time_ns() - max(stamp[1:3]) > _SETTLING_NS and stamp == _stamp(file):
            self._known[name] = (stamp, found)
            self._changed = True
        return found


def _content_digest(file: Path, size: int) -> str:
    """The SHA-256 of a file, or of its parts' if it is large: those are read side by side."""
    if size <= _PART:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    with file.open("rb") as stream, ThreadPoolExecutor(os.cpu_count()) as threads:
        part = partial(_part_digest, stream.fileno())
        parts = threads.map(part, range(0, os.fstat(stream.fileno()).st_size, _PART))
        return hashlib.sha256(b"".join(parts)).hexdigest()


def _part_digest(handle: int, start: int) -> bytes:
    digest = hashlib.sha256()
    for offset in range(start, start + _PART, _PIECE):
        digest.update(os.pread(handle, _PIECE, offset))
    return digest.digest()


def _stamp(file: Path) -> Stamp:
    status = file.stat()
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
