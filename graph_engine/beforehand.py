"""Beforehand: what a node can know before it runs, and the steps that it will pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph_engine.places import Places


@dataclass(frozen=True, slots=True)
class Outline:
    """What is known of a value before it is made.

    `key` stands for all that decides the value; `facts` is what the node that will make it says
    of it (`Node.outline`), or None.
    """

    key: str
    facts: Any = None


def _nothing(key: str) -> Any | None:
    return None


@dataclass(frozen=True, slots=True)
class Beforehand:
    """What a node may look at before it runs, when a plan or a check is made.

    `inputs` holds an outline for each linked input. `identity` stands for the node's type and
    version and for the device and libraries that decide its numbers; it belongs into every key
    that the node makes. `recall` gives what an earlier run noted under a key, or None.
    """

    places: Places
    inputs: Mapping[str, Outline] = field(default_factory=dict)
    identity: str = ""
    recall: Callable[[str], Any | None] = _nothing


@dataclass(frozen=True, slots=True)
class Chain:
    """The states that an iterative node passes.

    `keys[i]` stands for all that decides the state after i iterations, `keys[0]` for the start;
    `steps` is how many steps the user is told of. A step may take several iterations.
    """

    keys: Sequence[str]
    steps: int

    @property
    def iterations(self) -> int:
        """How many iterations there are."""
        return len(self.keys) - 1

    def steps_after(self, iterations: int) -> int:
        """How many steps are done after some iterations."""
        return iterations * self.steps // self.iterations if self.iterations else self.steps
