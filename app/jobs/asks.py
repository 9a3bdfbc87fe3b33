"""Asks: what the engine is asked for each kind of job."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.jobs.job import Job, JobKind
from graph_engine.hosts.engine_process.messages import Job as JobAsk
from graph_engine.hosts.engine_process.messages import RunJob
from graph_engine.hosts.engine_process.sweep_messages import DoneCell, RunSweep, VerifyPicture


def ask_for(job: Job) -> JobAsk:
    """The ask that has the engine run a job."""
    return _ASKS[job.kind](job)


def _run(job: Job) -> JobAsk:
    return RunJob(job.id, job.text, job.folder, job.targets)


def _sweep(job: Job) -> JobAsk:
    """`settings` holds the fields of RunSweep that a run has not."""
    done = job.settings.get("done", ())
    return RunSweep(
        job.id,
        job.text,
        tuple(job.settings["axes"]),
        job.folder,
        job.targets,
        skip=tuple(DoneCell(tuple(cell["at"]), tuple(cell["files"])) for cell in done),
        sheet=str(job.settings.get("sheet", "")),
    )


def _verify(job: Job) -> JobAsk:
    return VerifyPicture(job.id, str(job.settings["picture"]))


_ASKS: Mapping[JobKind, Callable[[Job], JobAsk]] = {
    "run": _run,
    "sweep": _sweep,
    "verify": _verify,
}
