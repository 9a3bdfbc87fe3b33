"""Shake: whether a drag goes to and fro quickly, as one shakes something off."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

WITHIN_SECONDS = 0.9
TURNS = 4
LEAST_WAY = 18.0


@dataclass
class Shake:
    """Counts the turns of a movement along one axis, in pixels of the screen."""

    clock: Callable[[], float] = monotonic
    _turns: deque[float] = field(default_factory=deque)
    _extreme: float | None = None
    _direction: int = 0

    def moved_to(self, x: float) -> bool:
        """Note where the pointer is; true at the moment at which it has been shaken."""
        if self._extreme is None:
            self._extreme = x
            return False
        way = x - self._extreme
        if self._direction * way >= 0 and self._direction:
            self._extreme = x
            return False
        if abs(way) < LEAST_WAY:
            return False
        if self._direction:
            self._turns.append(self.clock())
        self._direction = 1 if way > 0 else -1
        self._extreme = x
        while self._turns and self._turns[0] < self.clock() - WITHIN_SECONDS:
            self._turns.popleft()
        if len(self._turns) < TURNS:
            return False
        self._turns.clear()
        return True
