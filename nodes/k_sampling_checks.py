"""Checks of KSampler: what can't be sampled is refused here, before any weights are loaded."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from graph_engine.errors import NodeError
from nodes.k_samplers import check_schedule
from nodes.sampling_checks import check_conditioning, check_values

if TYPE_CHECKING:
    from graph_engine.context import Context
    from nodes.k_sampling import KSampler


def is_guided(guidance: float) -> bool:
    """Whether the negative prompt counts: a guidance of 1 is the positive prompt alone."""
    return not math.isclose(guidance, 1.0)


def is_ever_guided(node: KSampler) -> bool:
    """Whether the negative prompt counts at some time: prompts may have a guidance of their own."""
    own = (entry.guidance for entry in node.positive.entries)
    return any(is_guided(one) for one in (node.guidance, *own) if one is not None)


def check_params(node: KSampler) -> None:
    """Raise NodeError for params that make no run, whatever is linked; a linked one is None."""
    scalars = (node.sampler, node.schedule, node.steps, node.denoise)
    if None not in scalars and node.denoise > 0:
        check_schedule(node.sampler, node.schedule, node.steps, node.denoise)
    if None not in (node.start_step, node.end_step) and node.start_step >= node.end_step:
        raise NodeError(
            f"Sampling can't start at step {node.start_step} and end at step {node.end_step}: the"
            " start must be before the end.",
            port="start_step",
        )


def check_k_sampling(node: KSampler, context: Context) -> None:
    """Raise NodeError for values of KSampler that can't go together; warn of doubtful ones."""
    check_params(node)
    check_values(node.unet, node.latent, node.positive, node.control)
    if node.latent.noised:
        raise NodeError(
            "The latent is the noise of a picture, of a scale that Sample counts in.",
            port="latent",
            hint='Use Sample with the sampler "ddim" to denoise it.',
        )
    if node.negative is not None and is_ever_guided(node):
        check_conditioning(node.unet, node.negative, "negative")
    elif node.negative is not None:
        context.warn("The negative prompt is not used, because guidance is 1.")
    if node.latent.blank and not node.add_noise:
        context.warn("The latent is empty and gets no noise, so no picture can come of it.")
    elif node.latent.blank and node.denoise < 1:
        context.warn("A denoise below 1 makes an empty latent start from flat grey.")
