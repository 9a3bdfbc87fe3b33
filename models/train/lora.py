"""Trains the LoRA ``hollow``: shapes with a hole, for the frozen ``tiny-sd15``."""

from pathlib import Path
from typing import Any

import diffusers
import torch
from peft import LoraConfig, get_peft_model_state_dict
from torch import Tensor

from models.train.denoiser import Captions
from models.train.diffusion import Diffusion, draw_timesteps
from models.train.frozen_base import FrozenBase
from models.train.latents import load_latents, sample_latents
from models.train.optimisation import Recipe, Training, train_until_done
from models.train.stamp import stamp

STATE = "lora.pt"
LATENTS = "latents/lora"
RANK = 8
LAYERS = ("to_q", "to_k", "to_v", "to_out.0", "ff.net.0.proj", "ff.net.2")

_diffusers: Any = diffusers


def train_lora(
    out: Path, folder: Path, recipe: Recipe, resume: bool, rank: int, world: int
) -> None:
    """Train until the schedule ends; every process of ``world`` calls this."""
    base = adapted_base(folder, recipe.seed)
    latents = load_latents(out / LATENTS)
    captions = Captions(base.tokenizer, latents.captions)
    scaling, diffusion = base.scaling, Diffusion()

    def loss() -> Tensor:
        rows = latents.draw_rows(recipe.batch)
        text = base.text(captions.drawn(rows))
        clean = sample_latents(latents.moments[rows], scaling)
        return diffusion.loss(
            clean, draw_timesteps(recipe.batch), lambda x, t: base.unet(x, t, text).sample
        )

    train_until_done(Training([base.unet], recipe, world), loss, out / STATE, resume, rank, world)


def export_lora(out: Path, folder: Path, target: Path) -> None:
    """Write the averaged adapter as one float16 file in diffusers' format."""
    base = adapted_base(folder, 0)
    training = Training([base.unet], Recipe(1))
    training.resume(out / STATE)
    with training.average.applied():
        layers = get_peft_model_state_dict(base.unet)
        _diffusers.StableDiffusionPipeline.save_lora_weights(
            target.parent,
            unet_lora_layers={name: value.half() for name, value in layers.items()},
            weight_name=target.name,
            unet_lora_adapter_metadata=_config().to_dict(),  # type: ignore[no-untyped-call]
        )
    stamp(target, "stable-diffusion-v1/lora")


def adapted_base(folder: Path, seed: int) -> FrozenBase:
    """The base with an adapter that changes nothing yet, the only part that is trained."""
    torch.manual_seed(seed)
    base = FrozenBase(folder)
    base.unet.add_adapter(_config())
    return base


def _config() -> LoraConfig:
    return LoraConfig(
        r=RANK, lora_alpha=RANK, target_modules=list(LAYERS), init_lora_weights="gaussian"
    )
