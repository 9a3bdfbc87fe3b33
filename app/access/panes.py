"""Panes: the parts of a window that F6 walks through: the canvas, the docks, the tabs, the top."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QMainWindow,
    QTabWidget,
    QWidget,
)

_REASON = Qt.FocusReason.ShortcutFocusReason


def step_pane(window: QMainWindow, by: int) -> None:
    """Give the focus to the next pane, or to the one before."""
    panes = list(find_panes(window))
    focused = QApplication.focusWidget()
    at = next((at for at, pane in enumerate(panes) if _holds(pane, focused)), None)
    if at is None:
        at = -1 if by > 0 else 0
    for distance in range(1, len(panes) + 1):
        pane = panes[(at + by * distance) % len(panes)]
        if (target := first_focus(pane)) is not None:
            target.setFocus(_REASON)
            return


def find_panes(window: QMainWindow) -> Iterator[QWidget]:
    """The panes that can be seen: the centre first, docks as they are read, then what is above."""
    tabs = window.findChild(QTabWidget, "tabs")
    page: QWidget | None = tabs.currentWidget() if tabs is not None else None
    if page is not None and page.isVisible():
        yield page
    elif (centre := window.centralWidget()) is not None:
        yield centre
    docks = [
        dock
        for dock in window.findChildren(QDockWidget)
        if dock.isVisible() and not dock.visibleRegion().isEmpty()
    ]
    yield from sorted(docks, key=lambda dock: (dock.isFloating(), dock.x(), dock.y()))
    if tabs is not None and tabs.isVisible():
        yield tabs.tabBar()
    if (top := window.menuWidget()) is not None:
        yield top


def first_focus(pane: QWidget) -> QWidget | None:
    """What has had the focus in a pane last, or else the first thing of its content that can."""
    last: QWidget | None = pane.focusWidget()
    if last is not None and _takes_focus(last):
        return last
    content = pane.widget() if isinstance(pane, QDockWidget) else None
    return _first_in(content) or _first_in(pane)


def _first_in(widget: QWidget | None) -> QWidget | None:
    if widget is None or _takes_focus(widget):
        return widget
    candidate: QWidget | None = widget.nextInFocusChain()
    while candidate is not None and candidate is not widget:
        if widget.isAncestorOf(candidate) and _takes_focus(candidate):
            return candidate
        candidate = candidate.nextInFocusChain()
    return None


def _takes_focus(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    return by_tab and widget.isEnabled() and widget.isVisible()


def _holds(pane: QWidget, focused: QWidget | None) -> bool:
    return focused is not None and (pane is focused or pane.isAncestorOf(focused))
