"""Restarts: how often, and after how long, an engine that died is started again."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

MOST = 5
WITHIN_SECONDS = 60.0
_FIRST_DELAY_SECONDS = 0.1


class Restarts:
    """At most some restarts within a minute, each after twice the time of the one before."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._times: deque[float] = deque()

    def next_delay(self) -> float | None:
        """After how many seconds to start again, now that it has died; None for not at all."""
        now = self._clock()
        while self._times and now - self._times[0] > WITHIN_SECONDS:
            self._times.popleft()
        if len(self._times) >= MOST:
            return None
        self._times.append(now)
        return _FIRST_DELAY_SECONDS * ((1 << (len(self._times) - 1)) - 1)

    def forget(self) -> None:
        """Count from the beginning: somebody wants it to be tried."""
        self._times.clear()
