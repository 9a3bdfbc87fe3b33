"""Trains the U-Net together with the text encoder on cached latents."""

import math
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor
from torch.nn import Module, Parameter

from models.train.architecture import (
    load_autoencoder,
    load_text_encoder,
    load_tokenizer,
    load_unet,
    new_scheduler,
    new_text_encoder,
    new_unet,
)
from models.train.checkpoint import Average, save_atomically
from models.train.latents import LatentSet, load_latents
from models.train.muon import Muon

STATE = "denoiser.pt"
NO_CAPTION = 0.1
"""Share of samples trained without their caption, for classifier-free guidance."""

WARM_UP_STEPS = 100
REPORT_STEPS = 50
SAVE_SECONDS = 240.0


@dataclass(frozen=True)
class Recipe:
    """How long and how to train.

    Attributes:
        samples: Length of the whole schedule, what a checkpoint has seen included.
        batch: Samples per step and process.
        hold: Fraction of the schedule at full learning rate; then a cosine leads to zero.
        decay: Of the average of weights, which is what is exported.
    """

    samples: int
    seed: int = 0
    batch: int = 48
    learning_rate: float = 5e-4
    hold: float = 0.25
    decay: float = 0.995


class Denoiser:
    """The models, their optimisers and averages, and how far they have come."""

    def __init__(self, out: Path, recipe: Recipe, world: int) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe = recipe
        self.world = world
        self.unet = new_unet().to(memory_format=torch.channels_last)
        self.text_encoder = new_text_encoder(load_tokenizer(out / "tokenizer"))
        self.parameters = [*self.unet.parameters(), *self.text_encoder.parameters()]
        matrices, others = _split(self.unet, self.text_encoder)
        self.muon = Muon(matrices)
        self.adam = torch.optim.AdamW(others, betas=(0.9, 0.99), weight_decay=0.01, fused=True)
        self.average = Average(self.parameters, recipe.decay)
        self.step = 0
        self.samples = 0

    def save(self, path: Path, rank: int) -> None:
        """Write the checkpoint that ``resume`` reads; every process must take part."""
        random: list[Any] = [torch.get_rng_state()] * self.world
        if self.world > 1:
            dist.all_gather_object(random, torch.get_rng_state())
        if rank == 0:
            save_atomically({**self._state(), "random": random}, path)

    def _state(self) -> dict[str, Any]:
        return {
            "unet": self.unet.state_dict(),
            "text_encoder": self.text_encoder.state_dict(),
            "muon": self.muon.state_dict(),
            "adam": self.adam.state_dict(),
            "average": self.average.values,
            "step": self.step,
            "samples": self.samples,
        }

    def resume(self, path: Path, rank: int) -> None:
        """Go on from a checkpoint; bit for bit if the number of processes is the same."""
        state = torch.load(path)
        self.unet.load_state_dict(state["unet"])
        self.text_encoder.load_state_dict(state["text_encoder"])
        self.muon.load_state_dict(state["muon"])
        self.adam.load_state_dict(state["adam"])
        self.average.load(state["average"])
        self.step, self.samples = state["step"], state["samples"]
        if len(state["random"]) == self.world:
            torch.set_rng_state(state["random"][rank])

    def warm_start(self, folder: Path) -> None:
        """Take the weights of a diffusers folder and nothing else."""
        self.unet.load_state_dict(load_unet(folder / "unet").state_dict())
        text_encoder = load_text_encoder(folder / "text_encoder")
        self.text_encoder.load_state_dict(text_encoder.state_dict())
        self.average.load([parameter.detach() for parameter in self.parameters])

    def update(self, loss: Tensor) -> None:
        """One optimiser step on the mean gradient of all processes."""
        loss.backward()  # type: ignore[no-untyped-call]
        if self.world > 1:
            _average_gradients(self.parameters, self.world)
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        rate = learning_rate(self.recipe, self.step, self.samples)
        for group in self.adam.param_groups:
            group["lr"] = rate
        self.muon.step(rate)
        self.adam.step()
        for parameter in self.parameters:
            parameter.grad = None
        self.average.update(self.step)
        self.step += 1
        self.samples += self.recipe.batch * self.world


def learning_rate(recipe: Recipe, step: int, samples: int) -> float:
    """Warm-up, plateau, then half a cosine down to zero at the end of the schedule."""
    done = samples / recipe.samples
    fall = max(0.0, (done - recipe.hold) / (1 - recipe.hold))
    warm_up = min(1.0, (step + 1) / WARM_UP_STEPS)
    return recipe.learning_rate * warm_up * 0.5 * (1 + math.cos(math.pi * min(1.0, fall)))


