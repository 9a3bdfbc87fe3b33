"""ZoomPan: a widget whose content is zoomed at the cursor and dragged about."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.look.theme import current_theme

SMALLEST, LARGEST = 0.01, 64.0
_NOTCH: Final = 1.2
_MARGIN: Final = 6.0


class ZoomPan(QWidget):
    """Content of `content_size`, in pixels of the picture, fitted until somebody zooms.

    The wheel zooms at the cursor, dragging with the left or middle button pans, F fits, 1 shows
    one pixel of the picture on one of the screen. `moved` comes with every other zoom or place.
    """

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.content_size = QSizeF()
        self.zoom = 1.0
        self.offset = QPointF()
        self.is_fitted = True
        self._grabbed: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(120, 80)

    @property
    def percent(self) -> int:
        """How large the content is on the screen, 100 being pixel for pixel."""
        return max(1, round(self.zoom * self.devicePixelRatioF() * 100))

    @property
    def is_panning(self) -> bool:
        """Whether the content is being dragged."""
        return self._grabbed is not None

    def set_content_size(self, size: QSizeF) -> None:
        """Show content of another size; the part that was in view stays in view."""
        before = self.content_size
        if size == before:
            return
        self.content_size = size
        if self.is_fitted or before.isEmpty() or size.isEmpty():
            self.fit()
            return
        # The same picture in more pixels, or another one of another size: the same share of it.
        factor = size.width() / before.width()
        self.zoom = _bounded(self.zoom / factor)
        self.update()
        self.moved.emit()

    def room(self) -> QSizeF:
        """The part of the widget that the content has."""
        return QSizeF(self.size())

    def fit(self) -> None:
        """Show all of it, as large as it fits."""
        self.is_fitted = True
        size = self.content_size
        if not size.isEmpty():
            room = self.room() - QSizeF(2 * _MARGIN, 2 * _MARGIN)
            share = min(room.width() / size.width(), room.height() / size.height())
            self.zoom = _bounded(share)
            self.offset = self._centred()
        self.update()
        self.moved.emit()

    def show_pixels(self) -> None:
        """One pixel of the picture on one of the screen, what is in the middle staying there."""
        self.zoom_to(1 / self.devicePixelRatioF(), self._middle())

    def zoom_to(self, zoom: float, at: QPointF) -> None:
        """Zoom so that what is at a place of the widget stays there."""
        inside = self.to_content(at)
        self.is_fitted = False
        self.zoom = _bounded(zoom)
        self.offset = at - inside * self.zoom
        self._keep_in_view()

    def look_like(self, other: ZoomPan) -> None:
        """Take over where another one looks."""
        self.zoom, self.offset, self.is_fitted = other.zoom, QPointF(other.offset), other.is_fitted
        self.update()

    def to_widget(self, place: QPointF) -> QPointF:
        """A place of the content in the widget."""
        return place * self.zoom + self.offset

    def to_content(self, place: QPointF) -> QPointF:
        """A place of the widget in the content."""
        return (place - self.offset) / self.zoom

    def shown(self, part: QRectF) -> QRectF:
        """Where a part of the content lies in the widget, its edges on pixels of the screen."""
        ratio = self.devicePixelRatioF()
        corner, end = self.to_widget(part.topLeft()), self.to_widget(part.bottomRight())
        left, top = round(corner.x() * ratio) / ratio, round(corner.y() * ratio) / ratio
        right, bottom = round(end.x() * ratio) / ratio, round(end.y() * ratio) / ratio
        return QRectF(left, top, max(right - left, 1 / ratio), max(bottom - top, 1 / ratio))

    def paint_content(self, painter: QPainter) -> None:
        """Paint the content and what lies over it; for those that have some."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current_theme().colour("bg.picture"))
        painter.setClipRect(event.rect())
        self.paint_content(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._grabbed = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None:
            return
        moved = event.position() - self._grabbed
        self._grabbed = event.position()
        self.offset += moved
        self.is_fitted = False
        self._keep_in_view()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = None
        self.unsetCursor()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() or event.angleDelta().x()
        self.zoom_to(self.zoom * _NOTCH ** (turned / 120), event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        middle = self._middle()
        match event.key():
            case Qt.Key.Key_F:
                self.fit()
            case Qt.Key.Key_1:
                self.show_pixels()
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_to(self.zoom * _NOTCH, middle)
            case Qt.Key.Key_Minus:
                self.zoom_to(self.zoom / _NOTCH, middle)
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.is_fitted:
            self.fit()
        else:
            self._keep_in_view()

    def _centred(self) -> QPointF:
        spare = self.room() - self.content_size * self.zoom
        return QPointF(spare.width() / 2, spare.height() / 2)

    def _middle(self) -> QPointF:
        return QPointF(self.room().width() / 2, self.room().height() / 2)

    def _keep_in_view(self) -> None:
        """Let a part of the content stay in the widget, and what is smaller stand whole in it."""
        size, room, centred = self.content_size * self.zoom, self.room(), self._centred()
        x = _kept(self.offset.x(), size.width(), room.width(), centred.x())
        y = _kept(self.offset.y(), size.height(), room.height(), centred.y())
        self.offset = QPointF(x, y)
        self.update()
        self.moved.emit()


def _kept(at: float, size: float, room: float, centred: float) -> float:
    return centred if size <= room else min(max(at, room - size), 0.0)


def _bounded(zoom: float) -> float:
    return min(max(zoom, SMALLEST), LARGEST)
