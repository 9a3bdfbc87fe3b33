"""Popup: the panel that an editor opens below its field, with a rounded edge."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.look.rounded import mask_rounded
from app.look.theme import Theme, load_tokens

MARGIN = 18
"""Room around the panel, so that it may stand closer to the screen's edge than its window."""

_GAP = 4


class Popup(QWidget):
    """A window of its own that closes when something else is clicked."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(MARGIN + 5, MARGIN + 5, MARGIN + 5, MARGIN + 5)
        self.column.setSpacing(5)

    def open_below(self, field: QWidget, inner: QSize) -> None:
        """Show the panel of a size below a widget, or above it where there is no room below."""
        outer = inner + QSize(2 * MARGIN, 2 * MARGIN)
        corner = field.mapToGlobal(QPoint(0, 0))
        place = QRect(corner + QPoint(-MARGIN, field.height() + _GAP - MARGIN), outer)
        screen = field.screen().availableGeometry()
        if place.bottom() - MARGIN > screen.bottom():
            above = corner.y() - _GAP - outer.height() + MARGIN
            place.moveTop(max(screen.top() - MARGIN, above))
        place.moveLeft(
            max(screen.left() - MARGIN, min(place.left(), screen.right() - outer.width() + MARGIN))
        )
        self.setGeometry(place)
        self.show()

    @property
    def panel(self) -> QRectF:
        """The part of the window that is seen."""
        return QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        mask_rounded(self, self.panel, float(load_tokens()["radius"]["popup"]) - 1)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = float(load_tokens()["radius"]["popup"])
        painter.setPen(QPen(self.theme.colour("line.strong"), 1))
        painter.setBrush(self.theme.colour("bg.popup"))
        painter.drawRoundedRect(self.panel.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


def line_sheet(theme: Theme) -> str:
    """The style sheet of a line to type in on a popup."""
    return (
        f"QLineEdit {{ background: {theme.colour('bg.field').name()}; border-radius: 5px;"
        f" border: 1px solid {theme.colour('line.normal').name()}; padding: 0 6px; }}"
        f"QLineEdit:focus {{ border-color: {theme.colour('user.base').name()}; }}"
    )
