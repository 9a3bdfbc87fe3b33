"""PresetButton: one of the usual proportions of width and height, drawn and named."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.editors.aspects import Preset
from app.editors.field import FieldLook
from app.look.theme import font, load_tokens
from app.look.words import tr


class PresetButton(QAbstractButton):
    """A proportion as a drawn frame and its name."""

    def __init__(self, preset: Preset, look: FieldLook, parent: QWidget) -> None:
        super().__init__(parent)
        self.preset = preset
        self._look = look
        words = tr(
            "{name}, {width} × {height}",
            name=preset.name,
            width=preset.width,
            height=preset.height,
        )
        self.setCheckable(True)
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(38, 48)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, place = self._look.theme, QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit, focused = self.isChecked(), self.hasFocus()
        hovered = "bg.hover" if self.underMouse() else "bg.raised"
        painter.setBrush(theme.colour("user.soft" if lit else hovered))
        width = 2.0 if focused else 1.0
        edge = theme.colour("user.base" if lit or focused else "line.subtle")
        painter.setPen(QPen(edge, width))
        inset, radius = width / 2, float(load_tokens()["radius"]["control"])
        painter.drawRoundedRect(place.adjusted(inset, inset, -inset, -inset), radius, radius)
        colour = theme.colour("text.primary" if lit else "text.secondary")
        painter.setPen(QPen(theme.colour("user.base") if lit else colour, 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        longest = max(self.preset.across, self.preset.down)
        frame = QRectF(0, 0, 24 * self.preset.across / longest, 24 * self.preset.down / longest)
        frame.moveCenter(QRectF(0, 4, place.width(), 26).center())
        painter.drawRoundedRect(frame, 2, 2)
        painter.setPen(colour)
        painter.setFont(font("micro"))
        bottom = QRectF(0, place.bottom() - 16, place.width(), 14)
        painter.drawText(bottom, Qt.AlignmentFlag.AlignCenter, self.preset.name)
