"""Trains ``tiny-controlnet``: Canny edges that steer the frozen ``tiny-sd15``."""

from pathlib import Path
from typing import Any

import diffusers
import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import silu
from torch.nn.init import kaiming_normal_

from models.train.denoiser import Captions
from models.train.diffusion import Diffusion, draw_timesteps
from models.train.export import save_folder
from models.train.free_pictures import draw_free
from models.train.frozen_base import FrozenBase
from models.train.latents import Example, load_latents, sample_latents
from models.train.optimisation import Recipe, Training, train_until_done
from models.train.pictures import SIZE, Pixels
from nodes.canny import canny_edges

STATE = "controlnet.pt"
LATENTS = "latents/controlnet"
NO_CAPTION = 0.5
"""More than usual: without a caption everything has to come from the edges."""

NEW = "controlnet_"
"""Begins at zero: under Muon the output layers took more than 500 steps to matter."""

MEASURED_PICTURES = 16

STRUCTURE = 0.8
"""Centre of the noise levels (median 690): where things stand is decided early."""

THRESHOLDS = ((0.1, 0.2), (0.1, 0.2), (0.1, 0.2), (0.05, 0.15), (0.2, 0.4))
"""Mostly the Canny node's own."""

_diffusers: Any = diffusers


def draw_controlled(seed: int, index: int) -> Example:
    """Examples with the fact ``edges``: one bit per pixel, packed."""
    picture = draw_free(seed, index)
    edges = find_edges(picture.pixels, *THRESHOLDS[index % len(THRESHOLDS)])
    return Example(picture.pixels, picture.caption, facts={"edges": np.packbits(edges)})


def find_edges(pixels: Pixels, low: float, high: float) -> Pixels:
    """Canny edges of a picture: (height, width), 0 or 1."""
    edges = canny_edges((pixels / 255).astype(np.float32)[None], low, high)
    return edges[0, ..., 0].astype(np.uint8)


def new_controlnet(base: FrozenBase) -> Any:
    """A copy of the base's encoder that adds nothing yet."""
    controlnet = _diffusers.ControlNetModel.from_unet(
        base.unet, conditioning_embedding_out_channels=(8, 16, 32, 64)
    )
    examples = [draw_controlled(0, index) for index in range(MEASURED_PICTURES)]
    packed = torch.from_numpy(np.stack([example.facts["edges"] for example in examples]))
    _start_reading(controlnet.controlnet_cond_embedding, _unpacked(packed))
    return controlnet


@torch.no_grad()
def _start_reading(embedding: Any, edges: Tensor) -> None:
    """Let each layer's output have unit variance on real edges.

    With the usual random weights thin lines fade to nothing in eight layers, and the last one
    would begin at zero: after 18,000 samples such a ControlNet had not noticed the edges.
    """
    signal = edges
    for layer in (embedding.conv_in, *embedding.blocks, embedding.conv_out):
        kaiming_normal_(layer.weight)
        layer.bias.zero_()
        layer.weight /= layer(signal).std()
        signal = silu(layer(signal))


def train_controlnet(
    out: Path, folder: Path, recipe: Recipe, resume: bool, rank: int, world: int
) -> None:
    """Train until the schedule ends; every process of ``world`` calls this."""
    torch.manual_seed(recipe.seed)
    base = FrozenBase(folder)
    controlnet = new_controlnet(base).requires_grad_(True).to(memory_format=torch.channels_last)
    latents = load_latents(out / LATENTS)
    captions = Captions(base.tokenizer, latents.captions)
    scaling, diffusion = base.scaling, Diffusion()

    def loss() -> Tensor:
        rows = latents.draw_rows(recipe.batch)
        text = base.text(captions.drawn(rows, NO_CAPTION))
        edges = _unpacked(latents.facts["edges"][rows])

        def predict(noisy: Tensor, timesteps: Tensor) -> Tensor:
            down, middle = controlnet(noisy, timesteps, text, edges, return_dict=False)
            predicted: Tensor = base.unet(
                noisy,
                timesteps,
                text,
                down_block_additional_residuals=down,
                mid_block_additional_residual=middle,
            ).sample
            return predicted

        clean = sample_latents(latents.moments[rows], scaling)
        return diffusion.loss(clean, draw_timesteps(recipe.batch, STRUCTURE), predict)

    training = Training([controlnet], recipe, world, NEW)
    train_until_done(training, loss, out / STATE, resume, rank, world)


def export_controlnet(out: Path, folder: Path, target: Path) -> None:
    """Write the averaged weights as a float16 folder."""
    controlnet = new_controlnet(FrozenBase(folder)).requires_grad_(True)
    training = Training([controlnet], Recipe(1), new=NEW)
    training.resume(out / STATE)
    with training.average.applied():
        save_folder(controlnet, target, {})


def _unpacked(bits: Tensor) -> Tensor:
    """Edges as a control picture: (batch, 3, height, width), 0 or 1."""
    pixels = np.unpackbits(bits.numpy(), axis=1).reshape(-1, 1, SIZE, SIZE)
    return torch.from_numpy(pixels).float().expand(-1, 3, -1, -1)
