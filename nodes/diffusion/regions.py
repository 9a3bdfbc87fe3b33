"""Regions: where in a latent a prompt counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch.nn import functional

from graph_engine.errors import NodeError
from nodes.values import Area, Latent, Mask

if TYPE_CHECKING:
    from graph_engine.context import Context


@dataclass(frozen=True)
class Cells:
    """A rectangle of a latent's cells: rows `top` to `bottom` and columns `left` to `right`."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def count(self) -> int:
        """How many cells it has."""
        return (self.bottom - self.top) * (self.right - self.left)

    def contains(self, other: Cells) -> bool:
        """Whether another rectangle lies in it."""
        rows = self.top <= other.top and other.bottom <= self.bottom
        return rows and self.left <= other.left and other.right <= self.right

    def of(self, tensor: torch.Tensor) -> torch.Tensor:
        """A view of the part of a (batch, channels, h, w) tensor that lies in it."""
        return tensor[:, :, self.top : self.bottom, self.left : self.right]

    def weights(self, latent: Latent) -> torch.Tensor:
        """How much its prompt counts in it: less towards edges inside the latent."""
        height, width = latent.samples.shape[2:]
        inner = (self.top > 0, self.bottom < height, self.left > 0, self.right < width)
        return feathered(self.bottom - self.top, self.right - self.left, inner)


def cells_of(area: Area, latent: Latent) -> Cells:
    """The cells of an area; raises NodeError for one outside the latent."""
    height, width = latent.samples.shape[2:]
    scale = latent.width // width
    left, top = area.x // scale, area.y // scale
    right = min(left + max(area.width // scale, 1), width)
    bottom = min(top + max(area.height // scale, 1), height)
    if left >= right or top >= bottom:
        raise NodeError(
            f"The region at {area.x}, {area.y} of {area.width} × {area.height} pixels lies"
            f" outside the picture of {latent.width} × {latent.height}.",
            port="positive",
        )
    return Cells(top, bottom, left, right)


def region_weights(
    region: Mask | Area | None, latent: Latent, context: Context
) -> torch.Tensor | None:
    """Where a prompt counts, over the latent's cells."""
    if region is None:
        return None
    if isinstance(region, Mask):
        return latent_mask(region, latent, context)
    cells = cells_of(region, latent)
    weights = torch.zeros(1, 1, *latent.samples.shape[2:])
    cells.of(weights).copy_(cells.weights(latent))
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
