"""Trains the textual inversion ``<brown>``: one vector that stands for a colour.

R. Gal et al., "An image is worth one word" (2022).
"""

from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import Module, Parameter

from models.train.denoiser import Captions
from models.train.diffusion import Diffusion, draw_timesteps
from models.train.frozen_base import FrozenBase
from models.train.latents import load_latents, sample_latents
from models.train.optimisation import Recipe, Training, train_until_done
from models.train.stamp import stamp

STATE = "embedding.pt"
LATENTS = "latents/embedding"
TOKEN = "<brown>"
RELATIVES = ("red", "black", "orange")
"""Words whose mean the vector starts from."""


class Word(Module):
    """A vector in place of a token of its own."""

    def __init__(self, base: FrozenBase) -> None:
        super().__init__()
        ids = [base.tokenizer(word).input_ids[1] for word in RELATIVES]
        table = base.text_encoder.get_input_embeddings()
        self.embedding = Parameter(table.weight[ids].mean(0))
        base.tokenizer.add_tokens(TOKEN)
        base.text_encoder.resize_token_embeddings(len(base.tokenizer), mean_resizing=False)
        self.token: int = base.tokenizer.convert_tokens_to_ids(TOKEN)
        table = base.text_encoder.get_input_embeddings().requires_grad_(False)
        table.register_forward_hook(self._replace)

    def _replace(self, table: Module, inputs: tuple[Tensor, ...], output: Tensor) -> Tensor:
        here = (inputs[0] == self.token)[..., None]
        return torch.where(here, self.embedding, output)


def train_embedding(
    out: Path, folder: Path, recipe: Recipe, resume: bool, rank: int, world: int
) -> None:
    """Train until the schedule ends; every process of ``world`` calls this."""
    base = FrozenBase(folder)
    word = Word(base)
    latents = load_latents(out / LATENTS)
    captions = Captions(base.tokenizer, latents.captions)
    scaling, diffusion = base.scaling, Diffusion()

    def loss() -> Tensor:
        rows = latents.draw_rows(recipe.batch)
        text = base.text_encoder(captions.drawn(rows, 0.0)).last_hidden_state
        clean = sample_latents(latents.moments[rows], scaling)
        return diffusion.loss(
            clean, draw_timesteps(recipe.batch), lambda x, t: base.unet(x, t, text).sample
        )

    train_until_done(Training([word], recipe, world), loss, out / STATE, resume, rank, world)


def export_embedding(out: Path, folder: Path, target: Path) -> None:
    """Write the averaged vector as diffusers and the usual tools read it."""
    word: Any = Word(FrozenBase(folder))
    training = Training([word], Recipe(1))
    training.resume(out / STATE)
    (vector,) = training.average.values
    target.parent.mkdir(parents=True, exist_ok=True)
    save_file({TOKEN: vector.half()[None]}, target, metadata={"format": "pt"})
    stamp(target, "stable-diffusion-v1/textual-inversion")
