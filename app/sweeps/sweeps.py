"""Sweeps: opens the dialog and the tabs of one window's sweeps, and has the queue run them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.document.document import Document
from app.engine.client import EngineClient
from app.engine.snapshot import snapshot
from app.jobs.job import Job
from app.jobs.queue import JobQueue
from app.look.file_dialog import ask_to_save
from app.look.words import listed, tr, tr_count
from app.sweeps.definition import (
    MOST_AXES,
    AxisDraft,
    Definition,
    definition_of,
    sweep_texts,
)
from app.sweeps.dialog import MOST_PLANNED, SweepDialog
from app.sweeps.page import SweepPage
from app.sweeps.planned import Planned, read_planned
from app.sweeps.sweep_run import Subject, SweepRun, Swept
from app.sweeps.sweepable import Sweepable, sweepable
from app.workspace import Workspace
from graph_engine.catalog import Catalog
from graph_engine.errors import WeftError
from graph_engine.events import Event
from graph_engine.hosts.engine_process.messages import PlacesTold
from graph_engine.hosts.engine_process.sweep_messages import (
    CELLS,
    DoneCell,
    DrawSheet,
    PlanSweep,
    SheetDrawn,
)
from graph_engine.sweep import Place, Sweep, parse_sweep
from graph_engine.workflow_io import parse_workflow

ModelNames = Callable[[str], Iterable[str]]
MOST_REMEMBERED = 6


class Sweeps(QObject):
    """What is written in the dialog is remembered for each document while the studio is open.

    `shown` carries a picture that is to be seen in the preview.
    """

    shown = Signal(Path)

    def __init__(
        self,
        window: QWidget,
        workspace: Workspace,
        engine: EngineClient,
        jobs: JobQueue,
        model_names: ModelNames,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = workspace
        self._engine = engine
        self._jobs = jobs
        self._model_names = model_names
        self._definitions: dict[str, Definition] = {}
        self._pages: list[SweepPage] = []
        self._runs: dict[str, SweepRun] = {}
        """The last ones by their jobs, also those whose tabs were closed."""
        self._output = Path("output")
        jobs.told.connect(self._told)
        jobs.changed.connect(self._job_changed)
        jobs.removed.connect(self._job_removed)
        jobs.ended.connect(self._job_changed)
        engine.places(self._take_places)

    # --- the dialog

    def open(self, param: str = "", definition: Definition | None = None) -> SweepDialog | None:
        """Ask for the axes of a sweep of the document that is shown, one of them of a param.

        By itself the dialog holds what was written in it last. While a sweep is shown, it asks
        for other values of that.
        """
        shown = self._workspace.currentWidget()
        if isinstance(shown, SweepPage):
            return self._change(shown)
        page = self._workspace.page
        if page is None:
            return None
        subject = _subject(page.document, self._workspace.catalog)
        remembered = self._definitions.get(subject.document, Definition())
        return self._open_dialog(subject, definition or remembered, param)

    def _open_dialog(
        self,
        subject: Subject,
        definition: Definition,
        param: str = "",
        page: SweepPage | None = None,
    ) -> SweepDialog:
        params = sweepable(subject.workflow, subject.catalog)
        if param:
            definition = _with_param(definition, param, params)
        dialog = SweepDialog(
            self._window,
            subject,
            params,
            definition,
            ask_plan=partial(self._ask_plan, subject),
            model_names=self._model_names,
            earlier=page.run if page is not None else None,
        )
        dialog.wanted.connect(
            lambda sweep, written: self._start(Swept(subject, sweep, written), page)
        )
        dialog.left.connect(self._keeper(subject))
        dialog.open()
        return dialog

    def _keeper(self, subject: Subject) -> Callable[[Definition], None]:
        def keep(definition: Definition) -> None:
            self._definitions[subject.document] = definition

        return keep

    def _ask_plan(self, subject: Subject, sweep: Sweep, then: Callable[[Planned], object]) -> None:
        ask = PlanSweep(
            f"dialog {subject.document}", subject.text, sweep_texts(sweep), subject.folder
        )
        self._engine.plan_sweep(
            ask,
            lambda answer: then(read_planned(answer)),
            lambda why: then(Planned(problem=why)),
        )

    # --- running

    def _start(self, swept: Swept, page: SweepPage | None) -> SweepPage:
        """Show the cells in a tab, and put those into the queue that have no pictures yet."""
        earlier = page.run if page is not None else None
        run = SweepRun(swept, self, earlier)
        if page is None:
            page = self._add_page(run)
        else:
            if page.run.job:
                self._jobs.cancel(page.run.job)
            page.show_run(run)
            self._workspace.setCurrentWidget(page)
        self._queue(page)
        return page

    def _queue(self, page: SweepPage) -> None:
        run = page.run
        run.begin()
        swept, subject, rest = run.swept, run.swept.subject, len(run.cells) - run.done
        if not rest:
            page.show_job(None)
            return
        settings = run.settings
        if swept.definition.saves_sheet:
            settings["sheet"] = str(_free_name(self._output, subject.title))
        axes = listed(axis.name for axis in swept.sweep.axes)
        count = tr_count(rest, "{number} picture", "{number} pictures")
        job = self._jobs.add(
            subject.text,
            folder=subject.folder,
            title=page.title,
            document=subject.document,
            note=f"{count} · {axes}",
            kind="sweep",
            settings=settings,
        )
        self._remember(run, job)
        page.show_job(self._jobs.find(job.id))
        if len(run.cells) <= MOST_PLANNED:
            ask = PlanSweep(run.job, subject.text, sweep_texts(swept.sweep), subject.folder)
            self._engine.plan_sweep(ask, lambda answer: run.take_plan(read_planned(answer)))

    def _told(self, job: Job, event: Event) -> None:
        if (run := self._runs.get(job.id)) is not None:
            run.take(event)

    def _job_changed(self, job: Job) -> None:
        run, page = self._runs.get(job.id), self._page_of(job.id)
        if run is not None and job.state not in ("running", "waiting"):
            run.end()
        if page is None:
            return
        page.show_job(job)
        if job.is_over and job.state != "stopped":
            self._workspace.said.emit(page.summary.text())

    def _job_removed(self, job: str) -> None:
        if (page := self._page_of(job)) is not None:
            page.run.end()
            page.show_job(None)

    def _page_of(self, job: str) -> SweepPage | None:
        """The tab that shows the sweep of a job, unless it was closed."""
        there = (page for page in self._pages if self._workspace.indexOf(page) >= 0)
        return next((page for page in there if job and page.run.job == job), None)

    def _remember(self, run: SweepRun, job: Job) -> None:
        """The run is what this job does; of old runs only the last are kept."""
        run.job = job.id
        self._runs[job.id] = run
        for old in list(self._runs)[:-MOST_REMEMBERED]:
            gone = self._runs[old]
            if not any(page.run is gone for page in self._pages):
                del self._runs[old]
                if all(kept is not gone for kept in self._runs.values()):
                    gone.deleteLater()

    # --- the tabs

    def show(self, job: Job) -> SweepPage | None:
        """Show the grid of a sweep in the queue, also one whose tab was closed; None if it can't."""
        page = self._page_of(job.id)
        if page is not None:
            self._workspace.setCurrentWidget(page)
            return page
        try:
            run = self._runs.get(job.id) or self._run_of(job)
        except WeftError as error:
            self._workspace.refused.emit(tr("The sweep can't be shown"), error.message)
            return None
        page = self._add_page(run)
        page.show_job(job)
        return page

    def _run_of(self, job: Job) -> SweepRun:
        """What a job has told of its sweep; raises WeftError for a job that can't be read."""
        workflow, catalog = parse_workflow(job.text), self._workspace.catalog
        sweep = parse_sweep([str(axis) for axis in job.settings.get("axes", ())], workflow, catalog)
        params = {param.name: param for param in sweepable(workflow, catalog)}
        title = workflow.name or tr("Untitled")
        subject = Subject(workflow, job.text, job.folder, catalog, title, job.document)
        run = SweepRun(Swept(subject, sweep, definition_of(sweep, params)), self)
        self._remember(run, job)
        done = job.settings.get("done", ())
        run.restore({",".join(map(str, cell["at"])): cell for cell in done})
        run.restore(job.outputs.get(CELLS, {}).get("by_place", {}))
        return run

    def _add_page(self, run: SweepRun) -> SweepPage:
        page = SweepPage(run)
        self._pages.append(page)
        page.destroyed.connect(lambda: self._forget(page))
        page.shown.connect(self.shown)
        page.open_wanted.connect(lambda at: self._open_cell(page, at))
        page.stop_wanted.connect(lambda: self._jobs.cancel(page.run.job))
        page.resume_wanted.connect(lambda: self._queue(page))
        page.change_wanted.connect(lambda: self._change(page))
        page.sheet_wanted.connect(lambda: self._save_sheet(page))
        self._workspace.setCurrentIndex(self._workspace.addTab(page, page.title.replace("&", "&&")))
        page.setFocus()
        return page

    def _forget(self, page: SweepPage) -> None:
        """The tab was closed: the sweep goes on in the queue."""
        if page in self._pages:
            self._pages.remove(page)

    def _change(self, page: SweepPage) -> SweepDialog:
        """Ask for other values of the same workflow; what is made stays made."""
        swept = page.run.swept
        return self._open_dialog(swept.subject, swept.definition, page=page)

    def _open_cell(self, page: SweepPage, at: Place) -> None:
        """A tab with the workflow of one cell."""
        swept, subject = page.run.swept, page.run.swept.subject
        try:
            cell = swept.sweep.cell(at, subject.workflow, subject.catalog)
        except WeftError as error:
            self._workspace.refused.emit(tr("The cell can't be opened"), error.message)
            return
        self._workspace.new(replace(cell.workflow, source=""))
        label = page.grid.model.label(at)
        self._workspace.said.emit(tr("A copy with {values}.", values=label))

    def _save_sheet(self, page: SweepPage) -> None:
        suggestion = _free_name(self._output, page.run.swept.subject.title)
        kinds = f"{tr('Pictures')} (*.png *.jpg *.webp)"
        file = ask_to_save(self._window, tr("Save the contact sheet"), suggestion, kinds)
        if file is not None:
            self.save_sheet(page, file)

    def save_sheet(self, page: SweepPage, file: Path) -> None:
        """Write the contact sheet of what is done."""
        swept, subject = page.run.swept, page.run.swept.subject
        cells = tuple(
            DoneCell(tuple(cell["at"]), tuple(cell["files"])) for cell in page.run.finished_cells()
        )
        file = file if file.suffix else file.with_suffix(".png")
        ask = DrawSheet(subject.text, sweep_texts(swept.sweep), cells, str(file), subject.folder)
        self._engine.draw_sheet(ask, self._sheet_drawn, self._sheet_refused)

    def _sheet_drawn(self, drawn: SheetDrawn) -> None:
        names = listed(Path(file).name for file in drawn.files)
        self._workspace.said.emit(tr("Saved {file}.", file=names))

    def _sheet_refused(self, why: str) -> None:
        self._workspace.refused.emit(tr("The contact sheet is not saved"), why)

    def _take_places(self, told: PlacesTold) -> None:
        self._output = Path(told.output)


def _with_param(definition: Definition, param: str, params: tuple[Sweepable, ...]) -> Definition:
    """The definition with an axis of a param; it takes the place of an empty or the last one."""
    if any(axis.param == param for axis in definition.axes):
        return definition
    found = next((one for one in params if one.name == param), None)
    if found is None:
        return definition
    axes = [axis for axis in definition.axes if axis.param]
    axes = [*axes[: MOST_AXES - 1], AxisDraft(param, found.suggestion())]
    return replace(definition, axes=tuple(axes))


def _subject(document: Document, catalog: Catalog) -> Subject:
    return Subject(
        workflow=document.workflow,
        text=snapshot(document.workflow),
        folder=str(document.path.parent) if document.path is not None else "",
        catalog=catalog,
        title=document.title,
        document=document.key,
    )


def _free_name(folder: Path, title: str) -> Path:
    """A file for a contact sheet that is not there yet."""
    stem = "".join(sign if sign.isalnum() else "_" for sign in title.lower()).strip("_") or "weft"
    number = 1
    while (file := folder / f"{stem}_sweep_{number:04}.png").exists():
        number += 1
    return file
