"""Extra channels: what inpainting, editing, depth and upscaling U-Nets read beside the latent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from diffusers.utils.torch_utils import randn_tensor

from nodes.diffusion.arrays import to_tensor

if TYPE_CHECKING:
    from graph_engine.context import Context
    from nodes.values import ExtraChannels, FloatArray, Posterior


@dataclass(frozen=True, eq=False)
class LoadedExtra:
    """The channels for one batch, (batch, channels, h, w), and a level of noise for the U-Net."""

    channels: torch.Tensor
    noise_level: int | None = None

    def joined(
        self, latents: torch.Tensor, with_picture: Sequence[bool], options: dict[str, Any]
    ) -> torch.Tensor:
        """Latents of several passes with the channels beside them; zeros where no picture goes."""
        passes = [self.channels if shown else torch.zeros_like(self.channels)
                  for shown in with_picture]  # fmt: skip
        if self.noise_level is not None:
            options["class_labels"] = torch.full(
                (len(latents),), self.noise_level, dtype=torch.long, device=latents.device
            )
        return torch.cat([latents, torch.cat(passes)], dim=1)


def load_extra(
    extra: ExtraChannels, batch: int, generator: torch.Generator | None, context: Context
) -> LoadedExtra:
    """The channels on the device; with a generator, random parts are drawn as pipelines draw them.

    Without one, a masked picture is the posterior's mean.
    """
    values = for_batch(to_tensor(extra.values, context.device), batch)
    if extra.kind != "inpaint" or extra.posterior is None:
        return LoadedExtra(values)
    masked = for_batch(draw(extra.posterior, generator, context), batch)
    return LoadedExtra(torch.cat([values, masked], dim=1))


def draw(posterior: Posterior, generator: torch.Generator | None, context: Context) -> torch.Tensor:
    """A draw from a posterior, or without a generator its mean, times the scaling factor."""
    # The encoder leaves its channels last in memory, and kernels round by the layout.
    mean, deviation = (
        to_tensor(array, context.device).contiguous(memory_format=torch.channels_last)
        for array in (posterior.mean, posterior.deviation)
    )
    if generator is None:
        return posterior.scaling_factor * mean
    noise = randn_tensor(mean.shape, generator=generator, device=mean.device, dtype=mean.dtype)
    drawn: torch.Tensor = mean + deviation * noise
    return posterior.scaling_factor * drawn


def for_batch(tensor: torch.Tensor, batch: int) -> torch.Tensor:
    """One picture for each of a batch; a tensor that has one each is returned as it is."""
    return tensor if len(tensor) == batch else tensor.repeat(batch // len(tensor), 1, 1, 1)


def noised_small_picture(
    values: FloatArray,
    noise_level: int,
    scheduler: Any,
    batch: int,
    generator: torch.Generator,
    context: Context,
) -> LoadedExtra:
    """The small picture of the ×4 upscaler with noise, as StableDiffusionUpscalePipeline adds it."""
    picture = to_tensor(values, context.device)
    noise = randn_tensor(
        picture.shape, generator=generator, device=picture.device, dtype=picture.dtype
    )
    level = torch.tensor([noise_level], dtype=torch.long, device=picture.device)
    return LoadedExtra(for_batch(scheduler.add_noise(picture, noise, level), batch), noise_level)
