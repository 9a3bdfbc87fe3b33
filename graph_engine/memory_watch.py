"""Memory watch: how much memory this process takes, looked at again and again by a thread."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

_SECONDS = 0.05
_WORTH_NOTING = 2**20
_STATM = "/proc/self/statm"


class MemoryWatch:
    """While the context lasts, `samples` holds (time of `time.perf_counter`, bytes).

    A sample that differs from the last by less than a megabyte is left out, so that a long run
    that takes no more memory takes none for this either.
    """

    def __init__(self) -> None:
        self._size = _resident_size()
        self.samples: list[tuple[float, int]] = []
        self._one_at_a_time = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="memory-watch", daemon=True)

    def __enter__(self) -> Self:
        self.look()
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def look(self) -> int:
        """Look now, whatever the thread does; the bytes that are taken."""
        size = self._size()
        with self._one_at_a_time:
            if not self.samples or abs(size - self.samples[-1][1]) >= _WORTH_NOTING:
                self.samples.append((time.perf_counter(), size))
        return size

    def peak(self, start: float, end: float) -> int:
        """The most that was taken in a span of time, as far as it was looked at."""
        most = 0
        for moment, size in reversed(self.samples):
            if moment > end:
                continue
            most = max(most, size)
            if moment < start:
                return most  # what was taken when the span began
        return most

    def _watch(self) -> None:
        while not self._over.wait(_SECONDS):
            self.look()


def _resident_size() -> Callable[[], int]:
    """What tells the bytes that this process has in memory, as quickly as the system allows."""
    if sys.platform == "linux" and os.access(_STATM, os.R_OK):
        page = os.sysconf("SC_PAGE_SIZE")

        def read() -> int:
            file = os.open(_STATM, os.O_RDONLY)
            try:
                return int(os.read(file, 128).split()[1]) * page
            finally:
                os.close(file)

        return read
    import psutil  # type: ignore[import-untyped]  # it has no types of its own

    process = psutil.Process()
    return lambda: int(process.memory_info().rss)
