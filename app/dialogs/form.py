"""Form: rows of a label and a control under headings, scrolled where they don't fit."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QWidget

from app.look.fonts import set_font

LABELS = 120


class Form(QScrollArea):
    """Two columns: words at the left, controls at the right, each with a line of explanation."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setObjectName("formBody")
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(0, 0, 12, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, LABELS)
        self._grid.setColumnStretch(1, 1)
        self._at = 0
        self.setWidget(inner)

    def add_section(self, title: str) -> None:
        """A heading over the rows that follow."""
        if self._at:
            line = QFrame()
            line.setObjectName("rule")
            line.setFixedHeight(1)
            self._grid.setRowMinimumHeight(self._at, 21)
            self._grid.addWidget(line, self._at, 0, 1, 2, Qt.AlignmentFlag.AlignVCenter)
            self._at += 1
        label = QLabel(title)
        label.setObjectName("formSection")
        set_font(label, "menu", 600)
        self._grid.addWidget(label, self._at, 0, 1, 2)
        self._at += 1

    def add_row(self, words: str, control: QWidget, about: str = "") -> None:
        """A control with its label; the label leads the keyboard and screen readers to it."""
        label = QLabel(words)
        label.setObjectName("label")
        label.setBuddy(control)
        set_font(label, "body")
        if not control.accessibleName():
            control.setAccessibleName(words)
        top = Qt.AlignmentFlag.AlignTop
        label.setContentsMargins(0, 5, 0, 0)
        self._grid.addWidget(label, self._at, 0, top)
        expands = control.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Expanding
        alignment = top if expands else top | Qt.AlignmentFlag.AlignLeft
        self._grid.addWidget(control, self._at, 1, alignment)
        self._at += 1
        if about:
            self.add_note(about)

    def add_wide(self, control: QWidget) -> None:
        """A control across the second column, without a label."""
        self._grid.addWidget(control, self._at, 1)
        self._at += 1

    def add_note(self, about: str) -> QLabel:
        """A line of explanation under the control before."""
        note = QLabel(about)
        note.setObjectName("caption")
        note.setWordWrap(True)
        note.setTextFormat(Qt.TextFormat.PlainText)
        set_font(note, "caption")
        self._grid.addWidget(note, self._at, 1)
        self._at += 1
        return note

    def end(self) -> None:
        """Leave what room there is below the last row."""
        self._grid.setRowStretch(self._at, 1)
