"""LargeResults: results with arrays, one checksummed safetensors file each."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

from graph_engine.atomic import write_atomically
from graph_engine.codecs import Array

log = logging.getLogger(__name__)

_SUFFIX = ".safetensors"
_NO_ARRAYS = {"none": np.zeros(0, dtype=np.uint8)}
_SWEEP_SHARE = 0.9
_ABANDONED_SECONDS = 3600


class LargeResults:
    """JSON texts with arrays, by key, below a folder.

    The JSON part lies in the file's metadata, beside a SHA-256 over both; whatever doesn't match
    is a miss, with a warning. When the files outgrow `limit` bytes, those used longest ago go.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        self._folder = str(folder)
        self._limit = limit
        # How much may be written until the folder is looked at again: others write there too.
        self._room = 0

    def __len__(self) -> int:
        return sum(1 for path, _ in self._files() if path.endswith(_SUFFIX))

    @property
    def bytes(self) -> int:
        """The size of all files."""
        return sum(status.st_size for _, status in self._files())

    def contains(self, key: str) -> bool:
        """Whether there is an entry; only reading it tells whether it is sound."""
        return os.access(self._path(key), os.F_OK)

    def get(self, key: str) -> tuple[str, dict[str, Array]] | None:
        """The JSON text and the arrays under a key, or None."""
        path = self._path(key)
        try:
            found = _read(Path(path).read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, SafetensorError, ValueError, KeyError, TypeError) as error:
            log.warning("A damaged cache entry was left out and is made anew: %s (%s)", path, error)
            self.remove(key)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return found

    def put(self, key: str, text: str, arrays: Mapping[str, Array]) -> None:
        """Write an entry; raises OSError if it can't be written."""
        metadata = {"weft": text, "sha256": _checksum(text, arrays)}
        data = save(dict(arrays) or _NO_ARRAYS, metadata)
        if len(data) > self._limit * _SWEEP_SHARE:
            log.info("A result stays in memory only: it is larger than the cache")
            return
        write_atomically(Path(self._path(key)), data)
        self._room -= len(data)
        if self._room < 0:
            self._sweep()

    def remove(self, key: str) -> None:
        """Remove an entry, if it is there."""
        with contextlib.suppress(OSError):
            Path(self._path(key)).unlink()

    def clear(self) -> None:
        """Remove all entries."""
        for path, status in list(self._files()):
            if path.endswith(_SUFFIX) or _is_abandoned(status):
                with contextlib.suppress(OSError):
                    Path(path).unlink()
        self._room = 0

    def _sweep(self) -> None:
        """Once over the limit, let the entries go that were used longest ago, to well below it."""
        found = sorted(self._files(), key=lambda item: item[1].st_mtime_ns)
        total = sum(status.st_size for _, status in found)
        enough = self._limit if total <= self._limit else self._limit * _SWEEP_SHARE
        for path, status in found:
            is_entry = path.endswith(_SUFFIX)
            if (is_entry and total > enough) or (not is_entry and _is_abandoned(status)):
                with contextlib.suppress(OSError):
                    Path(path).unlink()
                total -= status.st_size
        self._room = int(min(self._limit - total, self._limit * (1 - _SWEEP_SHARE)))

    def _path(self, key: str) -> str:
        return f"{self._folder}/{key[:2]}/{key}{_SUFFIX}"

    def _files(self) -> Iterator[tuple[str, os.stat_result]]:
        try:
            groups = [entry.path for entry in os.scandir(self._folder) if entry.is_dir()]
        except OSError:
            return
        for group in groups:
            with contextlib.suppress(OSError), os.scandir(group) as entries:
                for entry in entries:
                    with contextlib.suppress(OSError):
                        yield entry.path, entry.stat()


def _is_abandoned(status: os.stat_result) -> bool:
    """Whether a half-written file is so old that its writer must have been killed."""
    return status.st_mtime < time.time() - _ABANDONED_SECONDS


def _read(data: bytes) -> tuple[str, dict[str, Array]]:
    # A safetensors file: 8 bytes of header length, then the header as JSON, then the tensors.
    length = int.from_bytes(data[:8], "little")
    metadata = json.loads(data[8 : 8 + length])["__metadata__"]
    text, checksum = str(metadata["weft"]), metadata["sha256"]
    arrays: dict[str, Array] = load(data)
    if set(arrays) == set(_NO_ARRAYS):
        arrays = {}
    if _checksum(text, arrays) != checksum:
        raise ValueError("its checksum does not match")
    for array in arrays.values():
        array.setflags(write=False)
    return text, arrays


def _checksum(text: str, arrays: Mapping[str, Array]) -> str:
    digest = hashlib.sha256(text.encode())
    for name in sorted(arrays):
        array = arrays[name]
        digest.update(f"\0{name} {array.dtype.str} {array.shape}\0".encode())
        digest.update(array.data if array.size else b"")
    return digest.hexdigest()
