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


@contextmanager
def progress_bars() -> Iterator[Callable[[Event], None]]:
    """Show the run on standard error while the context lasts."""
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
                progress.update(tasks[event.node], completed=event.done, total=event.total)
            elif isinstance(event, NodeFailed):
                progress.update(tasks[event.node], description=f"[red]{event.node}")
            elif isinstance(event, NodeFinished) and event.node in tasks:
                task = tasks[event.node]
                if event.status == "ran":
                    progress.update(task, completed=progress.tasks[task].total)
                progress.stop_task(task)

        yield on_event
