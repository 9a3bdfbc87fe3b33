"""How the command line follows a run, and how Ctrl-C ends it."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import click

from graph_engine.events import Event, event_data
from graph_engine.hosts.cli.progress import progress_bars


@contextmanager
def listener(as_json: bool, events: bool) -> Iterator[Callable[[Event], None]]:
    """What follows a run: lines of JSON, nothing, or bars on a terminal."""
    if events:
        yield lambda event: click.echo(json.dumps(event_data(event)), err=as_json)
    elif as_json or not sys.stderr.isatty():
        yield lambda event: None
    else:
        with progress_bars() as on_event:
            yield on_event


@contextmanager
def stop_on_interrupt() -> Iterator[threading.Event]:
    """The first Ctrl-C (or SIGTERM) asks the run to stop after the step, a second one quits."""
    stop = threading.Event()

    def interrupted(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        click.echo("Stopping after this step; Ctrl-C again quits at once.", err=True)

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, interrupted) for number in numbers]
    try:
        yield stop
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
