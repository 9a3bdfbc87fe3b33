"""SweepRun: the cells of one sweep while they run, and what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from app.look.words import tr
from app.running.node_previews import small_picture
from app.sweeps.cell import CellView
from app.sweeps.cell_pictures import CellPictures
from app.sweeps.definition import Definition, sweep_texts
from app.sweeps.planned import Planned
from graph_engine.catalog import Catalog
from graph_engine.durations import about_seconds
from graph_engine.events import (
    CellFinished,
    CellStarted,
    Event,
    NodePicture,
    NodePreview,
    NodeProgress,
)
from graph_engine.sweep import Place, Sweep
from graph_engine.workflow import Workflow

Json = Any
Values = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Subject:
    """A workflow as it was when a sweep of it was asked for; `document` is the key of its page."""

    workflow: Workflow
    text: str
    folder: str
    catalog: Catalog
    title: str
    document: str


@dataclass(frozen=True)
class Swept:
    """A sweep of a workflow, and how it was written."""

    subject: Subject
    sweep: Sweep
    definition: Definition

    def values(self, at: Place) -> Values:
        """The params and values of a cell, whatever axis they stand on."""
        pairs = zip(self.sweep.axes, at, strict=True)
        return frozenset((axis.name, axis.values[i]) for axis, i in pairs)

    @property
    def places(self) -> Iterable[Place]:
        """The places of all cells."""
        return (place for page in self.sweep.pages() for row in page.rows for place in row)


class SweepRun(QObject):
    """Follows the events of its job; `moved` carries the cells that look different now."""

    moved = Signal(object)

    def __init__(self, swept: Swept, parent: QObject, earlier: SweepRun | None = None) -> None:
        super().__init__(parent)
        self.swept = swept
        self.cells: dict[Place, CellView] = dict.fromkeys(swept.places, CellView("waiting"))
        self.job = ""
        self.unet_evaluations = 0
        self._running: Place | None = None
        self._pictures = CellPictures(len(self.cells), self)
        self._pictures.read.connect(self._show_picture)
        if earlier is not None:
            self.cells |= earlier.made(swept)

    @property
    def done(self) -> int:
        """How many cells have their pictures."""
        return sum(cell.state == "done" for cell in self.cells.values())

    @property
    def failed(self) -> int:
        """How many cells could not be made."""
        return sum(cell.state == "failed" for cell in self.cells.values())

    @property
    def settings(self) -> dict[str, Json]:
        """What the queue needs to run the cells that are not done."""
        return {"axes": list(sweep_texts(self.swept.sweep)), "done": self.finished_cells()}

    def finished_cells(self) -> list[Json]:
        """The cells that are done, with their files."""
        return [
            {"at": list(at), "files": list(cell.files)}
            for at, cell in self.cells.items()
            if cell.state == "done"
        ]

    def take_plan(self, planned: Planned) -> None:
        """Show what is known of the cells that wait."""
        for at, plan in planned.cells.items():
            if self.cells[at].state == "waiting":
                self.cells[at] = replace(
                    self.cells[at], steps=plan.steps, steps_known=plan.steps_known
                )
        self.moved.emit(self.cells)

    def take(self, event: Event) -> None:
        """Follow an event of the job."""
        if isinstance(event, CellStarted):
            self._running = event.cell
            self._change(event.cell, state="running", step=0, message="")
        elif isinstance(event, CellFinished):
            self._finish(event)
        elif self._running is None:
            return
        elif isinstance(event, NodeProgress) and event.total > 1:
            self._change(self._running, step=event.done, steps=event.total)
        elif isinstance(event, NodePreview):
            picture = QPixmap()
            if picture.loadFromData(event.picture):
                self._change(self._running, picture=picture)
        elif isinstance(event, NodePicture) and event.index == 0:
            image = small_picture(event)
            if image is not None:
                self._change(self._running, picture=QPixmap.fromImage(image))

    def end(self) -> None:
        """The job is over: what has not run can be run later."""
        self._running = None
        changed = {
            at: replace(cell, state="waiting", picture=None, step=0)
            for at, cell in self.cells.items()
            if cell.state == "running"
        }
        self.cells.update(changed)
        self.moved.emit(changed)

    def begin(self) -> None:
        """The job is to run again: cells that failed wait again."""
        changed = {
            at: replace(cell, state="waiting", message="", picture=None)
            for at, cell in self.cells.items()
            if cell.state == "failed"
        }
        self.cells.update(changed)
        self.moved.emit(changed)

    def restore(self, told: Mapping[str, Json]) -> None:
        """Show what a job that is over has told of its cells, by their places in words."""
        for place, cell in told.items():
            at = tuple(int(part) for part in place.split(",") if part.isdigit())
            if at not in self.cells:
                continue
            files = tuple(str(file) for file in cell.get("files", ()))
            if message := str(cell.get("message", "")):
                self.cells[at] = CellView("failed", message=message)
            elif all(Path(file).is_file() for file in files):
                seconds = float(cell.get("seconds", 0.0))
                self.cells[at] = CellView("done", files=files, seconds=seconds)
                self._pictures.ask(at, files)
        self.moved.emit(self.cells)

    def _finish(self, event: CellFinished) -> None:
        self._running = None
        self.unet_evaluations += event.unet_evaluations
        if event.status == "ok":
            self._change(event.cell, state="done", files=event.files, seconds=event.seconds)
            self._pictures.ask(event.cell, event.files)
        else:
            message = event.error.get("message", "") or tr("It failed.")
            self._change(event.cell, state="failed", message=message, picture=None)

    def made(self, swept: Swept) -> dict[Place, CellView]:
        """The cells of another sweep of the same workflow that are made already, by their values."""
        if swept.subject.text != self.swept.subject.text:
            return {}
        before = {
            self.swept.values(at): cell for at, cell in self.cells.items() if cell.state == "done"
        }
        found = ((at, before.get(swept.values(at))) for at in swept.places)
        return {at: cell for at, cell in found if cell is not None}

    def _show_picture(self, at: Place, picture: QPixmap) -> None:
        if self.cells[at].state == "done":
            self._change(at, picture=picture)

    def _change(self, at: Place, **changes: Any) -> None:
        if at in self.cells:
            self.cells[at] = replace(self.cells[at], **changes)
            self.moved.emit({at: self.cells[at]})


def sentence(run: SweepRun, state: str, left: float | None) -> str:
    """How far a sweep is, in words."""
    count = len(run.cells)
    parts = [tr("{done} of {count} done", done=run.done, count=count)]
    if run.failed:
        parts.append(tr("{number} failed", number=run.failed))
    if state == "running" and left is not None:
        parts.append(tr("{time} left", time=about_seconds(left)))
    elif state == "waiting":
        parts.append(tr("waits in the queue"))
    elif state == "stopped":
        parts.append(tr("stopped; what is done is kept"))
    return tr(", ").join(parts) + "."
