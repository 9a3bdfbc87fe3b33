"""Sheet: the frame of our dialogs: a heading, a body, and a foot with a note and the buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.look.eliding_label import ElidingLabel
from app.look.fonts import set_font
from app.look.theme import text_scale

SIDE = 18


class Sheet(QDialog):
    """A window-modal dialog; open it with `open()`, it deletes itself when it has closed."""

    def __init__(self, parent: QWidget | None, title: str) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(SIDE, SIDE, SIDE, SIDE)
        self.body.setSpacing(10)
        outer.addLayout(self.body, 1)
        self.foot = QFrame()
        self.foot.setObjectName("sheetFoot")
        self._foot_row = QHBoxLayout(self.foot)
        self._foot_row.setContentsMargins(SIDE, 11, SIDE, 11)
        self._foot_row.setSpacing(8)
        self.note = ElidingLabel()
        self.note.setObjectName("note")
        set_font(self.note, "small")
        self._foot_row.addWidget(self.note, 1)
        outer.addWidget(self.foot)

    def add_heading(self, text: str, sentence: str = "") -> None:
        """A heading, and a sentence below it that may take several lines."""
        heading = QLabel(text)
        heading.setObjectName("heading")
        heading.setWordWrap(True)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        set_font(heading, "dialogTitle", 600)
        self.body.addWidget(heading)
        if sentence:
            self.body.addWidget(prose(sentence))

    def add_button(
        self, text: str, run: Callable[[], object], *, primary: bool = False
    ) -> QPushButton:
        """A button of the foot; the primary one answers Enter and stands at the right."""
        button = QPushButton(text)
        button.setAutoDefault(primary)
        button.setDefault(primary)
        if primary:
            button.setObjectName("primary")

        def press(_checked: bool = False) -> None:
            run()

        button.clicked.connect(press)
        self._foot_row.addWidget(button)
        return button

    def keep_width(self, width: int) -> None:
        """A width at 100 % that the dialog does not go below, however short its words."""
        self.body.addStrut(round(width * text_scale() / 100))

    def resize_scaled(self, width: int, height: int) -> None:
        """A size at 100 %, grown with the text and kept within the screen."""
        scale = text_scale() / 100
        wanted = QSize(round(width * scale), round(height * scale))
        self.resize(wanted.boundedTo(self.screen().availableSize() - QSize(40, 60)))


def prose(text: str) -> QLabel:
    """A sentence in the quieter colour; it wraps, and can be selected and copied."""
    label = QLabel(text)
    label.setObjectName("prose")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    set_font(label, "body")
    return label
