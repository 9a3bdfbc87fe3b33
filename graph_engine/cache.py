"""Cache: results by key, in memory first and on disk behind it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

from graph_engine.codecs import size_of
from graph_engine.disk_cache import DiskCache

_ENTRY_OVERHEAD = 1000
RUNS_IN_MEMORY = 64


class MemoryCache:
    """The results used last, up to a number of bytes; plans and a run may ask at once.

    With `runs`, what none of so many runs has used goes too: for results that are on disk as well,
    so that the memory of a process that runs for days is flat.
    """

    def __init__(self, limit: int, runs: int | None = None) -> None:
        self._limit = limit
        self._runs = runs
        self._run = 0
        self._one_at_a_time = threading.Lock()
        self._bytes = 0
        self._entries: OrderedDict[str, tuple[Any, int, int]] = OrderedDict()

    @property
    def bytes(self) -> int:
        """About how many bytes the results take."""
        return self._bytes

    def __len__(self) -> int:
        return len(self._entries)

    def contains(self, key: str) -> bool:
        """Whether there is a result."""
        return key in self._entries

    def get(self, key: str) -> Any | None:
        """The result under a key, or None."""
        with self._one_at_a_time:
            entry = self._entries.pop(key, None)
            if entry is None:
                return None
            value, size, _ = entry
            self._entries[key] = (value, size, self._run)
            return value

    def put(self, key: str, value: Any, size: int | None = None) -> None:
        """Keep a result of about `size` bytes, letting those go that were used longest ago."""
        size = _ENTRY_OVERHEAD + (size if size is not None else size_of(value))
        with self._one_at_a_time:
            self._bytes -= self._entries.pop(key, (None, 0, 0))[1]
            if size > self._limit:
                # All others would have to go, and it would still not fit.
                return
            self._bytes += size
            self._entries[key] = (value, size, self._run)
            while self._bytes > self._limit:
                self._let_oldest_go()

    def begin_run(self) -> None:
        """Another run begins: what was not used for long goes."""
        with self._one_at_a_time:
            self._run += 1
            while self._runs is not None and self._entries:
                _, _, used = next(iter(self._entries.values()))
                if used > self._run - self._runs:
                    return
                self._let_oldest_go()

    def _let_oldest_go(self) -> None:
        _, (_, freed, _) = self._entries.popitem(last=False)
        self._bytes -= freed

    def clear(self) -> None:
        """Let everything go."""
        with self._one_at_a_time:
            self._entries.clear()
            self._bytes = 0


class Cache:
    """Two tiers: what memory has let go is read back from disk."""

    def __init__(self, memory: MemoryCache, disk: DiskCache | None) -> None:
        self.memory = memory
        self.disk = disk

    def begin_run(self) -> None:
        """Another run begins."""
        self.memory.begin_run()
        if self.disk is not None:
            self.disk.begin_run()

    def catch_up(self) -> None:
        """Take in what other processes have added on disk."""
        if self.disk is not None:
            self.disk.catch_up()

    def contains(self, key: str) -> bool:
        """Whether a result is known."""
        return self.memory.contains(key) or (self.disk is not None and self.disk.contains(key))

    def get(self, key: str) -> Any | None:
        """The result under a key, or None."""
        value = self.memory.get(key)
        if value is None and self.disk is not None:
            value = self.disk.get(key)
            if value is not None:
                self.memory.put(key, value)
        return value

    def put(self, key: str, value: Any) -> None:
        """Keep a result."""
        self.memory.put(key, value)
        if self.disk is not None:
            self.disk.put(key, value)

    def clear(self) -> None:
        """Let everything go, in memory and on disk."""
        self.memory.clear()
        if self.disk is not None:
            self.disk.clear()

    def close(self) -> None:
        """Let go of what is in memory; what is on disk stays."""
        self.memory.clear()
        if self.disk is not None:
            self.disk.close()
