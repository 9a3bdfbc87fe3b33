"""UndoBar: the line that says what went to the trash, with the button that brings it back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.docks.signs import IconButton
from app.look.fonts import set_font
from app.look.theme import current_theme
from app.look.words import tr


class UndoBar(QWidget):
    """Lies over the gallery until it is used or closed."""

    wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._around = parent
        self._words = QLabel()
        self.button = QPushButton(tr("Undo"))
        self.close_button = IconButton("x", tr("Close"), side=20)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 6, 5)
        row.setSpacing(8)
        for widget in (self._words, self.button):
            set_font(widget, "body")
        row.addWidget(self._words)
        row.addWidget(self.button)
        row.addWidget(self.close_button)
        self.button.clicked.connect(self.wanted)
        self.close_button.clicked.connect(self.hide)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence with its button."""
        self._words.setText(sentence)
        self.setAccessibleName(sentence)
        self.place()
        self.show()
        self.raise_()

    def place(self) -> None:
        """Stand in the middle, above the lower edge."""
        around, wanted = self._around.size(), self.sizeHint()
        width = min(wanted.width(), around.width() - 16)
        top = around.height() - wanted.height() - 10
        self.setGeometry((around.width() - width) // 2, top, width, wanted.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line.strong"), 1))
        painter.setBrush(theme.colour("bg.popup"))
        body = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(body, 8, 8)
