"""UnsavedDialog: the question before workflows are closed that are not saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QWidget

from app.dialogs.sheet import Sheet
from app.look.words import tr

Answer = Literal["save", "discard", "cancel"]
ROWS = 6


class UnsavedDialog(Sheet):
    """Emits `answered` once; closing it any other way is Cancel."""

    answered = Signal(str)

    def __init__(self, parent: QWidget | None, names: Sequence[str]) -> None:
        super().__init__(parent, tr("Unsaved changes"))
        self._answer: Answer = "cancel"
        lost = tr("What you changed since the last save is lost otherwise.")
        if len(names) == 1:
            self.add_heading(tr("Save “{name}” before it closes?", name=names[0]), lost)
        else:
            self.add_heading(
                tr("Save {count} workflows before they close?", count=len(names)), lost
            )
            self.body.addWidget(_list(names))
        save = tr("Save") if len(names) == 1 else tr("Save all")
        self.add_button(tr("Don't save"), lambda: self._give("discard"))
        self.add_button(tr("Cancel"), self.close)
        self.save_button = self.add_button(save, lambda: self._give("save"), primary=True)
        self.finished.connect(self._tell)
        self.keep_width(400)
        self.save_button.setFocus()

    def ask(self) -> Answer:
        """Wait for the answer."""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        self.exec()
        self.deleteLater()
        return self._answer

    def _give(self, answer: Answer) -> None:
        self._answer = answer
        self.close()

    def _tell(self) -> None:
        self.answered.emit(self._answer)


def _list(names: Sequence[str]) -> QListWidget:
    shown = QListWidget()
    shown.setObjectName("boxedList")
    shown.setAccessibleName(tr("Unsaved workflows"))
    shown.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    shown.setSelectionMode(QListWidget.SelectionMode.NoSelection)
    shown.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    shown.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    shown.addItems(list(names))
    shown.setFixedHeight(shown.sizeHintForRow(0) * min(ROWS, len(names)) + 12)
    return shown
