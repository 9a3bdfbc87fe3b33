"""Flame: the spans of a run as bars on levels, and what each node took in all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

Json = Any
BarKind = Literal["run", "node", "step", "model", "cache"]
_KINDS: Mapping[str, BarKind] = {
    "run": "run", "node": "node", "step": "step", "model": "model", "cache": "cache",
}  # fmt: skip
# Times are rounded to a tenth of a microsecond.
_SLACK = 0.2e-6


@dataclass(frozen=True)
class Bar:
    """A span on its level; times are in seconds since the profile began."""

    name: str
    kind: BarKind
    start: float
    seconds: float
    level: int
    parent: int | None
    facts: Mapping[str, Json] = field(default_factory=dict)

    @property
    def end(self) -> float:
        """When it ended."""
        return self.start + self.seconds


@dataclass(frozen=True)
class NodeTotal:
    """What a node took over all its runs; `loads` and `cache` are parts of `seconds`."""

    node: str
    status: str
    seconds: float = 0.0
    loads: float = 0.0
    cache: float = 0.0
    evaluations: int = 0
    growth: int | None = None
    peak: int | None = None


@dataclass(frozen=True)
class Flame:
    """All bars by their start, those that hold others first, and the memory over time."""

    bars: tuple[Bar, ...] = ()
    moments: tuple[tuple[str, Mapping[str, Json]], ...] = ()
    memory: tuple[tuple[float, float], ...] = ()
    left_out: int = 0
    """How many of the shortest spans are not here."""

    @cached_property
    def seconds(self) -> float:
        """When the last bar ended."""
        return max((bar.end for bar in self.bars), default=0.0)

    @cached_property
    def levels(self) -> int:
        """How many levels there are."""
        return max((bar.level for bar in self.bars), default=-1) + 1

    @cached_property
    def totals(self) -> tuple[NodeTotal, ...]:
        """What each node took, the longest first; nodes that were cached took nothing."""
        found: dict[str, NodeTotal] = {}
        for bar in self.bars:
            if bar.kind == "node":
                found[bar.name] = _added(found.get(bar.name), bar, self._parts(bar.name))
        for name, facts in self.moments:
            node, _, status = name.rpartition(": ")
            if node and status in ("cached", "skipped") and node not in found:
                found[node] = NodeTotal(node, str(facts.get("status", status)))
        return tuple(sorted(found.values(), key=lambda total: -total.seconds))

    @cached_property
    def _by_node(self) -> Mapping[tuple[str, BarKind], float]:
        times: defaultdict[tuple[str, BarKind], float] = defaultdict(float)
        for bar in self.bars:
            if bar.kind in ("model", "cache"):
                times[str(bar.facts.get("node", "")), bar.kind] += bar.seconds
        return times

    def _parts(self, node: str) -> tuple[float, float]:
        return self._by_node.get((node, "model"), 0.0), self._by_node.get((node, "cache"), 0.0)


def read_flame(trace: Mapping[str, Json]) -> Flame:
    """The flame of a Chrome trace as `graph_engine.profile` writes it."""
    events: Sequence[Mapping[str, Json]] = trace.get("traceEvents", ())
    spans = [event for event in events if event.get("ph") == "X"]
    return Flame(
        left_out=int(trace.get("otherData", {}).get("left_out", 0)),
        bars=tuple(_nested(spans)),
        moments=tuple(
            (str(event["name"]), event.get("args", {})) for event in events if event["ph"] == "i"
        ),
        memory=tuple(
            (event["ts"] / 1e6, float(event["args"]["MB"]))
            for event in events
            if event.get("ph") == "C" and event.get("name") == "memory"
        ),
    )


def _nested(spans: Iterable[Mapping[str, Json]]) -> list[Bar]:
    """The spans on the levels that their times give: what lies within another is below it."""
    bars: list[Bar] = []
    around: list[int] = []
    for span in sorted(spans, key=lambda one: (one["ts"], -one["dur"])):
        start, seconds = span["ts"] / 1e6, span["dur"] / 1e6
        while around and bars[around[-1]].end < start + seconds - _SLACK:
            around.pop()
        bars.append(
            Bar(
                name=str(span["name"]),
                kind=_KINDS.get(str(span.get("cat")), "run"),
                start=start,
                seconds=seconds,
                level=len(around),
                parent=around[-1] if around else None,
                facts=span.get("args", {}),
            )
        )
        around.append(len(bars) - 1)
    return bars


def _added(before: NodeTotal | None, bar: Bar, parts: tuple[float, float]) -> NodeTotal:
    """A node's total with one more of its bars."""
    growth, peak = bar.facts.get("memory_growth_bytes"), bar.facts.get("peak_memory_bytes")
    return NodeTotal(
        node=bar.name,
        status=str(bar.facts.get("status", "")),
        seconds=bar.seconds + (before.seconds if before is not None else 0.0),
        loads=parts[0],
        cache=parts[1],
        evaluations=int(bar.facts.get("unet_evaluations", 0))
        + (before.evaluations if before is not None else 0),
        growth=_most(growth, before.growth if before is not None else None),
        peak=_most(peak, before.peak if before is not None else None),
    )


def _most(first: int | None, second: int | None) -> int | None:
    known = [one for one in (first, second) if one is not None]
    return max(known) if known else None
