"""BatchCount: how many pictures in a row one press of Run asks for."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QToolButton

from app.look.fonts import set_font
from app.look.icons import paint_icon
from app.look.theme import current_theme, font, size
from app.look.words import tr

MOST = 999
_STEPS = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_PageDown: -10,
}


class BatchCount(QFrame):
    """A number between a minus and a plus; it can be typed, and the arrows and the wheel step it."""

    changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("batchCount")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._count = 1
        self.line = _CountLine()
        self.line.setAccessibleName(tr("Batch"))
        self.line.stepped.connect(self.step)
        self.line.editingFinished.connect(self._typed)
        self.less = _StepButton("minus", tr("Fewer"))
        self.more = _StepButton("plus", tr("More"))
        self.less.clicked.connect(lambda: self.step(-1))
        self.more.clicked.connect(lambda: self.step(1))
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        for part in (self.less, self.line, self.more):
            row.addWidget(part)
        self._show()

    @property
    def count(self) -> int:
        """How many."""
        return self._count

    def set_count(self, count: int) -> None:
        """Show another number, and tell it if it is one."""
        count = min(MOST, max(1, count))
        if count != self._count:
            self._count = count
            self.changed.emit(count)
        self._show()

    def step(self, by: int) -> None:
        """Count up or down."""
        self.set_count(self._count + by)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.line.hasFocus():
            self.step(1 if event.angleDelta().y() > 0 else -1)
            event.accept()

    def _typed(self) -> None:
        text = self.line.text().strip()
        self.set_count(int(text) if text.isdecimal() else self._count)

    def _show(self) -> None:
        self.line.setText(str(self._count))
        self.less.setEnabled(self._count > 1)
        self.more.setEnabled(self._count < MOST)


class _CountLine(QLineEdit):
    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("countLine")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMaxLength(len(str(MOST)))
        self.setFrame(False)
        set_font(self, "body")

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(font("body"))
        width = metrics.horizontalAdvance("0" * (len(str(MOST)) - 1)) + 12
        height = max(size("runButton") - 6, metrics.height() + 4)
        return QSize(round(width), round(height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (by := _STEPS.get(Qt.Key(event.key()))) is not None:
            self.stepped.emit(by)
        else:
            super().keyPressEvent(event)


class _StepButton(QToolButton):
    def __init__(self, icon: str, name: str) -> None:
        super().__init__()
        self._icon = icon
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoRepeat(True)
        self.setFixedSize(24, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        surface = theme.colour("bg.field")
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            surface = theme.colour("bg.pressed" if self.isDown() else "bg.hover")
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(surface)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        ink = theme.colour("text.secondary" if self.isEnabled() else "text.disabled")
        paint_icon(painter, self._icon, ink, surface, QRectF(5, 5, 14, 14))
