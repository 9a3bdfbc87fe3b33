"""Minimap: the whole workflow in a corner, with the part that is seen; a drag moves the view."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.canvas.overview import Overview
from app.canvas.scene import WorkflowScene
from app.canvas.view import Canvas
from app.look.theme import Theme
from app.look.words import tr

INSET = 8.0
LEAST = QSize(180, 120)


class Minimap(QWidget):
    """Follows a canvas and the scene that it shows."""

    def __init__(self, canvas: Canvas, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._theme = theme
        self._map: QPixmap | None = None
        self._followed: Overview | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(LEAST)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("Minimap"))
        canvas.moved.connect(self.update)
        canvas.resized.connect(self.update)

    def sizeHint(self) -> QSize:
        return LEAST

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self._redraw()

    def map_to_canvas(self, point: QPointF) -> QPointF:
        """The point of the canvas that a point of the map shows."""
        scale, offset = self._fit(self._content())
        return (point - offset) / scale

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def _go(self, point: QPointF) -> None:
        if self._scene() is not None:
            self._canvas.centerOn(self.map_to_canvas(point))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._redraw()

    def paintEvent(self, event: QPaintEvent) -> None:
        scene = self._scene()
        if scene is None:
            return
        self._follow(scene.overview)
        content = self._content()
        scale, offset = self._fit(content)
        if self._map is None:
            self._map = self._draw(scene, scale, offset)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._map)
        seen = self._seen()
        frame = QRectF(seen.topLeft() * scale + offset, seen.size() * scale)
        painter.setPen(QPen(self._theme.colour("user.base"), 1.5))
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(frame.intersected(room), 3, 3)

    def _draw(self, scene: WorkflowScene, scale: float, offset: QPointF) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(offset)
        painter.scale(scale, scale)
        scene.overview.paint_map(painter)
        painter.end()
        return pixmap

    def _follow(self, overview: Overview) -> None:
        """Another scene, another overview: hear of its changes, no longer of the last one's."""
        if overview is self._followed:
            return
        self._followed = overview
        self._map = None
        overview.refreshed.connect(self._redraw)

    def _redraw(self) -> None:
        self._map = None
        self.update()

    def _scene(self) -> WorkflowScene | None:
        scene = self._canvas.scene()
        return scene if isinstance(scene, WorkflowScene) else None

    def _content(self) -> QRectF:
        scene = self._scene()
        return scene.overview.content() if scene is not None else QRectF()

    def _seen(self) -> QRectF:
        return self._canvas.mapToScene(self._canvas.viewport().rect()).boundingRect()

    def _fit(self, content: QRectF) -> tuple[float, QPointF]:
        """The scale of the map, and where the canvas's origin lies on it."""
        room = QRectF(self.rect()).adjusted(INSET, INSET, -INSET, -INSET)
        across = room.width() / max(1.0, content.width())
        down = room.height() / max(1.0, content.height())
        scale = min(across, down, 0.25)
        return scale, room.center() - content.center() * scale
