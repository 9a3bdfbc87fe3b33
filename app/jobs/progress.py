"""Progress: how far a running job is and how long it will take, from its events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.jobs.job import Job
from graph_engine.events import (
    CellStarted,
    Event,
    NodeFailed,
    NodeFinished,
    NodeProgress,
    NodeStarted,
    RunStarted,
)

_NEVER_FULL = 0.99
# From which share of a sweep on the time that it took tells how long the rest takes.
_SAYS_SOMETHING = 0.1


class Progress:
    """Follows one run of a job; times are given, so that it can be asked about any moment."""

    def __init__(self, job: Job, now: float) -> None:
        self._estimate = job.estimate
        self._expected: Mapping[str, float] = job.node_seconds
        self._began = now
        self._to_do: dict[str, tuple[int, int]] = {}
        self._open: list[str] = []
        self._node, self._type = "", ""
        self._node_began = now
        self._first: tuple[int, float] | None = None
        self._latest: tuple[int, float] | None = None
        self._fraction = 0.0
        self._cells = (0, 0)
        """How many cells of a sweep are done, of how many; 0 of 0 for a run."""

    def take(self, event: Event, now: float) -> None:
        """Follow an event."""
        if isinstance(event, CellStarted):
            self._cells = (event.number - 1, event.total)
        elif isinstance(event, RunStarted):
            self._to_do = dict.fromkeys(event.nodes, (0, 1))
            self._open = list(event.nodes)
        elif isinstance(event, NodeStarted):
            self._node, self._type, self._node_began = event.node, event.type, now
            self._first = self._latest = None
        elif isinstance(event, NodeProgress):
            self._to_do[event.node] = (event.done, max(1, event.total))
            if event.node == self._node:
                self._first = self._first or (event.done, now)
                self._latest = (event.done, now)
        elif isinstance(event, NodeFinished | NodeFailed):
            if event.node in self._to_do:
                total = self._to_do[event.node][1]
                self._to_do[event.node] = (total, total)
            if event.node in self._open:
                self._open.remove(event.node)

    def shown(self, job: Job, now: float) -> Job:
        """The job with how far it is now."""
        job = self._shown_run(job, now)
        cells, all_cells = self._cells
        if not all_cells:
            return job
        in_cell = job.done / job.total if job.total else 0.0
        fraction = self._fraction = min((cells + in_cell) / all_cells, _NEVER_FULL)
        spent = now - self._began
        left = spent * (1 - fraction) / fraction if fraction > _SAYS_SOMETHING else self._rest(now)
        return replace(job, done=cells, total=all_cells, fraction=fraction, left=left)

    def _shown_run(self, job: Job, now: float) -> Job:
        done = sum(steps for steps, _ in self._to_do.values())
        total = sum(steps for _, steps in self._to_do.values())
        step, steps = self._to_do.get(self._node, (0, 0)) if self._latest else (0, 0)
        self._fraction = max(self._fraction, min(self._done_of_all(), _NEVER_FULL))
        return replace(
            job,
            node=self._node,
            node_type=self._type,
            step=step,
            steps=steps,
            done=done,
            total=total,
            fraction=self._fraction,
            left=self._left(now),
        )

    def _done_of_all(self) -> float:
        """How much of the work is done: by the time that nodes may take, else by their steps."""
        weights = {name: self._expected.get(name, 0.0) for name in self._to_do}
        if not any(weights.values()):
            weights = {name: float(steps) for name, (_, steps) in self._to_do.items()}
        parts = (weights[name] * done / steps for name, (done, steps) in self._to_do.items())
        return sum(parts) / sum(weights.values()) if weights else 0.0

    def _left(self, now: float) -> float | None:
        here = self._left_of_node(now)
        others = [name for name in self._open if name != self._node]
        if self._expected:
            in_node = self._expected.get(self._node, 0.0) - (now - self._node_began)
            first = here if here is not None else max(0.0, in_node)
            return first + sum(self._expected.get(name, 0.0) for name in others)
        if here is not None:
            return here
        return self._rest(now)

    def _rest(self, now: float) -> float | None:
        """What is left of the time that was estimated before."""
        return max(0.0, self._estimate - (now - self._began)) if self._estimate else None

    def _left_of_node(self, now: float) -> float | None:
        """By the mean time of the steps measured in this run; None before the second one."""
        if self._first is None or self._latest is None or self._latest[0] <= self._first[0]:
            return None
        steps, seconds = (b - a for a, b in zip(self._first, self._latest, strict=True))
        done, total = self._to_do[self._node]
        left = (total - done) * seconds / steps - (now - self._latest[1])
        return max(0.0, left)
