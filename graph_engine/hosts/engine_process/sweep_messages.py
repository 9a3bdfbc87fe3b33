"""Sweep messages: what the studio asks of sweeps and saved pictures, and what it is told."""

from __future__ import annotations

from dataclasses import dataclass

from graph_engine.hosts.engine_process.messages import Answer, Ask, Job, Json
from graph_engine.sweep import Place


@dataclass(frozen=True)
class PlanSweep(Ask):
    """What would a sweep do? Answered by SweepPlanned; `axes` are as `weft sweep --axis`."""

    document: str
    text: str
    axes: tuple[str, ...]
    folder: str = ""
    targets: tuple[str, ...] = ()

    @property
    def overtakes(self) -> tuple[str, ...]:
        return ("sweep", self.document)


@dataclass(frozen=True)
class RunSweep(Job):
    """Run a workflow once for each cell but those in `skip`; answered by JobEnded.

    CellStarted and CellFinished come around the events of each cell. A labelled contact sheet is
    written to `sheet`, if that names a file.
    """

    text: str
    axes: tuple[str, ...]
    folder: str = ""
    targets: tuple[str, ...] = ()
    previews: bool = True
    skip: tuple[DoneCell, ...] = ()
    sheet: str = ""


@dataclass(frozen=True)
class DrawSheet(Ask):
    """Write a labelled contact sheet of what cells have saved; answered by SheetDrawn."""

    text: str
    axes: tuple[str, ...]
    cells: tuple[DoneCell, ...]
    file: str
    folder: str = ""


@dataclass(frozen=True)
class VerifyPicture(Job):
    """Make a saved picture again and compare; answered by JobEnded with a `verification`."""

    picture: str


@dataclass(frozen=True)
class DoneCell:
    """A cell that was run before, and the pictures that it saved."""

    at: Place
    files: tuple[str, ...]


@dataclass(frozen=True)
class PlannedCell:
    """What is known or shared of a cell."""

    at: Place
    is_known: bool
    steps: int
    steps_known: int


@dataclass(frozen=True)
class RefusedCell:
    """Why a cell can't run."""

    at: Place
    message: str


@dataclass(frozen=True)
class SweepPlanned(Answer):
    """The cells in the order in which they will run, or the problem in the way of all."""

    document: str
    cells: tuple[PlannedCell, ...] = ()
    refused: tuple[RefusedCell, ...] = ()
    estimated_seconds: Json = None
    problem: str = ""


@dataclass(frozen=True)
class SheetDrawn(Answer):
    """The files that were written, one for each page."""

    files: tuple[str, ...]


VERIFICATION = "verification"
"""Under which node JobEnded tells in `outputs` what came of VerifyPicture."""

SHEET = "contact_sheet"
"""Under which name it tells of the contact sheet of RunSweep."""

CELLS = "cells"
"""Under which name it tells of each cell of RunSweep, `by_place`."""
