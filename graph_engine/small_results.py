"""SmallResults: results without arrays, as checksummed lines of one append-only file.

A file for each of ten thousand numbers costs a hundred times what a line costs.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import threading
from pathlib import Path

from graph_engine.atomic import write_atomically

log = logging.getLogger(__name__)

MAX_BYTES = 4000
_CHECKSUM_LENGTH = 32
_REMEMBERED = 200


class SmallResults:
    """JSON texts by key, in a file that several processes and threads may append to at once.

    Each record is written with one call, and starts with a line break so that a record torn by a
    killed process spoils no other. A record that doesn't match its checksum is a miss, with a
    warning. When the file outgrows `limit` bytes, the older half goes.
    """

    def __init__(self, file: Path, limit: int) -> None:
        self._file = file
        self._limit = limit
        self._one_at_a_time = threading.RLock()
        self._texts: dict[str, str] = {}
        self._read_up_to = 0
        self._last_read = b""

    def __len__(self) -> int:
        self.catch_up()
        return len(self._texts)

    @property
    def bytes(self) -> int:
        """The size of the file."""
        with contextlib.suppress(OSError):
            return self._file.stat().st_size
        return 0

    @property
    def known(self) -> int:
        """A number that changes whenever results come or go."""
        return self._read_up_to + len(self._texts)

    def contains(self, key: str) -> bool:
        """Whether there is a result."""
        return key in self._texts

    def get(self, key: str) -> str | None:
        """The JSON text under a key, or None."""
        return self._texts.get(key)

    def put(self, key: str, text: str) -> None:
        """Append a result; raises OSError if the file can't be written."""
        if self._texts.get(key) == text:
            return
        record = f"\n{key} {_checksum(key, text)} {text}\n".encode()
        handle = _open_for_appending(self._file)
        try:
            os.write(handle, record)
            size = os.fstat(handle).st_size
        finally:
            os.close(handle)
        with self._one_at_a_time:
            self._texts[key] = text
            if size > self._limit:
                self._shorten()

    def clear(self) -> None:
        """Remove all results."""
        with self._one_at_a_time:
            self._start_anew()
        with contextlib.suppress(OSError):
            self._file.unlink()

    def catch_up(self) -> None:
        """Read what this and other processes have appended since the last time."""
        with self._one_at_a_time:
            self._read_on()

    def _read_on(self) -> None:
        try:
            with self._file.open("rb") as stream:
                stream.seek(self._read_up_to - len(self._last_read))
                if stream.read(len(self._last_read)) != self._last_read:
                    # Another process has shortened or cleared the file.
                    self._start_anew()
                    stream.seek(0)
                data = stream.read()
        except FileNotFoundError:
            # Another process has cleared the cache, or nothing has been kept yet.
            self._start_anew()
            return
        except OSError:
            return
        whole = data.rfind(b"\n") + 1
        self._read_up_to += whole
        self._last_read = (self._last_read + data[:whole])[-_REMEMBERED:]
        damaged = 0
        for line in data[:whole].split(b"\n"):
            if not line:
                continue
            record = _parse(line)
            if record is None:
                damaged += 1
            else:
                self._texts[record[0]] = record[1]
        if damaged:
            log.warning(
                "%d damaged cache entries in %s were left out and are made anew.",
                damaged,
                self._file,
            )

    def _shorten(self) -> None:
        self.catch_up()
        kept = dict(list(self._texts.items())[len(self._texts) // 2 :])
        data = "".join(f"\n{key} {_checksum(key, text)} {text}\n" for key, text in kept.items())
        write_atomically(self._file, data.encode())
        self._start_anew()
        self._texts = kept

    def _start_anew(self) -> None:
        self._texts = {}
        self._read_up_to = 0
        self._last_read = b""


def _open_for_appending(file: Path) -> int:
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    try:
        return os.open(file, flags, 0o644)
    except FileNotFoundError:
        file.parent.mkdir(parents=True, exist_ok=True)
        return os.open(file, flags, 0o644)


def _checksum(key: str, text: str) -> str:
    return hashlib.sha256(f"{key} {text}".encode()).hexdigest()[:_CHECKSUM_LENGTH]


def _parse(line: bytes) -> tuple[str, str] | None:
    try:
        key, checksum, text = line.decode().split(" ", 2)
    except ValueError:
        return None
    return (key, text) if _checksum(key, text) == checksum else None
