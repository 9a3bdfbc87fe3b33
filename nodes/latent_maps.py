"""Latent maps: from a latent to the colours of a small preview, one linear map for each space."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph_engine.model_files import read_json
from nodes.recipes import find_source

if TYPE_CHECKING:
    from graph_engine.places import Places
    from nodes.values import FloatArray, UNet

MAP_FILE = "latent_preview.json"
"""Lies in a model's folder: `latent_to_rgb`, a row per latent channel, and `bias`."""


@dataclass(frozen=True, eq=False)
class LatentMap:
    """`factors` (latent channels, 3) and `bias` (3): a latent to RGB in -1..1."""

    factors: FloatArray
    bias: FloatArray

    def colours(self, latents: FloatArray) -> FloatArray:
        """The colours of latents (batch, channels, height, width) in 0..1, channels last."""
        rgb = np.tensordot(latents, self.factors, axes=(1, 0)) + self.bias
        shown: FloatArray = np.clip(rgb * 0.5 + 0.5, 0, 1)
        return shown


def _published(factors: list[list[float]], bias: list[float]) -> LatentMap:
    return LatentMap(np.array(factors, np.float32), np.array(bias, np.float32))


# The published factors, as ComfyUI shows previews with them (facts, not code).
_STABLE_DIFFUSION = _published(
    [
        [0.3512, 0.2297, 0.3227],
        [0.3250, 0.4974, 0.2350],
        [-0.2829, 0.1762, 0.2721],
        [-0.2120, -0.2616, -0.7177],
    ],
    [0.0, 0.0, 0.0],
)
_SDXL = _published(
    [
        [0.3651, 0.4232, 0.4341],
        [-0.2533, -0.0042, 0.1068],
        [0.1076, 0.1111, -0.0362],
        [-0.3165, -0.2492, -0.2188],
    ],
    [0.1084, -0.0175, -0.0011],
)
_BY_FAMILY = {
    "sd1": _STABLE_DIFFUSION,
    "sd2": _STABLE_DIFFUSION,
    "sdxl": _SDXL,
    "sdxl_refiner": _SDXL,
}


def latent_map(unet: UNet, places: Places) -> LatentMap | None:
    """The map for what a U-Net denoises: its model's own, else its family's; None if unknown."""
    folder = find_source(places, unet.model.name, unet.model.kind).path
    own = read_json(folder / MAP_FILE) if folder.is_dir() else None
    if own is not None and (found := _read(own, unet.latent_channels)) is not None:
        return found
    if unet.task == "upscale" or unet.latent_channels != 4:
        return None
    return _BY_FAMILY.get(unet.model.family)


def _read(data: dict[str, object], channels: int) -> LatentMap | None:
    """A map from its file; None for one of another shape."""
    try:
        factors = np.array(data.get("latent_to_rgb"), np.float32)
        bias = np.array(data.get("bias"), np.float32)
    except (TypeError, ValueError):
        return None
    right = factors.shape == (channels, 3) and bias.shape == (3,)
    return LatentMap(factors, bias) if right and np.isfinite(factors).all() else None
