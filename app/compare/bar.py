"""CompareBar: which two workflows are compared, and the button that swaps them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QWidget

from app.compare.entry_text import BADGE, paint_badge
from app.compare.side import Side
from app.look.eliding_label import ElidingLabel
from app.look.fonts import set_font
from app.look.icons import paint_icon
from app.look.theme import current_theme, size
from app.look.words import tr

SWAP = 26


class CompareBar(QFrame):
    """A and B by name."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(round(size("dockHeader")) + 4)
        self._names = ElidingLabel(), ElidingLabel()
        self.swap = SwapButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(8)
        for label, side in zip(self._names, ("A", "B"), strict=True):
            set_font(label, "body", 600)
            row.addWidget(_Badge(side))
            row.addWidget(label)
            if side == "A":
                row.addWidget(self.swap)
        row.addStretch(1)

    def show_names(self, before: Side, after: Side) -> None:
        """Say which two are compared."""
        for label, side in zip(self._names, (before, after), strict=True):
            label.setText(side.name)
            label.setAccessibleDescription(str(side.path) if side.path else tr("Never saved"))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.fillRect(self.rect(), theme.colour("bg.bar"))
        painter.setPen(QPen(theme.colour("bg.window"), 1))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)


class SwapButton(QAbstractButton):
    """Flat until the mouse or the focus is on it."""

    def __init__(self) -> None:
        super().__init__()
        self.setToolTip(tr("Swap A and B"))
        self.setAccessibleName(tr("Swap A and B"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(SWAP, SWAP)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        surface = "bg.bar"
        if self.isDown() or self.underMouse():
            surface = "bg.pressed" if self.isDown() else "bg.hover"
        body = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(
            QPen(theme.colour("user.base"), 1.5) if self.hasFocus() else Qt.PenStyle.NoPen
        )
        painter.setBrush(theme.colour(surface))
        painter.drawRoundedRect(body, 6, 6)
        target = QRectF(0, 0, 16, 16)
        target.moveCenter(QRectF(self.rect()).center())
        # The drawing stands upright; A and B stand side by side.
        painter.translate(target.center())
        painter.rotate(90)
        painter.translate(-target.center())
        colours = theme.colour("text.primary"), theme.colour(surface)
        paint_icon(painter, "swap", *colours, target)


class _Badge(QWidget):
    """The letter of a side."""

    def __init__(self, side: str) -> None:
        super().__init__()
        self._side = side
        self.setFixedSize(round(BADGE), round(BADGE))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_badge(painter, current_theme(), self._side, QPointF(0, 0))
