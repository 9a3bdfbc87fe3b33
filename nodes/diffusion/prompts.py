"""Prompts: a conditioning's entries on the device, as the U-Net of a run reads them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import torch

from graph_engine.errors import NodeError
from nodes.diffusion.arrays import to_tensor
from nodes.diffusion.regions import region_weights
from nodes.diffusion.text import encode_text
from nodes.sample_steps import is_prompt_active
from nodes.values import Conditioning, ConditioningEntry, Latent

if TYPE_CHECKING:
    from graph_engine.context import Context
    from nodes.values import UNet

POSITIVE_SCORE = 6.0
NEGATIVE_SCORE = 2.5


@dataclass(frozen=True, eq=False)
class Prompt:
    """An encoded prompt for a batch: `embedding` (batch, tokens, width), and when it counts.

    `guidance` is its own, or None. For SDXL also `pooled` (batch, width) and `time_ids` (batch, 5 or 6), the sizes in pixels and
    for the refiner the aesthetic score. `region` (1 or batch, 1, h, w) weighs it over the latent.
    """

    embedding: torch.Tensor
    pooled: torch.Tensor | None = None
    time_ids: torch.Tensor | None = None
    strength: float = 1.0
    start: float = 0.0
    end: float = 1.0
    region: torch.Tensor | None = None
    guidance: float | None = None

    def is_active(self, at: float) -> bool:
        """Whether it takes part at a point of the denoising, 0 (pure noise) to 1 (picture)."""
        return is_prompt_active(self.start, self.end, at)


def positive_prompts(
    conditioning: Conditioning, unet: UNet, latent: Latent, context: Context
) -> list[Prompt]:
    """The prompts that say what the picture shows."""
    return [_prompt(entry, unet, latent, POSITIVE_SCORE, context) for entry in conditioning.entries]


def negative_prompts(
    negative: Conditioning | None,
    positive: Conditioning,
    unet: UNet,
    latent: Latent,
    context: Context,
) -> list[Prompt]:
    """The prompts to guide away from; none linked means the empty one, with the positive's sizes.

    Or zeros where the model was trained so (`force_zeros_for_empty_prompt` of SDXL's pipelines).
    """
    if negative is None:
        negative = _zeros(positive) if unet.zero_negative else empty_prompt(positive, context)
        (entry,) = negative.entries
        size = positive.entries[0].size
        if size is not None and unet.aesthetic:
            size = replace(size, crop=(0, 0))  # the refiner's pipeline takes no crop over
        negative = Conditioning((replace(entry, size=size),))
    return [_prompt(entry, unet, latent, NEGATIVE_SCORE, context) for entry in negative.entries]


def _zeros(positive: Conditioning) -> Conditioning:
    first = positive.entries[0]
    zeros = replace(
        first,
        embedding=np.zeros_like(first.embedding),
        pooled=None if first.pooled is None else np.zeros_like(first.pooled),
        strength=1.0,
        start=0.0,
        end=1.0,
        aesthetic=None,
        guidance=None,
        region=None,
    )
    return Conditioning((zeros,))


def empty_prompt(positive: Conditioning, context: Context) -> Conditioning:
    """The empty text, from the text encoder that made the positive prompt; raises NodeError."""
    encoder = positive.entries[0].text_encoder
    if encoder is None:
        raise NodeError(
            "Guidance above 1 needs a negative prompt here, because nothing tells which text"
            " encoder made the positive one.",
            port="negative",
            hint="Link an EncodeText with an empty text.",
        )
    return encode_text(encoder, "", context)


def _prompt(
    entry: ConditioningEntry, unet: UNet, latent: Latent, score: float, context: Context
) -> Prompt:
    batch = latent.samples.shape[0]
    pooled = time_ids = None
    if unet.pooled_width and entry.pooled is not None:
        pooled = to_tensor(entry.pooled, context.device).repeat(batch, 1)
        ids = _time_ids(entry, latent, score if unet.aesthetic else None)
        time_ids = torch.tensor([ids], dtype=pooled.dtype, device=pooled.device).repeat(batch, 1)
    return Prompt(
        to_tensor(entry.embedding, context.device).repeat(batch, 1, 1),
        pooled,
        time_ids,
        entry.strength,
        entry.start,
        entry.end,
        region_weights(entry.region, latent, context),
        entry.guidance,
    )


def _time_ids(entry: ConditioningEntry, latent: Latent, score: float | None) -> list[float]:
    """Sizes as SDXL was trained on them (Podell et al., arXiv 2307.01952), heights first."""
    whole = (latent.width, latent.height)
    size = entry.size
    original, crop, target = (
        (size.original, size.crop, size.target) if size else (whole, (0, 0), whole)
    )
    ids: list[float] = [*reversed(original), *reversed(crop)]
    if score is None:
        return [*ids, *reversed(target)]
    return [*ids, entry.aesthetic if entry.aesthetic is not None else score]
