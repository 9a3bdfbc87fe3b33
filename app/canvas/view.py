"""Canvas: the view of a workflow, with its grid, panning and zooming."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from app.canvas.node_item import OVERVIEW_BELOW
from app.canvas.scene import WorkflowScene
from app.look.theme import Theme, size
from app.tools.pan import Pan

SMALLEST_ZOOM, LARGEST_ZOOM = 0.1, 4.0
FRAMED_AT_MOST = 1.0
FRAME_MARGIN = 48.0
ZOOM_PER_NOTCH = 1.15
CLOSEST_DOTS = 14.0


class Canvas(QGraphicsView):
    """Shows a scene; middle or Space drag pans, the wheel zooms at the cursor."""

    zoomed = Signal(float)
    resized = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pan: Pan | None = None
        self._space = False
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
        self.setAccessibleName("Workflow")

    @property
    def zoom(self) -> float:
        """How many logical pixels of the screen one of the canvas takes."""
        return self.transform().m11()

    def show_scene(self, scene: WorkflowScene, theme: Theme) -> None:
        """Show another scene; the caller keeps it alive."""
        self._theme = theme
        self.setScene(scene)

    def frame_all(self) -> None:
        """Bring the whole workflow into view, no larger than life."""
        scene = self.scene()
        if isinstance(scene, WorkflowScene) and scene.nodes:
            self._frame(scene.content())

    def frame_selection(self) -> None:
        """Bring the selected node into view."""
        scene = self.scene()
        item = scene.selected_node() if isinstance(scene, WorkflowScene) else None
        if item is not None:
            self._frame(item.sceneBoundingRect())

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom so that what lies under a point of the view stays there."""
        self._set_zoom(self.zoom * factor, at)

    def zoom_to_life(self) -> None:
        """Zoom to 100 %."""
        self._set_zoom(1.0)

    def _set_zoom(self, wanted: float, at: QPointF | None = None) -> None:
        zoom = min(LARGEST_ZOOM, max(SMALLEST_ZOOM, wanted))
        point = at if at is not None else QRectF(self.viewport().rect()).center()
        factor = zoom / self.zoom
        if math.isclose(factor, 1.0):
            return
        before = self.mapToScene(point.toPoint())
        self.scale(factor, factor)
        moved = self.mapFromScene(before) - point.toPoint()
        self._scroll(moved)
        self.zoomed.emit(self.zoom)

    def _scroll(self, by: QPoint) -> None:
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(across.value() + by.x())
        down.setValue(down.value() + by.y())

    def _frame(self, rect: QRectF) -> None:
        view = QRectF(self.viewport().rect())
        across = (view.width() - 2 * FRAME_MARGIN) / max(1.0, rect.width())
        down = (view.height() - 2 * FRAME_MARGIN) / max(1.0, rect.height())
        zoom = min(FRAMED_AT_MOST, max(SMALLEST_ZOOM, min(across, down)))
        self.resetTransform()
        self.scale(zoom, zoom)
        self.centerOn(rect.center())
        self.zoomed.emit(self.zoom)

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        painter.fillRect(QRectF(rect), self._theme.colour("bg.canvas"))
        if self.zoom <= OVERVIEW_BELOW or not isinstance(self.scene(), QGraphicsScene):
            return
        step = size("gridDot")
        while step * self.zoom < CLOSEST_DOTS:
            step *= 2
        painter.setPen(QPen(self._theme.colour("grid.major"), 1.6 / self.zoom))
        painter.drawPoints(_grid_points(QRectF(rect), step))

    def wheelEvent(self, event: QWheelEvent) -> None:
        from_pad = event.device().type() == QInputDevice.DeviceType.TouchPad
        with_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if from_pad and not with_ctrl:
            self._scroll(-event.pixelDelta())
        else:
            self.zoom_by(ZOOM_PER_NOTCH ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        if event.button() == Qt.MouseButton.MiddleButton or (left and self._space):
            self._pan = Pan(self, event.position().toPoint())
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pan is not None:
            self._pan.move(event.position().toPoint())
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pan is not None:
            self._end_pan()
            return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space = True
                self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
            return
        if event.key() == Qt.Key.Key_Escape:
            if self._pan is not None:
                self._pan.cancel()
                self._end_pan()
            elif self.scene() is not None:
                self.scene().clearSelection()
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._show_cursor()
            return
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._space = False
        self._end_pan()
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def _end_pan(self) -> None:
        self._pan = None
        self._show_cursor()

    def _show_cursor(self) -> None:
        if self._space:
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.viewport().unsetCursor()


def _grid_points(rect: QRectF, step: float) -> list[QPointF]:
    columns = range(math.floor(rect.left() / step), math.ceil(rect.right() / step) + 1)
    rows = range(math.floor(rect.top() / step), math.ceil(rect.bottom() / step) + 1)
    return [QPointF(column * step, row * step) for row in rows for column in columns]
