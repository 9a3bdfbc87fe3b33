"""A node pack: a walk of small steps that are kept, and a picture of where it ended."""

from __future__ import annotations

import time
from typing import Annotated, NamedTuple

import numpy as np

from graph_engine import Node
from graph_engine.beforehand import Beforehand, Chain
from graph_engine.context import Context
from graph_engine.hints import Number
from graph_engine.keys import key_of
from nodes.values import Image

SIDE = 8


class Walk(Node):
    """Go on by a rule, one kept step after the other.

    Inputs:
        start: Where it begins.
        steps: How many steps.
        seconds: How long a step takes.
    """

    start: float = 0.5
    steps: Annotated[int, Number(1, 1000)] = 10
    seconds: float = 0.0

    class Outputs(NamedTuple):
        end: float

    def chain(self, known: Beforehand) -> Chain:
        keys = [key_of(known.identity, self.start)]
        for step in range(self.steps):
            keys.append(key_of(keys[-1], step))
        return Chain(keys, self.steps)

    def run(self, context: Context) -> Outputs:
        assert context.beforehand is not None
        chain = self.chain(context.beforehand)
        done, state = context.resume(chain)
        value = self.start if state is None else float(state["value"])
        for step in range(done, self.steps):
            time.sleep(self.seconds)
            value = step_of(value)
            context.count("steps_computed", 1)
            context.keep(chain, step + 1, {"value": value})
            context.progress(step + 1, self.steps)
        return self.Outputs(value)


class Draw(Node):
    """Make a grey picture of a number.

    Inputs:
        value: The number.
    """

    value: float = 0.0

    class Outputs(NamedTuple):
        image: Image

    def run(self, context: Context) -> Outputs:
        return self.Outputs(Image(np.full((1, SIDE, SIDE, 3), grey_of(self.value), np.float32)))


def step_of(value: float) -> float:
    """The rule: chaotic, so that a step left out or done twice shows."""
    return 3.9 * value * (1.0 - value)


def end_of(start: float, steps: int) -> float:
    """Where an undisturbed walk ends."""
    value = start
    for _ in range(steps):
        value = step_of(value)
    return value


def grey_of(value: float) -> float:
    """The grey that stands for a number."""
    return round(value * 255) / 255
