"""Trains ``tiny-sdxl-refiner``: the last steps of ``tiny-sdxl``, led by an aesthetic score."""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from models.train.architecture import load_autoencoder, load_tokenizer, load_unet, tokenize
from models.train.diffusion import Diffusion, draw_timesteps
from models.train.export import save_folder
from models.train.latents import load_latents, sample_latents
from models.train.optimisation import Recipe, Training, train_until_done
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
        rows = latents.draw_rows(recipe.batch)
        dropped = torch.rand(recipe.batch) < NO_CAPTION
        ids = tokens[torch.where(dropped, torch.tensor(len(latents)), rows)]
        with torch.no_grad():
            text = encoder(ids, output_hidden_states=True)
        facts = {"text_embeds": text.text_embeds, "time_ids": latents.facts["sizes"][rows]}
        hidden = text.hidden_states[-2]
        clean = sample_latents(latents.moments[rows], scaling)
        timesteps = draw_timesteps(recipe.batch, -0.3, highest=NOISIEST)
        return diffusion.loss(
            clean, timesteps, lambda x, t: unet(x, t, hidden, added_cond_kwargs=facts).sample
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
