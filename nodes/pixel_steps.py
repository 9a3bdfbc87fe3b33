"""SamplePixels' steps: the keys of the states after each; without torch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_engine.beforehand import Beforehand, Chain
from graph_engine.keys import key_of

if TYPE_CHECKING:
    from nodes.pixels import SamplePixels


def pixel_chain(node: SamplePixels, known: Beforehand) -> Chain | None:
    """The states after each step; None while a param is linked.

    Where the steps lie is decided by how many there are, so all of them are told by one key.
    """
    settings = (node.seed, node.steps, node.sampler, node.batch)
    if any(value is None for value in settings):
        return None
    base = key_of(known.identity, known.inputs["unet"].key, *settings)
    return Chain([key_of(base, index) for index in range(node.steps + 1)], node.steps)
