"""ZoomBar: the zoom in words, with the buttons that change it, over a corner of the canvas."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton

from app.canvas.view import ZOOM_PER_NOTCH, Canvas
from app.look.icons import make_icon
from app.look.theme import Theme, size

INSET = 12


class ZoomBar(QFrame):
    """Sits in the lower right corner of its canvas and follows it."""

    def __init__(self, canvas: Canvas, theme: Theme) -> None:
        super().__init__(canvas)
        self.setObjectName("zoomBar")
        self._canvas = canvas
        self._buttons: dict[str, QToolButton] = {}
        self._zoom = QLabel("100 %")
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._zoom.setFixedWidth(52)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 4, 4, 4)
        row.setSpacing(2)
        row.addWidget(self._button("minus", "Zoom out", lambda: canvas.zoom_by(1 / ZOOM_PER_NOTCH)))
        row.addWidget(self._zoom)
        row.addWidget(self._button("plus", "Zoom in", lambda: canvas.zoom_by(ZOOM_PER_NOTCH)))
        row.addWidget(self._button("fit", "Frame all (Home)", canvas.frame_all))
        self.set_theme(theme)
        canvas.zoomed.connect(self._show_zoom)
        canvas.resized.connect(self._follow)
        self._follow()

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in the theme's colour."""
        for name, button in self._buttons.items():
            button.setIcon(make_icon(name, theme.colour("text.primary"), theme.colour("bg.panel")))

    def _button(self, icon: str, name: str, action: Callable[[], None]) -> QToolButton:
        button = QToolButton()
        side = round(size("button"))
        button.setFixedSize(side, side)
        button.setIconSize(QSize(16, 16))
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.clicked.connect(action)
        self._buttons[icon] = button
        return button

    def _show_zoom(self, zoom: float) -> None:
        self._zoom.setText(f"{round(zoom * 100)} %")

    def _follow(self) -> None:
        self.adjustSize()
        area = self._canvas.rect()
        self.move(area.right() - self.width() - INSET, area.bottom() - self.height() - INSET)
