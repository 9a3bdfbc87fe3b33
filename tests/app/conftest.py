"""A studio without a screen or engine; an error inside a Qt slot fails the test."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.collecting import GuiCollector
from app.engine.descriptions_store import SHIPPED, load_descriptions
from app.look.style import apply_style
from app.look.theme import Theme
from app.qt_messages import log_qt_messages
from app.settings.store import SettingsStore
from app.window import StudioWindow
from graph_engine.catalog import Catalog

Json = Any
SIZE = (1600, 1000)


@pytest.fixture(scope="session")
def application() -> QApplication:
    log_qt_messages()
    running = QApplication.instance()
    made = running if isinstance(running, QApplication) else QApplication(["weft"])
    GuiCollector(made)
    return made


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_descriptions(SHIPPED.with_name("not_there")).catalog


@pytest.fixture(autouse=True)
def own_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing is read from the user's folders or written to them."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("WEFT_CONFIG", str(tmp_path / "config"))


@pytest.fixture(autouse=True)
def no_errors_in_slots(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """PySide only prints what a slot raises; here it counts."""
    raised: list[BaseException] = []

    def note(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        raised.append(error)

    monkeypatch.setattr(sys, "excepthook", note)
    yield
    if raised:
        raise raised[0]


@pytest.fixture
def window(application: QApplication, catalog: Catalog, tmp_path: Path) -> Iterator[StudioWindow]:
    """A window with nothing open, and with settings of its own."""
    theme = Theme.load("dark")
    apply_style(application, theme, 100)
    made = StudioWindow(catalog, SettingsStore(tmp_path / "studio.json"), theme)
    made.resize(*SIZE)
    made.show()
    made.activateWindow()
    assert QTest.qWaitForWindowActive(made)
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def studio(window: StudioWindow) -> StudioWindow:
    """A window with an empty workflow."""
    page = window.workspace.new()
    page.canvas.setFocus()
    QApplication.processEvents()
    return window


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a workflow of these nodes to a file."""

    def write_workflow(nodes: Json, **more: Json) -> Path:
        file = tmp_path / "test.weft.json"
        data = {"format": "weft", "version": 1, "name": "Test", "nodes": nodes, **more}
        file.write_text(json.dumps(data), encoding="utf-8")
        return file

    return write_workflow
