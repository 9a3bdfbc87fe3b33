"""Frames: messages as JSON text behind its length, cut from a stream that comes in pieces.

Long texts are packed: a pipe holds no more than 64 KiB at a time, and the workflow of a large
graph, which is sent after each edit, would wait for the other side several times.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator
from typing import Any

from graph_engine.errors import WeftError

Json = Any
MAX_BYTES = 64 * 2**20

_LENGTH = struct.Struct(">I")
_PACKED_FROM = 2**14
# What zlib writes first at any level; a JSON object begins otherwise.
_PACKED = b"\x78"


class FrameError(WeftError):
    """A message that is too long, or no JSON object; what follows it can be read."""


def encode_frame(data: Json) -> bytes:
    """The frame of a JSON object; raises FrameError if it would be too long.

    What a node pack puts into its hints and facts need not be JSON; it is written as text then.
    """
    text = json.dumps(data, separators=(",", ":"), default=str).encode()
    if len(text) > MAX_BYTES:
        raise FrameError(f"The message is larger than {MAX_BYTES >> 20} MiB.")
    if len(text) > _PACKED_FROM:
        text = zlib.compress(text, level=1)
    return _LENGTH.pack(len(text)) + text


class FrameReader:
    """Gives the messages of a stream whose bytes come in any pieces."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._to_skip = 0

    def feed(self, piece: bytes) -> Iterator[dict[str, Json] | FrameError]:
        """Take in the next bytes; the messages that are now whole, or why one is none."""
        self._buffer += piece
        while True:
            if self._to_skip:
                skipped = min(self._to_skip, len(self._buffer))
                del self._buffer[:skipped]
                self._to_skip -= skipped
            if self._to_skip or len(self._buffer) < _LENGTH.size:
                return
            (length,) = _LENGTH.unpack_from(self._buffer)
            if length > MAX_BYTES:
                self._to_skip = _LENGTH.size + length
                yield FrameError(f"A message is larger than {MAX_BYTES >> 20} MiB.")
                continue
            end = _LENGTH.size + length
            if len(self._buffer) < end:
                return
            text = bytes(self._buffer[_LENGTH.size : end])
            del self._buffer[:end]
            yield _decode(text)


def _decode(text: bytes) -> dict[str, Json] | FrameError:
    if text.startswith(_PACKED):
        try:
            unpacking = zlib.decompressobj()
            text = unpacking.decompress(text, MAX_BYTES)
        except zlib.error as error:
            return FrameError(f"A message can't be unpacked: {error}.")
        if unpacking.unconsumed_tail or not unpacking.eof:
            return FrameError(f"A message is larger than {MAX_BYTES >> 20} MiB, or broken off.")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        return FrameError(f"A message is no JSON: {error}.")
    return data if isinstance(data, dict) else FrameError("A message is no JSON object.")
