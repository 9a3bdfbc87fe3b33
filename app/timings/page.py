"""TimingsPage: a tab with the flame of a run above what each of its nodes took."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.look.eliding_label import ElidingLabel
from app.look.file_dialog import ask_to_save
from app.look.fonts import set_font
from app.look.menu import PaintedMenu
from app.look.words import tr, tr_count
from app.timings.flame import Flame, read_flame
from app.timings.flame_view import FlameView
from app.timings.recorder import Recorded, TimingsRecorder
from app.timings.totals_table import TotalsTable
from app.timings.words import bar_text, time_text
from graph_engine.atomic import write_atomically


class TimingsPage(QWidget):
    """Shows the last run, and each new one while nobody has chosen another."""

    said = Signal(str)
    refused = Signal(str, str)

    def __init__(self, recorder: TimingsRecorder) -> None:
        super().__init__()
        self._recorder = recorder
        self._shown: Recorded | None = None
        self._follows = True
        self.flame = FlameView()
        self.table = TotalsTable()
        self.heading, self.summary, self.words = ElidingLabel(), ElidingLabel(), ElidingLabel()
        self.heading.setObjectName("heading")
        set_font(self.heading, "dialogTitle", 600)
        for label in (self.summary, self.words):
            label.setObjectName("prose")
            set_font(label, "small")
        self.runs_button = _button(tr("Other runs…"), self._offer_runs)
        self.export_button = _button(tr("Export as Chrome trace…"), self._ask_export)
        self.all_button = _button(tr("Show all"), self.flame.show_all)
        self._arrange()
        self.setFocusProxy(self.flame)
        self.setAccessibleName(tr("Timings"))
        self.flame.chosen.connect(self._chosen)
        self.table.chosen.connect(self.flame.light_node)
        recorder.recorded.connect(self._recorded)
        self._show(recorder.runs[0] if recorder.runs else None)

    def show_job(self, job: str) -> None:
        """Show the run of a job, if it is still known."""
        found = next((run for run in self._recorder.runs if run.job == job), None)
        if found is not None:
            self._choose(found)

    def export(self, file: Path) -> None:
        """Write the trace that is shown; Chrome and Perfetto open it."""
        if self._shown is None:
            return
        try:
            write_atomically(file, json.dumps(self._shown.trace).encode())
        except OSError as error:
            why = str(error.strerror or error)
            self.refused.emit(tr("{file} is not saved", file=file.name), why)
            return
        self.said.emit(tr("Saved {file}; chrome://tracing opens it.", file=file.name))

    def _arrange(self) -> None:
        self.setObjectName("messagePage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head = QFrame()
        head.setObjectName("sweepHead")
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.heading)
        texts.addWidget(self.summary)
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(8)
        row.addLayout(texts, 1)
        for button in (self.all_button, self.runs_button, self.export_button):
            row.addWidget(button)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.flame)
        splitter.addWidget(self.table)
        splitter.setStretchFactor(0, 0)
        splitter.setStretchFactor(1, 1)
        self._splitter = splitter
        foot = QFrame()
        foot.setObjectName("sheetFoot")
        below = QHBoxLayout(foot)
        below.setContentsMargins(16, 8, 16, 8)
        below.addWidget(self.words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(splitter, 1)
        column.addWidget(foot)

    def _show(self, run: Recorded | None) -> None:
        self._shown = run
        flame = read_flame(run.trace) if run is not None else Flame()
        self.flame.show_flame(flame)
        self._splitter.setSizes([self.flame.sizeHint().height(), 10_000])
        self.table.show_flame(flame)
        self.export_button.setEnabled(run is not None)
        self.all_button.setEnabled(run is not None)
        if run is None:
            self.heading.setText(tr("Timings"))
            self.summary.setText(tr("Run something; then you see here where its time went."))
            return
        self.heading.setText(tr("Timings of {title}", title=run.title))
        ran = sum(total.seconds > 0 for total in flame.totals)
        nodes = tr_count(ran, "{number} node ran", "{number} nodes ran")
        when = datetime.fromtimestamp(run.ended).strftime("%H:%M:%S")
        words = tr(
            "{time}; {nodes}. Ended at {when}.",
            time=time_text(flame.seconds),
            nodes=nodes,
            when=when,
        )
        if flame.left_out:
            count = f"{flame.left_out:,}"
            words += " " + tr("The {count} shortest bars are left out.", count=count)
        self.summary.setText(words)

    def _chosen(self, at: int) -> None:
        flame = self.flame.flame
        if at >= 0:
            self.words.setText(bar_text(flame.bars[at], flame.seconds))
        else:
            self.words.setText(
                tr("Arrows walk from bar to bar, plus and minus zoom, Enter shows a bar whole.")
            )

    def _recorded(self, run: Recorded) -> None:
        if self._follows:
            self._show(run)

    def _choose(self, run: Recorded) -> None:
        self._follows = run is self._recorder.runs[0]
        self._show(run)

    def _offer_runs(self) -> None:
        menu = PaintedMenu("", self)
        menu.aboutToHide.connect(menu.deleteLater)
        for run in self._recorder.runs:
            when = datetime.fromtimestamp(run.ended).strftime("%H:%M:%S")
            action = menu.addAction(tr("{title}, {when}", title=run.title, when=when))
            action.setCheckable(True)
            action.setChecked(run is self._shown)
            action.triggered.connect(partial(self._choose_from_menu, run))
        if not self._recorder.runs:
            menu.addAction(tr("Nothing has run yet")).setEnabled(False)
        menu.popup(self.runs_button.mapToGlobal(self.runs_button.rect().bottomLeft()))

    def _choose_from_menu(self, run: Recorded, _checked: bool = False) -> None:
        self._choose(run)

    def _ask_export(self) -> None:
        kinds = f"{tr('Chrome traces')} (*.json)"
        file = ask_to_save(self, tr("Export the timings"), Path("trace.json"), kinds)
        if file is not None:
            self.export(file)


def _button(text: str, do: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    set_font(button, "small")

    def press(_checked: bool = False) -> None:
        do()

    button.clicked.connect(press)
    return button
