"""ParamLabel: a param's name in the label column, with its dot, its pin, and what they offer."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.docks.signs import IconButton
from app.look.icons import paint_icon
from app.look.theme import current_theme, font, size
from app.look.words import tr

DOT, SIDE = 4.0, 18


class ParamLabel(QWidget):
    """While the mouse is over it, it offers to reset the value and to pin it to the node."""

    reset_wanted = Signal()
    pin_wanted = Signal()
    pressed = Signal()

    def __init__(self, name: str, tip: str, width: int) -> None:
        super().__init__()
        self._name = name
        self._width = width
        self._is_set = self._is_pinned = self._is_wrong = False
        self.reset = IconButton("reset", tr("Reset to default"), side=SIDE)
        self.pin = IconButton("pin", "", side=SIDE)
        for button in (self.reset, self.pin):
            button.setParent(self)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.hide()
        self.reset.clicked.connect(self.reset_wanted)
        self.pin.clicked.connect(self.pin_wanted)
        self.setToolTip(tip)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, *, is_set: bool, is_pinned: bool, is_wrong: bool) -> None:
        """Show whether the value is not the default, and whether it is pinned to the node."""
        self._is_set, self._is_pinned, self._is_wrong = is_set, is_pinned, is_wrong
        self.pin.setCheckable(True)
        self.pin.setChecked(is_pinned)
        self.pin.set_tip(tr("Unpin from the node") if is_pinned else tr("Pin to the node"))
        states = [tr("not the default") if is_set else "", tr("pinned") if is_pinned else ""]
        self.setAccessibleDescription(", ".join(state for state in states if state))
        self._offer(self.underMouse())
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(font("body"))
        return QSize(self._width + 12, max(round(size("field")), round(metrics.height()) + 8))

    def _offer(self, offers: bool) -> None:
        self.reset.setVisible(offers and self._is_set)
        self.pin.setVisible(offers)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._offer(True)
        self.update()

    def leaveEvent(self, event: object) -> None:
        self._offer(False)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        top = (self.height() - SIDE) // 2
        self.pin.setGeometry(self.width() - SIDE, top, SIDE, SIDE)
        self.reset.setGeometry(self.width() - 2 * SIDE, top, SIDE, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        if self._is_set:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("user.base"))
            painter.drawEllipse(QRectF(4, middle - DOT / 2, DOT, DOT))
        right = float(self.width())
        if self.pin.isVisible():
            right -= SIDE + (SIDE if self.reset.isVisible() else 0)
        elif self._is_pinned:
            target = QRectF(right - 13, middle - 6, 12, 12)
            colours = (theme.colour("text.tertiary"), theme.colour("bg.panel"))
            paint_icon(painter, "pin", *colours, target)
            right -= 14
        used = font("body")
        metrics = QFontMetricsF(used)
        box = QRectF(12, 0, right - 14, self.height())
        painter.setFont(used)
        painter.setPen(theme.colour("state.failed" if self._is_wrong else "text.secondary"))
        shown = metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, box.width() + 1)
        painter.drawText(box.adjusted(0, 0, 2, 0), Qt.AlignmentFlag.AlignVCenter, shown)
