"""Progress bars on a terminal, one for each running node."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graph_engine.events import (
    Event,
    NodeFailed,
    NodeFinished,
    NodeProgress,
    NodeStarted,
    RunStarted,
)

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_AT_ONCE_SECONDS = 0.1


@contextmanager
def progress_bars() -> Iterator[Callable[[Event], None]]:
    """Show the run on standard error while the context lasts."""
    bars = _Bars()
    try:
        yield bars.on_event
    finally:
        bars.close()


class _Bars:
    """The bars of the nodes that have started.

    Nodes that were done at once leave no bar behind, because of a thousand nobody wants to read.
    A run of a single quick node, such as saving what was cached, shows none at all: importing
    what draws them would take longer than the run.
    """

    def __init__(self) -> None:
        self._progress: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._totals: dict[str, int] = {}
        self._started = time.monotonic()

    def on_event(self, event: Event) -> None:
        """Follow the run."""
        if isinstance(event, RunStarted) and len(event.nodes) > 1:
            self._open()
        elif isinstance(event, NodeStarted) and self._progress is not None:
            self._task(event.node)
        elif isinstance(event, NodeProgress):
            self._totals[event.node] = event.total
            if self._progress is None and time.monotonic() - self._started > _AT_ONCE_SECONDS:
                self._open()
            if self._progress is not None:
                task = self._task(event.node)
                self._progress.update(task, completed=event.done, total=event.total)
        elif isinstance(event, NodeFailed) and self._progress is not None:
            self._progress.update(self._task(event.node), description=f"[red]{event.node}")
        elif isinstance(event, NodeFinished) and event.node in self._tasks:
            self._finish(event)

    def close(self) -> None:
        """Leave the bars as they are."""
        if self._progress is not None:
            self._progress.stop()

    def _open(self) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
            TimeElapsedColumn,
        )

        self._progress = Progress(
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
        )
        self._progress.start()

    def _task(self, node: str) -> TaskID:
        assert self._progress is not None
        if node not in self._tasks:
            total = self._totals.get(node, 1)
            self._tasks[node] = self._progress.add_task(node, total=total)
        return self._tasks[node]

    def _finish(self, event: NodeFinished) -> None:
        assert self._progress is not None
        task = self._tasks[event.node]
        if event.status == "ran" and event.seconds < _AT_ONCE_SECONDS:
            self._progress.remove_task(task)
            return
        if event.status == "ran":
            self._progress.update(task, completed=self._totals.get(event.node, 1))
        self._progress.stop_task(task)
