"""About: which Weft this is, and what it stands on."""

from __future__ import annotations

import platform
from importlib.metadata import version

import PySide6
from PySide6.QtWidgets import QMessageBox, QWidget

from app.look.icons import logo


def make_about(parent: QWidget) -> QMessageBox:
    """The box with the versions, for this window and for bug reports."""
    box = QMessageBox(parent)
    box.setWindowTitle("About Weft")
    box.setIconPixmap(logo(56))
    box.setText(f"<b>Weft {version('weft')}</b>")
    box.setInformativeText(
        "A node-based studio and engine for Stable Diffusion that repeats only what changed."
        f"<br><br>Python {platform.python_version()} · PySide6 {PySide6.__version__}"
        "<br>Apache License 2.0"
    )
    return box
