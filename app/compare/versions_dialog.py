"""VersionsDialog: the earlier versions of a file, to compare with or to go back to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.compare.choices import Choice, ChoiceList
from app.dialogs.sheet import Sheet, prose
from app.look.words import tr


class VersionsDialog(Sheet):
    """Emits `compare_wanted` or `restore_wanted` with a version; then it is gone."""

    compare_wanted = Signal(object)
    restore_wanted = Signal(object)

    def __init__(
        self, parent: QWidget | None, name: str, choices: Sequence[Choice], *, read_only: bool
    ) -> None:
        super().__init__(parent, tr("Earlier versions"))
        self.add_heading(
            tr("Earlier versions of “{name}”", name=name),
            tr("Each save keeps the version before it. Going back is a change like any other:"
               " undo takes it back, and nothing is written before you save."),
        )  # fmt: skip
        self.list = ChoiceList(tr("Earlier versions"), choices)
        self.body.addWidget(self.list, 1)
        if not choices:
            self.list.hide()
            self.body.addWidget(prose(tr("No version was saved before this one.")))
            self.body.addStretch(1)
        self.add_button(tr("Cancel") if choices else tr("Close"), self.close)
        self.compare_button = self.add_button(tr("Compare"), self._compare)
        self.restore_button = self.add_button(tr("Restore"), self._restore, primary=True)
        self.compare_button.setEnabled(bool(choices))
        self.restore_button.setEnabled(bool(choices) and not read_only)
        if read_only:
            self.note.setText(tr("The file is open read-only."))
        self.list.taken.connect(self.restore_button.click)
        self.resize_scaled(540, 440 if choices else 220)
        self.list.setFocus()

    def _compare(self) -> None:
        if (choice := self.list.current) is not None:
            self.close()
            self.compare_wanted.emit(choice.value)

    def _restore(self) -> None:
        if (choice := self.list.current) is not None:
            self.close()
            self.restore_wanted.emit(choice.value)
