"""SweepDialog: which params get which values, and what the sweep would cost, before it runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.dialogs.sheet import SIDE, Sheet
from app.look.check_box import CheckBox
from app.look.fonts import set_font
from app.look.theme import text_scale
from app.look.words import tr, tr_count
from app.sweeps.axis_form import AxisForm, ModelNames
from app.sweeps.cell import CellView
from app.sweeps.definition import (
    MOST_AXES,
    AxisDraft,
    Definition,
    read_drafts,
    sweep_of,
)
from app.sweeps.grid import SweepGrid
from app.sweeps.plan_box import PlanBox
from app.sweeps.planned import Planned
from app.sweeps.sweep_run import Subject, SweepRun, Swept
from app.sweeps.sweepable import Sweepable
from graph_engine.sweep import MAX_CELLS, Place, Sweep

FORM_WIDTH = 300
MOST_PLANNED = 400
"""How many cells are planned while values are being written; more are planned when they run."""
_WAITS_MS = 250
AskPlan = Callable[[Sweep, Callable[[Planned], object]], object]


class SweepDialog(Sheet):
    """Emits `wanted` with the sweep and its definition, and `left` with the definition alone."""

    wanted = Signal(object, object)
    left = Signal(object)

    def __init__(
        self,
        parent: QWidget | None,
        subject: Subject,
        params: Sequence[Sweepable],
        definition: Definition,
        *,
        ask_plan: AskPlan,
        model_names: ModelNames,
        earlier: SweepRun | None = None,
    ) -> None:
        super().__init__(parent, tr("Sweep {title}", title=subject.title))
        self._subject = subject
        self._params: Mapping[str, Sweepable] = {param.name: param for param in params}
        self._ask_plan = ask_plan
        self._earlier = earlier
        self._model_names = model_names
        self._sweep: Sweep | None = None
        self.forms: list[AxisForm] = []
        self.grid = SweepGrid()
        self.plan_box = PlanBox()
        self.add_axis_button = QPushButton(tr("Add an axis"))
        self.swap_button = QPushButton(tr("Swap rows and columns"))
        self.sheet_box = CheckBox(tr("Save a labelled contact sheet"))
        self.sheet_box.setChecked(definition.saves_sheet)
        self._timer = QTimer(self, singleShot=True, interval=_WAITS_MS)
        self._timer.timeout.connect(self._plan)
        self._arrange()
        self.add_button(tr("Cancel"), self.close)
        self.run_button = self.add_button(tr("Run"), self._run, primary=True)
        self.run_button.setObjectName("engineButton")
        for draft in definition.axes or (AxisDraft(),):
            self._add_form(draft)
        self._changed()
        self.resize_scaled(1040, 660)
        self._focus_first()

    @property
    def definition(self) -> Definition:
        """What is written now."""
        return Definition(tuple(form.draft for form in self.forms), self.sheet_box.isChecked())

    def _arrange(self) -> None:
        self.body.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._make_side())
        line = QFrame()
        line.setObjectName("rule")
        line.setFixedWidth(1)
        row.addWidget(line)
        around = QWidget()
        inner = QVBoxLayout(around)
        inner.setContentsMargins(SIDE, SIDE, SIDE, SIDE)
        inner.addWidget(self.grid)
        row.addWidget(around, 1)
        self.body.addLayout(row, 1)

    def _make_side(self) -> QWidget:
        inner = QWidget()
        inner.setObjectName("formBody")
        column = QVBoxLayout(inner)
        column.setContentsMargins(SIDE, SIDE, SIDE, SIDE)
        column.setSpacing(14)
        self._forms = QVBoxLayout()
        self._forms.setSpacing(16)
        column.addLayout(self._forms)
        buttons = QVBoxLayout()
        buttons.setSpacing(6)
        for button, do in (
            (self.add_axis_button, self._add_axis),
            (self.swap_button, self._swap),
        ):
            button.setAutoDefault(False)
            set_font(button, "small")
            button.clicked.connect(do)
            buttons.addWidget(button)
        column.addLayout(buttons)
        column.addWidget(self.sheet_box)
        column.addStretch(1)
        column.addWidget(self.plan_box)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        area.setFixedWidth(round(FORM_WIDTH * text_scale() / 100) + 2 * SIDE)
        return area

    # --- axes

    def _add_form(self, draft: AxisDraft) -> AxisForm:
        form = AxisForm(self._params, draft, self._model_names)
        form.changed.connect(self._changed)
        form.removed.connect(lambda: self._remove(form))
        self.forms.append(form)
        self._forms.addWidget(form)
        return form

    def _add_axis(self) -> None:
        form = self._add_form(AxisDraft())
        self._changed()
        form.param.setFocus()

    def _remove(self, form: AxisForm) -> None:
        self.forms.remove(form)
        self._forms.removeWidget(form)
        form.hide()
        form.deleteLater()
        self._changed()

    def _swap(self) -> None:
        """What went across goes down."""
        first, second, *rest = (form.draft for form in self.forms)
        for form in tuple(self.forms):
            self.forms.remove(form)
            self._forms.removeWidget(form)
            form.hide()
            form.deleteLater()
        for draft in (second, first, *rest):
            self._add_form(draft)
        self._changed()

    def _focus_first(self) -> None:
        """The first field that is empty, or the values of the last axis."""
        empty = [form for form in self.forms if not form.param.text()]
        if empty:
            empty[0].param.setFocus()
            return
        last = self.forms[-1]
        field = last.lines if last.lines.isVisibleTo(last) else last.line
        field.setFocus()
        field.selectAll()

    # --- what it reads as and costs

    def _changed(self) -> None:
        roles = (tr("Across"), tr("Down"), tr("Pages"))
        for form, role in zip(self.forms, roles, strict=False):
            form.show_role(role, removable=len(self.forms) > 1)
        self.add_axis_button.setVisible(len(self.forms) < MOST_AXES)
        self.swap_button.setVisible(len(self.forms) > 1)
        drafts = self.definition.axes
        subject = self._subject
        readings = read_drafts(drafts, self._params, subject.workflow, subject.catalog)
        for form, reading in zip(self.forms, readings, strict=True):
            form.show_reading(reading)
        self._sweep = sweep_of(readings)
        self._show_sweep(any(reading.problem for reading in readings))

    def _show_sweep(self, is_wrong: bool) -> None:
        sweep = self._sweep
        too_many = sweep is not None and sweep.size > MAX_CELLS
        self.run_button.setEnabled(sweep is not None and not too_many)
        self.run_button.setText(tr("Run"))
        self.note.setText("")
        self._timer.stop()
        if sweep is None or too_many:
            self.grid.show_sweep(None, {})
            self.plan_box.show_plan(*_no_sweep(sweep, is_wrong=is_wrong))
            return
        count = tr_count(sweep.size, "{number} picture", "{number} pictures")
        self.run_button.setText(tr("Run · {count}", count=count))
        if sweep.size > MOST_PLANNED:
            self.grid.show_sweep(None, {})
            self.plan_box.show_plan(count, tr("So many are planned when they run."))
            return
        self.grid.show_sweep(sweep, self._made(sweep))
        self.plan_box.show_plan(count, tr("Looking for what they share…"))
        self._timer.start()

    def _plan(self) -> None:
        sweep = self._sweep
        if sweep is not None:
            self._ask_plan(sweep, lambda planned: self._take_plan(sweep, planned))

    def _take_plan(self, sweep: Sweep, planned: Planned) -> None:
        if sweep is not self._sweep:
            return
        if planned.problem:
            self.plan_box.show_plan(tr("It can't run"), planned.problem)
            self.run_button.setEnabled(False)
            return
        self.plan_box.show_plan(
            planned.heading, planned.sentence, planned.steps_known, planned.steps
        )
        self.note.setText(planned.note)
        number = planned.to_make or len(planned.cells)
        count = tr_count(number, "{number} picture", "{number} pictures")
        self.run_button.setText(tr("Run · {count}", count=f"{count}{planned.takes}"))
        refused = {at: CellView("failed", message=why) for at, why in planned.refused.items()}
        self.grid.show_cells({**planned.cells, **refused, **self._made(sweep)})

    def _made(self, sweep: Sweep) -> dict[Place, CellView]:
        """The cells that the tab shows already."""
        if self._earlier is None:
            return {}
        return self._earlier.made(Swept(self._subject, sweep, self.definition))

    # --- ending

    def _run(self) -> None:
        if self._sweep is not None:
            self.wanted.emit(self._sweep, self.definition)
            self.close()

    def done(self, result: int) -> None:
        self.left.emit(self.definition)
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.run_button.isEnabled():
                self._run()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "grid"):
            self.grid.view.fit()


def _no_sweep(sweep: Sweep | None, *, is_wrong: bool) -> tuple[str, str]:
    """What to say while there is nothing to plan."""
    if sweep is not None:
        most = f"{MAX_CELLS:,}"
        return tr("Too many pictures"), tr("At most {most} are made at once.", most=most)
    if is_wrong:
        return tr("Not yet"), tr("An axis can't be read; nothing runs before it can.")
    return tr("Nothing to vary yet"), tr("Choose a param and give it values.")
