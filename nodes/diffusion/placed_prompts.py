"""Placed prompts: when, where and how much a prompt counts in KSampler's mean, as in ComfyUI."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import torch

from nodes.diffusion.k_diffusion.noising import latent_mask
from nodes.diffusion.k_diffusion.sigmas import SigmaTable
from nodes.diffusion.prompts import Prompt
from nodes.diffusion.regions import Cells, cells_of
from nodes.values import Area, Latent, Mask

if TYPE_CHECKING:
    from nodes.values import Conditioning, ConditioningEntry


@dataclass(frozen=True, eq=False)
class PlacedPrompt:
    """A prompt, the noise levels at which it counts (both included), where, and how much.

    `weight` is over the cells of `area`, or without one over the whole latent.
    """

    prompt: Prompt
    least: float
    most: float
    weight: torch.Tensor
    area: Cells | None = None

    def is_active(self, sigma: float) -> bool:
        """Whether it takes part at a noise level."""
        return self.least <= sigma <= self.most


def place(
    prompts: Sequence[Prompt],
    conditioning: Conditioning,
    latent: Latent,
    samples: torch.Tensor,
    table: SigmaTable,
) -> list[PlacedPrompt]:
    """Prompts of a conditioning's entries with their weights and their noise levels."""
    placed = []
    for prompt, entry in zip(prompts, conditioning.entries, strict=True):
        least, most = table.sigma_at(entry.end), table.sigma_at(entry.start)
        weight = _weight(entry, latent, samples)
        area = cells_of(entry.region, latent) if isinstance(entry.region, Area) else None
        placed.append(PlacedPrompt(prompt, least, most, weight, area))
    return placed


def _weight(entry: ConditioningEntry, latent: Latent, samples: torch.Tensor) -> torch.Tensor:
    match entry.region:
        case None:
            weight = torch.ones_like(samples)
        case Mask(values):
            weight = latent_mask(torch.from_numpy(values.copy()), samples)
        case Area() as area:
            weight = cells_of(area, latent).weights(latent).to(samples)
    return weight * entry.strength


def with_twins(side: Sequence[PlacedPrompt], other: Sequence[PlacedPrompt]) -> list[PlacedPrompt]:
    """One side's prompts, and where the other side has an area, its own text there too.

    The text is that of its smallest area around it, or of its first prompt without an area.
    """
    grown = list(side)
    for theirs in other:
        if theirs.area is None:
            continue
        around = [p for p in grown if p.area is not None and p.area.contains(theirs.area)]
        everywhere = [p for p in grown if p.area is None]
        found = min(around, key=_cells, default=None) or next(iter(everywhere), None)
        if found is not None and found.area != theirs.area:
            grown.append(replace(theirs, prompt=found.prompt))
    return grown


def _cells(placed: PlacedPrompt) -> int:
    return placed.area.count if placed.area is not None else 0
