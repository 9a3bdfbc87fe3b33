"""MessagePage: stands in place of the canvas where a file can't be shown, with the way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.look.doc_text import breakable
from app.look.theme import font
from app.look.words import tr

WIDEST = 560


class MessagePage(QWidget):
    """A heading, a sentence, and what can be done now."""

    open_wanted = Signal()
    starter_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messagePage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.heading = QLabel()
        self.heading.setFont(font("paletteField", QFont.Weight.DemiBold))
        self.sentence = QLabel()
        self.sentence.setObjectName("sentence")
        for label in (self.heading, self.sentence):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box = QWidget()
        box.setMaximumWidth(WIDEST)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addStretch(2)
        column.addWidget(self.heading)
        column.addWidget(self.sentence)
        column.addLayout(self._buttons())
        column.addStretch(3)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(box, WIDEST)
        row.addStretch(1)

    def say(self, heading: str, sentence: str) -> None:
        """Show other words."""
        self.heading.setText(heading)
        self.sentence.setText(breakable(sentence))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.setContentsMargins(0, 6, 0, 0)
        for text, wanted in (
            (tr("Open another…"), self.open_wanted),
            (tr("Show the starter workflow"), self.starter_wanted),
        ):
            button = QPushButton(text)
            button.clicked.connect(wanted)
            row.addWidget(button)
        row.addStretch(1)
        return row
