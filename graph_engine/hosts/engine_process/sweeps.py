"""Sweeps: plans and runs the sweeps that the studio asks for, and draws their contact sheets."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from graph_engine.contact_sheet import draw_sheets
from graph_engine.errors import WeftError
from graph_engine.events import CellFinished, CellStarted, Event, Profiled
from graph_engine.hosts.engine_process.jobs import (
    MOST_TOLD,
    Finished,
    ReadWorkflow,
    Tell,
    lost_device,
    not_begun,
)
from graph_engine.hosts.engine_process.messages import JobEnded
from graph_engine.hosts.engine_process.sweep_messages import (
    CELLS,
    SHEET,
    DrawSheet,
    PlannedCell,
    PlanSweep,
    RefusedCell,
    RunSweep,
    SheetDrawn,
    SweepPlanned,
)
from graph_engine.profile import profiled
from graph_engine.session import Session
from graph_engine.sweep import Cell, Place, Sweep, parse_sweep
from graph_engine.sweep_journal import SweepJournal
from graph_engine.sweep_plan import SweepPlan, plan_sweep
from graph_engine.sweep_run import CellResult, SweepResult, run_sweep

Json = Any


def answer_plan(session: Session, ask: PlanSweep, read: ReadWorkflow) -> SweepPlanned:
    """What a sweep would do, or the problem in its way."""
    try:
        workflow = read(ask.text, ask.folder)
        sweep = parse_sweep(ask.axes, workflow, session.catalog)
        plan = plan_sweep(session, sweep.cells(workflow, session.catalog), ask.targets)
    except WeftError as error:
        return SweepPlanned(ask.document, problem=_sentence(error))
    shares = ((cell.at, plan.shares[cell.at]) for cell in plan.order)
    return SweepPlanned(
        document=ask.document,
        cells=tuple(
            PlannedCell(at, share.is_known, share.steps, share.steps_known) for at, share in shares
        ),
        refused=tuple(RefusedCell(at, _sentence(error)) for at, error in plan.refused.items()),
        estimated_seconds=plan.estimated_seconds,
    )


def run_sweep_job(
    session: Session,
    ask: RunSweep,
    read: ReadWorkflow,
    tell: Tell,
    stop: threading.Event,
    journal: SweepJournal,
) -> Finished:
    """Run the cells of a sweep to the end, and draw the sheet of what they saved.

    Cells that an earlier run of the same job has done are told as finished and not run again.
    """
    try:
        workflow = read(ask.text, ask.folder)
        sweep = parse_sweep(ask.axes, workflow, session.catalog)
        before = journal.read()
        skipped = {**before, **{cell.at: tuple(map(Path, cell.files)) for cell in ask.skip}}
        for at, files in before.items():
            tell(CellFinished(at, "ok", files=tuple(map(str, files))))
        cells = [cell for cell in sweep.cells(workflow, session.catalog) if cell.at not in skipped]
        if not cells:  # it was ended after its last cell
            journal.close()
            drawn = _drawn(sweep, skipped, ask.sheet)
            return _ended(ask, SweepResult("ok", 0.0, {}), skipped, drawn), None
        plan = plan_sweep(session, cells, ask.targets)
        with profiled(tell, lambda trace: tell(Profiled(trace)), MOST_TOLD) as heard:
            result = run_sweep(
                session,
                plan,
                cells,
                ask.targets,
                follow=_follower(plan, heard.on_event),
                on_cell=partial(_take_cell, tell, stop, journal),
                stop=stop,
                previews=ask.previews,
                on_span=heard.on_span,
                memory=heard.memory,
            )
    except WeftError as error:
        return not_begun(ask, error), None
    drawn = _drawn(sweep, {**skipped, **result.pictures}, ask.sheet)
    ended = _ended(ask, result, skipped, drawn)
    if result.status == "ok":
        journal.close()
    runs = (cell.run for cell in result.cells.values() if cell.run is not None)
    return ended, next(filter(None, map(lost_device, runs)), None)


def draw_sheet(session: Session, ask: DrawSheet, read: ReadWorkflow) -> SheetDrawn:
    """Draw the sheet of cells that were run; raises InputError if it can't be written."""
    sweep = parse_sweep(ask.axes, read(ask.text, ask.folder), session.catalog)
    pictures = {cell.at: tuple(map(Path, cell.files)) for cell in ask.cells}
    return SheetDrawn(tuple(map(str, draw_sheets(sweep, pictures, Path(ask.file)))))


