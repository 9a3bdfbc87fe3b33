"""Fits the linear map from latents to colours that previews are shown with, and writes it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from models.train.architecture import load_autoencoder
from models.train.pictures import draw_picture

MAP_FILE = "latent_preview.json"
"""As ``nodes/latent_maps.py`` looks for it."""

_PICTURES = 192
_HELD_OUT = 64
_BATCH = 16
_DECIMALS = 4


@dataclass(frozen=True)
class Fit:
    """A map, and the share of the variance of held-out colours that it explains.

    Attributes:
        factors: (latent channels, 3).
        bias: (3).
    """

    factors: Tensor
    bias: Tensor
    explained: float


def fit_preview(vae_folder: Path, seed: int) -> Fit:
    """Least squares from scaled latents to the decoded pictures, averaged over latent cells."""
    vae = load_autoencoder(vae_folder)
    latents, colours = _pairs(vae, range(_PICTURES + _HELD_OUT), seed)
    cells = len(latents) * _PICTURES // (_PICTURES + _HELD_OUT)
    with_one = torch.cat([latents, torch.ones(len(latents), 1)], dim=1).double()
    wanted = colours.double()
    solved = torch.linalg.lstsq(with_one[:cells], wanted[:cells]).solution
    left = (with_one[cells:] @ solved - wanted[cells:]).square().sum()
    spread = (wanted[cells:] - wanted[cells:].mean(0)).square().sum()
    return Fit(solved[:-1], solved[-1], 1 - float(left / spread))


def write_preview(model: Path, seed: int) -> Fit:
    """Fit the map of a model folder's VAE and write it beside the VAE."""
    found = fit_preview(model / "vae", seed)
    rows = [[round(value, _DECIMALS) for value in row] for row in found.factors.tolist()]
    bias = [round(value, _DECIMALS) for value in found.bias.tolist()]
    lines = ",\n".join(f"    {json.dumps(row)}" for row in rows)
    text = f'{{\n  "latent_to_rgb": [\n{lines}\n  ],\n  "bias": {json.dumps(bias)}\n}}\n'
    (model / MAP_FILE).write_text(text, encoding="utf-8")
    return found


@torch.inference_mode()
def _pairs(vae: Any, indices: range, seed: int) -> tuple[Tensor, Tensor]:
    """Latent cells (n, channels) and their mean colours (n, 3) in -1..1, once decoded."""
    latents, colours = [], []
    for start in range(0, len(indices), _BATCH):
        batch = indices[start : start + _BATCH]
        pixels = np.stack([draw_picture(seed, index).pixels for index in batch])
        given = torch.from_numpy(pixels).permute(0, 3, 1, 2).float() / 127.5 - 1
        mean = vae.encode(given).latent_dist.mean
        decoded = vae.decode(mean).sample
        factor = decoded.shape[-1] // mean.shape[-1]
        latents.append(_cells(mean * vae.config.scaling_factor))
        colours.append(_cells(functional.avg_pool2d(decoded, factor)))
    return torch.cat(latents), torch.cat(colours)


def _cells(maps: Tensor) -> Tensor:
    return maps.permute(0, 2, 3, 1).flatten(0, 2)
