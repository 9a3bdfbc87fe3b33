r"""ChainFiles: the states of chains on disk, all of one chain appended to one file.

Making a file costs ten times what appending to one does, and a sampler passes many states a
second. A record is one line of text (key, checksum, length) and a safetensors file:

    \nweft-state <key> <sha256 of the rest> <its length>\n<safetensors>
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.numpy import load

from graph_engine.codecs import Array, NotStorable, decode, encode

log = logging.getLogger(__name__)

_HEADER = re.compile(rb"\nweft-state (\w{64}) (\w{64}) (\d{1,18})\n")
_MARK = b"\nweft-state "
_HEADER_ROOM = 200
_SEARCHED = 1 << 20
_SUFFIX = ".states"
_SWEEP_SHARE = 0.9
_DTYPES = {"b1": "BOOL", "u1": "U8", "u2": "U16", "u4": "U32", "u8": "U64", "i1": "I8", "i2": "I16",
           "i4": "I32", "i8": "I64", "f2": "F16", "f4": "F32", "f8": "F64"}  # fmt: skip


@dataclass(frozen=True)
class _Place:
    """Where a state lies in its file, and what its bytes must come to."""

    offset: int
    length: int
    checksum: str


@dataclass
class _Chain:
    """What is known of a file: its records, and up to where it was looked through."""

    records: dict[str, _Place] = field(default_factory=dict)
    seen: int = 0


class ChainFiles:
    """States by their chain's first key and their own, below a folder, up to `limit` bytes.

    Several processes may append to one file, and threads may ask meanwhile; each record is written with one call, so that of a
    killed process at most the last is lost. What doesn't match its checksum is a miss, with a
    warning. When the files outgrow the limit, the chains used longest ago go. A full disk or a
    folder that can't be written costs only the keeping.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder = folder
        self.limit = limit
        self._one_at_a_time = threading.RLock()
        self._chains: dict[str, _Chain] = {}
        self._writable, self._told = True, False
        self._opened: tuple[str, int] | None = None
        # How much may be written until the folder is looked at again: others write there too.
        self._room = 0

    def __len__(self) -> int:
        return sum(1 for _ in self._files())

    def total_bytes(self) -> int:
        """The size of all files."""
        return sum(status.st_size for _, status in self._files())

    def keys(self, start: str) -> frozenset[str]:
        """The keys of a chain's states that are there; only reading tells whether one is sound."""
        with self._one_at_a_time:
            return frozenset(self._records(start))

    def _records(self, start: str) -> dict[str, _Place]:
        """Where the states of a chain lie, as far as its file goes now."""
        with contextlib.suppress(OSError), self._path(start).open("rb") as stream:
            chain = self._chains.setdefault(start, _Chain())
            size = os.fstat(stream.fileno()).st_size
            if size < chain.seen:  # another process has cleared the folder and begun anew
                chain = self._chains[start] = _Chain()
            _look_through(stream.fileno(), size, chain)
            return chain.records
        self._chains.pop(start, None)
        return {}

    def get(self, start: str, key: str) -> Any | None:
        """A state, or None."""
        with self._one_at_a_time:
            place = self._records(start).get(key)
        if place is None:
            return None
        path = self._path(start)
        try:
            with path.open("rb") as stream:
                data = os.pread(stream.fileno(), place.length, place.offset)
            state = _decoded(data, place)
            os.utime(path)
        except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
            log.warning("A damaged step was left out and is made anew: %s (%s)", path, error)
            with self._one_at_a_time:
                self._records(start).pop(key, None)
            return None
        return state

    def begin_run(self) -> None:
        """Another run begins: a disk that was full may have room again."""
        self._writable = True

    def put(self, start: str, key: str, state: Any) -> int | None:
        """Append a state, unless it is there; how many bytes it takes, if it was written."""
        chain = self._chains.get(start)
        if not self._writable or (chain is not None and key in chain.records):
            return None
        try:
            data = _encoded(state)
        except (NotStorable, ValueError) as error:
            log.info("A step stays in memory only: %s", error)
            return None
        header = f"\nweft-state {key} {hashlib.sha256(data).hexdigest()} {len(data)}\n".encode()
        try:
            self._append(start, header + data)
        except OSError as error:
            if not self._told:
                log.warning("Steps are not kept in %s: %s", self.folder, error.strerror)
            self._writable, self._told = False, True
            return None
        self._told = False
        return len(data)

    def clear(self) -> None:
        """Remove all states."""
        self.close()
        for path, _ in list(self._files()):
            with contextlib.suppress(OSError):
                Path(path).unlink()
        self._chains.clear()
        self._room = 0

    def close(self) -> None:
        """Close the file that was written to last."""
        if self._opened is not None:
            os.close(self._opened[1])
            self._opened = None

    def _append(self, start: str, record: bytes) -> None:
        os.write(self._handle(start), record)
        self._room -= len(record)
        if self._room < 0:
            self._sweep(keep=str(self._path(start)))

    def _handle(self, start: str) -> int:
        """A chain's file, open for appending; a sampler writes many times to one."""
        if self._opened is not None:
            opened, handle = self._opened
            # Another process may have removed the file meanwhile.
            if opened == start and os.fstat(handle).st_nlink:
                return handle
            self.close()
        path = self._path(start)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        try:
            handle = os.open(path, flags, 0o644)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, flags, 0o644)
        self._opened = (start, handle)
        return handle

    def _sweep(self, keep: str) -> None:
        """Once over the limit, let the chains go that were used longest ago, to well below it."""
        found = sorted(self._files(), key=lambda item: item[1].st_mtime_ns)
        total = sum(status.st_size for _, status in found)
        enough = self.limit if total <= self.limit else self.limit * _SWEEP_SHARE
        for path, status in found:
            # A single chain may outgrow the limit: then it begins anew.
            if total > enough and (path != keep or total > self.limit):
                with contextlib.suppress(OSError):
                    Path(path).unlink()
                total -= status.st_size
        self._room = int(min(self.limit - total, self.limit * (1 - _SWEEP_SHARE)))

    def _path(self, start: str) -> Path:
        return self.folder / start[:2] / f"{start}{_SUFFIX}"

    def _files(self) -> Iterator[tuple[str, os.stat_result]]:
        for path in self.folder.glob(f"*/*{_SUFFIX}"):
            with contextlib.suppress(OSError):
                yield str(path), path.stat()


