"""Lane: tasks one after the other in a thread of their own, the urgent ones first."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Condition, Thread

Task = Callable[[], object]


class Lane:
    """The thread begins with the first task and ends when there are none left."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._urgent: deque[Task] = deque()
        self._others: deque[Task] = deque()
        self._state = Condition()
        self._thread: Thread | None = None
        self._is_closed = False

    def now(self, task: Task) -> None:
        """Do a task after other urgent ones, before all that can wait."""
        self._add(self._urgent, task)

    def later(self, task: Task) -> None:
        """Do a task when nothing else is waiting."""
        self._add(self._others, task)

    def wait(self, seconds: float = 30.0) -> bool:
        """Wait until nothing is left to do; False if that takes longer."""
        with self._state:
            return self._state.wait_for(lambda: self._thread is None, seconds)

    def close(self, last: Task) -> None:
        """Drop what can wait, do the urgent ones and a last one, and take no more."""
        with self._state:
            self._others.clear()
        self.now(last)
        with self._state:
            self._is_closed = True

    def _add(self, tasks: deque[Task], task: Task) -> None:
        with self._state:
            if self._is_closed:
                return
            tasks.append(task)
            if self._thread is None:
                self._thread = Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while True:
            with self._state:
                tasks = self._urgent or self._others
                if not tasks:
                    self._thread = None
                    self._state.notify_all()
                    return
                task = tasks.popleft()
            task()
