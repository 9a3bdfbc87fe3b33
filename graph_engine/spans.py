"""Spans: pieces of work inside a run with their times, for whoever asks for a profile."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from graph_engine.cache import Cache
from graph_engine.codecs import size_of

SpanKind = Literal["load", "read", "write"]
"""Loading a model, or reading or writing what the cache keeps."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of work for a node; `started` is on the clock of `time.perf_counter`."""

    kind: SpanKind
    name: str
    node: str
    started: float
    seconds: float
    facts: Mapping[str, Any] = field(default_factory=dict)


TakeSpan = Callable[[Span], None]


@contextmanager
def measured(
    take: TakeSpan | None, kind: SpanKind, name: str, node: str
) -> Iterator[dict[str, Any]]:
    """Measure what is done meanwhile, unless nobody takes it; the dict is for facts found."""
    facts: dict[str, Any] = {}
    started = time.perf_counter()
    try:
        yield facts
    finally:
        if take is not None:
            take(Span(kind, name, node, started, time.perf_counter() - started, facts))


class MeasuredCache(Cache):
    """A cache whose reads and writes are told; `nodes` maps a key to the node that made it."""

    def __init__(self, cache: Cache, nodes: Mapping[str, str], take: TakeSpan) -> None:
        super().__init__(cache.memory, cache.disk)
        self._nodes = nodes
        self._take = take

    def get(self, key: str) -> Any | None:
        tier = "memory" if self.memory.contains(key) else "disk"
        with measured(self._take, "read", "result", self._nodes[key]) as facts:
            value = super().get(key)
            facts |= {"tier": tier, "found": value is not None}
        return value

    def put(self, key: str, value: Any) -> None:
        with measured(self._take, "write", "result", self._nodes[key]) as facts:
            super().put(key, value)
            facts["bytes"] = size_of(value)
