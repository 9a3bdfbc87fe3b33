"""Denoiser: what the U-Net predicts for a noisy latent, steered by prompts and control."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch

from graph_engine.errors import NodeError
from nodes.diffusion.prompts import Prompt

if TYPE_CHECKING:
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel

    from nodes.diffusion.controls import LoadedControl
    from nodes.diffusion.extra_channels import LoadedExtra


@dataclass(frozen=True, eq=False)
class Pass:
    """One prompt's way through the U-Net, with the picture it reads besides or without it.

    `negative` says that it is one to guide away from, so that some ControlNets leave it alone.
    """

    prompt: Prompt
    with_picture: bool = True
    negative: bool = False


class Denoiser:
    """Runs the U-Net for all prompts of a moment as one batch, and counts what it computed.

    `extra` are the channels that an inpainting, editing, depth or upscaling U-Net reads beside
    the latent.
    """

    def __init__(
        self,
        unet: UNet2DConditionModel,
        extra: LoadedExtra | None,
        count: Callable[[int], None],
    ) -> None:
        self._unet: Any = unet
        self._extra = extra
        self._count = count
        self._stacked: dict[tuple[Prompt, ...], dict[str, Any]] = {}

    def evaluate(
        self,
        latents: torch.Tensor,
        timestep: torch.Tensor,
        passes: Sequence[Pass],
        controls: Sequence[LoadedControl],
        guidance: float = 0.0,
    ) -> tuple[torch.Tensor, ...]:
        """The U-Net's output for each pass; `latents` are scaled as the U-Net wants them.

        `guidance` is only read by U-Nets that were distilled with it as an input (LCM).
        """
        count = len(passes)
        given = torch.cat([latents] * count) if count > 1 else latents
        inputs = self._prompt_inputs(tuple(each.prompt for each in passes))
        options = dict(inputs)
        for control in controls:
            control.add_residuals(given, timestep, inputs, options, [p.negative for p in passes])
        if self._extra is not None:
            given = self._extra.joined(given, [each.with_picture for each in passes], options)
        if width := self._unet.config.time_cond_proj_dim:
            options["timestep_cond"] = guidance_embedding(guidance - 1, width, given)
        output: torch.Tensor = self._unet(given, timestep, **options, return_dict=False)[0]
        self._count(len(given))
        return output.chunk(count)

    @property
    def reads_guidance(self) -> bool:
        """Whether guidance is an input of the U-Net, so that no negative pass is wanted."""
        return bool(self._unet.config.time_cond_proj_dim)

    def _prompt_inputs(self, prompts: tuple[Prompt, ...]) -> dict[str, Any]:
        if prompts not in self._stacked:
            if len({prompt.embedding.shape[1] for prompt in prompts}) > 1:
                raise NodeError(
                    "The prompts were encoded to different lengths.",
                    port="positive",
                    hint="Encode all of them with one text encoder.",
                )
            inputs: dict[str, Any] = {
                "encoder_hidden_states": torch.cat([prompt.embedding for prompt in prompts])
            }
            pooled = [p.pooled for p in prompts if p.pooled is not None]
            time_ids = [p.time_ids for p in prompts if p.time_ids is not None]
            if pooled:
                inputs["added_cond_kwargs"] = {
                    "text_embeds": torch.cat(pooled),
                    "time_ids": torch.cat(time_ids),
                }
            self._stacked[prompts] = inputs
        return self._stacked[prompts]


def guidance_embedding(scale: float, width: int, like: torch.Tensor) -> torch.Tensor:
    """Guidance as sines and cosines, (batch, width), as in LatentConsistencyModelPipeline."""
    half = width // 2
    frequencies = torch.exp(torch.arange(half) * -(torch.log(torch.tensor(10000.0)) / (half - 1)))
    angles = torch.tensor([scale * 1000.0])[:, None] * frequencies[None]
    embedding = torch.cat([torch.sin(angles), torch.cos(angles)], dim=1)
    return embedding.to(like).repeat(len(like), 1)


def weighted(parts: Sequence[torch.Tensor], prompts: Sequence[Prompt]) -> torch.Tensor:
    """The mean of predictions by their prompts' strengths and regions; of one, itself.

    Where no region reaches, all count alike.
    """
    if len(parts) == 1:
        return parts[0]
    least = 1e-6
    weights = [
        prompt.strength * (prompt.region if prompt.region is not None else 1.0) + least
        for prompt in prompts
    ]
    total = sum(weights[1:], start=weights[0])
    shares = [part * weight for part, weight in zip(parts, weights, strict=True)]
    return torch.stack(shares).sum(0) / total


def guided(
    unconditioned: torch.Tensor, conditioned: torch.Tensor, guidance: float, rescale: float
) -> torch.Tensor:
    """Classifier-free guidance (Ho & Salimans, arXiv 2207.12598), rescaled by `rescale`."""
    away = unconditioned + guidance * (conditioned - unconditioned)
    return rescaled(away, conditioned, rescale) if rescale > 0 else away


def edit_guided(
    unconditioned: torch.Tensor,
    with_picture: torch.Tensor,
    conditioned: torch.Tensor,
    guidance: float,
    picture_guidance: float,
) -> torch.Tensor:
    """Guidance by a prompt and by a picture: equation 3 of InstructPix2Pix, arXiv 2211.09800."""
    return (
        unconditioned
        + guidance * (conditioned - with_picture)
        + picture_guidance * (with_picture - unconditioned)
    )


def rescaled(guided: torch.Tensor, conditioned: torch.Tensor, amount: float) -> torch.Tensor:
    """Bring the contrast of a guided prediction towards that of the conditioned one.

    Section 3.4 of Lin et al., "Common Diffusion Noise Schedules and Sample Steps are Flawed",
    arXiv 2305.08891; `amount` is 0 (off) to 1.
    """
    dims = list(range(1, guided.ndim))
    ratio = conditioned.std(dim=dims, keepdim=True) / guided.std(dim=dims, keepdim=True)
    return amount * (guided * ratio) + (1 - amount) * guided
