"""Colour fields: what a colour is chosen in: shades, hues and the theme's own."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.look.theme import Theme
from app.look.words import tr

_LARGE = 0.1
_SMALL = 0.01


class ShadeField(QWidget):
    """Saturation across, brightness up; arrows move it."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._hue = self.saturation = 0.0
        self.value = 1.0
        self.setFixedHeight(120)
        self.setMinimumWidth(180)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Saturation and brightness"))

    def set_hue(self, hue: float) -> None:
        """Show the shades of a hue."""
        self._hue = hue
        self.update()

    def set_shade(self, saturation: float, value: float) -> None:
        """Mark a shade."""
        self.saturation, self.value = saturation, value
        self.update()

    def _move(self, saturation: float, value: float) -> None:
        self.set_shade(min(max(saturation, 0.0), 1.0), min(max(value, 0.0), 1.0))
        self.changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        self._move(at.x() / self.width(), 1 - at.y() / self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _LARGE if event.modifiers() & Qt.KeyboardModifier.ControlModifier else _SMALL
        moves = {
            Qt.Key.Key_Left: (-step, 0.0),
            Qt.Key.Key_Right: (step, 0.0),
            Qt.Key.Key_Up: (0.0, step),
            Qt.Key.Key_Down: (0.0, -step),
        }
        if event.key() in moves:
            across, up = moves[Qt.Key(event.key())]
            self._move(self.saturation + across, self.value + up)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, place = QPainter(self), QRectF(self.rect())
        outline = _outline(painter, place, self._theme, focused=self.hasFocus())
        across = QLinearGradient(place.topLeft(), place.topRight())
        across.setColorAt(0, Qt.GlobalColor.white)
        across.setColorAt(1, QColor.fromHsvF(self._hue, 1, 1))
        painter.fillPath(outline, across)
        down = QLinearGradient(place.topLeft(), place.bottomLeft())
        down.setColorAt(0, QColor(0, 0, 0, 0))
        down.setColorAt(1, Qt.GlobalColor.black)
        painter.fillPath(outline, down)
        at = QPointF(self.saturation * place.width(), (1 - self.value) * place.height())
        _paint_handle(painter, _inside(at, place))


class HueBar(QWidget):
    """All hues in a row; arrows move along it."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.hue = 0.0
        self.setFixedHeight(18)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Hue"))

    def set_hue(self, hue: float) -> None:
        """Mark a hue."""
        self.hue = hue
        self.update()

    def _move(self, hue: float) -> None:
        self.set_hue(min(max(hue, 0.0), 1.0))
        self.changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._move(event.position().x() / self.width())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _LARGE if event.modifiers() & Qt.KeyboardModifier.ControlModifier else _SMALL
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._move(self.hue + (step if event.key() == Qt.Key.Key_Right else -step))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, place = QPainter(self), QRectF(self.rect())
        outline = _outline(painter, place, self._theme, focused=self.hasFocus())
        hues = QLinearGradient(place.topLeft(), place.topRight())
        for sixth in range(7):
            hues.setColorAt(sixth / 6, QColor.fromHsvF(min(sixth / 6, 0.9999), 1, 1))
        painter.fillPath(outline, hues)
        at = QPointF(self.hue * place.width(), place.center().y())
        _paint_handle(painter, _inside(at, place))


class Swatch(QAbstractButton):
    """One of the theme's colours."""

    def __init__(self, name: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = name
        self._theme = theme
        self.setCheckable(True)
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setFixedSize(28, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, place = QPainter(self), QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.type_colour(self.name))
        painter.drawRoundedRect(place.adjusted(4, 4, -4, -4), 4, 4)
        if self.isChecked() or self.hasFocus():
            colour = "user.base" if self.hasFocus() else "text.primary"
            painter.setPen(QPen(self._theme.colour(colour), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 6, 6)


def _outline(painter: QPainter, place: QRectF, theme: Theme, *, focused: bool) -> QPainterPath:
    """The rounded form of a field; the ring of the focus around it is painted first."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    if focused:
        ring = QPainterPath()
        ring.addRoundedRect(place, 5, 5)
        painter.fillPath(ring, theme.colour("user.base"))
    inset = 2 if focused else 0
    path.addRoundedRect(place.adjusted(inset, inset, -inset, -inset), 4, 4)
    return path


def _paint_handle(painter: QPainter, at: QPointF) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((Qt.GlobalColor.black, 4.0), (Qt.GlobalColor.white, 2.0)):
        painter.setPen(QPen(colour, width))
        painter.drawEllipse(at, 5, 5)


def _inside(at: QPointF, place: QRectF) -> QPointF:
    x = min(max(at.x(), place.left() + 7), place.right() - 7)
    return QPointF(x, min(max(at.y(), place.top() + 7), place.bottom() - 7))
