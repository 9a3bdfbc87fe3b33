"""Verified: what came of making a picture again, in words, from the job that did it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.jobs.job import Job
from app.look.words import tr
from graph_engine.hosts.engine_process.sweep_messages import VERIFICATION


@dataclass(frozen=True)
class Verified:
    """A heading, a sentence, and what has changed since, a line each."""

    picture: Path
    status: str
    heading: str
    sentence: str
    details: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """All in one line."""
        return f"{self.picture.name}: {self.sentence}"


def read_verified(job: Job) -> Verified:
    """What a job of the kind "verify" that is over has found, or why it found nothing."""
    picture = Path(str(job.settings.get("picture", "")))
    found = job.outputs.get(VERIFICATION)
    if not isinstance(found, dict) or job.state == "failed":
        why = job.error.get("message", "") or tr("It could not be made again.")
        hint = job.error.get("hint", "")
        return Verified(
            picture, "failed", tr("It could not be made again"), f"{why} {hint}".strip()
        )
    status, sentence = str(found.get("status", "")), str(found.get("sentence", ""))
    headings = {
        "same": tr("The same picture, pixel for pixel"),
        "alike": tr("The same picture, but for what its format loses"),
        "different": tr("Another picture comes out now"),
    }
    details = tuple(line for line in str(found.get("details", "")).split("\n") if line)
    heading = headings.get(status, tr("Stopped before it could be compared"))
    return Verified(picture, status, heading, f"{sentence[:1].upper()}{sentence[1:]}", details)
