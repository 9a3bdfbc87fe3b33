"""Starting: what the first step of Sample gets, drawn in the order of diffusers' pipelines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from diffusers.utils.torch_utils import randn_tensor
from torch.nn import functional

from nodes.diffusion.arrays import DTYPES, to_tensor
from nodes.diffusion.extra_channels import LoadedExtra, draw, load_extra, noised_small_picture
from nodes.diffusion.schedulers import low_resolution_scheduler

if TYPE_CHECKING:
    from graph_engine.context import Context
    from nodes.diffusion.schedulers import Scheduler
    from nodes.sample_steps import Chosen
    from nodes.sampling import Sample


@dataclass(frozen=True, eq=False)
class Kept:
    """A picture that stays outside a mask, whose values are 1 where it is repainted.

    `noise` is what it is noised with while the rest is denoised.
    """

    picture: torch.Tensor
    noise: torch.Tensor
    mask: torch.Tensor

    def around(
        self, latents: torch.Tensor, scheduler: Scheduler, timestep: torch.Tensor | None = None
    ) -> torch.Tensor:
        """The latents with the picture around them, noised for a time step, or else clean.

        As in StableDiffusionInpaintPipeline with a U-Net of four channels.
        """
        picture = self.picture
        if timestep is not None:
            picture = scheduler.add_noise(picture, self.noise, torch.tensor([timestep]))
        return (1 - self.mask) * picture + self.mask * latents


@dataclass(frozen=True, eq=False)
class Start:
    """The latents of the first step, and what an extended U-Net or a mask adds to every step."""

    latents: torch.Tensor
    extra: LoadedExtra | None = None
    kept: Kept | None = None


def is_new_picture(node: Sample) -> bool:
    """Whether sampling starts from noise alone, as the text-to-image pipeline does."""
    return node.latent.blank and node.strength == 1 and node.start == 0


def make_start(
    node: Sample,
    scheduler: Scheduler,
    chosen: Chosen,
    generator: torch.Generator,
    context: Context,
) -> Start:
    """Noise, a noised picture, or another sampler's latent as it is; draws as the pipelines do.

    The order is: the small picture's noise (upscaling), the posterior of the picture, the first
    noise of the whole batch, the posterior of the picture with the hole.
    """
    latent = node.latent
    small = _small_picture(node, generator, context)
    picture = _picture(node, generator, context)
    noise = _noise(node, generator, context)
    latents = _first_latents(node, picture, noise, scheduler, chosen, context)
    extra = small
    if small is None and latent.extra is not None:
        extra = load_extra(latent.extra, len(latent.samples), generator, context)
    if latent.noise_mask is None or noise is None:
        return Start(latents, extra)
    if picture is None:
        picture = to_tensor(latent.samples, context.device)
    elif latent.posterior is not None:
        # The pipeline encodes the picture with the hole too, and does not use it.
        randn_tensor(latent.posterior.mean.shape, generator=generator)
    values = torch.from_numpy(latent.noise_mask.values.copy())[:, None]
    mask = functional.interpolate(values, size=latents.shape[2:]).to(latents)
    return Start(latents, extra, Kept(picture, noise, mask))


def _small_picture(
    node: Sample, generator: torch.Generator, context: Context
) -> LoadedExtra | None:
    """What a ×4 upscaler reads beside the latent."""
    extra = node.latent.extra
    if extra is None or extra.kind != "upscale":
        return None
    scheduler = low_resolution_scheduler(node.unet.model, context.places)
    batch = len(node.latent.samples)
    return noised_small_picture(
        extra.values, extra.noise_level, scheduler, batch, generator, context
    )


def _goes_on(node: Sample) -> bool:
    """Whether the latent is noisy as it is: another sampler's, or the noise of a picture."""
    return node.start > 0 or node.latent.noised


def _picture(node: Sample, generator: torch.Generator, context: Context) -> torch.Tensor | None:
    """The picture to noise or to keep around a mask: the latent, or a draw from its posterior.

    None if there is none to read: an empty latent, another sampler's, or one whose picture an
    inpainting U-Net sees beside it.
    """
    latent = node.latent
    inpaints = latent.extra is not None and latent.extra.kind == "inpaint"
    if latent.blank or _goes_on(node) or (inpaints and node.strength == 1):
        return None
    if latent.posterior is None:
        return to_tensor(latent.samples, context.device)
    picture = draw(latent.posterior, generator, context)
    # The inpainting pipelines repeat it for the batch, which changes its layout in memory.
    return picture.contiguous() if _repaints(node) else picture


def _noise(node: Sample, generator: torch.Generator, context: Context) -> torch.Tensor | None:
    """The noise of the whole batch; None to go on with another sampler's latent without a mask."""
    if _goes_on(node) and not _repaints(node):
        return None
    device, dtype = torch.device(context.device.name), DTYPES[context.device.dtype]
    noise: torch.Tensor = randn_tensor(
        node.latent.samples.shape, generator=generator, device=device, dtype=dtype
    )
    return noise


def _first_latents(
    node: Sample,
    picture: torch.Tensor | None,
    noise: torch.Tensor | None,
    scheduler: Scheduler,
    chosen: Chosen,
    context: Context,
) -> torch.Tensor:
    if _goes_on(node) or noise is None:
        latents = to_tensor(node.latent.samples, context.device)
        return _scaled(latents, scheduler, chosen) if node.latent.noised else latents
    if picture is None or (_repaints(node) and node.strength == 1):
        return torch.mul(noise, scheduler.init_noise_sigma)
    first = scheduler.timesteps[chosen.first : chosen.first + 1]
    return scheduler.add_noise(picture, noise, first.repeat(len(noise)))


def _scaled(latents: torch.Tensor, scheduler: Scheduler, chosen: Chosen) -> torch.Tensor:
    """Noise of DDIM's scale, on the scale of a sampler that counts in sigmas."""
    one = torch.ones(1, dtype=latents.dtype, device=latents.device)
    return latents / scheduler.scale_model_input(one, scheduler.timesteps[chosen.first])


def _repaints(node: Sample) -> bool:
    """Whether the inpainting pipelines would do it."""
    extra = node.latent.extra
    return node.latent.noise_mask is not None or (extra is not None and extra.kind == "inpaint")
