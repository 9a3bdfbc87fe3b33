"""A studio without a screen; an error inside a Qt slot fails the test."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app.look.style import apply_style
from app.look.theme import Theme
from app.qt_messages import log_qt_messages
from app.window import StudioWindow
from graph_engine.catalog import Catalog
from graph_engine.shipped import templates

Json = Any
SIZE = (1400, 900)


@pytest.fixture(scope="session")
def application() -> QApplication:
    log_qt_messages()
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else QApplication(["weft"])


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return Catalog.load()


@pytest.fixture(autouse=True)
def no_errors_in_slots(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """PySide only prints what a slot raises; here it counts."""
    raised: list[BaseException] = []

    def note(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        raised.append(error)

    monkeypatch.setattr(sys, "excepthook", note)
    yield
    assert not raised


@pytest.fixture
def window(application: QApplication, catalog: Catalog) -> Iterator[StudioWindow]:
    theme = Theme.load("dark")
    apply_style(application, theme)
    studio = StudioWindow(catalog, templates(), theme)
    studio.resize(*SIZE)
    studio.show()
    application.processEvents()
    yield studio
    studio.close()
    studio.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a workflow of these nodes to a file."""

    def write_workflow(nodes: Json, **more: Json) -> Path:
        file = tmp_path / "test.weft.json"
        data = {"format": "weft", "version": 1, "name": "Test", "nodes": nodes, **more}
        file.write_text(json.dumps(data), encoding="utf-8")
        return file

    return write_workflow
