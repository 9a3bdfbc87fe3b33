"""The frame of docks: titles, tabs in the header, counts, and the window's memory of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QTabBar, QWidget

from app.docks.models import Models
from app.docks.outliner import Outliner
from app.docks.palette import Palette
from app.docks.problems import Problems
from app.docks.side_panel import SidePanel
from app.docks.signs import IconButton
from app.look.style import apply_style
from app.look.theme import Theme
from tests.app.docks.conftest import settle

AREA = Qt.DockWidgetArea.BottomDockWidgetArea


@pytest.fixture
def window(application: QApplication) -> Iterator[QMainWindow]:
    apply_style(application, Theme.load("dark"), 100)
    made = QMainWindow()
    made.setCentralWidget(QLabel("canvas"))
    made.resize(900, 500)
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def add(window: QMainWindow, *names: str) -> list[SidePanel]:
    panels = [SidePanel(name, name.title(), QLabel(name), window) for name in names]
    for panel in panels:
        window.addDockWidget(AREA, panel)
    for first, second in pairwise(panels):
        window.tabifyDockWidget(first, second)
    window.show()
    settle()
    return panels


def titles(panel: SidePanel) -> list[str]:
    return [title for title, _ in panel.header.tabs.entries]


def test_one_alone_has_a_title_and_closes(window: QMainWindow) -> None:
    (panel,) = add(window, "problems")
    assert titles(panel) == ["Problems"]
    assert panel.header.height() >= 32
    QTest.mouseClick(panel.header.close_button, Qt.MouseButton.LeftButton)
    assert not panel.isVisible()
    panel.show_at_front()
    assert panel.isVisible()


def test_docks_at_one_place_are_tabs_of_their_header(window: QMainWindow) -> None:
    queue, problems, log = add(window, "queue", "problems", "log")
    queue.raise_()
    settle()
    assert titles(queue) == ["Queue", "Problems", "Log"]
    tabs = queue.header.tabs
    at = tabs.tab_rects()[1].center().toPoint()
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=at)
    settle()
    assert problems.header.tabs.isVisible()
    assert problems.header.tabs.at == 1
    assert not problems.visibleRegion().isEmpty()
    assert queue.visibleRegion().isEmpty()
    problems.header.tabs.setFocus()
    QTest.keyClick(problems.header.tabs, Qt.Key.Key_Right)
    settle()
    assert not log.visibleRegion().isEmpty()


def test_qt_shows_no_second_row_of_tabs(window: QMainWindow) -> None:
    add(window, "queue", "problems")
    own = Qt.FindChildOption.FindDirectChildrenOnly
    bars = [bar for bar in window.findChildren(QTabBar, options=own) if bar.isVisible()]
    assert all(bar.height() == 0 for bar in bars)


def test_a_tab_that_is_closed_leaves_the_others(window: QMainWindow) -> None:
    queue, problems = add(window, "queue", "problems")
    queue.close()
    settle()
    assert titles(problems) == ["Problems"]


def test_counts_are_shown_and_spoken(window: QMainWindow) -> None:
    queue, problems = add(window, "queue", "problems")
    problems.set_count(7, is_bad=True)
    settle()
    assert queue.header.tabs.entries[1][1].number == 7
    assert problems.header.tabs.accessibleName() == "Problems, 7"


def test_the_layout_is_remembered(window: QMainWindow) -> None:
    queue, problems = add(window, "queue", "problems")
    state = window.saveState()
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, problems)
    queue.close()
    settle()
    assert titles(problems) == ["Problems"]
    assert window.restoreState(state)
    settle()
    assert titles(problems) == ["Queue", "Problems"]


def test_names_that_layouts_are_remembered_by(window: QMainWindow) -> None:
    (panel,) = add(window, "inspector")
    assert panel.objectName() == "dock.inspector"


def test_floating_it_stands_alone(window: QMainWindow) -> None:
    queue, problems = add(window, "queue", "problems")
    problems.setFloating(True)
    settle()
    assert titles(problems) == ["Problems"]
    assert titles(queue) == ["Queue"]


def test_buttons_of_the_content_stand_in_the_header(window: QMainWindow) -> None:
    button = IconButton("reset", "Again")
    panel = SidePanel("models", "Models", QLabel("models"), window, (button,))
    window.addDockWidget(AREA, panel)
    window.show()
    settle()
    assert panel.header.isAncestorOf(button)
    assert button.geometry().right() < panel.header.close_button.geometry().left()


@pytest.mark.parametrize("dock", [Palette, Models, Outliner, Problems])
def test_a_panel_that_is_called_takes_the_focus(window: QMainWindow, dock: type[QWidget]) -> None:
    panel = SidePanel("dock", "Dock", dock(), window)
    window.addDockWidget(AREA, panel)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    panel.close()
    panel.show_at_front()
    settle()
    focus = QApplication.focusWidget()
    content = panel.widget()
    assert focus is not None
    assert content is not None
    assert content.isAncestorOf(focus)
