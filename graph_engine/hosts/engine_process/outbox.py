"""Outbox: writes messages from a thread of its own, so that no work waits for a slow reader."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from graph_engine.events import Event, NodePicture, NodePreview, NodeProgress
from graph_engine.hosts.engine_process.frames import encode_frame
from graph_engine.hosts.engine_process.messages import News
from graph_engine.hosts.engine_process.shared_files import SharedFiles
from graph_engine.hosts.engine_process.wire import message_data

_log = logging.getLogger(__name__)

MOST_PER_SECOND = 15
MOST_BYTES_WAITING = 128 * 2**20
_INLINE_BYTES = 2**16

Slot = tuple[int, str, str, int]


@dataclass(eq=False)
class _Waiting:
    """A frame, or an event that a newer one of its slot replaces; not written before it is due."""

    number: int
    message: bytes | Event
    slot: Slot | None = None
    due: float = 0.0


class Outbox:
    """Messages in their order; of progress and pictures that wait, only the newest.

    Those leave at most `MOST_PER_SECOND` times for each node, but always before the next message
    of another kind under their number: what a node showed last is seen.
    """

    def __init__(
        self,
        write: Callable[[bytes], None],
        files: SharedFiles,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._write = write
        self._files = files
        self._clock = clock
        self._waiting: deque[_Waiting] = deque()
        self._next_due: dict[Slot, float] = {}
        self._is_writing = False
        self._changed = threading.Condition()

    def start(self) -> None:
        """Write from now on, in a thread."""
        threading.Thread(target=self._work, name="weft-outbox", daemon=True).start()

    def put(self, number: int, frame: bytes) -> None:
        """Send a frame; what waits under its number goes first, and its slots are forgotten."""
        self._add(_Waiting(number, frame))

    def tell(self, number: int, event: Event) -> None:
        """Send an event as News, or drop it for a newer one."""
        self._add(_Waiting(number, event, _slot(number, event)))

    def flush(self, seconds: float) -> bool:
        """Wait until everything is written, but not for ever; whether it is."""
        with self._changed:
            return self._changed.wait_for(
                lambda: not self._waiting and not self._is_writing, seconds
            )

    def _add(self, new: _Waiting) -> None:
        with self._changed:
            if new.slot is None:
                self._release(new.number)
            else:
                new.due = self._next_due.get(new.slot, 0.0)
                old = next((one for one in self._waiting if one.slot == new.slot), None)
                if old is not None:
                    old.message = new.message
                    return
            self._waiting.append(new)
            self._drop_what_is_too_much()
            self._changed.notify_all()

    def _release(self, number: int) -> None:
        for one in self._waiting:
            if one.number == number:
                one.due = 0.0
        for slot in [slot for slot in self._next_due if slot[0] == number]:
            del self._next_due[slot]

    def _drop_what_is_too_much(self) -> None:
        """Let the oldest pictures go when nobody reads, but never the newest."""
        pictures = [one for one in self._waiting if _bytes_of(one)]
        total = sum(map(_bytes_of, pictures))
        for one in pictures[:-1]:
            if total <= MOST_BYTES_WAITING:
                return
            total -= _bytes_of(one)
            self._waiting.remove(one)

    def write_next(self) -> bool:
        """Write the first message that is due; whether there was one."""
        one = self._take()
        if one is None:
            return False
        frame = one.message if isinstance(one.message, bytes) else self._frame(one)
        if frame is not None:
            self._write(frame)
        with self._changed:
            self._is_writing = False
            self._changed.notify_all()
        return True

    def _work(self) -> None:
        while True:
            if not self.write_next():
                self._wait()

    def _wait(self) -> None:
        """Wait for a message, or for the first to be due."""
        with self._changed:
            first = min((one.due for one in self._waiting), default=None)
            if first is None or first > (now := self._clock()):
                self._changed.wait(None if first is None else first - now)

    def _take(self) -> _Waiting | None:
        with self._changed:
            now = self._clock()
            one = next((one for one in self._waiting if one.due <= now), None)
            if one is None:
                return None
            self._waiting.remove(one)
            self._is_writing = True
            if one.slot is not None:
                self._next_due[one.slot] = now + 1 / MOST_PER_SECOND
            return one

    def _frame(self, one: _Waiting) -> bytes | None:
        """An event as a frame, its large bytes in a file; None if that can't be."""
        assert not isinstance(one.message, bytes)
        event, file = one.message, ""
        try:
            if _bytes_of(one) > _INLINE_BYTES:
                event, file = self._in_file(event)
            return encode_frame(message_data(one.number, News(event, file)))
        except Exception as error:  # noqa: BLE001 - whatever a node pack tells, the rest is sent
            _log.warning("News of the run were left out: %s", error)
            return None

    def _in_file(self, event: Event) -> tuple[Event, str]:
        if isinstance(event, NodePreview):
            return replace(event, picture=b""), self._files.put(event.picture)
        assert isinstance(event, NodePicture)
        return replace(event, pixels=b""), self._files.put(event.pixels)


def _slot(number: int, event: Event) -> Slot | None:
    """What a newer event must share with a waiting one to replace it; None for: nothing may."""
    if isinstance(event, NodeProgress | NodePreview):
        return (number, type(event).__name__, event.node, 0)
    if isinstance(event, NodePicture):
        return (number, "NodePicture", event.node, event.index)
    return None


def _bytes_of(one: _Waiting) -> int:
    if isinstance(one.message, NodePreview):
        return len(one.message.picture)
    return len(one.message.pixels) if isinstance(one.message, NodePicture) else 0
