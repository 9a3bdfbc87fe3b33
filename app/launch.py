"""Launch: the Qt application around the window, on a screen or for a picture of it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication

from app.look.style import apply_style
from app.look.theme import Theme
from app.options import Options
from app.qt_messages import log_qt_messages
from app.window import StudioWindow
from graph_engine.catalog import Catalog
from graph_engine.places import node_folders
from graph_engine.shipped import templates


def launch(options: Options) -> int:
    """Show the window until it is closed, or write its picture; returns the exit code."""
    if options.screenshot is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    log_qt_messages()
    application = QApplication(["weft"])
    application.setApplicationName("Weft")
    theme = Theme.load(options.theme)
    apply_style(application, theme)
    window = StudioWindow(Catalog.load(node_folders()), templates(), theme)
    size = QSize(*options.size)
    if options.screenshot is None:
        size = size.boundedTo(application.primaryScreen().availableSize())
    window.resize(size)
    if options.screenshot is not None:
        window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.show()
    # Shown first: the canvas frames a workflow by the size that it really has.
    application.processEvents()
    if options.file is None:
        window.open_starter()
    else:
        window.open(options.file)
    if options.screenshot is None:
        return application.exec()
    application.processEvents()
    return save_picture(window, options.screenshot)


def save_picture(window: StudioWindow, file: Path) -> int:
    """Write the window's picture; returns the exit code."""
    if file.suffix.lower() == ".png" and window.grab().save(str(file)):
        return 0
    why = "its name must end in .png" if file.suffix.lower() != ".png" else "is the folder there?"
    sys.stderr.write(f'weft: The picture "{file}" can\'t be written; {why}\n')
    return 2
