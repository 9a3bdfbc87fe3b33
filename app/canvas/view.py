"""Canvas: the view of a workflow, with its grid, zooming, and the gesture under way."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QLineF, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from app.canvas.glide import Glide
from app.canvas.grid import paint_grid
from app.canvas.pointer import Pointer
from app.canvas.scene import WorkflowScene
from app.canvas.tool import NO_GESTURES, Gestures, Tool
from app.look.theme import Theme
from app.look.words import tr

SMALLEST_ZOOM, LARGEST_ZOOM = 0.05, 4.0
FRAMED_AT_MOST = 1.0
FRAME_MARGIN = 48.0
ZOOM_PER_NOTCH = 1.15
EDGE = 28
EDGE_STEP = 22
EDGE_INTERVAL = 16
EDGE_AFTER = 8.0
_MODIFIER_KEYS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt)


class Canvas(QGraphicsView):
    """Shows a scene and hands mouse and keys to the tool of the gesture under way.

    The wheel zooms at the cursor. `gestures` says which tool a press begins.
    """

    zoomed = Signal(float)
    moved = Signal()
    resized = Signal()
    entered = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.gestures: Gestures = NO_GESTURES
        self._tool: Tool | None = None
        self._last: Pointer | None = None
        self._pressed: Pointer | None = None
        self._held: set[int] = set()
        self.glide = Glide(self)
        self._edge = QTimer(self, interval=EDGE_INTERVAL)
        self._edge.timeout.connect(self._scroll_at_edge)
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
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        # The background covers all of it, so that scrolling repaints only what comes into view.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Workflow"))
        self.horizontalScrollBar().valueChanged.connect(self.moved)
        self.verticalScrollBar().valueChanged.connect(self.moved)

    @property
    def zoom(self) -> float:
        """How many logical pixels of the screen one of the canvas takes."""
        return self.transform().m11()

    @property
    def tool(self) -> Tool | None:
        """The gesture under way."""
        return self._tool

    @property
    def cursor_at(self) -> QPointF:
        """Where the mouse was last, on the canvas; the middle if it never came."""
        if self._last is not None:
            return self.mapToScene(self._last.view.toPoint())
        return self.mapToScene(self.viewport().rect().center())

    def is_held(self, key: Qt.Key) -> bool:
        """Whether a key that changes what a drag means, such as Space or Y, is down."""
        return key.value in self._held

    def show_scene(self, scene: WorkflowScene, theme: Theme) -> None:
        """Show another scene; the caller keeps it alive."""
        self.cancel()
        self._theme = theme
        self.setScene(scene)
        scene.set_zoom(self.zoom)

    def set_theme(self, theme: Theme) -> None:
        """Paint the ground in another theme."""
        self._theme = theme
        self.viewport().update()

    def begin(self, tool: Tool) -> None:
        """Start a gesture that no press began, such as a wire that a menu lets hang."""
        self.cancel()
        self._tool = tool

    def cancel(self) -> bool:
        """Cancel the gesture under way without residue; tells whether there was one."""
        tool, self._tool = self._tool, None
        self._edge.stop()
        if tool is not None:
            tool.cancel()
            self.gestures.cancelled()
            self._show_cursor()
        return tool is not None

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

    def wheelEvent(self, event: QWheelEvent) -> None:
        from_pad = event.device().type() == QInputDevice.DeviceType.TouchPad
        with_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if from_pad and not with_ctrl:
            self.scroll(-event.pixelDelta())
        else:
            self.zoom_by(ZOOM_PER_NOTCH ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.glide.stop()
        event.accept()
        if self._tool is not None:
            return
        self._pressed = pointer = self._pointer(event)
        self._tool = self.gestures.press(pointer)
        if self._tool is not None and self._tool.scrolls_at_edge:
            self._edge.start()
        self._show_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pointer = self._pointer(event)
        if self._tool is not None:
            self._tool.move(pointer)
        else:
            self.gestures.hover(pointer)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pointer = self._pointer(event)
        event.accept()
        if self._tool is None or event.button() != self._tool.button:
            return
        tool, self._tool = self._tool, None
        self._edge.stop()
        tool.release(pointer)
        self._show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._tool is None and not self.gestures.double_click(self._pointer(event)):
            self.mousePressEvent(event)
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.gestures.menu(None)
        event.accept()

    def event(self, event: QEvent) -> bool:
        # During a gesture its own keys go before those of actions.
        if event.type() == QEvent.Type.ShortcutOverride and self._tool is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            if not self.cancel():
                self.gestures.escape()
            return
        if self._tool is not None and self._last is not None:
            if key in _MODIFIER_KEYS:
                self._move_again(event.modifiers())
                return
            if self._tool.key(key, self._last):
                return
        if key in self.gestures.holds:
            self._held.add(key.value)
            self._show_cursor()
            return
        if not self.gestures.key(event):
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() in self._held and not event.isAutoRepeat():
            self._held.discard(event.key())
            self._show_cursor()
            return
        if self._tool is not None and event.key() in _MODIFIER_KEYS:
            self._move_again(event.modifiers())
            return
        event.ignore()

    def focusNextPrevChild(self, forward: bool) -> bool:
        # Tab opens the search here; Ctrl+Tab and F6 leave the canvas.
        return False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._held.clear()
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.cancel()
        super().focusOutEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.entered.emit()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        if self._tool is None:
            self.gestures.leave()
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def _pointer(self, event: QMouseEvent) -> Pointer:
        self._last = Pointer.of(event, _to_scene(self, event.position()))
        return self._last

    def _scroll_at_edge(self) -> None:
        """Move on while the mouse of a drag stays near the border."""
        last, pressed = self._last, self._pressed
        if self._tool is None or last is None or pressed is None:
            return
        step = _edge_step(QRectF(self.viewport().rect()), last.view)
        dragged = QLineF(pressed.view, last.view).length() > EDGE_AFTER
        if dragged and not step.isNull():
            self.scroll(step)
            self._move_again(last.modifiers)

    def _move_again(self, modifiers: Qt.KeyboardModifier) -> None:
        """The mouse stays where it is, but the canvas or the keys held are others."""
        last = self._last
        if self._tool is None or last is None:
            return
        self._last = Pointer(last.view, _to_scene(self, last.view), last.button, modifiers)
        self._tool.move(self._last)

    def _show_cursor(self) -> None:
        cursor = self._tool.cursor if self._tool is not None else None
        if cursor is None:
            cursor = next(
                (shape for key, shape in self.gestures.holds.items() if key.value in self._held),
                None,
            )
        if cursor is None:
            self.viewport().unsetCursor()
        else:
            self.viewport().setCursor(cursor)


def _to_scene(view: QGraphicsView, at: QPointF) -> QPointF:
    """A point of the view on the canvas, without Qt's rounding to whole pixels."""
    inverse, _ = view.viewportTransform().inverted()
    return inverse.map(at)


def _edge_step(view: QRectF, at: QPointF) -> QPoint:
    """How far to scroll; the nearer to the border or beyond it, the faster."""

    def along(value: float, low: float, high: float) -> int:
        depth = max(low + EDGE - value, 0.0) - max(value - (high - EDGE), 0.0)
        return -round(max(-1.0, min(1.0, depth / EDGE)) * EDGE_STEP)

    return QPoint(
        along(at.x(), view.left(), view.right()), along(at.y(), view.top(), view.bottom())
    )
