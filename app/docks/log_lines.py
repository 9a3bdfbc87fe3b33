"""Log lines: what the engine wrote and the studio said, line by line, with its time; bounded."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

Source = Literal["engine", "studio"]
MOST_LINES = 2000
MOST_CHARACTERS = 2000


@dataclass(frozen=True)
class LogLine:
    """A line, who said it, and when (seconds since 1970)."""

    moment: float
    source: Source
    text: str

    @property
    def time(self) -> str:
        """The time of day."""
        return time.strftime("%H:%M:%S", time.localtime(self.moment))

    def __str__(self) -> str:
        return f"{self.time} {self.source}: {self.text}"


class LogLines:
    """The latest lines; text comes in any pieces, a line is taken when it ends."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.lines: deque[LogLine] = deque(maxlen=MOST_LINES)
        self._clock = clock
        self._begun = ""

    def say(self, sentence: str) -> Iterator[LogLine]:
        """Take in what the studio says; the lines that are new."""
        for text in sentence.splitlines():
            yield self._add("studio", text)

    def write(self, piece: str) -> Iterator[LogLine]:
        """Take in what the engine wrote; the lines that are new."""
        *whole, self._begun = (self._begun + piece).split("\n")
        if len(self._begun) > MOST_CHARACTERS:
            whole, self._begun = [*whole, self._begun], ""
        for text in whole:
            # What a progress bar of a library overwrites was never meant to last.
            shown = text.rstrip("\r").rpartition("\r")[2].rstrip()
            if shown:
                yield self._add("engine", shown)

    def text(self) -> str:
        """All lines, as they are copied."""
        return "".join(f"{line}\n" for line in self.lines)

    def clear(self) -> None:
        """Forget all lines."""
        self.lines.clear()

    def _add(self, source: Source, text: str) -> LogLine:
        if len(text) > MOST_CHARACTERS:
            text = f"{text[:MOST_CHARACTERS]}…"
        line = LogLine(self._clock(), source, text)
        self.lines.append(line)
        return line
