"""AboutDialog: which Weft this is, and what it stands on."""

from __future__ import annotations

import platform
from importlib.metadata import version

import PySide6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

from app.dialogs.sheet import Sheet, prose
from app.look.icons import logo
from app.look.words import tr

MARK = 48


class AboutDialog(Sheet):
    """The versions, for this window and for bug reports."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, tr("About Weft"))
        mark = QLabel()
        pixmap = logo(MARK * 2)
        pixmap.setDevicePixelRatio(2)
        mark.setPixmap(pixmap)
        mark.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(mark)
        self.add_heading(
            f"Weft {version('weft')}",
            tr(
                "A node-based studio and engine for Stable Diffusion that repeats only what changed."
            ),
        )
        self.body.addWidget(prose(f"{versions()}\nApache License 2.0"))
        self.keep_width(400)
        self.add_button(tr("Copy versions"), self._copy)
        self.add_button(tr("Close"), self.close, primary=True).setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(f"Weft {version('weft')} · {versions()}")
        self.note.setText(tr("Copied."))


def versions() -> str:
    """What Weft runs on, in one line."""
    return f"Python {platform.python_version()} · PySide6 {PySide6.__version__}"
