"""A window for popups, dressed in a theme."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.look.style import apply_style
from app.look.theme import Theme


@pytest.fixture
def host(application: QApplication) -> Iterator[QWidget]:
    """A window with a field, named `under`, that has the focus."""
    apply_style(application, Theme.load("dark"), 100)
    window = QWidget()
    window.resize(900, 600)
    under = QLineEdit(window)
    under.setObjectName("under")
    window.show()
    window.activateWindow()
    under.setFocus()
    application.processEvents()
    yield window
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
