"""Streams: the process's own ends of standard input and output, kept from everybody else."""

from __future__ import annotations

import os
import sys
import threading

_PIECE = 2**16


class Streams:
    """Frames come and go here; whatever else prints ends up on standard error."""

    def __init__(self, source: int, sink: int) -> None:
        self._source = source
        self._sink = sink
        self._one_writer = threading.Lock()

    @classmethod
    def take_standard(cls) -> Streams:
        """Take the standard streams away from the rest of the process.

        What node packs and libraries print goes to standard error instead, and what they read is
        empty. Processes that they start inherit neither stream, so that the end of this one is
        seen at once.
        """
        source, sink = os.dup(0), os.dup(1)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)
        if sys.platform == "win32":
            import msvcrt

            for stream in (source, sink):
                msvcrt.setmode(stream, os.O_BINARY)
        return cls(source, sink)

    def read(self) -> bytes:
        """The next bytes, as soon as there are any; none at the end."""
        return os.read(self._source, _PIECE)

    def write(self, frame: bytes) -> None:
        """Write a whole frame; raises OSError if nobody reads any more."""
        with self._one_writer:
            rest = memoryview(frame)
            while rest:
                rest = rest[os.write(self._sink, rest) :]
