"""Trains ``tiny-inpaint``: ``tiny-sd15``'s U-Net with the mask and the rest as more channels."""

from pathlib import Path
from typing import Any

import diffusers
import torch
from torch import Tensor

from models.train.architecture import LATENT_CHANNELS, load_autoencoder, new_scheduler
from models.train.denoiser import Captions
from models.train.diffusion import Diffusion, draw_timesteps
from models.train.export import save_folder
from models.train.frozen_base import FrozenBase
from models.train.latents import load_latents, sample_latents
from models.train.optimisation import Recipe, Training, train_until_done

STATE = "inpaint.pt"
LATENTS = "latents/inpaint"
CHANNELS = 2 * LATENT_CHANNELS + 1
"""Noisy latents, mask, latents of the masked picture, in this order."""

NEW = "conv_in"

OFFSET = 0.15
"""Deviation of what the noise of each channel is off as a whole (offset noise, N. Guttenberg 2023).

What a sampler has got wrong once stands in its latents from then on. Nothing else in training shows
latents that disagree with the picture around the hole, which is the one to believe."""

OUTSIDE = 4.0
"""Weight of the mean error around the hole: little beside all the rest, and easily seen."""

_diffusers: Any = diffusers


@torch.no_grad()
def new_inpaint_unet(base: FrozenBase) -> Any:
    """The base's U-Net with more input channels, which it ignores at first."""
    unet = type(base.unet).from_config({**base.unet.config, "in_channels": CHANNELS})
    state = base.unet.state_dict()
    weight = torch.zeros_like(unet.conv_in.weight)
    weight[:, :LATENT_CHANNELS] = state["conv_in.weight"]
    unet.load_state_dict({**state, "conv_in.weight": weight})
    return unet.to(memory_format=torch.channels_last)


def train_inpaint(
    out: Path, folder: Path, recipe: Recipe, resume: bool, rank: int, world: int
) -> None:
    """Train until the schedule ends; every process of ``world`` calls this."""
    torch.manual_seed(recipe.seed)
    base = FrozenBase(folder)
    unet = new_inpaint_unet(base)
    latents = load_latents(out / LATENTS)
    captions = Captions(base.tokenizer, latents.captions)
    scaling, diffusion = base.scaling, Diffusion()

    def loss() -> Tensor:
        rows = latents.draw_rows(recipe.batch)
        text = base.text(captions.drawn(rows))
        mask = latents.facts["mask"][rows].float()
        masked = sample_latents(latents.companions["masked"][rows], scaling)

        def predict(noisy: Tensor, timesteps: Tensor) -> Tensor:
            predicted: Tensor = unet(torch.cat([noisy, mask, masked], 1), timesteps, text).sample
            return predicted

        clean = sample_latents(latents.moments[rows], scaling)
        timesteps = draw_timesteps(recipe.batch)
        noise = torch.randn_like(clean) + _offset(mask)
        error = diffusion.error(clean, timesteps, predict, noise)
        # As errors of the picture: in v, what hardly shows at low levels would outweigh the rest.
        shown = error * (1 - diffusion.alphas[timesteps]).sqrt().view(-1, 1, 1, 1)
        return error.square().mean() + OUTSIDE * _mean_outside(shown, mask).square().mean()

    training = Training([unet], recipe, world, new=NEW)
    train_until_done(training, loss, out / STATE, resume, rank, world)


def _offset(mask: Tensor) -> Tensor:
    """One number for each channel; zero where there is nothing but a hole."""
    count = len(mask)
    shows_something = mask.view(count, -1, 1, 1).mean(1, keepdim=True) < 1
    return OFFSET * torch.randn(count, LATENT_CHANNELS, 1, 1) * shows_something


def _mean_outside(error: Tensor, mask: Tensor) -> Tensor:
    """Of each picture's channels, (batch, 4); zero where there is nothing but a hole."""
    outside = 1 - mask
    return (error * outside).sum((2, 3)) / outside.sum((2, 3)).clamp(min=1)


def export_inpaint(out: Path, folder: Path, target: Path) -> None:
    """Write the averaged weights, with the base's other parts, as a float16 folder."""
    base = FrozenBase(folder)
    unet = new_inpaint_unet(base)
    training = Training([unet], Recipe(1), new=NEW)
    training.resume(out / STATE)
    pipeline = _diffusers.StableDiffusionInpaintPipeline(
        vae=load_autoencoder(folder / "vae"),
        text_encoder=base.text_encoder,
        tokenizer=base.tokenizer,
        unet=unet,
        scheduler=new_scheduler(),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    with training.average.applied():
        save_folder(pipeline, target, {"tokenizer": folder / "tokenizer"})
