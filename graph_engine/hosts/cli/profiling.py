"""`weft run --profile`: the profile of a run, written when it is over."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph_engine.errors import InputError
from graph_engine.events import Event
from graph_engine.memory_watch import MemoryWatch
from graph_engine.profile import Profile
from graph_engine.spans import TakeSpan


@dataclass(frozen=True)
class Heard:
    """What a run is to tell to."""

    on_event: Callable[[Event], None]
    on_span: TakeSpan | None = None


@contextmanager
def profiling(file: Path | None, on_event: Callable[[Event], None]) -> Iterator[Heard]:
    """Follow a run, and write its profile if a file is named, however it ends.

    Raises InputError before the run if the file can't be written.
    """
    if file is None:
        yield Heard(on_event)
        return
    _write(file, "")
    with MemoryWatch() as memory:
        profile = Profile(memory)

        def both(event: Event) -> None:
            profile.on_event(event)
            on_event(event)

        try:
            yield Heard(both, profile.on_span)
        finally:
            _write(file, json.dumps(profile.trace()))


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f'"{file}" can\'t be written: {error.strerror}.') from error
