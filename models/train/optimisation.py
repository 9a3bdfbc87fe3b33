"""Optimisers, averages and checkpoints of a training run, whatever it trains."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor
from torch.nn import Module, Parameter

from models.train.checkpoint import Average, save_atomically
from models.train.muon import Muon

WARM_UP_STEPS = 100
REPORT_STEPS = 50
SAVE_SECONDS = 240.0

OUTER_WORDS = (
    "embeddings",
    "time_embedding",
    "add_embedding",
    "conv_in",
    "conv_out",
    "lora",
    "controlnet_down_blocks",
    "controlnet_mid_block",
)
"""Parts of names of weights that AdamW trains although they are matrices."""

NEW_RATE = 6.0
"""Factor of the learning rate where something new enters a trained model from nothing."""


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


class Training:
    """Models in training: their optimisers and averages, and how far they have come.

    Only parameters that require gradients are trained, averaged and saved; the others must be made
    again, the same, before a checkpoint is resumed.
    """

    def __init__(
        self, models: Sequence[Module], recipe: Recipe, world: int = 1, new: str = "none"
    ) -> None:
        """Weights of AdamW whose name holds ``new`` learn faster."""
        self.recipe = recipe
        self.world = world
        named = [pair for model in models for pair in model.named_parameters()]
        trained = [(name, parameter) for name, parameter in named if parameter.requires_grad]
        self.parameters = [parameter for _, parameter in trained]
        self.muon = Muon(
            [parameter for name, parameter in trained if not _is_outer(name, parameter)]
        )
        groups = _adam_groups([pair for pair in trained if _is_outer(*pair)], new)
        self.adam = torch.optim.AdamW(groups, betas=(0.9, 0.99), weight_decay=0.01, fused=True)
        self.average = Average(self.parameters, recipe.decay)
        self.step = 0
        self.samples = 0

    def save(self, path: Path, rank: int = 0) -> None:
        """Write the checkpoint that ``resume`` reads; every process must take part."""
        random: list[Any] = [torch.get_rng_state()] * self.world
        if self.world > 1:
            dist.all_gather_object(random, torch.get_rng_state())
        if rank == 0:
            save_atomically({**self._state(), "random": random}, path)

    def _state(self) -> dict[str, Any]:
        return {
            "parameters": [parameter.detach() for parameter in self.parameters],
            "muon": self.muon.state_dict(),
            "adam": self.adam.state_dict(),
            "average": self.average.values,
            "step": self.step,
            "samples": self.samples,
        }

    @torch.no_grad()
    def resume(self, path: Path, rank: int = 0) -> None:
        """Go on from a checkpoint; bit for bit if the number of processes is the same."""
        state = torch.load(path)
        for parameter, saved in zip(self.parameters, state["parameters"], strict=True):
            parameter.copy_(saved)
        self.muon.load_state_dict(state["muon"])
        self.adam.load_state_dict(state["adam"])
        self.average.load(state["average"])
        self.step, self.samples = state["step"], state["samples"]
        if len(state["random"]) == self.world:
            torch.set_rng_state(state["random"][rank])

    def update(self, loss: Tensor) -> None:
        """One optimiser step on the mean gradient of all processes."""
        loss.backward()  # type: ignore[no-untyped-call]
        _average_gradients(self.parameters, self.world)
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        rate = learning_rate(self.recipe, self.step, self.samples)
        for group in self.adam.param_groups:
            group["lr"] = rate * group["factor"]
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


def train_until_done(
    training: Training, loss: Callable[[], Tensor], path: Path, resume: bool, rank: int, world: int
) -> None:
    """Step until the schedule ends, saving a checkpoint every few minutes.

    Every process of ``world`` calls this; they share each step's batch.

    Args:
        loss: Of one random batch; takes its random numbers from torch's global generator.
        path: The checkpoint.
    """
    torch.manual_seed(1000 * (training.recipe.seed + 1) + rank)
    if resume:
        training.resume(path, rank)
    saved = time.monotonic()
    progress = _Progress(path.stem, training.samples)
    while training.samples < training.recipe.samples:
        batch_loss = loss()
        training.update(batch_loss)
        if rank == 0:
            progress.report(training, batch_loss.item())
        if _agreed(time.monotonic() - saved > SAVE_SECONDS, world):
            saved = time.monotonic()
            training.save(path, rank)
    training.save(path, rank)


class _Progress:
    """Prints the mean loss, the speed and what is left."""

    def __init__(self, name: str, samples: int) -> None:
        self.name = name
        self.started = time.monotonic()
        self.samples = samples
        self.losses: list[float] = []

    def report(self, training: Training, loss: float) -> None:
        self.losses.append(loss)
        if training.step % REPORT_STEPS:
            return
        speed = (training.samples - self.samples) / (time.monotonic() - self.started)
        left = (training.recipe.samples - training.samples) / speed
        mean = sum(self.losses) / len(self.losses)
        self.losses = []
        print(
            f"{self.name}: {training.samples} samples, loss {mean:.4f}, "
            f"{speed:.0f} samples/s, {left:.0f} s left",
            flush=True,
        )


def _is_outer(name: str, parameter: Parameter) -> bool:
    """True for embeddings, first and last layers, adapters and vectors: AdamW's share."""
    return parameter.ndim < 2 or any(word in name for word in OUTER_WORDS)


def _adam_groups(named: Sequence[tuple[str, Parameter]], word: str) -> list[dict[str, Any]]:
    """The usual weights, and those that learn faster; ``factor`` multiplies the learning rate."""
    new = [parameter for name, parameter in named if word in name]
    usual = [parameter for name, parameter in named if word not in name]
    groups = [{"params": usual, "factor": 1.0}, {"params": new, "factor": NEW_RATE}]
    return [group for group in groups if group["params"]]


def _average_gradients(parameters: Sequence[Parameter], world: int) -> None:
    """One all-reduce of everything: cheaper here than DistributedDataParallel's buckets."""
    for parameter in parameters:
        if parameter.grad is None:
            parameter.grad = torch.zeros_like(parameter)
    if world == 1:
        return
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
