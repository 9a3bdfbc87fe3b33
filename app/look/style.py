"""Style: Fusion with our own palette and style sheet, both made from the tokens."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from app.look.focus_ring import FocusRing
from app.look.fonts import refresh_font
from app.look.theme import TEXT_SCALE_PROPERTY, THEME_PROPERTY, Theme, font, load_tokens

_SHEET = Path(__file__).with_name("style.qss")


def apply_style(application: QApplication, theme: Theme, text_scale: int | None = None) -> None:
    """Dress the whole application in a theme, its text at a scale in percent if one is given."""
    application.setProperty(THEME_PROPERTY, theme.name)
    if text_scale is not None:
        application.setProperty(TEXT_SCALE_PROPERTY, text_scale)
    application.setStyle(QStyleFactory.create("Fusion"))
    application.setPalette(make_palette(theme))
    application.setFont(font("body"))
    application.setStyleSheet(style_sheet(theme))
    # Last: a style sheet gives widgets back the font that they had before it.
    for widget in application.allWidgets():
        refresh_font(widget)
    if application.findChild(FocusRing) is None:
        FocusRing(application)


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
