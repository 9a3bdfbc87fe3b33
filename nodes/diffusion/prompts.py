"""Prompts: a conditioning's entries on the device, as the U-Net of a run reads them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.nn import functional

from graph_engine.errors import NodeError
from nodes.diffusion.arrays import to_tensor
from nodes.diffusion.text import encode_text
from nodes.sample_steps import is_prompt_active
from nodes.values import Area, Conditioning, ConditioningEntry, Latent, Mask

if TYPE_CHECKING:
    from graph_engine.context import Context
    from nodes.values import UNet

POSITIVE_SCORE = 6.0
NEGATIVE_SCORE = 2.5


@dataclass(frozen=True, eq=False)
class Prompt:
    """An encoded prompt for a batch: `embedding` (batch, tokens, width), and when it counts.

    For SDXL also `pooled` (batch, width) and `time_ids` (batch, 5 or 6), the sizes in pixels and
    for the refiner the aesthetic score. `region` (1 or batch, 1, h, w) weighs it over the latent.
    """

    embedding: torch.Tensor
    pooled: torch.Tensor | None = None
    time_ids: torch.Tensor | None = None
    strength: float = 1.0
    start: float = 0.0
    end: float = 1.0
    region: torch.Tensor | None = None

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
    """The prompts to guide away from; none linked means the empty one.

    Or zeros where the model was trained so (`force_zeros_for_empty_prompt` of SDXL's pipelines).
    """
    if negative is None:
        negative = _zeros(positive) if unet.zero_negative else _empty(positive, context)
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
        region=None,
    )
    return Conditioning((zeros,))


def _empty(positive: Conditioning, context: Context) -> Conditioning:
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
        _region(entry.region, latent, context),
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


def _region(region: Mask | Area | None, latent: Latent, context: Context) -> torch.Tensor | None:
    """Where a prompt counts, over the latent's cells."""
    if region is None:
        return None
    height, width = latent.samples.shape[2:]
    if isinstance(region, Mask):
        return latent_mask(region, latent, context)
    scale = latent.width // width
    weights = torch.zeros(1, 1, height, width)
    left, top = region.x // scale, region.y // scale
    right = min(left + max(region.width // scale, 1), width)
    bottom = min(top + max(region.height // scale, 1), height)
    if left >= right or top >= bottom:
        raise NodeError(
            f"The region at {region.x}, {region.y} of {region.width} × {region.height} pixels lies"
            f" outside the picture of {latent.width} × {latent.height}.",
            port="positive",
        )
    weights[:, :, top:bottom, left:right] = feathered(
        bottom - top, right - left, (top > 0, bottom < height, left > 0, right < width)
    )
    return weights.to(device=context.device.name)


def feathered(height: int, width: int, inner: tuple[bool, bool, bool, bool]) -> torch.Tensor:
    """Weights of an area, falling towards those of its edges that lie inside the picture.

    `inner` names them: top, bottom, left, right. The fall is an eighth cell a step, over at most
    8 cells or a quarter of the side, as in ComfyUI.
    """
    weights = torch.ones(1, 1, height, width)
    for inside, axis, length, backwards in zip(
        inner, (2, 2, 3, 3), (height, height, width, width), (False, True) * 2, strict=True
    ):
        reach = min(8, length // 4)
        for i in range(reach if inside else 0):
            line = length - 1 - i if backwards else i
            weights.select(axis, line).mul_((i + 1) / reach)
    return weights


def latent_mask(mask: Mask, latent: Latent, context: Context) -> torch.Tensor:
    """A mask in pixels over the latent's cells, (1 or batch, 1, h, w)."""
    height, width = latent.samples.shape[2:]
    values = torch.from_numpy(mask.values.copy())[:, None]
    resized = functional.interpolate(values, size=(height, width), mode="bilinear")
    return resized.to(device=context.device.name)
