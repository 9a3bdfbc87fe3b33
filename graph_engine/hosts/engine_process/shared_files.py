"""Shared files: large bytes on their way to the studio, in memory that both processes map.

A folder of the system's shared memory where there is one, else of the temporary files: unlike a
segment of `multiprocessing.shared_memory`, it tells what a killed process has left in it.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import sys
import threading
from pathlib import Path

_PREFIX = "weft-engine-"
_MEMORY = Path("/dev/shm")
# A container may have 64 MB of shared memory in all: not enough for a few large pictures.
_LEAST_FREE = 512 * 2**20
MOST_BYTES = 256 * 2**20
_CLOCK_TICK_SECONDS = 2.0


class SharedFiles:
    """The engine's side: writes files into a folder of this process alone, made for the first."""

    def __init__(self) -> None:
        self.folder = _usual_place() / f"{_PREFIX}{os.getpid()}-{os.urandom(6).hex()}"
        self._count = 0
        self._is_over = False
        self._one_at_a_time = threading.Lock()

    def put(self, data: bytes | memoryview) -> str:
        """Write a file and return its name; raises OSError if too much was not taken yet."""
        with self._one_at_a_time:
            return self._put(data)

    def remove(self) -> None:
        """Remove the folder with what nobody has taken; nothing can be put any more."""
        with self._one_at_a_time:
            self._is_over = True
            remove_folder(self.folder)

    def _put(self, data: bytes | memoryview) -> str:
        if self._is_over or self._bytes_waiting() + len(data) > MOST_BYTES:
            raise OSError("the studio does not take the files")
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self._count += 1
        file = self.folder / f"{self._count}.raw"
        try:
            file.write_bytes(data)
        except OSError:
            with contextlib.suppress(OSError):
                file.unlink()
            raise
        return file.name

    def _bytes_waiting(self) -> int:
        total = 0
        with contextlib.suppress(FileNotFoundError):  # there is no folder yet
            for entry in os.scandir(self.folder):
                with contextlib.suppress(FileNotFoundError):  # taken right now
                    total += entry.stat().st_size
        return total


def take_file(folder: Path, name: str) -> memoryview:
    """The studio's side: the bytes of a file, which is gone from the folder then.

    Raises OSError if it is not there, ValueError for what is no name of such a file.
    """
    if not name.removesuffix(".raw").isdecimal():
        raise ValueError(f"{name!r} is no shared file")
    file = folder / name
    if sys.platform == "win32":  # a file that is mapped can't be removed there
        data = memoryview(file.read_bytes())
    else:
        with file.open("rb") as stream:
            data = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
    file.unlink()
    return data


def remove_folder(folder: Path) -> None:
    """Remove an engine's folder, if it is one and still there."""
    import shutil  # here, because the studio loads this module before its window is there

    if folder.name.startswith(_PREFIX):
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Remove the folders of engines that were killed."""
    for place in (_MEMORY, _temporary_files()):
        for folder in place.glob(f"{_PREFIX}*"):
            with contextlib.suppress(OSError, ValueError):
                number = int(folder.name.removeprefix(_PREFIX).partition("-")[0])
                if not _is_at_work(number, folder.stat().st_mtime):
                    remove_folder(folder)


def _is_at_work(process: int, since: float) -> bool:
    """Whether the process that used a folder then is the one that has its number now."""
    import psutil  # type: ignore[import-untyped]  # it has no types of its own

    try:
        started: float = psutil.Process(process).create_time()
    except psutil.Error:
        return False
    return started <= since + _CLOCK_TICK_SECONDS


def _usual_place() -> Path:
    import shutil

    with contextlib.suppress(OSError):
        if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free >= _LEAST_FREE:
            return _MEMORY
    return _temporary_files()


def _temporary_files() -> Path:
    import tempfile

    return Path(tempfile.gettempdir())
