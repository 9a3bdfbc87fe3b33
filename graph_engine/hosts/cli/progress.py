"""Progress bars on a terminal, one for each running node."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from graph_engine.events import (
    Event,
    NodeFailed,
    NodeFinished,
    NodeProgress,
    NodeStarted,
)

_AT_ONCE_SECONDS = 0.1


@contextmanager
def progress_bars() -> Iterator[Callable[[Event], None]]:
    """Show the run on standard error while the context lasts.

    Nodes that were done at once leave no bar behind: of a thousand of them nobody wants to read.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TaskID,
        TextColumn,
        TimeElapsedColumn,
    )

    tasks: dict[str, TaskID] = {}
    totals: dict[str, int] = {}
    columns = (
        SpinnerColumn(finished_text="[green]✓"),
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=False) as progress:

        def on_event(event: Event) -> None:
            if isinstance(event, NodeStarted):
                tasks[event.node] = progress.add_task(event.node, total=1)
            elif isinstance(event, NodeProgress):
                totals[event.node] = event.total
                progress.update(tasks[event.node], completed=event.done, total=event.total)
            elif isinstance(event, NodeFailed):
                progress.update(tasks[event.node], description=f"[red]{event.node}")
            elif isinstance(event, NodeFinished) and event.node in tasks:
                task = tasks[event.node]
                if event.status == "ran" and event.seconds < _AT_ONCE_SECONDS:
                    progress.remove_task(task)
                    return
                if event.status == "ran":
                    progress.update(task, completed=totals.get(event.node, 1))
                progress.stop_task(task)

        yield on_event
