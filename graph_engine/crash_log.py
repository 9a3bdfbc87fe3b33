"""Crash log: tracebacks of nodes, kept for whoever has to find the fault."""

from __future__ import annotations

import datetime
import traceback
from pathlib import Path

_MAX_BYTES = 2**20


def write_crash(folder: Path, error: BaseException, node: str) -> str:
    """Append an error's traceback to the log in a folder; returns the file, or "" if it can't."""
    file = folder / "weft.log"
    now = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    text = "".join(traceback.format_exception(error))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if file.exists() and file.stat().st_size > _MAX_BYTES:
            file.replace(file.with_suffix(".old.log"))
        with file.open("a", encoding="utf-8") as stream:
            stream.write(f"{now} node {node}\n{text}\n")
    except OSError:
        return ""
    return str(file)
