"""TopBar: Weft's mark, the menus, and the way to every command."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenuBar,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from app.look.icons import logo, paint_icon
from app.look.key_caps import caps_width, paint_caps
from app.look.theme import current_theme, font, size
from app.look.words import tr

MARK = 22
PAD = 10.0
GAP = 8.0


class TopBar(QWidget):
    """The row above everything."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(round(size("topBar")))
        self.menus = QMenuBar()
        self.menus.setNativeMenuBar(False)
        self.menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.command = CommandButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(6)
        row.addWidget(_mark())
        row.addWidget(self.menus, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self.command)


class CommandButton(QPushButton):
    """Opens the command palette, and shows the key that does the same."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("commandButton")
        self.setAccessibleName(tr("Command palette"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._caps: tuple[str, ...] = ()

    def show_keys(self, caps: Sequence[str]) -> None:
        """Show these keys beside the word."""
        self._caps = tuple(caps)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = QFontMetricsF(font("small")).horizontalAdvance(tr("Command"))
        keys = GAP + caps_width(self._caps) if self._caps else 0
        width = PAD + size("icon") + GAP + words + keys + PAD
        return QSize(round(width), round(size("runButton")))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, middle = size("icon"), self.height() / 2
        icon = QRectF(PAD, middle - side / 2, side, side)
        ink = theme.colour("text.secondary")
        paint_icon(painter, "search", ink, theme.colour("bg.field"), icon)
        used = font("small")
        painter.setFont(used)
        painter.setPen(ink)
        word = tr("Command")
        left = icon.right() + GAP
        width = QFontMetricsF(used).horizontalAdvance(word)
        place = QRectF(left, 0, width + 2, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, word)
        paint_caps(painter, theme, QPointF(left + width + GAP, middle), self._caps)


def _mark() -> QLabel:
    label = QLabel()
    pixmap = logo(MARK * 2)
    pixmap.setDevicePixelRatio(2)
    label.setPixmap(pixmap)
    return label
