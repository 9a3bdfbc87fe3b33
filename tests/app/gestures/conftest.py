"""A studio with the starter workflow, and a hand to work on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.look.style import apply_style
from app.look.theme import Theme
from app.settings.store import SettingsStore
from app.window import StudioWindow
from graph_engine.catalog import Catalog
from tests.app.gestures.hand import Hand

OneEntry = Callable[[], AbstractContextManager[None]]
SIZE = (1600, 1000)


@pytest.fixture(scope="module")
def shared_window(
    application: QApplication, catalog: Catalog, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[StudioWindow]:
    """One window for all tests of a file, its panels closed: they have tests of their own."""
    theme = Theme.load("dark")
    apply_style(application, theme, 100)
    store = SettingsStore(tmp_path_factory.mktemp("settings") / "studio.json")
    made = StudioWindow(catalog, store, theme)
    made.resize(*SIZE)
    made.show()
    for panel in made.docks.panels.values():
        panel.hide()
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def studio(shared_window: StudioWindow) -> Iterator[StudioWindow]:
    """The window with an empty workflow; what a test opens is closed after it."""
    settings = shared_window.settings.settings
    shared_window.activateWindow()
    assert QTest.qWaitForWindowActive(shared_window)
    page = shared_window.workspace.new()
    shared_window.docks.show_page(None)
    page.canvas.setFocus()
    yield shared_window
    shared_window.settings.put(settings)
    for page in shared_window.workspace.pages:
        page.document.undo.setClean()
        page.floating.close()
        shared_window.workspace.close_page(page)
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def hand(studio: StudioWindow) -> Hand:
    """On the starter workflow, at 100 %."""
    studio.open_starter()
    studio.docks.show_page(None)
    made = Hand(studio)
    QApplication.processEvents()
    made.canvas.zoom_to_life()
    made.canvas.centerOn(made.scene.content().center())
    return made


@pytest.fixture
def empty_hand(studio: StudioWindow) -> Hand:
    """On an empty workflow."""
    return Hand(studio)


@pytest.fixture
def one_entry(hand: Hand) -> OneEntry:
    """What is done inside makes one undo entry, which gives back the same file."""

    @contextmanager
    def done() -> Iterator[None]:
        text, entries = hand.text, hand.document.undo.index()
        yield
        hand.expect_one_entry(text, entries)

    return done
