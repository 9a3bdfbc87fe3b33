"""Trains the autoencoder, then its decoder alone against the frozen encoder."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import Parameter, functional

from models.train.architecture import DOWNSAMPLING, load_autoencoder, new_autoencoder
from models.train.checkpoint import Average, save_atomically
from models.train.latents import to_tensor
from models.train.near_linear import start_near_linear
from models.train.pictures import SIZE, draw_picture

SAVE_STEPS = 500
REPORT_STEPS = 100
WARM_UP_STEPS = 50
KL_WEIGHT = 2e-4
MOST_PICTURES = 32


@dataclass(frozen=True)
class Recipe:
    """``steps`` is the whole schedule, what a checkpoint has done included."""

    steps: int
    seed: int = 0
    learning_rate: float = 2e-3
    decay: float = 0.998


@dataclass(frozen=True)
class Crop:
    """Small crops come first: more colours per second."""

    side: int
    batch: int


class Training:
    """An autoencoder with the optimiser and average of the parameters that may change."""

    def __init__(
        self, vae: Any, parameters: Sequence[Parameter], recipe: Recipe, path: Path
    ) -> None:
        self.vae = vae
        self.parameters = list(parameters)
        self.recipe = recipe
        self.path = path
        self.optimiser = torch.optim.AdamW(self.parameters, betas=(0.9, 0.99), weight_decay=1e-4)
        self.average = Average(self.parameters, recipe.decay)
        self.step = 0

    @property
    def done(self) -> float:
        """Fraction of the schedule."""
        return self.step / self.recipe.steps

    def update(self, loss: Tensor) -> None:
        """One optimiser step; reports and saves from time to time."""
        warm_up = min(1.0, (self.step + 1) / WARM_UP_STEPS)
        fall = max(0.01, 0.5 * (1 + math.cos(math.pi * self.done)))
        for group in self.optimiser.param_groups:
            group["lr"] = self.recipe.learning_rate * warm_up * fall
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimiser.step()
        self.average.update(self.step)
        self.step += 1
        if self.step % REPORT_STEPS == 0:
            print(f"{self.path.stem}: step {self.step}, loss {loss.item():.4f}", flush=True)
        if self.step % SAVE_STEPS == 0:
            self.save()

    def save(self) -> None:
        """Write the checkpoint that ``resume`` reads."""
        state = {
            "vae": self.vae.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "average": self.average.values,
            "step": self.step,
            "random": torch.get_rng_state(),
        }
        save_atomically(state, self.path)

    def resume(self) -> None:
        """Go on from the checkpoint."""
        state = torch.load(self.path)
        self.vae.load_state_dict(state["vae"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.average.load(state["average"])
        self.step = state["step"]
        torch.set_rng_state(state["random"])


def train_autoencoder(out: Path, recipe: Recipe, resume: bool = False) -> None:
    """Train encoder and decoder from scratch and write the folder ``vae``."""
    torch.manual_seed(recipe.seed)
    vae = new_autoencoder().to(memory_format=torch.channels_last)
    start_near_linear(vae)
    training = Training(vae, list(vae.parameters()), recipe, out / "autoencoder.pt")
    if resume:
        training.resume()
    while training.done < 1:
        pictures = draw_crops(recipe.seed, training.step, autoencoder_crop(training.done))
        with torch.autocast("cpu", torch.bfloat16):
            posterior = vae.encode(pictures).latent_dist
            decoded = vae.decode(posterior.sample()).sample
        mean, variance_log = posterior.mean.float(), posterior.logvar.float()
        divergence = 0.5 * (mean.square() + variance_log.exp() - 1 - variance_log).mean()
        # Latents 0 to 2 are first held near the pooled colours: without it, and without the
        # near-linear start, so small an autoencoder stays at the mean picture for long.
        pooled = 1.5 * functional.avg_pool2d(pictures, DOWNSAMPLING)
        anchor = max(0.03, 1 - 4 * training.done) * (mean[:, :3] - pooled).square().mean()
        training.update(picture_loss(decoded.float(), pictures) + KL_WEIGHT * divergence + anchor)
    training.save()
    with training.average.applied():
        vae.register_to_config(scaling_factor=round(1 / latent_deviation(vae, recipe.seed), 5))
        vae.save_pretrained(out / "vae")


def train_decoder(out: Path, recipe: Recipe, resume: bool = False) -> None:
    """Train only the decoder of the folder ``vae`` further; latents keep their meaning."""
    torch.manual_seed(recipe.seed)
    vae = load_autoencoder(out / "vae").to(memory_format=torch.channels_last)
    parameters = [*vae.decoder.parameters(), *vae.post_quant_conv.parameters()]
    training = Training(vae, parameters, recipe, out / "decoder.pt")
    if resume:
        training.resume()
    while training.done < 1:
        pictures = draw_crops(recipe.seed + 1, training.step, decoder_crop(training.done))
        with torch.autocast("cpu", torch.bfloat16):
            with torch.no_grad():
                latents = vae.encode(pictures).latent_dist.sample()
            decoded = vae.decode(latents).sample
        training.update(picture_loss(decoded.float(), pictures))
    training.save()
    with training.average.applied():
        vae.save_pretrained(out / "vae")


def autoencoder_crop(done: float) -> Crop:
    """What to train on after fraction ``done`` of the autoencoder's schedule."""
    if done < 0.5:
        return Crop(32, 20)
    return Crop(64, 6) if done < 0.85 else Crop(SIZE, 2)


def decoder_crop(done: float) -> Crop:
    """Whole pictures at the end: the middle block's attention sees all of them in use."""
    return Crop(64, 12) if done < 0.5 else Crop(SIZE, 3)


def draw_crops(seed: int, step: int, crop: Crop) -> Tensor:
    """A batch of square crops in -1..1, (batch, 3, side, side), fixed by seed and step."""
    first = step * MOST_PICTURES
    pictures = to_tensor([draw_picture(seed, first + i).pixels for i in range(crop.batch)])
    place = random.Random(f"{seed} {step}")
    y, x = (place.randrange(SIZE - crop.side + 1) for _ in range(2))
    window = pictures[:, :, y : y + crop.side, x : x + crop.side]
    return window.contiguous(memory_format=torch.channels_last)


def picture_loss(decoded: Tensor, truth: Tensor) -> Tensor:
    """Absolute, squared and gradient error; the last keeps edges sharp."""
    difference = decoded - truth
    across = (difference[..., 1:] - difference[..., :-1]).abs().mean()
    down = (difference[..., 1:, :] - difference[..., :-1, :]).abs().mean()
    return difference.abs().mean() + difference.square().mean() + 0.5 * (across + down)


@torch.no_grad()
def latent_deviation(vae: Any, seed: int) -> float:
    """Standard deviation of latents of whole pictures; its inverse is the scaling factor."""
    pictures = to_tensor([draw_picture(seed + 2, index).pixels for index in range(64)])
    return float(vae.encode(pictures).latent_dist.sample().std())
