"""SweepPage: a tab with the grid of a sweep, whose pictures arrive one by one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.jobs.job import Job
from app.look.eliding_label import ElidingLabel
from app.look.fonts import set_font
from app.look.words import tr, tr_count
from app.sweeps.grid import SweepGrid
from app.sweeps.sweep_run import SweepRun, sentence
from graph_engine.sweep import Place


class SweepPage(QWidget):
    """Shows one sweep at a time; what is to be done with it is asked of the window.

    `shown` carries the first picture of a cell that was chosen, `open_wanted` the place of a cell
    that is to be opened as a workflow.
    """

    shown = Signal(Path)
    open_wanted = Signal(tuple)
    stop_wanted = Signal()
    resume_wanted = Signal()
    change_wanted = Signal()
    sheet_wanted = Signal()

    def __init__(self, run: SweepRun) -> None:
        super().__init__()
        self.run = run
        self._job: Job | None = None
        self.grid = SweepGrid()
        self.grid.pressed.connect(self._pressed)
        self.grid.opened.connect(self.open_wanted)
        self.heading = ElidingLabel()
        self.heading.setObjectName("heading")
        set_font(self.heading, "dialogTitle", 600)
        self.summary, self.cell_words = ElidingLabel(), ElidingLabel()
        for label in (self.summary, self.cell_words):
            label.setObjectName("prose")
            set_font(label, "small")
        self.stop_button = _button(tr("Stop"), self.stop_wanted.emit)
        self.resume_button = _button(tr("Resume"), self.resume_wanted.emit)
        self.change_button = _button(tr("Change…"), self.change_wanted.emit)
        self.sheet_button = _button(tr("Save contact sheet…"), self.sheet_wanted.emit)
        self.open_button = _button(tr("Open as workflow"), self._open)
        self._arrange()
        self.setFocusProxy(self.grid.view)
        self.show_run(run)

    @property
    def title(self) -> str:
        """What stands on the tab."""
        return tr("Sweep of {title}", title=self.run.swept.subject.title)

    def show_run(self, run: SweepRun) -> None:
        """Show another sweep in this tab."""
        if run is not self.run:
            self.run.moved.disconnect(self._move)
        self.run = run
        run.moved.connect(self._move)
        self.grid.show_sweep(run.swept.sweep, run.cells)
        self.heading.setText(self.title)
        self.setAccessibleName(self.title)
        self._describe()

    def show_job(self, job: Job | None) -> None:
        """Show how far the job of the sweep is."""
        self._job = job
        self._describe()

    def _arrange(self) -> None:
        self.setObjectName("messagePage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head = QFrame()
        head.setObjectName("sweepHead")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.heading)
        words.addWidget(self.summary)
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(8)
        row.addLayout(words, 1)
        buttons = (self.stop_button, self.resume_button, self.change_button, self.sheet_button)
        for button in buttons:
            row.addWidget(button)
        around = QWidget()
        inner = QVBoxLayout(around)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.addWidget(self.grid)
        foot = QFrame()
        foot.setObjectName("sheetFoot")
        below = QHBoxLayout(foot)
        below.setContentsMargins(16, 8, 16, 8)
        below.addWidget(self.cell_words, 1)
        below.addWidget(self.open_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(around, 1)
        column.addWidget(foot)

    def _move(self, cells: object) -> None:
        assert isinstance(cells, dict)
        self.grid.show_cells(cells)
        self._describe()

    def _describe(self) -> None:
        state = self._job.state if self._job is not None else ""
        busy = state in ("waiting", "running")
        run = self.run
        words = sentence(run, state, self._job.left if self._job is not None else None)
        if run.unet_evaluations and not busy:
            count = f"{run.unet_evaluations:,}"
            words += " " + tr("{count} U-Net evaluations were computed.", count=count)
        if self._job is not None and self._job.error.get("message") and not run.failed:
            words += " " + self._job.error["message"]
        self.summary.setText(words)
        self.stop_button.setVisible(busy)
        rest = len(run.cells) - run.done
        self.resume_button.setVisible(not busy and rest > 0)
        self.resume_button.setText(
            tr_count(rest, "Make {number} more", "Make the {number} others")
            if run.done
            else tr("Run")
        )
        self.sheet_button.setEnabled(any(cell.files for cell in run.cells.values()))
        self._describe_cell(self.grid.chosen)

    def _describe_cell(self, at: Place | None) -> None:
        self.open_button.setEnabled(at is not None)
        if at is None:
            self.cell_words.setText(
                tr("Choose a cell to see it in the preview; Enter opens it as a workflow.")
            )
            return
        view, label = self.run.cells[at], self.grid.model.label(at)
        self.cell_words.setText(f"{label}: {view.words}" if view.words else label)

    def _pressed(self, at: Place) -> None:
        self._describe_cell(at)
        files = self.run.cells[at].files
        if files:
            self.shown.emit(Path(files[0]))

    def _open(self) -> None:
        if self.grid.chosen is not None:
            self.open_wanted.emit(self.grid.chosen)


def _button(text: str, do: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    set_font(button, "small")

    def press(_checked: bool = False) -> None:
        do()

    button.clicked.connect(press)
    return button
