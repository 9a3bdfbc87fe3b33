"""VerifiedDialog: says what came of making a picture again, and what has changed since."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.dialogs.sheet import Sheet
from app.look.fonts import set_font
from app.look.words import tr
from app.verifying.verified import Verified

WIDTH = 520
_MOST_LINES = 10


class VerifiedDialog(Sheet):
    """Emits `open_wanted` with the picture whose workflow is to be opened."""

    open_wanted = Signal(object)

    def __init__(self, parent: QWidget | None, verified: Verified) -> None:
        super().__init__(parent, tr("Verified {name}", name=verified.picture.name))
        self._verified = verified
        self.keep_width(WIDTH)
        self.add_heading(verified.heading, verified.sentence)
        self.details: QPlainTextEdit | None = None
        if verified.details:
            self.details = self._make_details()
            self.body.addWidget(self.details)
        self.note.setText(verified.picture.name)
        self.note.setToolTip(str(verified.picture))
        self.open_button = self.add_button(tr("Open its workflow"), self._open)
        self.add_button(tr("Close"), self.close, primary=True)

    def _make_details(self) -> QPlainTextEdit:
        text = QPlainTextEdit("\n".join(self._verified.details))
        text.setObjectName("detailText")
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setAccessibleName(tr("What has changed since"))
        set_font(text, "small")
        lines = min(len(self._verified.details) + 2, _MOST_LINES)
        text.setFixedHeight(round(text.fontMetrics().lineSpacing() * lines + 20))
        return text

    def _open(self) -> None:
        self.close()
        self.open_wanted.emit(self._verified.picture)
