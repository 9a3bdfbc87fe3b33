"""Canvas: the view of a workflow that hands mouse and keys to the gesture under way."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLineF, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsView, QWidget

from app.actions.pressed_keys import is_pressed
from app.canvas.pointer import Pointer
from app.canvas.scene import WorkflowScene
from app.canvas.tool import NO_GESTURES, Gestures, Hold, Tool
from app.canvas.zoom_view import ZOOM_PER_NOTCH, ZoomView
from app.look.theme import Theme
from app.look.words import tr

EDGE = 28
EDGE_STEP = 22
EDGE_INTERVAL = 16
EDGE_AFTER = 8.0
_MODIFIER_KEYS = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt)


class Canvas(ZoomView):
    """Shows a scene and hands mouse and keys to the tool of the gesture under way.

    The wheel zooms at the cursor. `gestures` says which tool a press begins.
    """

    entered = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.gestures: Gestures = NO_GESTURES
        self._tool: Tool | None = None
        self._last: Pointer | None = None
        self._pressed: Pointer | None = None
        self._held: dict[int, Hold] = {}
        self._edge = QTimer(self, interval=EDGE_INTERVAL)
        self._edge.timeout.connect(self._scroll_at_edge)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Workflow"))

    @property
    def tool(self) -> Tool | None:
        """The gesture under way."""
        return self._tool

    @property
    def mouse_at(self) -> QPointF | None:
        """Where the mouse was last, in the view; None if it never came."""
        return self._last.view if self._last is not None else None

    @property
    def cursor_at(self) -> QPointF:
        """Where the mouse was last, on the canvas; the middle if it never came."""
        if self._last is not None:
            return self.mapToScene(self._last.view.toPoint())
        return self.mapToScene(self.viewport().rect().center())

    def is_held(self, action: str) -> bool:
        """Whether a key of an action that changes what a drag means is down."""
        return any(hold.id == action for hold in self._held.values())

    def show_scene(self, scene: WorkflowScene, theme: Theme) -> None:
        """Show another scene; the caller keeps it alive."""
        self.cancel()
        self.set_theme(theme)
        self.setScene(scene)
        scene.set_zoom(self.zoom)

    def cancel(self) -> bool:
        """Cancel the gesture under way without residue; tells whether there was one."""
        tool, self._tool = self._tool, None
        self._edge.stop()
        if tool is not None:
            tool.cancel()
            self.gestures.cancelled()
            self._show_cursor()
        return tool is not None

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_by(1 + event.value(), event.position())
            return True
        return super().viewportEvent(event)

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
        if self._tool is not None and is_pressed(event, self.gestures.cancel_keys):
            self.cancel()
            return
        if self._tool is None and event.key() == Qt.Key.Key_Escape:
            self.gestures.escape()
            return
        if self._tool is not None and self._last is not None:
            if event.key() in _MODIFIER_KEYS:
                self._move_again(event.modifiers())
                return
            if self._tool.key(event, self._last):
                return
        for hold in self.gestures.holds:
            if is_pressed(event, hold.keys):
                self._held[event.key()] = hold
                self._show_cursor()
                return
        if not self.gestures.key(event):
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() in self._held and not event.isAutoRepeat():
            del self._held[event.key()]
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
            cursor = next((hold.cursor for hold in self._held.values()), None)
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
