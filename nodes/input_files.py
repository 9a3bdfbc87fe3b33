"""Input files: the file that a param of a node names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graph_engine.errors import NodeError

if TYPE_CHECKING:
    from graph_engine.context import Context
    from graph_engine.hints import FileHint


def find_file(context: Context, hint: FileHint, value: str, port: str) -> Path:
    """The file in one of the input folders; raises NodeError with the nearest names."""
    file = context.places.find(hint, value)
    if file is None:
        missing = context.places.missing(hint, value)
        message = missing.message if missing else f'there is no file "{value}".'
        raise NodeError(
            message[0].upper() + message[1:], port=port, hint=missing.hint if missing else ""
        )
    return file
