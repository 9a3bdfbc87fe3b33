"""GalleryKeys: what keys ask for in the list of the gallery."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

CONTROL = Qt.KeyboardModifier.ControlModifier
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
DIGITS = {Qt.Key(Qt.Key.Key_0.value + number): number for number in range(6)}
# What keys ask for, by key and Ctrl.
ASKS: Mapping[tuple[Qt.Key, bool], str] = {
    (Qt.Key.Key_S, False): "star",
    (Qt.Key.Key_T, False): "tag",
    (Qt.Key.Key_I, False): "details",
    (Qt.Key.Key_C, False): "compare",
    (Qt.Key.Key_Slash, False): "search",
    (Qt.Key.Key_F, True): "search",
    (Qt.Key.Key_C, True): "copy",
    (Qt.Key.Key_Z, True): "undo",
    (Qt.Key.Key_Delete, False): "trash",
    (Qt.Key.Key_Backspace, False): "trash",
    (Qt.Key.Key_Escape, False): "leave",
}


def ask_of(event: QKeyEvent) -> str:
    """What a key asks for by name; empty for none."""
    return ASKS.get((Qt.Key(event.key()), bool(event.modifiers() & CONTROL)), "")


def is_own(event: QKeyEvent) -> bool:
    """Whether a key is for the gallery, whatever it does elsewhere in the window."""
    key, with_control = Qt.Key(event.key()), bool(event.modifiers() & CONTROL)
    moves = key in (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Space, *ENTER)
    arrows = Qt.Key.Key_Left.value <= event.key() <= Qt.Key.Key_Down.value
    plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
    own = bool(ask_of(event)) or (plain and (moves or arrows or key in DIGITS))
    # A letter that does nothing here must not act on the canvas, which is not looked at.
    letter = plain and event.text().isprintable() and bool(event.text())
    return own or letter or (with_control and (key == Qt.Key.Key_A or arrows))
