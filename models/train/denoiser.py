"""Trains ``tiny-sd15``'s U-Net together with its text encoder on cached latents."""

from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from models.train.architecture import (
    load_autoencoder,
    load_text_encoder,
    load_tokenizer,
    load_unet,
    new_text_encoder,
    new_unet,
    tokenize,
)
from models.train.diffusion import Diffusion, draw_timesteps
from models.train.latents import LatentSet, load_latents, sample_latents
from models.train.optimisation import Recipe, Training, train_until_done

STATE = "denoiser.pt"
LATENTS = "latents/sd15"
NO_CAPTION = 0.1
"""Share of samples trained without their caption, for classifier-free guidance."""


class Captions:
    """Token ids of a latent set's captions, and of the empty caption."""

    def __init__(self, tokenizer: Any, captions: tuple[str, ...]) -> None:
        self.tokens = tokenize(tokenizer, [*captions, ""])

    def drawn(self, rows: Tensor, no_caption: float = NO_CAPTION) -> Tensor:
        """Token ids of the rows, a share of them replaced by the empty caption's."""
        dropped = torch.rand(len(rows)) < no_caption
        return self.tokens[torch.where(dropped, torch.tensor(len(self.tokens) - 1), rows)]


def train_denoiser(
    out: Path, recipe: Recipe, resume: bool, warm_start: Path | None, rank: int, world: int
) -> None:
    """Train until the schedule ends; every process of ``world`` calls this."""
    torch.manual_seed(recipe.seed)
    tokenizer = load_tokenizer(out / "tokenizer")
    unet = new_unet().to(memory_format=torch.channels_last)
    text_encoder = new_text_encoder(tokenizer)
    if warm_start is not None:
        unet.load_state_dict(load_unet(warm_start / "unet").state_dict())
        known = load_text_encoder(warm_start / "text_encoder")
        text_encoder.load_state_dict(known.state_dict())
    latents: LatentSet = load_latents(out / LATENTS)
    captions = Captions(tokenizer, latents.captions)
    scaling: float = load_autoencoder(out / "vae").config.scaling_factor
    diffusion = Diffusion()

    def loss() -> Tensor:
        rows = latents.draw_rows(recipe.batch)
        text = text_encoder(captions.drawn(rows)).last_hidden_state
        clean = sample_latents(latents.moments[rows], scaling)
        return diffusion.loss(
            clean, draw_timesteps(recipe.batch), lambda x, t: unet(x, t, text).sample
        )

    training = Training([unet, text_encoder], recipe, world)
    train_until_done(training, loss, out / STATE, resume, rank, world)
