"""Sweep run: carries a planned sweep out, cell by cell; what is done stays done."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from graph_engine.errors import InputError, WeftError
from graph_engine.events import Event, RunStatus
from graph_engine.memory_watch import MemoryWatch
from graph_engine.run_result import RunResult
from graph_engine.session import Session
from graph_engine.spans import TakeSpan
from graph_engine.sweep import Cell, Place, Sweep
from graph_engine.sweep_plan import SweepPlan
from graph_engine.workflow_io import PICTURES

Follow = Callable[[Cell], AbstractContextManager[Callable[[Event], None]]]
"""A cell -> what hears of its run, for as long as it lasts."""


@dataclass(frozen=True)
class CellResult:
    """How a cell ended; `run` is None if it was refused before, `error` tells why it failed."""

    cell: Cell
    run: RunResult | None
    error: WeftError | None

    @property
    def status(self) -> RunStatus:
        """Whether the cell's pictures were made."""
        return self.run.status if self.run is not None else "failed"

    @property
    def pictures(self) -> tuple[Path, ...]:
        """The picture files that it saved."""
        found = self.run.outputs.values() if self.run is not None else ()
        files = (file for outputs in found for file in outputs.get("images", ()))
        return tuple(Path(file) for file in files if Path(file).suffix.lower() in PICTURES)


@dataclass(frozen=True)
class SweepResult:
    """How a sweep ended; `cells` holds those that were run or refused, by their place."""

    status: RunStatus
    seconds: float
    cells: Mapping[Place, CellResult]

    @property
    def unet_evaluations(self) -> int:
        """How many samples U-Nets computed."""
        runs = (cell.run for cell in self.cells.values() if cell.run is not None)
        nodes = (node for run in runs for node in run.nodes.values())
        return sum(node.counts.get("unet_evaluations", 0) for node in nodes)

    @property
    def pictures(self) -> dict[Place, tuple[Path, ...]]:
        """The files that each cell saved, but for those that another cell wrote over."""
        told = Counter(file for cell in self.cells.values() for file in cell.pictures)
        own = {
            at: tuple(file for file in cell.pictures if told[file] == 1)
            for at, cell in self.cells.items()
        }
        return {at: files for at, files in own.items() if files}

    def as_data(self, sweep: Sweep) -> dict[str, Any]:
        """The result as the command line's JSON shows it."""
        return {
            "status": self.status,
            "seconds": round(self.seconds, 4),
            "axes": {axis.name: list(axis.values) for axis in sweep.axes},
            "cells": [_cell_data(sweep, cell) for _, cell in sorted(self.cells.items())],
            "unet_evaluations": self.unet_evaluations,
        }


def run_sweep(
    session: Session,
    plan: SweepPlan,
    cells: Iterable[Cell],
    targets: Iterable[str] = (),
    *,
    follow: Follow = lambda cell: nullcontext(lambda event: None),
    on_cell: Callable[[CellResult], None] = lambda result: None,
    stop: threading.Event | None = None,
    previews: bool = False,
    on_span: TakeSpan | None = None,
    memory: MemoryWatch | None = None,
) -> SweepResult:
    """Run the cells in the plan's order.

    A cell that fails is told and the others go on. Setting `stop` ends the sweep within one step;
    the cells that are done keep their pictures, and the next sweep finds what was computed.
    `previews`, `on_span` and `memory` are as for `Session.run`.
    """
    started = time.perf_counter()
    run = partial(
        session.run,
        targets=tuple(targets),
        previews=previews,
        stop=stop,
        on_span=on_span,
        memory=memory,
    )
    done: dict[Place, CellResult] = {}
    for cell in cells:
        if cell.at in plan.refused:
            done[cell.at] = CellResult(cell, None, plan.refused[cell.at])
            on_cell(done[cell.at])
    status: RunStatus = "ok"
    for cell in plan.order:
        if stop is not None and stop.is_set():
            status = "cancelled"
            break
        result = _run_cell(run, cell, follow)
        if result.status == "cancelled":
            status = "cancelled"
            break
        done[cell.at] = result
        on_cell(result)
    if status == "ok" and any(result.status == "failed" for result in done.values()):
        status = "failed"
    return SweepResult(status, time.perf_counter() - started, done)


def _run_cell(run: Callable[..., RunResult], cell: Cell, follow: Follow) -> CellResult:
    try:
        with follow(cell) as on_event:
            result = run(cell.workflow, on_event=on_event)
    except InputError as error:  # a file has gone since it was planned
        return CellResult(cell, None, error)
    return CellResult(cell, result, result.error)


def _cell_data(sweep: Sweep, result: CellResult) -> dict[str, Any]:
    values = zip(sweep.axes, result.cell.values, strict=True)
    data: dict[str, Any] = {
        "at": list(result.cell.at),
        "values": {axis.name: value for axis, value in values},
        "status": result.status,
    }
    if result.run is not None:
        told = result.run.as_data()
        data |= {key: told[key] for key in ("seconds", "outputs", "unet_evaluations")}
    if result.error is not None:
        data["error"] = result.error.as_data()
    return data
