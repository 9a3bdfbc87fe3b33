"""Checkpoints: the states that iterative nodes pass, kept so that a run can go on from any."""

from __future__ import annotations

from typing import Any

from graph_engine.beforehand import Chain
from graph_engine.cache import Cache

STEPS_FOLDER = "steps"


class Checkpoints:
    """States by key, in a cache with a budget of its own; without a cache nothing is kept."""

    def __init__(self, cache: Cache | None = None) -> None:
        self.cache = cache

    def last_known(self, chain: Chain) -> int:
        """After how many iterations of a chain a state is at hand; 0 if none is."""
        if self.cache is None:
            return 0
        known = (i for i in range(chain.iterations, 0, -1) if self.cache.contains(chain.keys[i]))
        return next(known, 0)

    def resume(self, chain: Chain) -> tuple[int, Any | None]:
        """The last state of a chain that can be read, and after how many iterations it was."""
        for i in range(chain.iterations, 0, -1):
            if self.cache is None:
                break
            if self.cache.contains(chain.keys[i]):
                state = self.cache.get(chain.keys[i])
                if state is not None:
                    return i, state
        return 0, None

    def keep(self, key: str, state: Any) -> None:
        """Keep a state, or a note, under a key: None, scalars, text, lists, dicts and arrays."""
        if self.cache is not None:
            self.cache.put(key, state)

    def recall(self, key: str) -> Any | None:
        """What is kept under a key, or None."""
        return self.cache.get(key) if self.cache is not None else None

    def catch_up(self) -> None:
        """Take in what other processes have noted."""
        if self.cache is not None:
            self.cache.catch_up()

    def close(self) -> None:
        """Let go of what is in memory."""
        if self.cache is not None:
            self.cache.close()
