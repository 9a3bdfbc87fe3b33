"""Noising: a latent made noisy for a run's first step, and kept as it is outside of a mask."""

from __future__ import annotations

import math

import torch

from nodes.diffusion.k_diffusion.noise import following_seed
from nodes.diffusion.k_diffusion.sigmas import SigmaTable
from nodes.diffusion.k_diffusion.step import Denoise
from nodes.k_samplers import RULES, KSamplerName


def draw_noise(seed: int, like: torch.Tensor) -> torch.Tensor:
    """Noise in the shape of a batch of latents, drawn at once by a generator on the CPU."""
    generator = torch.Generator("cpu").manual_seed(seed)
    return torch.randn(like.shape, generator=generator).to(like)


def noised(
    latent: torch.Tensor, noise: torch.Tensor, sigma: torch.Tensor, table: SigmaTable
) -> torch.Tensor:
    """A latent as noisy as a run's first noise level.

    At the table's end it has the noise that a model in the variance-preserving frame begins with,
    the variance of a picture on top of sigma's.
    """
    first = float(sigma)
    if first > table.maximum or math.isclose(first, table.maximum, rel_tol=1e-5):
        return latent + noise * (1 + sigma**2).sqrt()
    return latent + noise * sigma


def noise_around(sampler: KSamplerName, seed: int, noise: torch.Tensor) -> torch.Tensor:
    """The noise of a latent around a mask: the run's own, or for ddim that of the next seed."""
    if RULES[sampler].own_inpaint_noise:
        return draw_noise(following_seed(seed), noise)
    return noise


def masked(
    denoise: Denoise, mask: torch.Tensor, latent: torch.Tensor, noise: torch.Tensor
) -> Denoise:
    """A denoise that repaints where `mask` is 1 and keeps the latent where it is 0.

    The model sees the latent, as noisy as x, around what it repaints. `mask` comes from
    `latent_mask`, `noise` from `noise_around`.
    """
    kept = latent * (1 - mask)

    def denoise_inside(x: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
        around = (latent + noise * sigma) * (1 - mask)
        return denoise(x * mask + around, sigma) * mask + kept

    return denoise_inside


def latent_mask(mask: torch.Tensor, latent: torch.Tensor) -> torch.Tensor:
    """A mask of pixels (batch, height, width) in a latent's size, for each of its pictures.

    Its pictures are repeated if there are fewer than latents, and left out if there are more.
    """
    resized = torch.nn.functional.interpolate(
        mask.unsqueeze(1), size=latent.shape[-2:], mode="bilinear"
    )
    repeats = math.ceil(latent.shape[0] / resized.shape[0])
    return resized.repeat(repeats, 1, 1, 1)[: latent.shape[0]].to(latent)
