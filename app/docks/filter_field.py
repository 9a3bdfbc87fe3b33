"""FilterField: the line that filters the list of a dock, with a magnifier and a key cap."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QSizePolicy, QWidget

from app.docks.signs import IconButton
from app.look.fonts import set_font
from app.look.icons import paint_icon
from app.look.key_caps import caps_width, paint_caps
from app.look.theme import current_theme, font
from app.look.words import tr

LEFT, RADIUS = 32, 6.0
_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FilterField(QWidget):
    """Hands arrows and Enter to the list below; Esc empties it, and once empty leaves it."""

    changed = Signal(str)
    left = Signal()

    def __init__(self, prompt: str, target: QWidget, cap: str = "") -> None:
        super().__init__()
        self._target = target
        self._cap = cap
        self.line = QLineEdit(self)
        self.line.setFrame(False)
        self.line.setPlaceholderText(prompt)
        self.line.setAccessibleName(prompt)
        self.line.setStyleSheet("QLineEdit { background: transparent; border: none; padding: 0 }")
        set_font(self.line, "body")
        self.line.textChanged.connect(self._text_changed)
        self.line.installEventFilter(self)
        self._clear = IconButton("x", tr("Clear the filter"), side=20)
        self._clear.setParent(self)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.clicked.connect(self.line.clear)
        self._clear.hide()
        self.setFocusProxy(self.line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """What the list is filtered by."""
        return self.line.text().strip()

    def sizeHint(self) -> QSize:
        return QSize(160, max(28, round(QFontMetricsF(font("body")).height()) + 12))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in _TO_LIST or (event.key() in _ENTER and self.text):
            QApplication.sendEvent(self._target, event)
            return True
        if event.key() == Qt.Key.Key_Escape:
            if self.line.text():
                self.line.clear()
            else:
                self.left.emit()
            return True
        return False

    def _text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self.changed.emit(text.strip())
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        height = self.height()
        cap = caps_width((self._cap,)) + 8 if self._cap else 0
        room = max(24, round(cap))
        self.line.setGeometry(LEFT, 2, self.width() - LEFT - room - 8, height - 4)
        self._clear.setGeometry(self.width() - 26, (height - 20) // 2, 20, 20)
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.line.hasFocus()
        width = 2.0 if focused else 1.0
        body = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(theme.colour("user.base" if focused else "line.strong"), width))
        painter.setBrush(theme.colour("bg.field"))
        painter.drawRoundedRect(body, RADIUS, RADIUS)
        middle = self.height() / 2
        target = QRectF(10, middle - 8, 16, 16)
        paint_icon(
            painter, "search", theme.colour("text.secondary"), theme.colour("bg.field"), target
        )
        if self._cap and not self.line.text():
            left = self.width() - caps_width((self._cap,)) - 7
            paint_caps(painter, theme, QPointF(left, middle), (self._cap,))
