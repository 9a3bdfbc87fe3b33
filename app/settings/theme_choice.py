"""Theme choice: which of the two themes a setting stands for on this system."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from app.options import ThemeName
from app.settings.settings import ThemeChoice


def theme_name(choice: ThemeChoice) -> ThemeName:
    """The theme of a setting; `system` follows the system, and is dark where it says nothing."""
    if choice != "system":
        return choice
    scheme = QGuiApplication.styleHints().colorScheme()
    return "light" if scheme == Qt.ColorScheme.Light else "dark"
