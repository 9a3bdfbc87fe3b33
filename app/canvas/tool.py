"""Tool: one gesture of the mouse, from press to release; and what decides which one begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from app.actions.table import TABLE
from app.canvas.pointer import Pointer


@dataclass(frozen=True)
class Hold:
    """An action that changes what a drag means while one of its keys is down."""

    id: str
    keys: tuple[str, ...]
    cursor: Qt.CursorShape


class Tool:
    """A gesture under way. Until `release` it changes nothing that `cancel` does not put back."""

    button = Qt.MouseButton.LeftButton
    cursor: Qt.CursorShape | None = None
    scrolls_at_edge = False

    def move(self, pointer: Pointer) -> None:
        """The mouse has moved."""

    def release(self, pointer: Pointer) -> None:
        """The button has been released: the gesture is done."""

    def cancel(self) -> None:
        """Put everything back as it was before the press."""

    def key(self, event: QKeyEvent, pointer: Pointer) -> bool:
        """A key was pressed meanwhile; tells whether the gesture has used it."""
        return False


class Gestures(Protocol):
    """What a canvas asks when no gesture is under way."""

    @property
    def holds(self) -> Sequence[Hold]:
        """What changes the meaning of a drag, by the keys that hold now."""
        ...

    @property
    def cancel_keys(self) -> Sequence[str]:
        """The keys that cancel the gesture under way."""
        ...

    def press(self, pointer: Pointer) -> Tool | None:
        """The gesture that a press begins."""
        ...

    def cancelled(self) -> None:
        """The gesture under way has been cancelled: what its press has selected was not meant."""
        ...

    def hover(self, pointer: Pointer) -> None: ...

    def leave(self) -> None: ...

    def double_click(self, pointer: Pointer) -> bool:
        """Tells whether the double click meant something."""
        ...

    def menu(self, pointer: Pointer | None) -> None:
        """A context menu is wanted, at the pointer or for the selection."""
        ...

    def escape(self) -> None: ...

    def key(self, event: QKeyEvent) -> bool:
        """A key without an action of its own; tells whether it was used."""
        ...


class _NoGestures:
    """A canvas that can only be looked at."""

    holds: Sequence[Hold] = ()
    cancel_keys: Sequence[str] = TABLE["gesture.cancel"].keys

    def press(self, pointer: Pointer) -> Tool | None:
        return None

    def cancelled(self) -> None:
        return None

    def hover(self, pointer: Pointer) -> None:
        return None

    def leave(self) -> None:
        return None

    def double_click(self, pointer: Pointer) -> bool:
        return False

    def menu(self, pointer: Pointer | None) -> None:
        return None

    def escape(self) -> None:
        return None

    def key(self, event: QKeyEvent) -> bool:
        return False


NO_GESTURES: Gestures = _NoGestures()
