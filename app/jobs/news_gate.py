"""News gate: lets the events of a run through, those of progress at most 15 times a second."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from graph_engine.events import Event, NodePreview, NodeProgress

MOST_PER_SECOND = 15
_APART = 1.0 / MOST_PER_SECOND


class NewsGate(QObject):
    """Calls `through` with events in their order, then `flushed` once for several of them.

    Of progress and previews, which a quick node makes by the thousand, the latest of each node
    comes when its time has come, or before the next event of another kind.
    """

    def __init__(
        self,
        through: Callable[[Event], object],
        flushed: Callable[[], object],
        parent: QObject,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._through = through
        self._flushed = flushed
        self._clock = clock
        self._held: dict[tuple[type[Event], str], NodeProgress | NodePreview] = {}
        self._is_due = False
        self._last = -1.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.flush)

    def put(self, event: Event) -> None:
        """Take an event in."""
        if isinstance(event, NodeProgress | NodePreview):
            key = (type(event), event.node)
            self._held.pop(key, None)
            self._held[key] = event
        else:
            self._release()
            self._through(event)
            self._is_due = True
        if not self._timer.isActive():
            wait = self._last + _APART - self._clock()
            if wait <= 0:
                self.flush()
            else:
                self._timer.start(max(1, round(wait * 1000)))

    def flush(self) -> None:
        """Let everything through now."""
        self._timer.stop()
        if not self._held and not self._is_due:
            return
        self._release()
        self._is_due = False
        self._last = self._clock()
        self._flushed()

    def drop(self) -> None:
        """Forget what is held: the run is over or is another one."""
        self._timer.stop()
        self._held.clear()
        self._is_due = False

    def _release(self) -> None:
        held, self._held = list(self._held.values()), {}
        for event in held:
            self._through(event)
