"""The forward diffusion and its v-prediction target, the same for every model here."""

from collections.abc import Callable

import torch
from torch import Tensor

from models.train.architecture import new_scheduler

Predict = Callable[[Tensor, Tensor], Tensor]
"""From noisy latents and timesteps to the predicted v."""


def draw_timesteps(count: int, centre: float = 0.3, highest: int = 1000) -> Tensor:
    """Noise levels below ``highest``, a logistic normal (P. Esser et al. 2024).

    Its median is by default 570.

    High levels decide where a shape stands and which it is, middle ones its outline; at the lowest
    hardly anything is left to learn.
    """
    levels = highest * torch.sigmoid(centre + 1.1 * torch.randn(count))
    return levels.long().clamp(0, highest - 1)


class Diffusion:
    """Stable Diffusion 1.x's noise schedule, which all the embedded models share."""

    def __init__(self) -> None:
        self.alphas: Tensor = new_scheduler().alphas_cumprod

    def loss(
        self, clean: Tensor, timesteps: Tensor, predict: Predict, noise: Tensor | None = None
    ) -> Tensor:
        """Mean squared error of the predicted v (T. Salimans, J. Ho 2022).

        Args:
            noise: Drawn anew by default.
        """
        noise = torch.randn_like(clean) if noise is None else noise
        return self.error(clean, timesteps, predict, noise).square().mean()

    def error(self, clean: Tensor, timesteps: Tensor, predict: Predict, noise: Tensor) -> Tensor:
        """Predicted v less the true one."""
        alpha = self.alphas[timesteps].view(-1, 1, 1, 1)
        noisy = alpha.sqrt() * clean + (1 - alpha).sqrt() * noise
        target = alpha.sqrt() * noise - (1 - alpha).sqrt() * clean
        return predict(noisy, timesteps) - target
