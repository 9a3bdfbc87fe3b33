"""SearchField: the line to type in at the head of a search, with a chip for what narrows it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from app.look.fonts import set_font
from app.look.icons import paint_icon
from app.look.port_shapes import paint_port
from app.look.theme import current_theme, font
from app.look.words import tr

PAGE = 6
_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -PAGE,
    Qt.Key.Key_PageDown: PAGE,
}


class _Line(QLineEdit):
    """Hands on the keys that belong to the list below it."""

    stepped = Signal(int)
    entered = Signal()
    backed = Signal()
    shift_tapped = Signal()
    tabbed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._shift_alone = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        self._shift_alone = key == Qt.Key.Key_Shift
        if key in _STEPS:
            self.stepped.emit(_STEPS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_Backspace and not self.text():
            self.backed.emit()
        elif key == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        # There is nothing else to go to in a popup; Tab turns its pages.
        self.tabbed.emit(1 if forward else -1)
        return True

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        # A Shift that was not for a capital.
        if event.key() == Qt.Key.Key_Shift and self._shift_alone:
            self.shift_tapped.emit()
        self._shift_alone = False
        super().keyReleaseEvent(event)


class Chip(QAbstractButton):
    """A pill that says what narrows the search; a click takes it away."""

    def __init__(self, text: str, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip(tr("Search among all"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(font("caption"))
        height = max(24, round(metrics.height() + 8))
        return QSize(round(metrics.horizontalAdvance(self.text())) + 52, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        surface = theme.colour("bg.hover" if self.underMouse() else "bg.raised")
        painter.setPen(QPen(theme.colour("line.strong"), 1))
        painter.setBrush(surface)
        painter.drawRoundedRect(body, body.height() / 2, body.height() / 2)
        middle = self.height() / 2
        colour = theme.type_colour(self._kind)
        paint_port(painter, QPointF(14, middle), self._kind, colour, surface, linked=True)
        painter.setFont(font("caption"))
        painter.setPen(theme.colour("text.primary"))
        words = QRectF(25, 0, self.width() - 48, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())
        cross = QRectF(self.width() - 21, middle - 6, 12, 12)
        paint_icon(painter, "x", theme.colour("text.secondary"), surface, cross)


class SearchField(QWidget):
    """A magnifier, perhaps a chip, the line, and room for more at the right."""

    changed = Signal(str)
    stepped = Signal(int)
    entered = Signal()
    shift_tapped = Signal()
    tabbed = Signal(int)
    chip_removed = Signal()

    def __init__(self, prompt: str, role: str = "searchField") -> None:
        super().__init__()
        self.setObjectName("searchHead")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.line = _Line()
        self.line.setObjectName("searchLine")
        self.line.setFrame(False)
        self.line.setPlaceholderText(prompt)
        self.line.setAccessibleName(prompt)
        set_font(self.line, role)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(36, 8, 10, 8)
        self.row.setSpacing(8)
        self.row.addWidget(self.line, 1)
        self.chip: Chip | None = None
        self.line.textChanged.connect(self.changed)
        self.line.stepped.connect(self.stepped)
        self.line.entered.connect(self.entered)
        self.line.shift_tapped.connect(self.shift_tapped)
        self.line.tabbed.connect(self.tabbed)
        self.line.backed.connect(self._back)
        self.setFocusProxy(self.line)

    def set_chip(self, text: str, kind: str) -> None:
        """Show a chip in front of the line, or none if the text is empty."""
        if self.chip is not None:
            self.row.removeWidget(self.chip)
            self.chip.hide()
            self.chip.deleteLater()
            self.chip = None
        if text:
            self.chip = Chip(text, kind)
            self.chip.clicked.connect(self.chip_removed)
            self.row.insertWidget(0, self.chip)

    def _back(self) -> None:
        if self.chip is not None:
            self.chip_removed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.line.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        theme = current_theme()
        target = QRectF(13, self.height() / 2 - 8, 16, 16)
        paint_icon(
            QPainter(self),
            "search",
            theme.colour("text.secondary"),
            theme.colour("bg.popup"),
            target,
        )
