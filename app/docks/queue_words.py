"""Queue words: what a row of the queue says of its job, to the eye and to the ear."""

from __future__ import annotations

import time

from PySide6.QtCore import QDateTime, QLocale

from app.canvas.node_view import title_of_type
from app.jobs.job import Job
from app.look.words import listed, tr
from graph_engine.durations import about_seconds

_EXACT_BELOW = 9.95
_DAY = 86_400


def second_line(job: Job) -> str:
    """What stands below the title."""
    if job.state == "waiting":
        return job.note or tr("Waits")
    if job.state == "running":
        if job.is_stopping:
            return tr("Stops after this step")
        return _now(job)
    if job.state == "offered":
        return _listed(tr("Interrupted"), _step(job))
    if job.state == "failed":
        return tr("Failed: {why}", why=job.error.get("message", ""))
    if job.state == "stopped" and not job.started:
        return tr("Cancelled")
    if job.state == "stopped":
        return _listed(tr("Stopped"), _step(job))
    what = tr("Done in {time}", time=seconds_text(job.seconds)) if job.seconds else tr("Up to date")
    return _listed(what, job.note)


def right_text(job: Job, now: float | None = None) -> str:
    """What stands at the right: how long it will take, or when it ended."""
    if job.state == "waiting":
        return about_seconds(job.estimate) if job.estimate is not None else ""
    if job.state == "running":
        return about_seconds(job.left).removeprefix("~") if job.left is not None else ""
    return moment_text(job.ended, now) if job.ended else ""


def spoken(job: Job) -> str:
    """The whole row as a screen reader says it."""
    states = {
        "waiting": tr("Waits"),
        "running": tr("Running"),
        "done": tr("Done"),
        "failed": tr("Failed"),
        "stopped": tr("Stopped"),
        "offered": tr("Interrupted: it can be run again, or discarded"),
    }
    line, right = second_line(job), right_text(job)
    if job.state == "running" and right:
        right = tr("about {time} left", time=right)
    return ", ".join(part for part in (job.title, states[job.state], line, right) if part)


def seconds_text(seconds: float) -> str:
    """A time that was measured, such as "0.4 s", "12 s" or "3 min 20 s"."""
    if seconds < _EXACT_BELOW:
        return tr("{number} s", number=f"{seconds:.1f}")
    whole = round(seconds)
    if whole < 60:
        return tr("{number} s", number=whole)
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return tr("{minutes} min {seconds} s", minutes=minutes, seconds=rest)
    return tr("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)


def moment_text(moment: float, now: float | None = None) -> str:
    """When something was: the time of a day, or the day if it is longer ago."""
    when = QDateTime.fromSecsSinceEpoch(int(moment))
    age = (time.time() if now is None else now) - moment
    if age < _DAY:
        return QLocale().toString(when.time(), QLocale.FormatType.ShortFormat)
    return QLocale().toString(when.date(), QLocale.FormatType.ShortFormat)


def _now(job: Job) -> str:
    if not job.node_type:
        return tr("Starts")
    title = title_of_type(job.node_type)
    if not job.steps:
        return title
    return tr("{node}, step {step} of {steps}", node=title, step=job.step, steps=job.steps)


def _step(job: Job) -> str:
    return tr("step {step} of {steps}", step=job.step, steps=job.steps) if job.steps else ""


def _listed(*parts: str) -> str:
    return listed(part for part in parts if part)
