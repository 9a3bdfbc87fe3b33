"""MaskView: the picture with the mask over it, that zooms and pans."""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
    qRgba,
)
from PySide6.QtWidgets import QWidget

from app.editors.mask_painter.mask import Mask
from app.look.theme import Theme
from app.look.words import tr

SMALLEST_ZOOM, LARGEST_ZOOM = 0.05, 32.0
_OVERLAY_ALPHA: Final = 150
_BORDER = 16
_INDEXED = QImage.Format.Format_Indexed8
_PREMULTIPLIED = QImage.Format.Format_ARGB32_Premultiplied


class MaskView(QWidget):
    """Middle or Space pans, the wheel zooms at the cursor, F and Home show all.

    `settings_changed` says that the zoom changed, or a tool in those that paint.
    """

    settings_changed = Signal()

    def __init__(
        self, picture: QImage, mask: Mask, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.picture = picture
        self.painted = mask
        self.theme = theme
        self.zoom = 1.0
        self.panning: QPointF | None = None
        self._offset = QPointF()
        self._fitted = True
        self._space = False
        self._overlay = QImage(mask.width, mask.height, _PREMULTIPLIED)
        self._colours = _colour_table(theme.colour("user.base"))
        self.show_mask(mask.whole)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 240)
        self.setAccessibleName(tr("Mask"))

    def show_mask(self, place: QRect) -> None:
        """Bring a part of what is on the screen in line with the mask."""
        place = place & self.painted.whole
        if place.isEmpty():
            return
        values = np.ascontiguousarray(self.painted.part(place))
        image = QImage(values.data, place.width(), place.height(), place.width(), _INDEXED)
        image.setColorTable(self._colours)
        painter = QPainter(self._overlay)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawImage(place.topLeft(), image)
        painter.end()
        shown = QRectF(self.to_widget(place.topLeft()), self.to_widget(_beyond(place)))
        self.update(shown.toAlignedRect().adjusted(-2, -2, 2, 2))

    def to_widget(self, place: QPoint | QPointF) -> QPointF:
        """A place of the picture in the widget."""
        return QPointF(place) * self.zoom + self._offset

    def to_picture(self, place: QPointF) -> QPointF:
        """A place of the widget in the picture."""
        return (place - self._offset) / self.zoom

    def fit(self) -> None:
        """Show the whole picture."""
        width, height = self.painted.width, self.painted.height
        border = 2 * _BORDER
        room = min((self.width() - border) / width, (self.height() - border) / height)
        self.zoom = min(max(room, SMALLEST_ZOOM), LARGEST_ZOOM)
        used = QPointF(width * self.zoom, height * self.zoom)
        self._offset = (QPointF(self.width(), self.height()) - used) / 2
        self._fitted = True
        self.update()
        self.settings_changed.emit()

    def zoom_at(self, place: QPointF, factor: float) -> None:
        """Zoom so that what is at a place of the widget stays there."""
        inside = self.to_picture(place)
        self.zoom = min(max(self.zoom * factor, SMALLEST_ZOOM), LARGEST_ZOOM)
        self._offset = place - inside * self.zoom
        self._fitted = False
        self.update()
        self.settings_changed.emit()

    def paint_over(self, painter: QPainter) -> None:
        """Paint what lies over the mask; for those that paint."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        if event.button() == Qt.MouseButton.MiddleButton or (left and self._space):
            self.panning = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.panning is not None:
            self._offset += event.position() - self.panning
            self.panning, self._fitted = event.position(), False
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.panning = None
        space = Qt.CursorShape.OpenHandCursor
        self.setCursor(space if self._space else Qt.CursorShape.CrossCursor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom_at(event.position(), 1.2 ** (event.angleDelta().y() / 120))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._space = True
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif event.key() in (Qt.Key.Key_F, Qt.Key.Key_Home):
            self.fit()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self.setCursor(Qt.CursorShape.CrossCursor)
        else:
            super().keyReleaseEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fitted:
            self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.theme.colour("bg.picture"))
        place = QRectF(self.to_widget(QPointF()), self.to_widget(_beyond(self.painted.whole)))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.zoom < 2)
        if self.picture.isNull():
            painter.fillRect(place, self.theme.colour("bg.canvas"))
        else:
            painter.drawImage(place, self.picture)
        painter.drawImage(place, self._overlay)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.theme.colour("line.strong"), 1))
        painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))
        self.paint_over(painter)


def _colour_table(colour: QColor) -> list[int]:
    """The colour of the mask at each of its values."""
    red, green, blue = colour.red(), colour.green(), colour.blue()
    return [qRgba(red, green, blue, value * _OVERLAY_ALPHA // 255) for value in range(256)]


def _beyond(place: QRect) -> QPoint:
    """The corner behind the last pixel."""
    return place.bottomRight() + QPoint(1, 1)
