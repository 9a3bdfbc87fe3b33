"""CrashDialog: what went wrong, in a sentence, with a report to copy; nothing is closed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from app.dialogs.crash_guard import Crash
from app.dialogs.sheet import Sheet
from app.look.fonts import mono_font
from app.look.words import tr

DETAILS_HEIGHT = 220


class CrashDialog(Sheet):
    """Not modal, so that the document can be looked at; `save_wanted` asks to save a copy."""

    save_wanted = Signal()

    def __init__(self, parent: QWidget | None, crash: Crash) -> None:
        super().__init__(parent, tr("Something went wrong"))
        self.setModal(False)
        self._report = crash.report
        self.add_heading(
            tr("Something went wrong inside Weft"),
            f"{crash.sentence} "
            + tr("Your work is untouched and you can go on. To be safe, save the document."),
        )
        self.fold = QPushButton()
        self.fold.setObjectName("quiet")
        self.fold.setAutoDefault(False)
        self.fold.clicked.connect(self._fold)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.fold)
        row.addStretch(1)
        self.body.addLayout(row)
        self.details = QPlainTextEdit(self._report)
        self.details.setObjectName("detailText")
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setFont(mono_font("small"))
        self.details.setAccessibleName(tr("Report"))
        self.details.setFixedHeight(DETAILS_HEIGHT)
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.body.addWidget(self.details)
        self.body.addStretch(1)
        self.details.hide()
        self.copy = self.add_button(tr("Copy report"), self._copy)
        self.save = self.add_button(tr("Save document as…"), self.save_wanted.emit)
        self.add_button(tr("Go on"), self.close, primary=True).setFocus()
        self._name_fold()
        self.keep_width(500)
        self.setWindowModality(Qt.WindowModality.NonModal)

    def _fold(self) -> None:
        self.details.setVisible(self.details.isHidden())
        self._name_fold()
        self.adjustSize()

    def _name_fold(self) -> None:
        self.fold.setText(
            tr("Show the report") if self.details.isHidden() else tr("Hide the report")
        )

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
        self.note.setText(tr("Copied."))
