"""JobQueue: the jobs of a window: those that wait, the one that runs, and those that are over."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.jobs.engine import JobEngine
from app.jobs.entries import Entries
from app.jobs.job import Job, JobKind
from app.jobs.runner import Runner
from app.jobs.store import JobStore, LeftJobs
from app.look.words import tr
from graph_engine.events import Event

Json = Any
_DEATHS_OF_A_POISON = 2
_KEEPS_PROGRESS_SECONDS = 2.0


class JobQueue(QObject):
    """Runs jobs one after the other and keeps them; every change is told by a signal.

    `told` carries a job and an event of its run, `ended` a job after its last state; both
    `changed` and the events of progress come at most 15 times a second. A job over which the engine
    dies is run again at once and goes on from its last step; when it dies a second time in a row,
    the job is offered: `retry` runs it, `discard` takes it out. So is one that was running when an
    earlier studio ended; `loaded` says that what was left is there. Without a store nothing is kept.
    """

    added = Signal(object)
    changed = Signal(object)
    removed = Signal(str)
    reordered = Signal()
    told = Signal(object, object)
    ended = Signal(object)
    paused_changed = Signal(bool)
    said = Signal(str)
    loaded = Signal()

    def __init__(
        self, engine: JobEngine, store: JobStore | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.store = store
        self._entries = Entries(store)
        self._is_paused = False
        self._is_closed = False
        self._kept_at = 0.0
        self._runner = Runner(engine, self)
        self._runner.told.connect(self._pass_event_on)
        self._runner.moved.connect(self._move_on)
        self._runner.ended.connect(self._end)
        self._runner.died.connect(self._offer_again)
        engine.ready.connect(self._run_next)
        if store is not None:
            store.setParent(self)
            store.loaded.connect(self._take_left)
            store.failed.connect(self.said)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.close)

    # --- what is there

    @property
    def jobs(self) -> tuple[Job, ...]:
        """Those that wait in their order, the one that runs, those offered, then the history."""
        return self._entries.all

    @property
    def waiting(self) -> tuple[Job, ...]:
        """The jobs that wait, the next one first."""
        return tuple(self._entries.waiting)

    @property
    def running(self) -> Job | None:
        """The job that runs."""
        return self._entries.running

    @property
    def is_paused(self) -> bool:
        """Whether no other job is started."""
        return self._is_paused

    def find(self, id: str) -> Job | None:
        """The job with this id."""
        return self._entries.find(id)

    # --- what can be done

    def open(self) -> None:
        """Take over what earlier studios left; what waits goes on by itself."""
        if self.store is not None:
            self.store.open()

    def close(self) -> None:
        """Write the last changes; the job that runs is offered by the next studio."""
        if self._is_closed:
            return
        self._is_closed = True
        if self.store is not None:
            if self.running is not None:
                self._entries.run(self.running)
            self.store.close()

    def add(
        self,
        text: str,
        *,
        folder: str,
        title: str,
        document: str,
        targets: Iterable[str] = (),
        note: str = "",
        estimate: float | None = None,
        node_seconds: Mapping[str, float] | None = None,
        kind: JobKind = "run",
        settings: Mapping[str, Json] | None = None,
        front: bool = False,
    ) -> Job:
        """Put a run of a workflow behind the others, or before them; returns its job."""
        job = Job(
            id=uuid.uuid4().hex,
            title=title,
            text=text,
            folder=folder,
            document=document,
            targets=tuple(targets),
            kind=kind,
            settings=dict(settings or {}),
            note=note,
            estimate=estimate,
            node_seconds=dict(node_seconds or {}),
            added=time.time(),
        )
        self._put_in(job, front=front)
        return job

    def cancel(self, id: str) -> None:
        """Stop the job that runs, or take one out that waits, which the history remembers."""
        if self.running is not None and self.running.id == id:
            self.stop()
        elif any(job.id == id for job in self._entries.waiting):
            job = self._entries.take(id)
            assert job is not None
            self._remember(replace(job, state="stopped", ended=time.time()))

    def stop(self) -> None:
        """Stop the job that runs, within a step."""
        self._runner.stop()

    def retry(self, id: str) -> Job | None:
        """Run a job again: one that is done in a new entry, another in its own; the entry."""
        job = self.find(id)
        if job is None or job.state in ("waiting", "running"):
            return job
        again = replace(job.as_new(), added=time.time())
        if job.state == "done":
            again = replace(again, id=uuid.uuid4().hex)
            self._put_in(again, front=False)
            return again
        self._entries.take(id)
        self._entries.wait(again, front=job.state == "offered")
        self.changed.emit(again)
        self._run_next()
        return again

    def move(self, id: str, index: int) -> None:
        """Move a job that waits to another place among those that wait."""
        if self._entries.move(id, index):
            self.reordered.emit()

    def discard(self, id: str) -> None:
        """Take a job out that does not run, as if it had never been; its pictures stay."""
        if self._entries.forget(id):
            self.removed.emit(id)

    def clear_history(self) -> None:
        """Discard all that is over."""
        for job in tuple(self._entries.history):
            self.discard(job.id)

    def pause(self) -> None:
        """Start no other job until `resume`; the one that runs goes on to its end."""
        self._set_paused(True)

    def resume(self) -> None:
        """Go on with what waits."""
        self._set_paused(False)

    # --- running

    def _run_next(self) -> None:
        idle = self.running is None and not self._is_paused and not self._is_closed
        if not (idle and self._entries.waiting and self._runner.can_start):
            return
        job = replace(self._entries.waiting.pop(0), state="running", started=time.time())
        self._entries.run(job)
        self.changed.emit(job)
        self._runner.start(job)

    def _pass_event_on(self, job: Job, event: Event) -> None:
        self.told.emit(job, event)

    def _move_on(self, job: Job) -> None:
        if (now := time.monotonic()) - self._kept_at > _KEEPS_PROGRESS_SECONDS:
            self._kept_at = now
            self._entries.run(job)
        self._entries.running = job
        self.changed.emit(job)

    def _end(self, job: Job) -> None:
        self._entries.running = None
        job = replace(job, ended=time.time(), left=None, is_stopping=False, deaths=0)
        self._remember(job)
        self.ended.emit(job)
        self._run_next()

    def _offer_again(self, job: Job, why: str) -> None:
        """The engine died: once the job is run again by itself, then only if somebody wants it."""
        self._entries.running = None
        job = replace(job, deaths=job.deaths + 1, left=None, error={"message": why})
        if job.deaths < _DEATHS_OF_A_POISON:
            job = replace(job, state="waiting")
            self._entries.wait(job, front=True)
            self.changed.emit(job)
        else:
            job = replace(job, state="offered", ended=time.time())
            self._entries.offer(job)
            self.changed.emit(job)
            self.ended.emit(job)
        self._run_next()

    # --- the entries

    def _take_left(self, left: LeftJobs) -> None:
        """Earlier studios left these jobs."""
        jobs = [_inherited(job) for job in left.jobs if self.find(job.id) is None]
        dropped = self._entries.take_left(jobs)
        for job in jobs:
            if job not in dropped:
                self.added.emit(job)
        if left.is_paused:
            self._set_paused(True)
        self.loaded.emit()
        self._run_next()

    def _put_in(self, job: Job, *, front: bool) -> None:
        self._entries.wait(job, front=front)
        self.added.emit(job)
        if self._is_paused:
            self.said.emit(tr("The queue is paused, so {job} waits.", job=job.title))
        self._run_next()

    def _remember(self, job: Job) -> None:
        dropped = self._entries.remember(job)
        self.changed.emit(job)
        for old in dropped:
            self.removed.emit(old.id)

    def _set_paused(self, paused: bool) -> None:
        if paused == self._is_paused:
            return
        self._is_paused = paused
        if self.store is not None:
            self.store.put_paused(paused)
        self.paused_changed.emit(paused)
        self._run_next()


def _inherited(job: Job) -> Job:
    """A job as an ended studio left it: one that was running is offered; its page is no more."""
    job = replace(job, document="")
    if job.state != "running":
        return job
    why = tr("The studio was closed or ended while it ran.")
    error = {"message": why}
    return replace(job, state="offered", error=error, left=None, is_stopping=False)
