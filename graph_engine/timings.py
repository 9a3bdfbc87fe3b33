"""Timings: how long nodes took, remembered so that a plan can say how long a run will take."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph_engine.catalog import Catalog
from graph_engine.device import Device
from graph_engine.events import Event, NodeFinished, NodeProgress, NodeStarted
from graph_engine.hints import FileHint, FileName, Prompt, Seed
from graph_engine.keys import Ingredients, key_of
from graph_engine.small_results import SmallResults
from graph_engine.spec import NodeSpec

Json = Any
LIMIT = 2 * 2**20
# What a type has never taken longer than this for, it won't take long for in other sizes either.
ALWAYS_SHORT = 0.1
_MOST_WORKS = 50_000
_WORTH_NOTING = 0.002
_WORTH_A_LINE = 0.005


@dataclass(frozen=True, slots=True)
class Took:
    """What some work took in seconds: each step of a node with steps, and all the rest."""

    rest: float
    step: float = 0.0

    def seconds(self, steps: int = 0) -> float:
        """What it takes with so many steps."""
        return self.rest + self.step * steps


class Timings:
    """What work took when it was last done, by `Works`; in a file of lines that processes share.

    The file is bounded: when it outgrows its limit, the older half goes.
    """

    def __init__(self, file: Path | None, limit: int = LIMIT) -> None:
        self._lines = SmallResults(file, limit) if file is not None else None
        self._took: dict[str, Took] = {}
        self._parsed: dict[str, tuple[str, Took | None]] = {}

    def catch_up(self) -> None:
        """Take in what other processes have measured."""
        if self._lines is not None:
            self._lines.catch_up()

    def took(self, work: str, kind: str) -> Took | None:
        """What this work took, or work of a kind that never takes long; None if nothing is known.

        `kind` is the work's own type and device, whatever the sizes; empty for work with steps.
        """
        found = self._read(work)
        if found is not None or not kind:
            return found
        longest = self._read(kind)
        return longest if longest is not None and longest.rest < ALWAYS_SHORT else None

    def remember(self, work: str, kind: str, now: Took) -> None:
        """Note what a node took just now.

        A first run loads models and the next ones do not, so the rest falls at once and rises
        slowly.
        """
        before = self._read(work)
        if before is not None:
            rest = min(now.rest, 1.25 * before.rest + _WORTH_NOTING)
            step = (now.step + before.step) / 2 if now.step and before.step else now.step
            now = Took(rest, step or before.step)
        if kind and self._note_kind(kind, now) and before is None and now.rest < _WORTH_A_LINE:
            return
        self._write(work, before, now)

    def _note_kind(self, kind: str, now: Took) -> bool:
        """Keep the longest time of a kind; tells whether it is a short one."""
        longest = self._read(kind)
        if longest is None or now.rest > longest.rest:
            self._write(kind, longest, now)
            longest = now
        return longest.rest < ALWAYS_SHORT

    def _write(self, key: str, before: Took | None, now: Took) -> None:
        """Keep it, unless it says about what is kept already."""
        if before is not None and _close(before.rest, now.rest) and _close(before.step, now.step):
            return
        self._took[key] = now
        if self._lines is not None:
            text = json.dumps([round(now.rest, 4), round(now.step, 4)])
            with contextlib.suppress(OSError):  # only estimates would be missing
                self._lines.put(key, text)

    def _read(self, key: str) -> Took | None:
        text = self._lines.get(key) if self._lines is not None else None
        if text is None:
            return self._took.get(key)
        found = self._parsed.get(key)
        if found is None or found[0] != text:
            found = self._parsed[key] = (text, _parsed(text))
        return found[1]


def _parsed(text: str) -> Took | None:
    try:
        rest, step = json.loads(text)
        return Took(float(rest), float(step))
    except (ValueError, TypeError):
        return None


def _close(before: float, now: float) -> bool:
    return abs(before - now) <= max(_WORTH_NOTING, 0.1 * before)


class Works:
    """What decides how long nodes take: by the key of a result, the name of the work.

    Two results of the same work differ in prompts, seeds and fine values, not in models or sizes.
    What is upstream counts by its files and whole numbers alone.
    """

    def __init__(self, catalog: Catalog, device: Device) -> None:
        self._catalog = catalog
        self._device = f"{device.name} {device.dtype}"
        self._names: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        self._known: dict[tuple[object, ...], tuple[Json, str, str]] = {}
        self._sizes: dict[str, str] = {}

    def take(self, made_of: Iterable[tuple[str, Ingredients]]) -> None:
        """Read nodes, sources first, by the keys of their results."""
        if len(self._names) > _MOST_WORKS:
            self._names.clear()
            self._sizes.clear()
            self._known.clear()
        for key, ingredients in made_of:
            if key not in self._names:
                self._name(key, ingredients)

    def name(self, key: str) -> str:
        """The work that makes the result with a key; empty if it was taken too long ago."""
        return self._names.get(key, "")

    def kind(self, type_id: str) -> str:
        """All work of a type on this device; empty for a type with steps, which may be many."""
        if type_id not in self._kinds:
            name = f"{type_id} {self._device}".replace(" ", "-")
            self._kinds[type_id] = "" if self._catalog[type_id].has_steps else name
        return self._kinds[type_id]

    def _name(self, key: str, ingredients: Ingredients) -> None:
        sources = {
            port: self._sizes.get(source, "") for port, (source, _) in ingredients.inputs.items()
        }
        params = ingredients.params
        # By the identity of the params, which is that of the node's own part while only what
        # feeds it changes; they are kept with the rest, so that nothing else gets their identity.
        own = (ingredients.type, id(params), *sources.items())
        found = self._known.get(own)
        if found is None:
            found = self._known[own] = (params, *self._reckon(ingredients, sources))
        _, self._sizes[key], self._names[key] = found

    def _reckon(self, ingredients: Ingredients, sources: Mapping[str, str]) -> tuple[str, str]:
        """What a node adds to the sizes downstream of it, and the name of its work."""
        spec, params = self._catalog[ingredients.type], ingredients.params
        sizes = {name: value for name, value in params.items() if _is_size(spec, name, value)}
        rough = {
            name: _roughly(value) for name, value in params.items() if not _is_free(spec, name)
        }
        work = key_of(ingredients.type, self._device, rough, sources)
        return key_of(sizes, sources), work


def _is_free(spec: NodeSpec, name: str) -> bool:
    """Whether a param says nothing of how long the node takes, or only of how many steps."""
    hint = spec.inputs[name].hint if name in spec.inputs else None
    return isinstance(hint, Seed | Prompt | FileName) or (spec.has_steps and name == "steps")


def _is_size(spec: NodeSpec, name: str, value: Json) -> bool:
    if _is_free(spec, name):
        return False
    return type(value) is int or isinstance(spec.inputs[name].hint, FileHint)


def _roughly(value: Json) -> Json:
    """A value as far as it may matter: fractions say how strong or up to where, not how long.

    Guidance above 1 doubles the work of a step.
    """
    return value if not isinstance(value, float) else "more" if value > 1 else "part"


@dataclass
class _Running:
    """When a node went through its first and last steps, if it has told of them."""

    first: tuple[int, float] | None = None
    last: tuple[int, float] | None = None

    def took(self, seconds: float) -> Took | None:
        """What its steps and the rest took; None if the steps can't be told from the rest."""
        if self.first is None or self.last is None or self.first[0] == self.last[0]:
            return None
        passed = self.last[0] - self.first[0]
        step = (self.last[1] - self.first[1]) / passed
        return Took(max(seconds - step * passed, 0.0), step)


class Stopwatch:
    """Hears a run's events and tells what each node took that ran to its end."""

    def __init__(self, tell: Callable[[str, Took], None], has_steps: Callable[[str], bool]) -> None:
        self._tell = tell
        self._has_steps = has_steps
        self._running: dict[str, _Running] = {}

    def hear(self, event: Event) -> None:
        """Take an event at the moment when it happens."""
        if isinstance(event, NodeStarted) and self._has_steps(event.type):
            self._running[event.node] = _Running()
        elif isinstance(event, NodeProgress) and event.node in self._running:
            running = self._running[event.node]
            running.last = (event.done, time.perf_counter())
            running.first = running.first or running.last
        elif isinstance(event, NodeFinished):
            stepwise = self._running.pop(event.node, None)
            if event.status in ("ran", "resumed"):
                took = stepwise.took(event.seconds) if stepwise else Took(event.seconds)
                if took is not None:
                    self._tell(event.node, took)
