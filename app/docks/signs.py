"""Signs: icons and port shapes as small widgets that follow the theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.look.icons import paint_icon
from app.look.port_shapes import paint_port
from app.look.theme import current_theme, font, size

SIGN = 16
BADGE_PAD = 5.0


class PortSign(QWidget):
    """The shape of a port type, filled if something is linked."""

    def __init__(self, kind: str, *, linked: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._linked = linked
        self.setFixedSize(SIGN, SIGN)
        self.setAccessibleName(kind)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour, surface = theme.type_colour(self._kind), theme.colour("bg.panel")
        at = QPointF(SIGN / 2, SIGN / 2)
        paint_port(painter, at, self._kind, colour, surface, linked=self._linked)


class IconSign(QWidget):
    """An icon in the colour of a port type, or in a colour of the tokens."""

    def __init__(self, icon: str, colour: str, side: int = SIGN) -> None:
        super().__init__()
        self._icon = icon
        self._colour = colour
        self.setFixedSize(side, side)

    def show_icon(self, icon: str, colour: str) -> None:
        """Show another icon; a colour without a dot names a port type."""
        self._icon, self._colour = icon, colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        named = "." in self._colour
        colour = theme.colour(self._colour) if named else theme.type_colour(self._colour)
        surface = theme.colour("bg.panel")
        paint_icon(QPainter(self), self._icon, colour, surface, QRectF(self.rect()))


class IconButton(QAbstractButton):
    """A flat button with an icon, as in the headers of docks; `lit` while it is checked."""

    def __init__(self, icon: str, tip: str, *, side: float | None = None) -> None:
        super().__init__()
        self._icon = icon
        self._side = round(side if side is not None else size("button"))
        self.set_tip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        if icon != self._icon:
            self._icon = icon
            self.update()

    def set_tip(self, tip: str) -> None:
        """Say what the button does."""
        self.setToolTip(tip)
        self.setAccessibleName(tip)

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        fill = "bg.panel"
        if self.isChecked():
            fill = "user.soft"
        elif self.isDown():
            fill = "bg.pressed"
        elif self.underMouse() and self.isEnabled():
            fill = "bg.hover"
        if fill != "bg.panel":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(fill))
            painter.drawRoundedRect(body, 5, 5)
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("user.base"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(body.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        colour = "user.base" if self.isChecked() else "text.secondary"
        if not self.isEnabled():
            colour = "text.disabled"
        side = min(float(SIGN), self._side - 4.0)
        target = QRectF(0, 0, side, side)
        target.moveCenter(QRectF(self.rect()).center())
        paint_icon(painter, self._icon, theme.colour(colour), theme.colour(fill), target)

    def changeEvent(self, event: QEvent) -> None:
        self.update()
        super().changeEvent(event)


def badge_width(text: str) -> float:
    """How wide a badge with this text is."""
    return QFontMetricsF(font("badge", QFont.Weight.DemiBold)).horizontalAdvance(text) + (
        2 * BADGE_PAD
    )


def paint_badge(painter: QPainter, right: float, middle: float, text: str) -> float:
    """Paint an outlined badge that ends at a place; returns where it begins."""
    theme = current_theme()
    used = font("badge", QFont.Weight.DemiBold)
    width, height = badge_width(text), QFontMetricsF(used).height() + 3
    box = QRectF(round(right - width) + 0.5, round(middle - height / 2) + 0.5, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("line.control"), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(used)
    painter.setPen(theme.colour("text.secondary"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
    return box.left()
