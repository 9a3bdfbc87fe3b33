"""ExportDialog: how a film is written to a file."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.dialogs.form import Form
from app.dialogs.sheet import Sheet
from app.look.check_box import CheckBox
from app.look.segments import Segments
from app.look.words import tr, tr_count

FORMATS = (".gif", ".webp", ".png", ".mp4")
SPEEDS = (4, 8, 12, 24)
_WIDTH, _HEIGHT = 440, 270


@dataclass(frozen=True)
class ExportChoice:
    """The ending of the file's name, how many steps a second, and whether each is decoded."""

    suffix: str
    per_second: int
    decoded: bool


class ExportDialog(Sheet):
    """Emits `wanted` with the choice; the file is asked for after that."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None, steps: int) -> None:
        super().__init__(parent, tr("Save the film"))
        self.add_heading(
            tr("Save the film"),
            tr_count(steps, "{number} step, from noise to the picture.",
                     "{number} steps, from noise to the picture."),
        )  # fmt: skip
        self.formats = Segments(("GIF", "WebP", "APNG", "MP4"), what=tr("Format"))
        self.speeds = Segments([str(speed) for speed in SPEEDS], what=tr("Steps per second"))
        self.speeds.show_choice(1)
        self.decoded = CheckBox(tr("Decode each step at full size"))
        self.decoded.setChecked(True)
        form = Form()
        form.add_row(tr("Format"), self.formats)
        form.add_row(tr("Steps per second"), self.speeds)
        form.add_wide(self.decoded)
        form.add_note(tr("Otherwise the small previews are enlarged, which is quick."))
        form.end()
        self.body.addWidget(form, 1)
        self.add_button(tr("Cancel"), self.reject)
        self.add_button(tr("Save…"), self._accept, primary=True)
        self.resize_scaled(_WIDTH, _HEIGHT)

    def _accept(self) -> None:
        at = (self.formats.at, self.speeds.at)
        choice = ExportChoice(FORMATS[at[0]], SPEEDS[at[1]], self.decoded.isChecked())
        self.accept()
        self.wanted.emit(choice)
