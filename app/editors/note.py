"""Note: a short line below a field that says what is wrong or was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.look.theme import font, load_tokens

if TYPE_CHECKING:
    from app.editors.editor import Editor

_PAD = 8
_GAP = 4


class Note(QWidget):
    """Lies over whatever is around the editor and lets the mouse through."""

    def __init__(self, editor: Editor) -> None:
        super().__init__(editor)
        self._editor = editor
        self.text = ""
        self.wrong = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        editor.destroyed.connect(self.deleteLater)  # it may lie in the window by then

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Show a line below the editor; an empty one takes it away."""
        self.text, self.wrong = text, wrong
        if not text or not self._editor.isVisible():
            self.clear()
            return
        window = self._editor.window()
        if self._editor is window:
            return
        if self.parentWidget() is not window:
            self.setParent(window)
        self.setAccessibleName(text)
        self.resize(self.sizeHint())
        place = self._editor.mapTo(window, QPoint(0, self._editor.height() + _GAP))
        if place.y() + self.height() > window.height():
            place.setY(place.y() - self._editor.height() - self.height() - 2 * _GAP)
        place.setX(max(0, min(place.x(), window.width() - self.width())))
        self.move(place)
        self.raise_()
        self.show()
        self.update()

    def clear(self) -> None:
        """Take the line away."""
        if self.parentWidget() is not self._editor:
            self.setParent(self._editor)
        self.hide()

    def sizeHint(self) -> QSize:
        width = QFontMetricsF(font("caption")).horizontalAdvance(self.text)
        return QSize(int(width) + 2 * _PAD + 2, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._editor.context.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = float(load_tokens()["radius"]["control"])
        edge = theme.colour("state.failed" if self.wrong else "line.strong")
        painter.setPen(QPen(edge, 1))
        painter.setBrush(theme.colour("bg.popup"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setFont(font("caption"))
        painter.setPen(theme.colour("text.primary" if self.wrong else "text.secondary"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text)
