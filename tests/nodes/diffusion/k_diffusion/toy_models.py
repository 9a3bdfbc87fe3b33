"""Toy models in sigma space: a small random net, one whose answer is known, and runs on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch

from nodes.diffusion.k_diffusion import SAMPLERS, Denoise, Step
from nodes.diffusion.k_diffusion.noise import make_noise
from nodes.diffusion.k_diffusion.sigmas import SigmaTable, scale_input, sigma_table, to_denoised
from nodes.k_samplers import KSamplerName

SHAPE = (2, 4, 2, 2)
"""The toys' latents: two pictures, so that noise is seen to be drawn for both at once."""

STABLE_DIFFUSION = {
    "num_train_timesteps": 1000,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
}
TABLE = sigma_table(STABLE_DIFFUSION)

Predict = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
"""(scaled x, time step) -> the model's own output."""


def random_net() -> Predict:
    """A random smooth net that mixes an item's numbers and knows the time step."""
    width = SHAPE[1] * SHAPE[2] * SHAPE[3]
    generator = torch.Generator().manual_seed(0)
    inner, outer = (torch.randn(width, width, generator=generator) for _ in range(2))
    bias = torch.randn(width, generator=generator)

    def predict(scaled: torch.Tensor, timestep: torch.Tensor) -> torch.Tensor:
        flat = scaled.flatten(1)
        hidden = torch.tanh(flat @ inner / width**0.5 + bias * (timestep / 1000))
        output: torch.Tensor = 0.7 * flat + 0.4 * hidden @ outer / width**0.5
        return output.reshape(scaled.shape)

    return predict


def denoiser(predict: Predict, table: SigmaTable, prediction_type: str) -> Denoise:
    """A net as a denoiser."""

    def denoise(x: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
        output = predict(scale_input(x, sigma), table.timestep(sigma))
        return to_denoised(output, x, sigma, prediction_type)

    return denoise


@dataclass(frozen=True)
class Gaussian:
    """Pictures whose numbers are all normal with one mean and deviation: solvable exactly."""

    mean: float = 0.3
    deviation: float = 0.7

    def denoise(self, x: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
        """The expected picture in x."""
        share = self.deviation**2 / (self.deviation**2 + sigma.to(x) ** 2)
        expected: torch.Tensor = self.mean + share * (x - self.mean)
        return expected

    def flow(self, x: torch.Tensor, sigma: float, following: float) -> torch.Tensor:
        """X moved along the probability flow to another noise level."""
        spread, spread_then = (
            (self.deviation**2 + level**2) ** 0.5 for level in (sigma, following)
        )
        moved: torch.Tensor = self.mean + (x - self.mean) * (spread_then / spread)
        return moved


def sampled(
    sampler: KSamplerName, sigmas: torch.Tensor, x: torch.Tensor, denoise: Denoise, seed: int = 7
) -> torch.Tensor:
    """X taken along all the noise levels."""
    noise = make_noise(sampler, seed, sigmas, x)
    history: dict[str, torch.Tensor] = {}
    for index in range(len(sigmas) - 1):
        x = SAMPLERS[sampler](Step(index, sigmas, denoise, noise, history), x)
    return x
