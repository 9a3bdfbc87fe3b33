"""Sigmas: a model's noise levels, its time steps for them, and what its output means at one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from graph_engine.errors import NodeError

# The end of a schedule that was rescaled to no signal at all: sigma would be infinite there.
_LEAST_ALPHA_BAR = 4.8973451890853435e-08


@dataclass(frozen=True, eq=False)
class SigmaTable:
    """The noise level of each time step that a model was trained on, ascending, float32.

    In the variance-exploding frame of Karras et al., arXiv 2206.00364: x = picture + sigma·noise.
    """

    sigmas: torch.Tensor
    log_sigmas: torch.Tensor

    @classmethod
    def from_alphas_bar(cls, alphas_bar: torch.Tensor) -> SigmaTable:
        """The table of a model's products of alphas, float64."""
        sigmas = ((1 - alphas_bar) / alphas_bar) ** 0.5
        return cls(sigmas.float(), sigmas.log().float())

    @property
    def minimum(self) -> float:
        """The least noise that the model was trained on."""
        return float(self.sigmas[0])

    @property
    def maximum(self) -> float:
        """The most noise that the model was trained on."""
        return float(self.sigmas[-1])

    def timestep(self, sigma: torch.Tensor) -> torch.Tensor:
        """The time step whose noise level is nearest, by its logarithm; a whole number."""
        return (sigma.log() - self.log_sigmas).abs().argmin()

    def sigma(self, timestep: torch.Tensor) -> torch.Tensor:
        """The noise levels at time steps, also between two, where their logarithm is linear."""
        at = timestep.float().clamp(0, len(self.sigmas) - 1)
        low, high, share = at.floor().long(), at.ceil().long(), at.frac()
        return ((1 - share) * self.log_sigmas[low] + share * self.log_sigmas[high]).exp()

    def sigma_at(self, progress: float) -> float:
        """The noise level at a point of the denoising, 0 (before all) to 1 (nothing left)."""
        if progress <= 0:
            return math.inf
        if progress >= 1:
            return 0.0
        last = len(self.sigmas) - 1
        return float(self.sigma(torch.tensor((1.0 - progress) * last)))

    def progress(self, sigmas: torch.Tensor) -> list[float]:
        """How far the denoising is at noise levels, 0 to 1: what `sigma_at` was asked with.

        To 1e-6: enough to see on which side of a noise level a point lies that isn't at it.
        """
        last = len(self.sigmas) - 1
        logs = sigmas.double().clamp(min=1e-30).log().numpy()
        timesteps = np.interp(logs, self.log_sigmas.double().numpy(), np.arange(last + 1))
        return [float(1 - timestep / last) for timestep in timesteps]


def sigma_table(config: Mapping[str, Any]) -> SigmaTable:
    """The table of a model's scheduler config (the keys of diffusers' scheduler_config.json).

    Raises NodeError for a schedule of betas that is not known.
    """
    alphas_bar = torch.cumprod(1 - _betas(config), dim=0)
    if config.get("rescale_betas_zero_snr", False):
        alphas_bar = _without_signal_at_the_end(alphas_bar)
    return SigmaTable.from_alphas_bar(alphas_bar)


def _betas(config: Mapping[str, Any]) -> torch.Tensor:
    if config.get("trained_betas") is not None:
        return torch.tensor(config["trained_betas"], dtype=torch.float64)
    kind, count = config["beta_schedule"], config["num_train_timesteps"]
    start, end = config["beta_start"], config["beta_end"]
    if kind == "scaled_linear":
        return torch.linspace(start**0.5, end**0.5, count, dtype=torch.float64).square()
    if kind == "linear":
        return torch.linspace(start, end, count, dtype=torch.float64)
    if kind == "squaredcos_cap_v2":
        # Nichol & Dhariwal, "Improved DDPM", arXiv 2102.09672, equation 17.
        time = torch.arange(count + 1, dtype=torch.float64) / count
        curve = ((time + 0.008) / 1.008 * math.pi / 2).cos().square()
        return torch.clamp(1 - curve[1:] / curve[:-1], max=0.999)
    raise NodeError(
        f'The model was trained with the noise schedule "{kind}", which is not known here.',
        hint="Known: scaled_linear, linear, squaredcos_cap_v2.",
    )


def _without_signal_at_the_end(alphas_bar: torch.Tensor) -> torch.Tensor:
    """Algorithm 1 of Lin et al., "Common Diffusion Noise Schedules…", arXiv 2305.08891."""
    roots = alphas_bar.sqrt()
    roots = (roots - roots[-1]) * roots[0] / (roots[0] - roots[-1])
    return torch.cat([roots[:-1].square(), roots.new_tensor([_LEAST_ALPHA_BAR])])


def scale_input(x: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
    """X as the model wants to see it: of unit variance."""
    return x / (sigma**2 + 1).sqrt()


def to_denoised(
    output: torch.Tensor, x: torch.Tensor, sigma: torch.Tensor, prediction_type: str
) -> torch.Tensor:
    """The picture that a model's output for `scale_input(x, sigma)` stands for.

    `prediction_type` is diffusers': epsilon, v_prediction (Salimans & Ho, arXiv 2202.00512,
    appendix D) or sample.
    """
    if prediction_type == "epsilon":
        return x - output * sigma
    if prediction_type == "v_prediction":
        variance = sigma**2 + 1
        return x / variance - output * sigma / variance.sqrt()
    if prediction_type == "sample":
        return output
    raise NodeError(
        f'The model predicts "{prediction_type}", which is not known here.',
        hint="Known: epsilon, v_prediction, sample.",
    )
