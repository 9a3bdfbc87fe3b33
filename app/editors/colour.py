"""ColourPopup: a colour from the theme's own, or any other by field, hue and hex."""

from __future__ import annotations

import re

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
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
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QWidget

from app.editors.popup import MARGIN, Popup, line_sheet
from app.look.theme import Theme, font, load_tokens, size
from app.look.words import tr

_LARGE = 0.1
_SMALL = 0.01


class ColourPopup(Popup):
    """`changed` comes with each colour: a name of the theme's, such as "Latent", or "#rrggbb".

    Esc and a click outside close it: `cancelled` asks for the colour from before, `finished`
    keeps the new one.
    """

    changed = Signal(str)
    finished = Signal()
    cancelled = Signal()

    def __init__(self, colour: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._value = colour
        self._cancelled = False
        self.names = tuple(load_tokens()["type"]["order"][:9])
        self.field = ShadeField(theme, self)
        self.hue = HueBar(theme, self)
        self.hex = QLineEdit(self)
        self.hex.setAccessibleName(tr("Colour as hex"))
        self.hex.setFixedHeight(round(size("field")))
        self.hex.setFont(font("body"))
        self.hex.setStyleSheet(line_sheet(theme))
        self.swatches = [Swatch(name, theme, self) for name in self.names]
        self._lay_out()
        self.field.changed.connect(self._from_field)
        self.hue.changed.connect(self._from_field)
        self.hex.textEdited.connect(self._from_hex)
        self.hex.returnPressed.connect(self.close)
        for swatch in self.swatches:
            swatch.clicked.connect(lambda _, s=swatch: self._take_name(s.name))
        self._show()

    @property
    def value(self) -> str:
        """The colour chosen: a name of the theme's or "#rrggbb"."""
        return self._value

    def open_at(self, field: QWidget) -> None:
        """Open below a widget."""
        self.open_below(field, self.column.sizeHint() - QSize(2 * MARGIN, 2 * MARGIN))
        self.swatches[0].setFocus()

    def _lay_out(self) -> None:
        inset = MARGIN + 10
        self.column.setContentsMargins(inset, inset, inset, inset)
        self.column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(2)
        for swatch in self.swatches:
            row.addWidget(swatch)
        self.column.addLayout(row)
        for widget in (self.field, self.hue, self.hex):
            self.column.addWidget(widget)

    def _take_name(self, name: str) -> None:
        self._take(name)
        self._show()

    def _from_field(self) -> None:
        hue = self.hue.hue
        self.field.set_hue(hue)
        colour = QColor.fromHsvF(hue, self.field.saturation, self.field.value)
        self.hex.setText(colour.name())
        self._take(colour.name())

    def _from_hex(self, text: str) -> None:
        if re.fullmatch(r"#?[0-9a-fA-F]{6}", text.strip()):
            self._take(f"#{text.strip().lstrip('#').lower()}")
            self._show(self.hex)

    def _take(self, value: str) -> None:
        if value != self._value:
            self._value = value
            self.changed.emit(value)
        for swatch in self.swatches:
            swatch.setChecked(swatch.name == value)

    def _show(self, by: QWidget | None = None) -> None:
        named = self._value in self.names
        colour = self.theme.type_colour(self._value) if named else QColor(self._value)
        if not colour.isValid():
            colour = self.theme.type_colour("any")
        self.hue.set_hue(max(0.0, colour.hsvHueF()))
        self.field.set_hue(self.hue.hue)
        self.field.set_shade(colour.hsvSaturationF(), colour.valueF())
        if by is not self.hex:
            self.hex.setText(colour.name())
        for swatch in self.swatches:
            swatch.setChecked(swatch.name == self._value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._cancelled = True
            self.close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: object) -> None:
        (self.cancelled if self._cancelled else self.finished).emit()
        self.closed.emit()


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
