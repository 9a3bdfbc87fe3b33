"""SidePanel: a dock with our own header, which names what it holds and counts it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QLabel, QMainWindow, QWidget

from app.look.theme import size


class SidePanel(QDockWidget):
    """One panel at the side of the window."""

    def __init__(self, title: str, content: QWidget, window: QMainWindow) -> None:
        super().__init__(title, window)
        self.setObjectName(title.lower())
        self.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        self.header = QLabel(title)
        self.header.setObjectName("dockHeader")
        self.header.setFixedHeight(round(size("dockHeader")))
        self.setTitleBarWidget(self.header)
        self.setWidget(content)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self)

    def count(self, number: int) -> None:
        """Show a number beside the title."""
        self.header.setText(f"{self.windowTitle()}   {number}" if number else self.windowTitle())