def _follower(plan: SweepPlan, tell: Tell) -> Callable[[Cell], Any]:
    numbers = {cell.at: number for number, cell in enumerate(plan.order, 1)}

    @contextmanager
    def follow(cell: Cell) -> Iterator[Callable[[Event], None]]:
        tell(CellStarted(cell.at, numbers[cell.at], len(numbers)))
        yield tell

    return follow


def _take_cell(tell: Tell, stop: threading.Event, journal: SweepJournal, done: CellResult) -> None:
    if done.status == "ok":
        journal.note(done.cell.at, done.pictures)
    tell(_finished(done))
    if done.run is not None and lost_device(done.run) is not None:
        stop.set()  # the others would fail, too; they can run in another process


def _finished(done: CellResult) -> CellFinished:
    nodes = done.run.nodes.values() if done.run is not None else ()
    return CellFinished(
        cell=done.cell.at,
        status=done.status,
        seconds=done.run.seconds if done.run is not None else 0.0,
        unet_evaluations=sum(node.counts.get("unet_evaluations", 0) for node in nodes),
        files=tuple(map(str, done.pictures)),
        error=done.error.as_data() if done.error is not None else {},
    )


def _drawn(
    sweep: Sweep, pictures: dict[Place, tuple[Path, ...]], sheet: str
) -> tuple[dict[str, Json], WeftError | None]:
    """The files of the sheet, if one is wanted and there is something on it; else why not."""
    if not sheet or not pictures:
        return {}, None
    try:
        return {SHEET: {"images": list(map(str, draw_sheets(sweep, pictures, Path(sheet))))}}, None
    except WeftError as error:
        return {}, error


def _cells(result: SweepResult, skipped: Mapping[Place, tuple[Path, ...]]) -> dict[str, Json]:
    """What came of each cell, by its place in words, so that the grid can be shown again."""
    found: dict[str, Json] = {
        _place_text(at): {"files": list(map(str, files))} for at, files in skipped.items()
    }
    for at, cell in result.cells.items():
        told = _finished(cell)
        found[_place_text(at)] = {
            "files": list(told.files),
            "seconds": told.seconds,
            "message": told.error.get("message", ""),
        }
    return found


def _place_text(at: Place) -> str:
    return ",".join(map(str, at))


def _ended(
    ask: RunSweep,
    result: SweepResult,
    skipped: Mapping[Place, tuple[Path, ...]],
    drawn: tuple[dict[str, Json], WeftError | None],
) -> JobEnded:
    sheets, sheet_error = drawn
    outputs: dict[str, dict[str, list[Json]]] = {}
    errors: list[WeftError] = []
    for _, cell in sorted(result.cells.items()):
        if cell.error is not None:
            errors.append(cell.error)
        for node, said in cell.run.outputs.items() if cell.run is not None else ():
            for name, files in said.items():
                if isinstance(files, list):
                    outputs.setdefault(node, {}).setdefault(name, []).extend(files)
    errors += [sheet_error] if sheet_error is not None else []
    return JobEnded(
        job=ask.job,
        status="failed" if sheet_error is not None and result.status == "ok" else result.status,
        seconds=round(result.seconds, 4),
        unet_evaluations=result.unet_evaluations,
        outputs={**outputs, **sheets, CELLS: {"by_place": _cells(result, skipped)}},
        error=errors[0].as_data() if errors else {},
    )


def _sentence(error: WeftError) -> str:
    return f"{error.message} {error.hint}".strip()