def _look_through(handle: int, size: int, chain: _Chain) -> None:
    """Note the records behind those that are known, past any that a killed process left torn."""
    while chain.seen < size:
        header = _HEADER.match(os.pread(handle, _HEADER_ROOM, chain.seen))
        if header is None:
            torn = os.pread(handle, _SEARCHED, chain.seen + 1).find(_MARK)
            if torn < 0:
                return
            chain.seen += 1 + torn
            continue
        key, checksum, length = header[1].decode(), header[2].decode(), int(header[3])
        place = _Place(chain.seen + header.end(), length, checksum)
        end = place.offset + length
        if end > size or not _is_whole(handle, place):
            # A length that was cut short ends with the line break of the record behind it.
            begin = place.offset - 1
            following = os.pread(handle, _SEARCHED, begin).find(_MARK)
            if 0 <= following <= length:
                chain.seen = begin + following
                continue
            if end > size:
                return  # torn at the end, or still being written
        chain.records[key] = place
        chain.seen = end


def _is_whole(handle: int, place: _Place) -> bool:
    """Whether a record reaches its end before another begins."""
    end = place.offset + place.length
    if os.pread(handle, len(_MARK), end) == _MARK:
        return True
    # The last one, or one with something torn in it or behind it: few enough to read them.
    data = os.pread(handle, place.length, place.offset)
    return hashlib.sha256(data).hexdigest() == place.checksum


def _encoded(state: Any) -> bytes:
    """A state as a safetensors file, written here: its library takes three times as long."""
    arrays: dict[str, Array] = {}
    text = json.dumps(encode(state, arrays, {}), separators=(",", ":"))
    header: dict[str, Any] = {"__metadata__": {"weft": text}}
    end = 0
    for name, array in arrays.items():
        begin, end = end, end + array.nbytes
        dtype = _DTYPES[array.dtype.str[1:]]
        header[name] = {"dtype": dtype, "shape": array.shape, "data_offsets": (begin, end)}
    head = json.dumps(header, separators=(",", ":")).encode()
    head += b" " * (-len(head) % 8)
    parts = [array.tobytes() for array in arrays.values()]
    return b"".join((len(head).to_bytes(8, "little"), head, *parts))


def _decoded(data: bytes, place: _Place) -> Any:
    if len(data) != place.length or hashlib.sha256(data).hexdigest() != place.checksum:
        raise ValueError("its checksum does not match")
    length = int.from_bytes(data[:8], "little")
    text = json.loads(data[8 : 8 + length])["__metadata__"]["weft"]
    return decode(json.loads(text), load(data), {})
