"""Trains ``tiny-sdxl-refiner``: the last steps of ``tiny-sdxl``, led by an aesthetic score."""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from models.train.architecture import (
    LATENT_CHANNELS,
    load_autoencoder,
    load_tokenizer,
    load_unet,
    tokenize,
)
from models.train.diffusion import Diffusion, draw_timesteps
from models.train.export import save_folder
from models.train.latents import load_latents, sample_latents
from models.train.optimisation import Recipe, Training, train_until_done
from models.train.scored_pictures import SPOILT
from models.train.sdxl_architecture import (
    load_second_encoder,
    new_refiner_pipeline,
    new_refiner_unet,
)
from models.train.sdxl_warm_start import start_refiner_unet

STATE = "refiner.pt"
LATENTS = "latents/refiner"
NEW = "add_embedding"
NO_CAPTION = 0.1

NOISIEST = 500
"""Of SDXL's 1000 noise levels; the refiner is meant for the last 200 and image to image."""

STRUCTURE = 0.0
"""Centre of the noise levels (median 250): at the lowest the picture itself shows its score."""


def train_refiner(
    out: Path, sdxl: Path, recipe: Recipe, resume: bool, rank: int, world: int
) -> None:
    """Train until the schedule ends; every process of ``world`` calls this.

    Args:
        sdxl: The folder of ``tiny-sdxl``, which lends its weights.
    """
    torch.manual_seed(recipe.seed)
    unet = _warm_unet(sdxl)
    encoder = load_second_encoder(sdxl / "text_encoder_2").requires_grad_(False)
    latents = load_latents(out / LATENTS)
    tokens = tokenize(load_tokenizer(sdxl / "tokenizer_2"), [*latents.captions, ""])
    scaling: float = load_autoencoder(sdxl / "vae").config.scaling_factor
    diffusion = Diffusion()

    def loss() -> Tensor:
        rows = latents.draw_rows(max(1, recipe.batch // 2))
        dropped = torch.rand(len(rows)) < NO_CAPTION
        ids = tokens[torch.where(dropped, torch.tensor(len(latents)), rows)]
        with torch.no_grad():
            text = encoder(ids, output_hidden_states=True)
        scores = torch.cat([latents.facts["sizes"][rows], latents.facts["spoilt_sizes"][rows]])
        facts = {"text_embeds": text.text_embeds.repeat(2, 1), "time_ids": scores}
        hidden = text.hidden_states[-2].repeat(2, 1, 1)
        moments = torch.cat([latents.moments[rows], latents.companions[SPOILT][rows]])
        timesteps = draw_timesteps(len(rows), STRUCTURE, highest=NOISIEST)
        noise = torch.randn(len(rows), LATENT_CHANNELS, *moments.shape[-2:])
        return diffusion.loss(
            sample_latents(moments, scaling),
            timesteps.repeat(2),
            lambda x, t: unet(x, t, hidden, added_cond_kwargs=facts).sample,
            noise.repeat(2, 1, 1, 1),
        )

    train_until_done(Training([unet], recipe, world, NEW), loss, out / STATE, resume, rank, world)


def export_refiner(out: Path, sdxl: Path, target: Path) -> None:
    """Write the averaged weights, with the base's VAE and second encoder, as a float16 folder."""
    unet = _warm_unet(sdxl)
    training = Training([unet], Recipe(1), new=NEW)
    training.resume(out / STATE)
    parts = {
        "vae": load_autoencoder(sdxl / "vae"),
        "unet": unet,
        "text_encoder_2": load_second_encoder(sdxl / "text_encoder_2"),
        "tokenizer_2": load_tokenizer(sdxl / "tokenizer_2"),
    }
    with training.average.applied():
        save_folder(new_refiner_pipeline(parts), target, {"tokenizer_2": sdxl / "tokenizer_2"})


def _warm_unet(sdxl: Path) -> Any:
    unet = new_refiner_unet()
    start_refiner_unet(unet, load_unet(sdxl / "unet"))
    return unet.to(memory_format=torch.channels_last)
