"""ZoomView: a view of a scene that zooms at a point, frames a part of it, and has a grid."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent, QTransform
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from app.canvas.glide import Glide
from app.canvas.grid import paint_grid
from app.canvas.scene import WorkflowScene
from app.look.theme import Theme

SMALLEST_ZOOM, LARGEST_ZOOM = 0.05, 4.0
FRAMED_AT_MOST = 1.0
FRAME_MARGIN = 48.0
ZOOM_PER_NOTCH = 1.15


class ZoomView(QGraphicsView):
    """What is looked at, without what is done there; panned by the scroll bars, which hide."""

    zoomed = Signal(float)
    moved = Signal()
    resized = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.glide = Glide(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRenderHints(
            QPainter.RenderHint.Antialiasing
            | QPainter.RenderHint.TextAntialiasing
            | QPainter.RenderHint.SmoothPixmapTransform
        )
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setResizeAnchor(QGraphicsView.ViewportAnchor.AnchorViewCenter)
        self.setAcceptDrops(False)
        # The background covers all of it, so that scrolling repaints only what comes into view.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.horizontalScrollBar().valueChanged.connect(self.moved)
        self.verticalScrollBar().valueChanged.connect(self.moved)

    @property
    def zoom(self) -> float:
        """How many logical pixels of the screen one of the canvas takes."""
        return self.transform().m11()

    def set_theme(self, theme: Theme) -> None:
        """Paint the ground in another theme."""
        self._theme = theme
        self.viewport().update()

    def frame(self, rect: QRectF, at_most: float = FRAMED_AT_MOST, *, glides: bool = False) -> None:
        """Bring a part of the canvas into view, no larger than life; it can glide there."""
        if rect.isEmpty():
            return
        view = QRectF(self.viewport().rect())
        across = (view.width() - 2 * FRAME_MARGIN) / max(1.0, rect.width())
        down = (view.height() - 2 * FRAME_MARGIN) / max(1.0, rect.height())
        zoom = min(at_most, max(SMALLEST_ZOOM, min(across, down)))
        if glides:
            self.glide.to(zoom, rect.center())
        else:
            self.look_at(zoom, rect.center())

    def look_at(self, zoom: float, middle: QPointF) -> None:
        """Show a point of the canvas in the middle, at a zoom."""
        self.resetTransform()
        self.scale(zoom, zoom)
        self.centerOn(middle)
        self._tell_zoom()

    def save_view(self) -> tuple[QTransform, QPointF]:
        """What is in view now, for `restore_view`."""
        return self.transform(), self.mapToScene(self.viewport().rect().center())

    def restore_view(self, view: tuple[QTransform, QPointF]) -> None:
        """Show again what was in view."""
        transform, middle = view
        self.setTransform(transform)
        self.centerOn(middle)
        self._tell_zoom()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom so that what lies under a point of the view stays there."""
        self.glide.stop()
        self._set_zoom(self.zoom * factor, at)

    def zoom_to_life(self) -> None:
        """Zoom to 100 %."""
        self._set_zoom(1.0)

    def scroll(self, by: QPoint) -> None:  # type: ignore[override]  # QWidget.scroll is unused here
        """Move the view over the canvas by pixels of the screen."""
        self.glide.stop()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + by.x())
        down.setValue(down.value() + by.y())

    def _set_zoom(self, wanted: float, at: QPointF | None = None) -> None:
        zoom = min(LARGEST_ZOOM, max(SMALLEST_ZOOM, wanted))
        point = at if at is not None else QRectF(self.viewport().rect()).center()
        factor = zoom / self.zoom
        if math.isclose(factor, 1.0):
            return
        before = self.mapToScene(point.toPoint())
        self.scale(factor, factor)
        self.scroll(self.mapFromScene(before) - point.toPoint())
        self._tell_zoom()

    def _tell_zoom(self) -> None:
        scene = self.scene()
        if isinstance(scene, WorkflowScene):
            scene.set_zoom(self.zoom)
        self.zoomed.emit(self.zoom)
        self.moved.emit()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        paint_grid(painter, self._theme, QRectF(rect), self.zoom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()
