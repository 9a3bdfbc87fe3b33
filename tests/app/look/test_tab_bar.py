"""The tab bar: closing by its button and by a middle click, and the button for a new tab."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTabBar, QTabWidget

from app.look.style import apply_style
from app.look.tab_bar import UNSAVED, SignButton, TabBar
from app.look.theme import Theme

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def tabs(application: QApplication) -> Iterator[QTabWidget]:
    apply_style(application, Theme.load("dark"), 100)
    widget = QTabWidget()
    widget.setTabBar(TabBar())
    widget.setDocumentMode(True)
    widget.setTabsClosable(True)
    widget.setMovable(True)
    widget.resize(700, 300)
    for name in ("Sunset peaks", f"Inpaint a window{UNSAVED}", "Style & sweep"):
        widget.addTab(QLabel(name), name.replace("&", "&&"))
    widget.tabCloseRequested.connect(widget.removeTab)
    widget.show()
    application.processEvents()
    yield widget
    widget.close()
    widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def bar(tabs: QTabWidget) -> TabBar:
    found = tabs.tabBar()
    assert isinstance(found, TabBar)
    return found


def names(tabs: QTabWidget) -> list[str]:
    return [tabs.tabText(at) for at in range(tabs.count())]


def test_each_tab_closes_by_its_own_button(tabs: QTabWidget) -> None:
    bar(tabs).moveTab(0, 2)
    button = bar(tabs).tabButton(2, QTabBar.ButtonPosition.RightSide)
    assert isinstance(button, SignButton)
    assert button.accessibleName() == "Close tab"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert names(tabs) == [f"Inpaint a window{UNSAVED}", "Style && sweep"]


def test_a_middle_click_closes(tabs: QTabWidget) -> None:
    at = bar(tabs).tabRect(1).center()
    QTest.mouseClick(bar(tabs), Qt.MouseButton.MiddleButton, NONE, at)
    assert names(tabs) == ["Sunset peaks", "Style && sweep"]


def test_the_button_for_a_new_tab_follows_the_last_one(
    tabs: QTabWidget, application: QApplication
) -> None:
    add = bar(tabs).add_button
    before = add.x()
    assert before > bar(tabs).tabRect(2).right()
    tabs.removeTab(2)
    application.processEvents()
    assert bar(tabs).tabRect(1).right() < add.x() < before
    tabs.resize(240, 300)
    application.processEvents()
    assert not add.isVisible(), "there is no room; Ctrl+N is always there"


def test_the_shown_tab_wears_the_line_of_the_user(tabs: QTabWidget) -> None:
    tabs.setCurrentIndex(1)
    picture = bar(tabs).grab().toImage()
    blue = Theme.load("dark").colour("user.base")
    shown, other = bar(tabs).tabRect(1), bar(tabs).tabRect(0)
    assert QColor(picture.pixel(shown.topLeft() + QPoint(20, 0))) == blue
    assert QColor(picture.pixel(other.topLeft() + QPoint(20, 0))) != blue


def test_tabs_can_be_walked_by_keys(tabs: QTabWidget) -> None:
    bar(tabs).setFocus()
    QTest.keyClick(bar(tabs), Qt.Key.Key_Right)
    assert tabs.currentIndex() == 1
