"""Jobs: runs that the studio has asked for, each on the workflow as it was then."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from graph_engine.errors import Cancelled, DeviceLost, ProblemsError, WeftError
from graph_engine.events import Event, Profiled
from graph_engine.hosts.engine_process.messages import Job, JobEnded, RunJob
from graph_engine.profile import profiled
from graph_engine.run_result import RunResult
from graph_engine.session import Session
from graph_engine.workflow import Workflow

Json = Any
MOST_TOLD = 3_000
"""How many spans the trace of a job has at most: the window reads it between two frames."""
Tell = Callable[[Event], None]
ReadWorkflow = Callable[[str, str], Workflow]
Finished = tuple[JobEnded, DeviceLost | None]
"""How a job ended, and why the process must end after it, if it must."""


class Stops:
    """Which jobs are expected or going on, and which of them are to stop."""

    def __init__(self) -> None:
        self._events: dict[str, threading.Event] = {}

    def expect(self, job: Job) -> None:
        """A job has come, and may be stopped from now on."""
        self._events[job.job] = threading.Event()

    def stop(self, job: str) -> bool:
        """Have a job end soon; whether there is one."""
        event = self._events.get(job)
        if event is not None:
            event.set()
        return event is not None

    def event(self, job: Job) -> threading.Event:
        """What is set when a job is to stop."""
        return self._events.setdefault(job.job, threading.Event())

    def forget(self, job: Job) -> None:
        """A job has ended."""
        self._events.pop(job.job, None)


def run_job(
    session: Session, ask: RunJob, read: ReadWorkflow, tell: Tell, stop: threading.Event
) -> Finished:
    """Run a job to its end, whatever that is."""
    try:
        workflow = read(ask.text, ask.folder)
        with profiled(tell, lambda trace: tell(Profiled(trace)), MOST_TOLD) as heard:
            result = session.run(
                workflow,
                ask.targets,
                on_event=heard.on_event,
                on_span=heard.on_span,
                previews=ask.previews,
                stop=stop,
                memory=heard.memory,
            )
    except WeftError as error:
        return not_begun(ask, error), None
    return _ended(ask, result), lost_device(result)


def lost_device(result: RunResult) -> DeviceLost | None:
    """The error of a device that this process can't use any more, if the run had one."""
    errors = (node.error for node in result.nodes.values())
    return next((error for error in errors if isinstance(error, DeviceLost)), None)


def not_begun(ask: Job, error: WeftError) -> JobEnded:
    """The end of a job that did nothing."""
    if isinstance(error, Cancelled):
        return JobEnded(ask.job, "cancelled")
    problems = error.problems if isinstance(error, ProblemsError) else ()
    return JobEnded(ask.job, "failed", error=error.as_data(), problems=problems)


def _ended(ask: RunJob, result: RunResult) -> JobEnded:
    data: Mapping[str, Json] = result.as_data()
    return JobEnded(
        job=ask.job,
        status=result.status,
        seconds=data["seconds"],
        unet_evaluations=data["unet_evaluations"],
        outputs=data["outputs"],
        nodes=data["nodes"],
        error=data.get("error", {}),
    )
