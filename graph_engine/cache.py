"""Cache: results by key, in memory first and on disk behind it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

from graph_engine.codecs import size_of
from graph_engine.disk_cache import DiskCache

_ENTRY_OVERHEAD = 1000


class MemoryCache:
    """The results used last, up to a number of bytes; plans and a run may ask at once."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._one_at_a_time = threading.Lock()
        self._bytes = 0
        self._entries: OrderedDict[str, tuple[Any, int]] = OrderedDict()

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
            entry = self._entries.get(key)
            if entry is None:
                return None
            self._entries.move_to_end(key)
            return entry[0]

    def put(self, key: str, value: Any, size: int | None = None) -> None:
        """Keep a result of about `size` bytes, letting those go that were used longest ago."""
        size = _ENTRY_OVERHEAD + (size if size is not None else size_of(value))
        with self._one_at_a_time:
            self._bytes -= self._entries.pop(key, (None, 0))[1]
            if size > self._limit:
                # All others would have to go, and it would still not fit.
                return
            self._bytes += size
            self._entries[key] = (value, size)
            while self._bytes > self._limit:
                _, (_, freed) = self._entries.popitem(last=False)
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
