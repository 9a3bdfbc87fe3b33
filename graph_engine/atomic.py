"""Atomic writes: a file is there whole, or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file under a temporary name beside its place, then move it there.

    Several processes may write the same path at once: the last one wins, whole. Nothing is left
    behind if the write fails; a process killed in the middle leaves a file named `*.partial`.
    """
    # Not the process's number: what a killed process left behind would be in the way of another
    # with the same number, as in containers, where a few numbers come back all the time.
    temporary = Path(f"{path}.{os.urandom(6).hex()}.partial")
    try:
        try:
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        with os.fdopen(handle, "wb", buffering=0) as stream:
            rest = memoryview(data)
            while rest:
                rest = rest[stream.write(rest) :]
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
