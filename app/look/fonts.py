"""Fonts of widgets: set by role, so that they follow the user's text scale."""

from __future__ import annotations

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget

from app.look.theme import font, load_tokens

_ROLE = "weftFont"


def set_font(widget: QWidget, role: str, weight: int = QFont.Weight.Normal) -> None:
    """Give a widget the font of a role, now and after each change of the text scale."""
    widget.setProperty(_ROLE, [role, int(weight)])
    widget.setFont(font(role, weight))


def refresh_font(widget: QWidget) -> None:
    """Give a widget the font of its role at today's scale, if `set_font` gave it one."""
    if role := widget.property(_ROLE):
        widget.setFont(font(*role))


def mono_font(role: str = "body") -> QFont:
    """The font of code, at the size of a role."""
    made = QFont(font(role))
    made.setFamilies(list(load_tokens()["font"]["mono"]))
    made.setStyleHint(QFont.StyleHint.Monospace)
    return made
