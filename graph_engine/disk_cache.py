"""DiskCache: results that outlive the process, shared by all that use the folder."""

from __future__ import annotations

import contextlib
import json
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph_engine.codecs import Array, NotStorable, decode, encode
from graph_engine.large_results import LargeResults
from graph_engine.small_results import MAX_BYTES, SmallResults

log = logging.getLogger(__name__)

_SMALL_SHARE = 0.05
_SMALL_LIMIT = 64 * 2**20


@dataclass(frozen=True)
class DiskUse:
    """How much a cache holds: bytes, entries, and hits and misses since it was last cleared."""

    bytes: int
    entries: int
    hits: int
    misses: int


class DiskCache:
    """Results by key below a folder, up to `limit` bytes.

    Results with arrays are safetensors files, the others lines of one file; all are checksummed
    and written atomically, so that several processes may share the folder and any of them may be
    killed at any moment. `types` are the classes of values, by name. A result that can't be
    stored, a full disk or a folder that can't be written cost only the keeping.
    """

    def __init__(self, folder: Path, types: Mapping[str, type], limit: int) -> None:
        self.folder = folder
        self.limit = limit
        self._types = types
        self._small = SmallResults(
            folder / "small.jsonl", min(int(limit * _SMALL_SHARE), _SMALL_LIMIT)
        )
        self._large = LargeResults(folder / "results", int(limit * (1 - _SMALL_SHARE)))
        self._writable, self._told = True, False
        self._hits = 0
        self._misses = 0

    def catch_up(self) -> None:
        """Take in what other processes have added to the small results."""
        self._small.catch_up()

    def contains(self, key: str) -> bool:
        """Whether there is an entry; only reading it tells whether it is sound."""
        return self._small.contains(key) or self._large.contains(key)

    def get(self, key: str) -> Any | None:
        """The result under a key, or None."""
        arrays: dict[str, Array] = {}
        text = self._small.get(key)
        if text is None and (found := self._large.get(key)) is not None:
            text, arrays = found
        if text is None:
            self._misses += 1
            return None
        try:
            value = decode(json.loads(text), arrays, self._types)
        except (KeyError, TypeError, ValueError) as error:
            # The classes of a node pack have changed, though its nodes' versions have not.
            log.warning("A cache entry no longer fits its type and is made anew: %s", error)
            self._misses += 1
            return None
        self._hits += 1
        return value

    def begin_run(self) -> None:
        """Another run begins: a disk that was full may have room again."""
        self._writable = True

    def put(self, key: str, value: Any) -> None:
        """Keep a result."""
        if not self._writable:
            return
        arrays: dict[str, Array] = {}
        try:
            text = json.dumps(encode(value, arrays, self._types), separators=(",", ":"))
        except (NotStorable, ValueError) as error:
            log.info("A result stays in memory only: %s", error)
            return
        try:
            if arrays or len(text) > MAX_BYTES:
                self._large.put(key, text, arrays)
            else:
                self._small.put(key, text)
            self._told = False
        except OSError as error:
            if not self._told:
                log.warning("Results are not kept in %s: %s", self.folder, error.strerror)
            self._writable, self._told = False, True

    def clear(self) -> None:
        """Remove all entries and forget the hit rate."""
        self._small.clear()
        self._large.clear()
        with contextlib.suppress(OSError):
            self._hits_file.unlink()

    def use(self) -> DiskUse:
        """Size, entries and hit rate."""
        hits, misses = self._hits, self._misses
        with contextlib.suppress(OSError, ValueError):
            for line in self._hits_file.read_text(encoding="ascii").splitlines():
                more_hits, more_misses = line.split()
                hits, misses = hits + int(more_hits), misses + int(more_misses)
        return DiskUse(
            self._small.bytes + self._large.bytes, len(self._small) + len(self._large), hits, misses
        )

    def close(self) -> None:
        """Write down this session's hits and misses."""
        if self._hits or self._misses:
            with contextlib.suppress(OSError):
                handle = os.open(self._hits_file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
                os.write(handle, f"{self._hits} {self._misses}\n".encode())
                os.close(handle)
        self._hits = self._misses = 0

    @property
    def _hits_file(self) -> Path:
        return self.folder / "hits.log"
