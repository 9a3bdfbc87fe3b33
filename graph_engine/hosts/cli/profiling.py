"""`weft run --profile`: the profile of a run, written when it is over."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from graph_engine.errors import InputError
from graph_engine.events import Event
from graph_engine.profile import Heard, profiled


@contextmanager
def profiling(file: Path | None, on_event: Callable[[Event], None]) -> Iterator[Heard]:
    """Follow a run, and write its profile if a file is named, however it ends.

    Raises InputError before the run if the file can't be written.
    """
    if file is None:
        yield Heard(on_event)
        return
    _write(file, json.dumps({"traceEvents": []}))
    with profiled(on_event, lambda trace: _write(file, json.dumps(trace))) as heard:
        yield heard


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f'"{file}" can\'t be written: {error.strerror}.') from error
