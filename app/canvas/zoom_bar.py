"""ZoomBar: the zoom in words, with the buttons that change it, under the map of the canvas."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.canvas.minimap import Minimap
from app.canvas.scene import WorkflowScene
from app.canvas.view import Canvas
from app.canvas.zoom_view import ZOOM_PER_NOTCH
from app.look.icons import make_icon
from app.look.theme import Theme, size
from app.look.words import tr

INSET = 12
MAP = QSize(188, 136)


class ZoomBar(QFrame):
    """Sits in the lower right corner of its canvas and follows it."""

    def __init__(self, canvas: Canvas, theme: Theme) -> None:
        # A child of what scrolls: over it as a sibling, each step of a pan would paint all anew.
        super().__init__(canvas.viewport())
        self.setObjectName("zoomBar")
        self._canvas = canvas
        self._buttons: dict[str, QToolButton] = {}
        self.map = Minimap(canvas, theme, self)
        self.map.setFixedSize(MAP)
        self.map.hide()
        self._zoom = QLabel("100 %")
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._zoom.setMinimumWidth(52)
        row = QHBoxLayout()
        row.setContentsMargins(4, 4, 4, 4)
        row.setSpacing(2)
        row.addWidget(
            self._button("minus", tr("Zoom out"), lambda: canvas.zoom_by(1 / ZOOM_PER_NOTCH))
        )
        row.addWidget(self._zoom, 1)
        row.addWidget(self._button("plus", tr("Zoom in"), lambda: canvas.zoom_by(ZOOM_PER_NOTCH)))
        row.addWidget(self._button("fit", tr("Frame all (Home)"), self._frame_all))
        self._line = QWidget()
        self._line.setObjectName("zoomLine")
        self._line.setFixedHeight(1)
        self._line.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.map)
        column.addWidget(self._line)
        column.addLayout(row)
        self.set_theme(theme)
        canvas.zoomed.connect(self._show_zoom)
        canvas.resized.connect(self._follow)
        canvas.moved.connect(self._follow)
        self._follow()

    @property
    def shows_map(self) -> bool:
        """Whether the map stands over the buttons."""
        return not self.map.isHidden()

    def show_map(self, on: bool) -> None:
        """Show or hide the map."""
        self.map.setVisible(on)
        self._line.setVisible(on)
        self._follow()

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons and the map in the theme's colours."""
        for name, button in self._buttons.items():
            button.setIcon(make_icon(name, theme.colour("text.primary"), theme.colour("bg.panel")))
        self._line.setStyleSheet(f"background: {theme.colour('line.normal').name()}")
        self.map.set_theme(theme)

    def _frame_all(self) -> None:
        scene = self._canvas.scene()
        if isinstance(scene, WorkflowScene):
            self._canvas.frame(scene.content(), glides=True)

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
        self._zoom.setText(tr("{percent} %", percent=round(zoom * 100)))

    def _follow(self) -> None:
        self.adjustSize()
        area = self._canvas.rect()
        self.move(area.right() - self.width() - INSET, area.bottom() - self.height() - INSET)
