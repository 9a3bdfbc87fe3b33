"""Pressed keys: a key event as the name that settings hold."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from app.actions.key_map import portable_key, sequences

_MODIFIERS = {
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
    Qt.Key.Key_unknown,
}


def pressed_key(event: QKeyEvent) -> str:
    """The portable name of what was pressed, such as "Ctrl+Shift+P"; empty for bare modifiers."""
    key = Qt.Key(event.key()) if event.key() else Qt.Key.Key_unknown
    if key in _MODIFIERS:
        return ""
    # Whether a digit comes from the block at the right matters to nobody.
    with_keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if key == Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
    if key == Qt.Key.Key_Enter:
        key = Qt.Key.Key_Return
    sequence = QKeySequence(QKeyCombination(with_keys, key))
    return portable_key(sequence.toString(QKeySequence.SequenceFormat.PortableText))


def is_pressed(event: QKeyEvent, keys: Iterable[str]) -> bool:
    """Whether one of these keys was pressed; more may be held with it, as gestures need."""
    wanted = [sequence[0] for sequence in sequences(keys)]  # type: ignore[index]  # stub lacks it
    return any(
        event.key() == one.key()
        and event.modifiers() & one.keyboardModifiers() == one.keyboardModifiers()
        for one in wanted
    )


def is_function_key(event: QKeyEvent) -> bool:
    """Whether F1 to F35 was pressed: keys that no text and no list has a use for."""
    return Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
