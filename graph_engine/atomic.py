"""Atomic writes: a file is there whole, or not at all."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def write_atomically(path: Path, data: bytes, *, durable: bool = False) -> None:
    """Write a file under a temporary name beside its place, then move it there.

    A `durable` write is on the disk when this returns, also if the power goes; it keeps the mode
    of the file that it replaces.

    Several processes may write the same path at once: the last one wins, whole. Nothing is left
    behind if the write fails; a process killed in the middle leaves a file named `*.partial`.
    """
    # Not the process's number: what a killed process left behind would be in the way of another
    # with the same number, as in containers, where a few numbers come back all the time.
    temporary = Path(f"{path}.{os.urandom(6).hex()}.partial")
    try:
        try:
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with os.fdopen(handle, "wb", buffering=0) as stream:
            rest = memoryview(data)
            while rest:
                rest = rest[stream.write(rest) :]
            if durable:
                os.fsync(handle)
        if durable and path.exists():
            temporary.chmod(path.stat().st_mode)
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
