"""Focus: the whole window by keyboard, never lost, never caught, always seen in both themes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QLineEdit, QWidget

from app.access.panes import find_panes
from app.look.focus_ring import FocusRing, ringed
from app.options import ThemeName
from app.page.page import WorkflowPage
from app.window import StudioWindow
from tests.app.access.test_tree import NODES

# The docks of runs have nothing to focus before the window goes live.
EMPTY = {"Preview", "Gallery", "Queue"}
F6, TAB, SHIFT = Qt.Key.Key_F6, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def shown(window: StudioWindow, write: Callable[..., Path]) -> StudioWindow:
    window.open(write(NODES))
    page = window.page
    assert page is not None
    page.scene.select(["sample"])
    page.canvas.setFocus()
    QApplication.processEvents()
    return window


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused(), key, modifiers)
    QApplication.processEvents()


def pane_of(window: StudioWindow, widget: QWidget) -> QWidget:
    return next(pane for pane in find_panes(window) if pane is widget or pane.isAncestorOf(widget))


def name(pane: QWidget) -> str:
    return pane.windowTitle() if isinstance(pane, QDockWidget) else pane.accessibleName()


def test_f6_walks_through_all_panes_and_back(shown: StudioWindow) -> None:
    panes = list(find_panes(shown))
    assert isinstance(panes[0], WorkflowPage)
    assert {pane.windowTitle() for pane in panes if isinstance(pane, QDockWidget)} == {
        "Nodes", "Models", "Inspector", *EMPTY,
    }  # fmt: skip
    walked = []
    for _ in panes:
        press(F6)
        walked.append(pane_of(shown, focused()))
    assert set(walked) >= {pane for pane in panes if name(pane) not in EMPTY}
    assert walked[-1] is panes[0] or walked[-2] is panes[0]
    press(F6, SHIFT)
    press(F6)
    assert pane_of(shown, focused()) is walked[-1]


def test_f6_comes_back_to_where_it_was(shown: StudioWindow) -> None:
    inspector = shown.docks.panels["inspector"]
    while pane_of(shown, focused()) is not inspector:
        press(F6)
    press(TAB)
    press(TAB)
    there = focused()
    assert inspector.isAncestorOf(there)
    press(F6)
    press(F6, SHIFT)
    assert focused() is there


def reachable(window: StudioWindow) -> list[QWidget]:
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and not widget.visibleRegion().isEmpty()
        and widget.focusProxy() is None
        and widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
    ]


def test_tab_is_caught_nowhere_but_on_the_canvas(shown: StudioWindow) -> None:
    page = shown.page
    assert page is not None
    # First all that checks will show: later it would take widgets from under the keys.
    page.checking.check()
    QTest.qWait(100)
    widgets = reachable(shown)
    assert len(widgets) > 15
    for widget in widgets:
        if widget is page.canvas:
            continue
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        assert focused() is widget
        press(TAB)
        assert focused() is not widget, f"{widget} keeps Tab"


def test_f6_leaves_everything(shown: StudioWindow) -> None:
    for widget in reachable(shown):
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        before = pane_of(shown, widget)
        press(F6)
        assert pane_of(shown, focused()) is not before, f"{widget} keeps F6"


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_focus_is_seen(shown: StudioWindow, theme: ThemeName) -> None:
    shown.set_theme(theme)
    QApplication.processEvents()
    blue = shown.theme.colour("user.base")
    unseen = []
    for widget in reachable(shown):
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        QApplication.processEvents()
        if not ring_around(shown, widget, blue):
            unseen.append(f"{type(widget).__name__} {widget.accessibleName()}")
    assert not unseen, "\n".join(unseen)


def ring_around(window: StudioWindow, widget: QWidget, blue: QColor) -> bool:
    """Whether the sides of what is focused are lines of the user's blue, two pixels wide."""
    whole = ringed(widget)
    area = QRect(whole.mapTo(window, QPoint(0, 0)), whole.size())
    area = area.adjusted(-1, -1, 1, 1) & window.rect()
    image = window.grab(area).toImage()
    middle = area.height() // 2
    return all(is_blue(image, x, middle, blue) for x in (0, 1, area.width() - 2, area.width() - 1))


def is_blue(image: QImage, x: int, y: int, blue: QColor) -> bool:
    return QColor(image.pixel(x, y)) == blue


def test_a_click_draws_no_ring(shown: StudioWindow) -> None:
    press(F6)
    application = QApplication.instance()
    assert application is not None
    ring = application.findChild(FocusRing)
    assert isinstance(ring, FocusRing)
    assert ring.target is ringed(focused())
    page = shown.page
    assert page is not None
    QTest.mouseClick(page.canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(30, 300))
    assert focused() is page.canvas
    assert ring.target is None


def test_the_ring_follows_what_it_is_around(shown: StudioWindow) -> None:
    press(F6)
    line = focused()
    assert isinstance(line, QLineEdit)
    ring = shown.findChild(QWidget, "focusRing")
    assert ring is not None
    width = ring.width()
    dock = shown.docks.panels["palette"]
    shown.resizeDocks([dock], [dock.width() + 60], Qt.Orientation.Horizontal)
    QApplication.processEvents()
    assert ring.width() == width + 60
    dock.close()
    QApplication.processEvents()
    assert not ring.isVisible()
