"""Runner: has the engine run one job after the other, and tells how far each is."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.jobs.asks import ask_for
from app.jobs.engine import JobEngine
from app.jobs.job import Job, JobState
from app.jobs.news_gate import NewsGate
from app.jobs.progress import Progress
from graph_engine.events import Event, RunStatus
from graph_engine.hosts.engine_process.messages import JobEnded

_STATES: Mapping[RunStatus, JobState] = {"ok": "done", "failed": "failed", "cancelled": "stopped"}


class Runner(QObject):
    """Runs one job at a time.

    `told` carries the job and an event, `moved` the job with how far it is, at most 15 times a
    second, `ended` the job as it ended, and `died` the job and a sentence when the engine died.
    """

    told = Signal(object, object)
    moved = Signal(object)
    ended = Signal(object)
    died = Signal(object, str)

    def __init__(
        self,
        engine: JobEngine,
        parent: QObject,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._clock = clock
        self._gate = NewsGate(self._tell, self._move, self, clock=clock)
        self._job: Job | None = None
        self._progress: Progress | None = None
        self._run = 0
        self._is_leaving = False
        engine.ready.connect(self._come_back)

    @property
    def can_start(self) -> bool:
        """Whether the engine takes a job now."""
        return self._job is None and self._engine.is_ready and not self._is_leaving

    def start(self, job: Job) -> None:
        """Have the engine run a job; what is still told of the one before is not heard."""
        self._gate.drop()
        self._job, self._progress = job, Progress(job, self._clock())
        self._run += 1
        run = self._run
        self._engine.run(
            ask_for(job),
            lambda event: self._gate.put(event) if run == self._run else None,
            lambda end: self._end(end) if run == self._run else None,
            lambda why: self._refuse(why) if run == self._run else None,
        )

    def stop(self) -> None:
        """End the job within a step, or hard if it does not end."""
        if self._job is not None and not self._job.is_stopping:
            self._job = replace(self._job, is_stopping=True)
            self.moved.emit(self._job)
            self._engine.stop_job(self._job.id)

    def _tell(self, event: Event) -> None:
        if self._job is not None and self._progress is not None:
            self._progress.take(event, self._clock())
            self.told.emit(self._job, event)

    def _move(self) -> None:
        if self._job is not None and self._progress is not None:
            self._job = self._progress.shown(self._job, self._clock())
            self.moved.emit(self._job)

    def _take_job(self) -> Job:
        """The job with all that was told of it; from now on there is none."""
        self._gate.flush()
        job = self._job
        assert job is not None
        self._job = self._progress = None
        self._run += 1
        return job

    def _come_back(self) -> None:
        self._is_leaving = False

    def _end(self, end: JobEnded) -> None:
        job = self._take_job()
        if end.device_lost and not job.is_stopping:
            # Its process is about to end, though it does not look so yet.
            self._is_leaving = True
            self.died.emit(job, end.error.get("message", ""))
        else:
            self.ended.emit(_ended(job, end))

    def _refuse(self, why: str) -> None:
        job = self._take_job()
        if job.is_stopping:
            # It did not end by itself, so its process was ended.
            self.ended.emit(replace(job, state="stopped", seconds=time.time() - job.started))
        elif self._engine.is_ready:
            self.ended.emit(replace(job, state="failed", error={"message": why}))
        else:
            self.died.emit(job, why)


def _ended(job: Job, end: JobEnded) -> Job:
    error = dict(end.error)
    if end.problems and not error:
        error = end.problems[0].as_data()
    state = _STATES[end.status]
    return replace(
        job,
        state=state,
        seconds=end.seconds,
        unet_evaluations=end.unet_evaluations,
        outputs=end.outputs,
        nodes=end.nodes,
        error=error,
        fraction=1.0 if state == "done" else job.fraction,
    )
