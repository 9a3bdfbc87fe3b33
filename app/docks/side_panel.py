"""SidePanel: a dock in the studio's look; docks that share a place show tabs in one header."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QWidget

from app.docks.panel_header import Count, PanelHeader

# Qt's own tabs of docks that share a place: the header has them, so these take no room.
_NO_TABS = "QTabBar::tab { height: 0px; width: 0px; margin: 0; padding: 0; border: none; }"


class SidePanel(QDockWidget):
    """One dock: its header names it, counts what it holds, and has its buttons at the right.

    `name` is what the window's layout is remembered by, and must never change. Without `content`
    the dock is empty until `fill` is called.
    """

    def __init__(
        self,
        name: str,
        title: str,
        content: QWidget | None,
        window: QMainWindow,
        buttons: Sequence[QWidget] = (),
    ) -> None:
        super().__init__(title, window)
        self.setObjectName(f"dock.{name}")
        self.setAccessibleName(title)
        self.order = len(window.findChildren(SidePanel))
        self.count = Count()
        self.header = PanelHeader(buttons)
        self.setTitleBarWidget(self.header)
        self.setWidget(content or QWidget())
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._refresh_all)
        self.header.closed.connect(self.close)
        self.header.chosen.connect(self._choose)
        self.dockLocationChanged.connect(self._soon.start)
        self.topLevelChanged.connect(self._soon.start)
        self.visibilityChanged.connect(self._soon.start)
        self.refresh()

    def fill(self, content: QWidget, buttons: Sequence[QWidget] = ()) -> None:
        """Show the content that was too much for the window's start."""
        empty = self.widget()
        self.setWidget(content)
        if empty is not None:
            empty.deleteLater()
        self.header.add_buttons(buttons)
        self.refresh()

    def set_count(self, number: int, *, is_bad: bool = False, warns: bool = False) -> None:
        """Show a number beside the title, as a badge if it warns."""
        self.count = Count(number, is_bad=is_bad, warns=warns)
        self._soon.start()

    def set_note(self, note: str) -> None:
        """Show a word beside the title, with a dot in the colour of what runs; empty: nothing."""
        self.count = Count(note=note)
        self._soon.start()

    def show_at_front(self) -> None:
        """Open the dock, in front of those that share its place, with the focus in it."""
        self.show()
        self.raise_()
        content = self.widget()
        if content is not None:
            content.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def siblings(self) -> list[SidePanel]:
        """The docks that share this one's place, in a lasting order."""
        window = self.parent()
        beside: list[QDockWidget] = []
        if isinstance(window, QMainWindow) and not self.isFloating():
            beside = window.tabifiedDockWidgets(self)
        panels = [self, *(dock for dock in beside if isinstance(dock, SidePanel))]
        return sorted(panels, key=lambda panel: panel.order)

    def refresh(self) -> None:
        """Show the titles and counts of now."""
        panels = self.siblings
        entries = [(panel.windowTitle(), panel.count) for panel in panels]
        self.header.show_entries(entries, panels.index(self))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "header"):
            self.refresh()

    def _choose(self, at: int) -> None:
        panels = self.siblings
        if at < len(panels):
            panels[at].show()
            panels[at].raise_()

    def _refresh_all(self) -> None:
        window = self.parent()
        if isinstance(window, QMainWindow):
            hide_qt_tabs(window)
            for panel in window.findChildren(SidePanel):
                panel.refresh()


def hide_qt_tabs(window: QMainWindow) -> None:
    """Take the room from the tabs that Qt makes for docks at one place."""
    for bar in window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if bar.styleSheet() != _NO_TABS:
            bar.setStyleSheet(_NO_TABS)
            bar.setDrawBase(False)
            bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            bar.setFixedHeight(0)
