"""Asks: what the engine is asked for each kind of job."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.jobs.job import Job, JobKind
from graph_engine.hosts.engine_process.messages import Job as JobAsk
from graph_engine.hosts.engine_process.messages import RunJob


def ask_for(job: Job) -> JobAsk:
    """The ask that has the engine run a job."""
    return _ASKS[job.kind](job)


def _run(job: Job) -> JobAsk:
    return RunJob(job.id, job.text, job.folder, job.targets)


_ASKS: Mapping[JobKind, Callable[[Job], JobAsk]] = {"run": _run}
