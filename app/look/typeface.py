"""Typeface: the letters that travel with the studio, so that it looks the same everywhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtGui import QFontDatabase

FILES = tuple(
    Path(__file__).with_name("assets") / f"Inter-{weight}.ttf"
    for weight in ("Regular", "Medium", "SemiBold")
)


@cache
def load_typeface() -> tuple[str, ...]:
    """Let Qt know the fonts that are shipped, once; returns the names of their families.

    What they lack, such as Chinese, Qt takes from the system's fonts.
    """
    families: dict[str, None] = {}
    for file in FILES:
        families |= dict.fromkeys(
            QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))
        )
    return tuple(families)
