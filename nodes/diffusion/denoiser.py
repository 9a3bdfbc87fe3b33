"""Denoiser: what the U-Net predicts for a noisy latent, steered by the prompts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from graph_engine.errors import NodeError

if TYPE_CHECKING:
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel

    from nodes.diffusion.schedulers import Scheduler


@dataclass(frozen=True, eq=False)
class Prompt:
    """An encoded prompt on the device: `embedding` (batch, tokens, width), and when it counts."""

    embedding: torch.Tensor
    strength: float = 1.0
    start: float = 0.0
    end: float = 1.0

    def is_active(self, at: float) -> bool:
        """Whether it takes part at a point of the denoising, 0 (pure noise) to 1 (picture)."""
        return self.start <= at < self.end or (self.end >= 1 and at >= 1)


class Denoiser:
    """Classifier-free guidance (Ho & Salimans, arXiv 2207.12598) around a U-Net.

    Without negative prompts there is no guidance. All prompts of a step go through the U-Net as
    one batch, the negative ones first, in the order and arithmetic of diffusers' pipelines.
    """

    def __init__(
        self,
        unet: UNet2DConditionModel,
        positive: Sequence[Prompt],
        negative: Sequence[Prompt],
        *,
        guidance: float,
        rescale: float,
        count: Callable[[int], None],
    ) -> None:
        self._unet = unet
        self._positive = tuple(positive)
        self._negative = tuple(negative)
        self._guidance = guidance
        self._rescale = rescale
        self._count = count
        self._stacked: dict[tuple[Prompt, ...], torch.Tensor] = {}

    def predict(
        self, latents: torch.Tensor, timestep: torch.Tensor, scheduler: Scheduler, at: float
    ) -> torch.Tensor:
        """The guided prediction, of the shape of `latents`, at a point of the denoising."""
        negative = [prompt for prompt in self._negative if prompt.is_active(at)]
        positive = [prompt for prompt in self._positive if prompt.is_active(at)]
        if not positive or (self._negative and not negative):
            raise NodeError(
                f"No {'negative' if positive else 'positive'} prompt is active at {at:.0%} of the"
                " denoising.",
                port="negative" if positive else "positive",
            )
        prompts = (*negative, *positive)
        model_input = torch.cat([latents] * len(prompts)) if len(prompts) > 1 else latents
        model_input = scheduler.scale_model_input(model_input, timestep)
        self._count(len(model_input))
        output: torch.Tensor = self._unet(
            model_input, timestep, encoder_hidden_states=self._stack(prompts), return_dict=False
        )[0]
        parts = output.chunk(len(prompts))
        conditioned = _weighted(parts[len(negative) :], positive)
        if not negative:
            return conditioned
        unconditioned = _weighted(parts[: len(negative)], negative)
        guided = unconditioned + self._guidance * (conditioned - unconditioned)
        return rescaled(guided, conditioned, self._rescale) if self._rescale > 0 else guided

    def _stack(self, prompts: tuple[Prompt, ...]) -> torch.Tensor:
        if prompts not in self._stacked:
            if len({prompt.embedding.shape[1] for prompt in prompts}) > 1:
                raise NodeError(
                    "The prompts were encoded to different lengths.",
                    port="positive",
                    hint="Encode all of them with one text encoder.",
                )
            self._stacked[prompts] = torch.cat([prompt.embedding for prompt in prompts])
        return self._stacked[prompts]


def rescaled(guided: torch.Tensor, conditioned: torch.Tensor, amount: float) -> torch.Tensor:
    """Bring the contrast of a guided prediction towards that of the conditioned one.

    Section 3.4 of Lin et al., "Common Diffusion Noise Schedules and Sample Steps are Flawed",
    arXiv 2305.08891; `amount` is 0 (off) to 1.
    """
    dims = list(range(1, guided.ndim))
    ratio = conditioned.std(dim=dims, keepdim=True) / guided.std(dim=dims, keepdim=True)
    return amount * (guided * ratio) + (1 - amount) * guided


def _weighted(parts: Sequence[torch.Tensor], prompts: Sequence[Prompt]) -> torch.Tensor:
    """The mean of predictions by their prompts' strengths; of one, itself, bit for bit."""
    if len(parts) == 1:
        return parts[0]
    total = sum(prompt.strength for prompt in prompts)
    shares = [p.strength / total if total else 1 / len(prompts) for p in prompts]
    return torch.stack([part * share for part, share in zip(parts, shares, strict=True)]).sum(0)
