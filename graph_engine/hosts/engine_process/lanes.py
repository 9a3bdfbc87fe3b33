"""Lanes: threads that answer asks one after the other, the newest of its kind only."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from graph_engine.hosts.engine_process.messages import Ask


@dataclass(frozen=True, slots=True)
class Numbered:
    """An ask under its number."""

    number: int
    ask: Ask


class Lane:
    """A thread that answers asks in their order; what a newer one overtakes is dropped.

    `begin` is called in the thread, before the first.
    """

    def __init__(
        self,
        name: str,
        answer: Callable[[Numbered], None],
        dropped: Callable[[Numbered], None],
        begin: Callable[[], None] = lambda: None,
    ) -> None:
        self._begin = begin
        self._answer = answer
        self._dropped = dropped
        self._waiting: deque[Numbered] = deque()
        self._changed = threading.Condition()
        threading.Thread(target=self._work, name=f"weft-{name}", daemon=True).start()

    def put(self, numbered: Numbered) -> None:
        """Add an ask; those waiting that it overtakes are dropped."""
        overtakes = numbered.ask.overtakes
        with self._changed:
            old = [other for other in self._waiting if overtakes and _same(other, overtakes)]
            for other in old:
                self._waiting.remove(other)
            self._waiting.append(numbered)
            self._changed.notify()
        for other in old:
            self._dropped(other)

    def withdraw(self, which: Callable[[Ask], bool]) -> tuple[Numbered, ...]:
        """Take asks that wait out of the lane, unanswered."""
        with self._changed:
            found = tuple(one for one in self._waiting if which(one.ask))
            for one in found:
                self._waiting.remove(one)
        return found

    def _work(self) -> None:
        self._begin()
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting)
                numbered = self._waiting.popleft()
            self._answer(numbered)


def _same(numbered: Numbered, overtakes: tuple[str, ...]) -> bool:
    return numbered.ask.overtakes == overtakes
