"""BranchDialog: what is another after a step, for a variant that shares the steps before."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.dialogs.form import Form
from app.dialogs.sheet import Sheet
from app.look.fonts import set_font
from app.look.words import tr

_WIDTH, _HEIGHT = 460, 366
_MOST_SEED = 2**64 - 1
_MOST_GUIDANCE = 100.0


@dataclass(frozen=True)
class BranchPoint:
    """The step that is branched from, and what it was done with; a seed of -1 can't be another."""

    title: str
    step: int
    prompt: str
    guidance: float
    seed: int


@dataclass(frozen=True)
class BranchChanges:
    """What is another after the step."""

    changes: tuple[str, ...]
    prompt: str
    guidance: float
    seed: int


class BranchDialog(Sheet):
    """Emits `wanted` with what was changed; the button waits until something is."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None, point: BranchPoint) -> None:
        super().__init__(parent, tr("Branch"))
        self._point = point
        self.add_heading(
            tr("Branch from step {step}", step=point.step),
            tr(
                "A new tab with this workflow, where {sampler} goes on differently after the step."
                " The steps up to it come from the cache; only those after it are computed.",
                sampler=point.title,
            ),
        )
        self.prompt = QPlainTextEdit(point.prompt)
        self.prompt.setObjectName("detailText")
        self.prompt.setTabChangesFocus(True)
        self.prompt.setFixedHeight(76)
        set_font(self.prompt, "body")
        self.guidance = _line(f"{point.guidance:g}" if point.guidance >= 0 else "")
        numbers = QDoubleValidator(0.0, _MOST_GUIDANCE, 3, self.guidance)
        numbers.setLocale(numbers.locale().c())
        self.guidance.setValidator(numbers)
        self.seed = _line(str(point.seed) if point.seed >= 0 else "")
        self._fill()
        self.add_button(tr("Cancel"), self.reject)
        self.branch_button = self.add_button(tr("Branch"), self._accept, primary=True)
        self.prompt.textChanged.connect(self._follow)
        self.guidance.textChanged.connect(self._follow)
        self.seed.textChanged.connect(self._follow)
        self.resize_scaled(_WIDTH, _HEIGHT)
        self._follow()
        self.prompt.setFocus()
        self.prompt.selectAll()

    def _fill(self) -> None:
        form = Form()
        form.add_row(tr("Prompt after"), self.prompt)
        form.add_row(tr("Guidance after"), self.guidance)
        draws = self._point.seed >= 0
        self.seed.setEnabled(draws)
        reason = "" if draws else tr("This sampler draws no noise after the start.")
        form.add_row(tr("Seed after"), self.seed, reason)
        form.end()
        self.body.addWidget(form, 1)

    @property
    def chosen(self) -> BranchChanges:
        """What is another by now."""
        point, changes = self._point, []
        prompt = self.prompt.toPlainText()
        if prompt != point.prompt:
            changes.append("prompt")
        guidance = _number(self.guidance.text(), point.guidance)
        if guidance != point.guidance:
            changes.append("guidance")
        seed = point.seed
        text = self.seed.text().replace(" ", "")
        if text.isdecimal() and point.seed >= 0:
            seed = min(int(text), _MOST_SEED)
        if seed != point.seed:
            changes.append("seed")
        return BranchChanges(tuple(changes), prompt, guidance, seed)

    def _follow(self) -> None:
        self.branch_button.setEnabled(bool(self.chosen.changes))

    def _accept(self) -> None:
        chosen = self.chosen
        if chosen.changes:
            self.wanted.emit(chosen)
            self.accept()


def _line(text: str) -> QLineEdit:
    line = QLineEdit(text)
    line.setObjectName("plainField")
    line.setMaximumWidth(190)
    line.setMinimumWidth(80)
    line.setAlignment(Qt.AlignmentFlag.AlignLeft)
    set_font(line, "body")
    return line


def _number(text: str, otherwise: float) -> float:
    try:
        return min(max(float(text), 0.0), _MOST_GUIDANCE)
    except ValueError:
        return otherwise
