"""Profile: where a run's time and memory went, as a Chrome trace.

The format is the Trace Event Format that chrome://tracing and Perfetto open: "X" is a span with
its time and duration in microseconds, "i" a moment, "C" a counter, "M" a name.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from graph_engine.device import distribution_version
from graph_engine.events import (
    CellStarted,
    Event,
    NodeFinished,
    NodeProgress,
    NodeStarted,
    NodeWarning,
    RunFinished,
    RunStarted,
)
from graph_engine.memory_watch import MemoryWatch
from graph_engine.spans import Span, SpanKind, TakeSpan

Json = Any
_TRACK = 1
_CATEGORIES: dict[SpanKind, str] = {"load": "model", "read": "cache", "write": "cache"}


@dataclass(frozen=True)
class Heard:
    """What a run is to tell to, so that it is profiled."""

    on_event: Callable[[Event], None]
    on_span: TakeSpan | None = None
    memory: MemoryWatch | None = None


@contextmanager
def profiled(
    on_event: Callable[[Event], None],
    take: Callable[[dict[str, Json]], object],
    most: int | None = None,
) -> Iterator[Heard]:
    """Follow what is run meanwhile, and give its trace to `take`, however it ends.

    Where nothing began to run there is none. `most` is as for `Profile.trace`.
    """
    with MemoryWatch() as memory:
        profile = Profile(memory)

        def both(event: Event) -> None:
            profile.on_event(event)
            on_event(event)

        try:
            yield Heard(both, profile.on_span, memory)
        finally:
            if profile.has_run:
                take(profile.trace(most))


class Profile:
    """Follows a run, or the cells of a sweep, then `trace` tells of them.

    Give `on_event`, `on_span` and the watch of the memory to `Session.run`.
    """

    def __init__(self, memory: MemoryWatch) -> None:
        self._memory = memory
        self._began = time.perf_counter()
        self._plan_began = self._run_began = self._began
        self._run = "run"
        self._node_began: dict[str, float] = {}
        # Where the step that a node is at began, and how many it had done by then.
        self._step_began = self._began
        self._steps_done: int | None = None
        self._evaluations = 0
        self._events: list[dict[str, Json]] = []

    @property
    def has_run(self) -> bool:
        """Whether a run has begun."""
        return bool(self._events)

    def on_event(self, event: Event) -> None:
        """Follow the run."""
        now = time.perf_counter()
        if isinstance(event, CellStarted):
            self._run, self._plan_began = f"cell {event.number} of {event.total}", now
        elif isinstance(event, RunStarted):
            self._run_began = now
            facts = {"nodes": len(event.nodes), "cached": len(event.cached)}
            self._span("plan", "run", self._plan_began, now, facts)
        elif isinstance(event, NodeStarted):
            self._node_began[event.node] = self._step_began = now
            self._steps_done = None
        elif isinstance(event, NodeProgress):
            self._take_progress(event, now)
        elif isinstance(event, NodeFinished):
            self._take_finished(event, now)
        elif isinstance(event, NodeWarning):
            self._moment(f"{event.node}: warning", now, {"message": event.message})
        elif isinstance(event, RunFinished):
            self._span(self._run, "run", self._run_began, now, {"status": event.status})

    def on_span(self, span: Span) -> None:
        """Take a load, a read or a write."""
        name = f"{span.kind} {span.name}"
        end = span.started + span.seconds
        facts = {"node": span.node, **span.facts}
        self._span(name, _CATEGORIES[span.kind], span.started, end, facts)
        if span.kind == "load":
            self._step_began = end  # the first step begins once its models are there

    def trace(self, most: int | None = None) -> dict[str, Json]:
        """The run as one JSON object in the Trace Event Format.

        If there are more than `most` spans and moments, the shortest are left out, and counted as
        `left_out` in `otherData`.
        """
        told = self._events
        if most is not None and len(told) > most:
            told = sorted(told, key=_weight, reverse=True)[:most]
        return {
            "otherData": {"left_out": len(self._events) - len(told)},
            "traceEvents": [
                self._named("process_name", f"weft {distribution_version('weft')}"),
                self._named("thread_name", "run"),
                *sorted(told, key=lambda event: (event["ts"], -event.get("dur", 0))),
                *self._memory_counters(most),
            ],
            "displayTimeUnit": "ms",
        }

    def _take_progress(self, event: NodeProgress, now: float) -> None:
        if self._steps_done is None:
            # The first that is told may be the step to resume at, which was done before.
            self._steps_done = 0 if event.done <= 1 else event.done
        if event.done > self._steps_done:
            name = f"step {event.done} of {event.total}"
            self._span(name, "step", self._step_began, now, {"node": event.node})
        self._steps_done, self._step_began = event.done, now

    def _take_finished(self, event: NodeFinished, now: float) -> None:
        began = self._node_began.pop(event.node, None)
        facts: dict[str, Json] = {"status": event.status, **event.counts, **event.memory}
        if event.reason:
            facts["reason"] = event.reason
        if began is None:
            self._moment(f"{event.node}: {event.status}", now, facts)
            return
        self._span(event.node, "node", began, now, facts)
        if evaluated := event.counts.get("unet_evaluations", 0):
            self._evaluations += evaluated
            total = self._counted("U-Net evaluations", now, "evaluations", self._evaluations)
            self._events.append(total)

    def _span(
        self, name: str, category: str, began: float, ended: float, facts: Mapping[str, Json]
    ) -> None:
        self._events.append(
            {
                "name": name,
                "cat": category,
                "ph": "X",
                "ts": self._microseconds(began),
                "dur": round((ended - began) * 1e6, 1),
                "pid": os.getpid(),
                "tid": _TRACK,
                "args": dict(facts),
            }
        )

    def _moment(self, name: str, at: float, facts: Mapping[str, Json]) -> None:
        self._events.append(
            {
                "name": name,
                "cat": "node",
                "ph": "i",
                "s": "t",
                "ts": self._microseconds(at),
                "pid": os.getpid(),
                "tid": _TRACK,
                "args": dict(facts),
            }
        )

    def _counted(self, name: str, at: float, what: str, value: float) -> dict[str, Json]:
        return {
            "name": name,
            "ph": "C",
            "ts": self._microseconds(at),
            "pid": os.getpid(),
            "args": {what: value},
        }

    def _memory_counters(self, most: int | None) -> list[dict[str, Json]]:
        """One for each change of the memory by at least a megabyte, or every so many of them."""
        shown: list[dict[str, Json]] = []
        last = None
        for moment, size in sorted(self._memory.samples):
            megabytes = round(size / 1e6)
            if megabytes != last:
                shown.append(self._counted("memory", moment, "MB", megabytes))
                last = megabytes
        return shown if most is None else shown[:: len(shown) // most + 1]

    def _microseconds(self, moment: float) -> float:
        return round(max(moment - self._began, 0) * 1e6, 1)

    @staticmethod
    def _named(what: str, name: str) -> dict[str, Json]:
        return {
            "name": what,
            "ph": "M",
            "ts": 0,
            "pid": os.getpid(),
            "tid": _TRACK,
            "args": {"name": name},
        }


def _weight(event: Mapping[str, Json]) -> tuple[bool, float]:
    """How much an event tells: nodes and runs the most, else how long it took."""
    return event.get("cat") in ("run", "node") and event["ph"] == "X", event.get("dur", 0.0)
