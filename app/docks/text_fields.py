"""Text fields: a title that looks like text until it is edited, and a box for longer text."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from app.look.fonts import set_font
from app.look.theme import current_theme, font

RADIUS = 5.0
MOST_LINES = 10


class TitleField(QLineEdit):
    """`renamed` comes with Enter or when the focus goes; Esc brings the old text back."""

    renamed = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._before = ""
        self.setFrame(False)
        self.setAccessibleName(name)
        self.setMaxLength(200)
        self.setTextMargins(3, 0, 3, 0)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setStyleSheet("QLineEdit { background: transparent; border: none; padding: 0 }")
        set_font(self, "inspectorTitle", QFont.Weight.DemiBold)
        self.returnPressed.connect(self._finish)

    def show_text(self, text: str) -> None:
        """Show a title, unless another one is being typed."""
        self._before = text
        if not self.isModified() or not self.hasFocus():
            self.setText(text)
            self.setCursorPosition(0)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._finish()
        # Its own menu copies what is selected.
        if QApplication.activePopupWidget() is None:
            self.deselect()
            self.setCursorPosition(0)

    def event(self, event: QEvent) -> bool:
        overrides = event.type() == QEvent.Type.ShortcutOverride
        if overrides and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._before)
            self.selectAll()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus() or self.underMouse():
            width = 2.0 if self.hasFocus() else 1.0
            colour = theme.colour("user.base" if self.hasFocus() else "line.normal")
            painter.setPen(QPen(colour, width))
            painter.setBrush(theme.colour("bg.field"))
            body = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
            painter.drawRoundedRect(body, RADIUS, RADIUS)
        painter.end()
        if self.hasFocus() or self.fontMetrics().horizontalAdvance(self.text()) < self.width() - 12:
            super().paintEvent(event)
            return
        painter.begin(self)
        painter.setFont(self.font())
        painter.setPen(theme.colour("text.primary"))
        room = QRectF(self.rect()).adjusted(self.textMargins().left() + 2, 0, -5, 0)
        metrics = QFontMetricsF(self.font())
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    def _finish(self) -> None:
        text = self.text().strip()
        self.setModified(False)
        if text != self._before:
            self.renamed.emit(text)
            self.setText(self._before)


class TextBox(QWidget):
    """Several lines of text; `changed` comes with each change, `finished` with Esc and when the focus goes."""

    changed = Signal(str)
    finished = Signal()

    def __init__(self, name: str, prompt: str, lines: int = 3) -> None:
        super().__init__()
        self._lines = lines
        self.text = QPlainTextEdit(self)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setAccessibleName(name)
        self.text.setPlaceholderText(prompt)
        self.text.setTabChangesFocus(True)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.setStyleSheet("QPlainTextEdit { background: transparent; border: none }")
        self.text.document().setDocumentMargin(3)
        self.text.document().documentLayout().documentSizeChanged.connect(self.updateGeometry)
        set_font(self.text, "body")
        self.text.textChanged.connect(self._typed)
        self.text.installEventFilter(self)
        self.setFocusProxy(self.text)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._shown = ""

    def show_text(self, text: str) -> None:
        """Show a text that came from elsewhere."""
        if text != self.text.toPlainText():
            self._shown = text
            blocked = self.text.blockSignals(True)
            self.text.setPlainText(text)
            self.text.blockSignals(blocked)
        self._shown = text

    def sizeHint(self) -> QSize:
        # A plain text document counts its height in lines.
        wanted = math.ceil(self.text.document().size().height())
        lines = max(self._lines, min(wanted, MOST_LINES))
        return QSize(160, round(lines * QFontMetricsF(font("body")).lineSpacing()) + 16)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
            if event.type() == QEvent.Type.FocusOut:
                self.finished.emit()
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.KeyPress:
                self.finished.emit()
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def _typed(self) -> None:
        text = self.text.toPlainText()
        if text != self._shown:
            self._shown = text
            self.changed.emit(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.text.setGeometry(self.rect().adjusted(4, 3, -2, -3))
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.text.hasFocus()
        width = 2.0 if focused else 1.0
        body = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(theme.colour("user.base" if focused else "line.normal"), width))
        painter.setBrush(theme.colour("bg.field"))
        painter.drawRoundedRect(body, RADIUS, RADIUS)
