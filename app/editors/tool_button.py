"""ToolButton: a small square button with one of our icons, lit while it is in force."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.editors.field import FieldLook
from app.look.icons import paint_icon


class ToolButton(QAbstractButton):
    """A button of an editor; `lit` shows that what it stands for is in force."""

    def __init__(self, icon: str, tip: str, look: FieldLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._look = look
        self.lit = False
        self.set_tip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self.update()

    def set_tip(self, tip: str) -> None:
        """Say what the button does."""
        self.setToolTip(tip)
        self.setAccessibleName(tip)

    def set_lit(self, lit: bool) -> None:
        """Show whether it is in force."""
        self.lit = lit
        self.update()

    def sizeHint(self) -> QSize:
        side = round(self._look.height)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, place = self._look.theme, QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        enabled = self.isEnabled()
        if self.lit:
            fill, edge, colour = "user.soft", "user.base", "user.base"
        elif self.isDown():
            fill, edge, colour = "bg.pressed", "line.strong", "text.primary"
        elif self.underMouse() and enabled:
            fill, edge, colour = "bg.hover", "line.strong", "text.primary"
        else:
            fill, edge, colour = "bg.raised", "line.normal", "text.secondary"
        focused = self.hasFocus()
        width = 2.0 if focused else 1.0
        inset = width / 2
        painter.setBrush(theme.colour(fill))
        painter.setPen(QPen(theme.colour("user.base" if focused else edge), width))
        radius = self._look.radius
        painter.drawRoundedRect(place.adjusted(inset, inset, -inset, -inset), radius, radius)
        side = min(16 * self._look.zoom, place.height() - 8)
        target = QRectF(0, 0, side, side)
        target.moveCenter(place.center())
        tone = theme.colour(colour if enabled else "text.disabled")
        paint_icon(painter, self._icon, tone, theme.colour(fill), target)
