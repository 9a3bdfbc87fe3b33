"""Style: Fusion with our own palette and style sheet, both made from the tokens."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from app.look.theme import Theme, font, load_tokens

_SHEET = Path(__file__).with_name("style.qss")


def apply_style(application: QApplication, theme: Theme) -> None:
    """Dress the whole application in a theme."""
    application.setStyle(QStyleFactory.create("Fusion"))
    application.setPalette(make_palette(theme))
    application.setFont(font("body"))
    application.setStyleSheet(style_sheet(theme))


def make_palette(theme: Theme) -> QPalette:
    """Qt's colour roles, as the tokens assign them."""
    palette = QPalette()
    for role, path in load_tokens()["qpalette"].items():
        group, _, name = role.rpartition(".")
        colour = theme.colour(path)
        if group:
            palette.setColor(QPalette.ColorGroup[group], QPalette.ColorRole[name], colour)
        else:
            palette.setColor(QPalette.ColorRole[name], colour)
    return palette


def style_sheet(theme: Theme) -> str:
    """The style sheet, its `@names` replaced by the theme's colours."""
    text = _SHEET.read_text(encoding="utf-8")
    return re.sub(r"@([A-Za-z]+\.[A-Za-z]+)", lambda match: theme.colour(match[1]).name(), text)
