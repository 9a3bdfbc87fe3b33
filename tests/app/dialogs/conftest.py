"""A window that dialogs belong to, dressed in a theme."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.look.style import apply_style
from app.look.theme import Theme


@pytest.fixture
def host(application: QApplication) -> Iterator[QWidget]:
    apply_style(application, Theme.load("dark"), 100)
    window = QWidget()
    window.resize(900, 600)
    window.show()
    window.activateWindow()
    application.processEvents()
    yield window
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    apply_style(application, Theme.load("dark"), 100)
