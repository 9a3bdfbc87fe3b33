"""Walking: a sampler's way along its chain of states, from the last one that is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

import torch

from nodes.diffusion.ladder import with_less_memory
from nodes.diffusion.states import from_data, to_data
from nodes.diffusion.store import ModelStore

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand, Chain
    from graph_engine.context import Context
    from graph_engine.node import Node

Advance = Callable[[int, torch.Tensor], torch.Tensor]
"""(how many iterations are done, the latents then) -> the latents after one more."""


def noted_chain(
    node: Node, context: Context, note_at: Callable[[Beforehand], str], note: Any
) -> Chain | None:
    """The node's chain of states, with the note that it is told from kept for plans too."""
    known = context.beforehand
    if known is None:
        return None
    key = note_at(known)
    if context.checkpoints.recall(key) != note:
        context.checkpoints.note(key, note)
    return node.chain(known)


class Memory(Protocol):
    """What a sampler needs beside the latents to go on: its history and its source of noise."""

    def data(self) -> dict[str, Any]:
        """It as a checkpoint keeps it, under names other than "latents"."""

    def restore(self, data: Mapping[str, Any], device: torch.device) -> None:
        """Go on from where `data` was taken."""


class Watcher(Protocol):
    """Who sees what the sampler predicts in each iteration."""

    def frame(self) -> dict[str, Any]:
        """What the last iteration predicted, as a state keeps it beside what restores it."""


def walk(
    context: Context,
    chain: Chain | None,
    start: torch.Tensor,
    memory: Memory,
    make_advance: Callable[[], Advance],
    watcher: Watcher,
    *,
    iterations: int,
    steps: int,
) -> torch.Tensor:
    """The latents after all iterations, which the user is told of as `steps`.

    The state after each is kept along the chain with the `watcher`'s frame, which nothing is
    restored from, and what is known of the chain is not done again:
    `make_advance`, which loads models, is only called if anything is left to do. An iteration that
    runs out of memory is done again with less of it. Raises Cancelled within one iteration of a
    stop.
    """
    device = torch.device(context.device.name)
    done, state = context.resume(chain)
    context.count("unet_evaluations", 0)  # told even where nothing is left to do
    latents = start
    if state is not None:
        memory.restore(state, device)
        latents = from_data(state["latents"], device)
    context.progress(done * steps // iterations, steps)
    if done == iterations:
        return latents
    advance = make_advance()
    rungs = ModelStore.of(context).rungs(context)
    remembered = memory.data()
    for i in range(done, iterations):
        latents = with_less_memory(
            partial(advance, i, latents),
            rungs,
            context,
            undo=partial(memory.restore, remembered, device),
        )
        remembered = memory.data()
        if chain is not None:
            state = {"latents": to_data(latents), **remembered, **watcher.frame()}
            context.keep(chain, i + 1, state)
        # Several iterations may make one step: those of second-order samplers, pndm's warm-up.
        context.progress((i + 1) * steps // iterations, steps)
    return latents