def draw_timesteps(count: int) -> Tensor:
    """Noise levels in 0..999, a logistic normal (P. Esser et al. 2024) with median 570.

    High levels decide where a shape stands and which it is, middle ones its outline; at the lowest
    hardly anything is left to learn.
    """
    return (1000 * torch.sigmoid(0.3 + 1.1 * torch.randn(count))).long().clamp(0, 999)


def train_denoiser(
    out: Path, recipe: Recipe, resume: bool, warm_start: Path | None, rank: int, world: int
) -> None:
    """Train until the schedule ends, saving a checkpoint every few minutes.

    Every process of ``world`` calls this; they share each step's batch.
    """
    denoiser = Denoiser(out, recipe, world)
    torch.manual_seed(1000 * (recipe.seed + 1) + rank)
    if resume:
        denoiser.resume(out / STATE, rank)
    elif warm_start is not None:
        denoiser.warm_start(warm_start)
    scaling: float = load_autoencoder(out / "vae").config.scaling_factor
    alphas = new_scheduler().alphas_cumprod
    latents = load_latents(out)
    saved = time.monotonic()
    progress = _Progress(denoiser.samples)
    while denoiser.samples < recipe.samples:
        loss = _loss(denoiser, latents, scaling, alphas)
        denoiser.update(loss)
        if rank == 0:
            progress.report(denoiser, loss.item())
        if _agreed(time.monotonic() - saved > SAVE_SECONDS, world):
            saved = time.monotonic()
            denoiser.save(out / STATE, rank)
    denoiser.save(out / STATE, rank)


class _Progress:
    """Prints the mean loss, the speed and what is left."""

    def __init__(self, samples: int) -> None:
        self.started = time.monotonic()
        self.samples = samples
        self.losses: list[float] = []

    def report(self, denoiser: Denoiser, loss: float) -> None:
        self.losses.append(loss)
        if denoiser.step % REPORT_STEPS:
            return
        speed = (denoiser.samples - self.samples) / (time.monotonic() - self.started)
        left = (denoiser.recipe.samples - denoiser.samples) / speed
        mean = sum(self.losses) / len(self.losses)
        self.losses = []
        print(
            f"unet: {denoiser.samples} samples, loss {mean:.4f}, "
            f"{speed:.0f} samples/s, {left:.0f} s left",
            flush=True,
        )


def _loss(denoiser: Denoiser, latents: LatentSet, scaling: float, alphas: Tensor) -> Tensor:
    """v-prediction error (T. Salimans, J. Ho 2022) of one random batch."""
    batch = denoiser.recipe.batch
    rows = torch.multinomial(latents.weights, batch, replacement=True)
    mean, deviation = latents.moments[rows].float().chunk(2, dim=1)
    clean = (mean + deviation * torch.randn_like(mean)) * scaling
    clean = clean.contiguous(memory_format=torch.channels_last)
    uncaptioned = torch.rand(batch) < NO_CAPTION
    tokens = latents.tokens[torch.where(uncaptioned, torch.tensor(len(latents)), rows)]
    timesteps = draw_timesteps(batch)
    alpha = alphas[timesteps].view(-1, 1, 1, 1)
    noise = torch.randn_like(clean)
    noisy = alpha.sqrt() * clean + (1 - alpha).sqrt() * noise
    target = alpha.sqrt() * noise - (1 - alpha).sqrt() * clean
    text = denoiser.text_encoder(tokens).last_hidden_state
    predicted: Tensor = denoiser.unet(noisy, timesteps, text).sample
    return (predicted - target).square().mean()


def _split(*models: Module) -> tuple[list[Parameter], list[Parameter]]:
    """Hidden weight matrices, for Muon; and embeddings, first, last layer and vectors."""
    matrices: list[Parameter] = []
    others: list[Parameter] = []
    for model in models:
        for name, parameter in model.named_parameters():
            outer = any(word in name for word in ("embed", "conv_in", "conv_out"))
            (others if outer or parameter.ndim < 2 else matrices).append(parameter)
    return matrices, others


def _average_gradients(parameters: list[Parameter], world: int) -> None:
    """One all-reduce of everything: cheaper here than DistributedDataParallel's buckets."""
    for parameter in parameters:
        if parameter.grad is None:
            parameter.grad = torch.zeros_like(parameter)
    flat = torch.cat([p.grad.flatten() for p in parameters if p.grad is not None])
    dist.all_reduce(flat)
    flat /= world
    parts = torch.split(flat, [p.numel() for p in parameters])
    for parameter, part in zip(parameters, parts, strict=True):
        # Copied, for the fused AdamW takes the strides of gradient and weight to be the same.
        assert parameter.grad is not None
        parameter.grad.copy_(part.view_as(parameter))


def _agreed(wish: bool, world: int) -> bool:
    """What process 0 wants: clocks differ, and a checkpoint needs all processes."""
    if world == 1:
        return wish
    vote = torch.tensor([float(wish)])
    dist.broadcast(vote, 0)
    return bool(vote.item())
