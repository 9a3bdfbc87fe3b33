"""Memory watch: how much memory this process takes, looked at again and again by a thread."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Self

_SECONDS = 0.02


class MemoryWatch:
    """While the context lasts, `samples` grows by (time of `time.perf_counter`, bytes)."""

    def __init__(self) -> None:
        import psutil  # type: ignore[import-untyped]  # it has no types of its own

        self._process = psutil.Process()
        self.samples: list[tuple[float, int]] = []
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

    def look(self) -> None:
        """Look now, whatever the thread does."""
        self.samples.append((time.perf_counter(), self._process.memory_info().rss))

    def peak(self, start: float, end: float) -> int:
        """The most that was taken in a span of time, as far as it was looked at."""
        return max((size for moment, size in self.samples if start <= moment <= end), default=0)

    def _watch(self) -> None:
        while not self._over.wait(_SECONDS):
            self.look()
