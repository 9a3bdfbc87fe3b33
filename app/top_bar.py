"""TopBar: Weft's mark, the menus, and what is open."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenuBar, QSizePolicy, QWidget

from app.look.eliding_label import ElidingLabel
from app.look.icons import logo
from app.look.theme import size

MARK = 22


class TopBar(QWidget):
    """The row above everything."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(round(size("topBar")))
        self.menus = QMenuBar()
        self.menus.setNativeMenuBar(False)
        self.menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.name = ElidingLabel()
        self.name.setObjectName("note")
        self.name.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 14, 0)
        row.setSpacing(6)
        row.addWidget(_mark())
        row.addWidget(self.menus, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.name, 1)


def _mark() -> QLabel:
    label = QLabel()
    pixmap = logo(MARK * 2)
    pixmap.setDevicePixelRatio(2)
    label.setPixmap(pixmap)
    return label
