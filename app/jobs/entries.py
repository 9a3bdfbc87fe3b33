"""Entries: the jobs of a queue in their order, each written to the store as it changes."""

from __future__ import annotations

from collections.abc import Iterable

from app.jobs.job import Job
from app.jobs.store import JobStore

MOST_IN_HISTORY = 500
MOST_CHARACTERS = 32 * 2**20


class Entries:
    """Jobs that wait, the next one first; the one that runs; those offered; the history, newest first."""

    def __init__(self, store: JobStore | None) -> None:
        self._store = store
        self._first_place = self._last_place = 0
        self.waiting: list[Job] = []
        self.running: Job | None = None
        self.offered: list[Job] = []
        self.history: list[Job] = []

    @property
    def all(self) -> tuple[Job, ...]:
        """All of them, in this order."""
        running = [self.running] if self.running is not None else []
        return (*self.waiting, *running, *self.offered, *self.history)

    def find(self, id: str) -> Job | None:
        """The job with this id."""
        return next((job for job in self.all if job.id == id), None)

    def wait(self, job: Job, *, front: bool) -> None:
        """Put a job behind those that wait, or before them."""
        if front:
            self._first_place -= 1
            self.waiting.insert(0, job)
            self._keep(job, self._first_place)
        else:
            self._last_place += 1
            self.waiting.append(job)
            self._keep(job, self._last_place)

    def run(self, job: Job) -> None:
        """This job runs, or is further now; it stands in no other place."""
        self.running = job
        self._keep(job)

    def offer(self, job: Job) -> None:
        """Put a job before those that are offered."""
        self.offered.insert(0, job)
        self._keep(job)

    def remember(self, job: Job) -> tuple[Job, ...]:
        """Put a job at the front of the history; those that had to go for it."""
        self.history.insert(0, job)
        self._keep(job)
        return self._trim()

    def take_left(self, jobs: Iterable[Job]) -> tuple[Job, ...]:
        """Add what an earlier studio left, before what is new; what had to go for it."""
        left = tuple(jobs)
        self.waiting[:0] = [job for job in left if job.state == "waiting"]
        self.offered += [job for job in left if job.state == "offered"]
        self.history += [job for job in left if job.is_over]
        self.history.sort(key=lambda job: job.ended, reverse=True)
        self._renumber()
        return self._trim()

    def take(self, id: str) -> Job | None:
        """Take a job out of its list, so that it can be put into another."""
        for jobs in (self.waiting, self.offered, self.history):
            at = next((at for at, job in enumerate(jobs) if job.id == id), None)
            if at is not None:
                return jobs.pop(at)
        return None

    def move(self, id: str, index: int) -> bool:
        """Move a job among those that wait; whether anything changed."""
        at = next((at for at, job in enumerate(self.waiting) if job.id == id), None)
        index = max(0, min(index, len(self.waiting) - 1))
        if at is None or at == index:
            return False
        self.waiting.insert(index, self.waiting.pop(at))
        self._renumber()
        return True

    def forget(self, id: str) -> bool:
        """Take a job out for good; whether it was there, and did not run."""
        found = self.take(id)
        if found is not None and self._store is not None:
            self._store.drop(id)
        return found is not None

    def _trim(self) -> tuple[Job, ...]:
        """Let go of the oldest in the history, by number and by what their workflows take."""
        characters = kept = 0
        for job in self.history[:MOST_IN_HISTORY]:
            characters += len(job.text)
            if kept and characters > MOST_CHARACTERS:
                break
            kept += 1
        dropped, self.history = self.history[kept:], self.history[:kept]
        if self._store is not None:
            for job in dropped:
                self._store.drop(job.id)
        return tuple(dropped)

    def _renumber(self) -> None:
        self._first_place, self._last_place = 0, len(self.waiting)
        for place, job in enumerate(self.waiting, 1):
            self._keep(job, place)

    def _keep(self, job: Job, place: int = 0) -> None:
        if self._store is not None:
            self._store.put(job, place)
