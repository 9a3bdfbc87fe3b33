"""CompareDialog: asks what the workflow that is shown is to be compared with."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from app.compare.choices import Choice, ChoiceList
from app.dialogs.sheet import Sheet, prose
from app.look.words import tr


class CompareDialog(Sheet):
    """Emits `chosen` with the value of a choice, or `file_wanted`; then it is gone."""

    chosen = Signal(object)
    file_wanted = Signal()

    def __init__(self, parent: QWidget | None, name: str, choices: Sequence[Choice]) -> None:
        super().__init__(parent, tr("Compare with"))
        self.add_heading(tr("Compare “{name}” with", name=name))
        self.list = ChoiceList(tr("What to compare with"), choices)
        self.nothing: QLabel | None = None
        if choices:
            self.body.addWidget(self.list, 1)
        else:
            self.list.hide()
            self.nothing = prose(
                tr("Nothing else is open and no version was saved before; choose a file.")
            )
            self.body.addWidget(self.nothing)
            self.body.addStretch(1)
        self.file_button = self.add_button(tr("Choose a file…"), self._want_file)
        self.add_button(tr("Cancel"), self.close)
        self.compare_button = self.add_button(tr("Compare"), self._choose, primary=True)
        self.compare_button.setEnabled(bool(choices))
        self.list.taken.connect(self._choose)
        self.resize_scaled(520, 420 if choices else 170)
        (self.list if choices else self.file_button).setFocus()

    def _choose(self) -> None:
        choice = self.list.current
        if choice is not None:
            self.close()
            self.chosen.emit(choice.value)

    def _want_file(self) -> None:
        self.close()
        self.file_wanted.emit()
