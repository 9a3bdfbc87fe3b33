"""Film: the steps that led to a picture, which of them are at hand, and where they came from."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from graph_engine.hosts.engine_process.film_messages import FilmSection, FilmStep

StepState = Literal["cached", "computed", "ahead"]


@dataclass(frozen=True)
class Tick:
    """One step of one sampler; `first` says that its sampler begins with it."""

    node: str
    step: int
    facts: FilmStep
    first: bool


class Film:
    """All steps in the order of the run, as the engine listed them, and what a run did to them.

    `computed` says for each sampler how many of its steps came from the cache, and how many are
    done, as far as the run has told.
    """

    def __init__(self, sections: Iterable[FilmSection] = ()) -> None:
        self.sections = tuple(sections)
        self.ticks = tuple(
            Tick(section.node, step, facts, first=step == 1)
            for section in self.sections
            for step, facts in enumerate(section.steps, 1)
        )
        self._starts: dict[str, int] = {}
        for at, tick in enumerate(self.ticks):
            self._starts.setdefault(tick.node, at)
        self._resumed: dict[str, int] = {}
        self._done: dict[str, int] = {}
        self._served: set[str] = set()

    def relisted(self, sections: Iterable[FilmSection]) -> Film:
        """The film as it is listed now, with what the run has told."""
        film = Film(sections)
        film._resumed, film._done = dict(self._resumed), dict(self._done)
        film._served = set(self._served)
        return film

    def __len__(self) -> int:
        return len(self.ticks)

    def place(self, node: str, step: int) -> int:
        """Where a step of a sampler stands; -1 if it is not in the film."""
        start = self._starts.get(node)
        at = -1 if start is None else start + step - 1
        inside = 0 <= at < len(self.ticks) and step >= 1 and self.ticks[at].node == node
        return at if inside else -1

    def state(self, at: int) -> StepState:
        """Whether a step came from the cache, was computed by the run, or is still ahead."""
        tick = self.ticks[at]
        if tick.node in self._served:
            return "cached"
        resumed = self._resumed.get(tick.node)
        if resumed is None:
            return "cached" if tick.facts.known else "ahead"
        if tick.step <= resumed:
            return "cached"
        if tick.step <= self._done.get(tick.node, 0):
            return "computed"
        return "ahead"

    def progress(self, node: str, done: int) -> None:
        """A node of the run has done some steps; the first word tells where it began."""
        self._resumed.setdefault(node, done)
        self._done[node] = max(done, self._done.get(node, 0))

    def finished(self, node: str, resumed: int, *, whole: bool) -> None:
        """A node has ended, with all of its steps or without: it tells surely where it began."""
        if node in self._starts:
            self._resumed[node] = resumed
            if whole:
                self._done[node] = sum(tick.node == node for tick in self.ticks)

    def served(self, node: str) -> None:
        """A node's result came from the cache as a whole."""
        self._served.add(node)

    @property
    def head(self) -> int:
        """The last step that is done; -1 before the first."""
        states = (at for at in range(len(self.ticks) - 1, -1, -1) if self.state(at) != "ahead")
        return next(states, -1)

    def is_step_known(self, at: int) -> bool:
        """Whether a picture of the step can be had."""
        return 0 <= at < len(self.ticks) and self.state(at) != "ahead"

    def counts(self) -> Mapping[StepState, int]:
        """How many steps came from where."""
        states = [self.state(at) for at in range(len(self.ticks))]
        return {"cached": states.count("cached"), "computed": states.count("computed"),
                "ahead": states.count("ahead")}  # fmt: skip


def height_share(sigma: float, largest: float) -> float:
    """How tall the mark of a step is, 0 to 1, by the share of noise in what it begins with."""
    if sigma < 0 or largest <= 0:
        return 1.0
    return _noise_share(sigma) / _noise_share(largest)


def _noise_share(sigma: float) -> float:
    return sigma / math.hypot(1.0, sigma)


def sigma_words(sigma: float) -> str:
    """A noise level in three figures."""
    if sigma >= 9.95:
        return f"{sigma:.1f}"
    return f"{sigma:.2f}" if sigma >= 0.095 else f"{sigma:.3f}"
