"""PageLinks: a dock's connections to the page that it shows, dropped together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QMetaObject, QObject, SignalInstance


class PageLinks:
    """Connects a dock to the signals of one page; `drop` leaves none of them behind."""

    def __init__(self) -> None:
        self._made: list[tuple[QObject, QMetaObject.Connection]] = []

    def connect(self, sender: QObject, signal: SignalInstance, slot: Callable[..., Any]) -> None:
        """Call a slot with each signal of a sender, until `drop`."""
        self._made.append((sender, signal.connect(slot)))

    def drop(self) -> None:
        """Disconnect everything; senders that are gone by now are left alone."""
        made, self._made = self._made, []
        for sender, connection in made:
            if shiboken6.isValid(sender):
                QObject.disconnect(connection)

    @property
    def count(self) -> int:
        """How many connections there are."""
        return len(self._made)
