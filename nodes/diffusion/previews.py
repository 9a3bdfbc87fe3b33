"""Previews: small pictures of what a sampler predicts, shown while it goes on."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from nodes.diffusion.arrays import to_array
from nodes.diffusion.tiny_decoders import TinyDecoders
from nodes.latent_maps import latent_map
from nodes.sketches import sketch
from nodes.values import PREDICTED, VAE_FACTOR

if TYPE_CHECKING:
    from graph_engine.context import Context
    from nodes.diffusion.schedulers import Scheduler
    from nodes.values import FloatArray, UNet

MOST_PER_SECOND = 15
MOST_SHARE = 0.03

Predict = Callable[[], torch.Tensor]
"""-> the predicted latents; only called when somebody sees them."""
Paint = Callable[[torch.Tensor], "FloatArray"]
"""Predicted latents -> their pictures, (batch, height, width, channels) in 0..1."""


class Previews:
    """Shows predictions of the finished picture, at most `MOST_PER_SECOND`, and keeps all of them.

    Only looks at what it is given: results are the same with and without. Pictures take no more
    than `MOST_SHARE` of the time. A tiny decoder makes them if the user has one; else one pixel
    stands for a latent cell. The pictures of a batch stand in a square. Without a run that wants
    them, or without a map for the U-Net's latents, it shows nothing. What it keeps are the frames of the
    film: the predicted latents in half precision, beside each state that is kept.
    """

    def __init__(
        self,
        context: Context,
        unet: UNet,
        *,
        iterations: int,
        steps: int,
        paint: Paint | None = None,
        factor: int = VAE_FACTOR,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._context = context
        self._iterations = iterations
        self._steps = steps
        self._clock = clock
        self._due = clock()
        self._factor = factor
        self._paint: Paint | None = None
        if context.wants_previews:
            self._paint = paint or _painter(unet, context)
        self._latest: torch.Tensor | None = None
        self._has_shown = False
        self._cost = 0.0

    def offer(self, done: int, predict: Predict) -> None:
        """Take what is predicted in the iteration after `done`; show it if it is time for that."""
        keeps = self._context.checkpoints.keeps
        is_due = self._paint is not None and self._clock() >= self._due
        if not (keeps or is_due):
            return
        prediction = predict()
        if keeps:
            self._latest = prediction
        if self._paint is not None and is_due:
            began = self._clock()
            step = (done + 1) * self._steps // self._iterations
            height, width = (side * self._factor for side in prediction.shape[2:])
            shown = sketch(self._paint(prediction), width, height)
            self._context.preview(max(step, 1), self._steps, shown)
            self._due = began + max(1 / MOST_PER_SECOND, self._cost / MOST_SHARE)
            # What the machine is busy with besides does not count, nor what the first one loads.
            spent = self._clock() - began
            self._cost = min(self._cost or spent, spent) if self._has_shown else 0.0
            self._has_shown = True

    def frame(self) -> dict[str, Any]:
        """What was offered last, as a state keeps it."""
        if self._latest is None:
            return {}
        half = self._latest.detach().to("cpu", torch.float16)
        return {PREDICTED: np.array(half.numpy())}


def predicted(
    scheduler: Scheduler,
    output: torch.Tensor,
    latents: torch.Tensor,
    timestep: torch.Tensor,
    index: int,
) -> torch.Tensor:
    """The finished latents that a U-Net's output stands for; asked for before the step is done.

    Scaled as the U-Net sees them, latents are √ᾱ·x₀ + √(1−ᾱ)·ε for every scheduler but EDM's.
    """
    stock: Any = scheduler
    if hasattr(stock, "precondition_outputs"):
        made: torch.Tensor = stock.precondition_outputs(latents, output, stock.sigmas[index])
        return made
    kind = stock.config.prediction_type
    if kind == "sample":
        return output
    kept = _kept_at(stock.alphas_cumprod, float(timestep))
    signal, noise = math.sqrt(kept), math.sqrt(1 - kept)
    scaled = scheduler.scale_model_input(latents, timestep)
    if kind == "v_prediction":
        return signal * scaled - noise * output
    return (scaled - noise * output) / signal


def noise_levels(scheduler: Scheduler) -> tuple[float, ...]:
    """The noise at each of a scheduler's time steps, beside a signal of strength one."""
    stock: Any = scheduler
    count = len(stock.timesteps)
    sigmas = getattr(stock, "sigmas", None)
    if sigmas is not None and len(sigmas) >= count:
        return tuple(float(sigma) for sigma in sigmas[:count])
    kept = (_kept_at(stock.alphas_cumprod, float(timestep)) for timestep in stock.timesteps)
    return tuple(math.sqrt((1 - each) / each) for each in kept)


def _kept_at(kept: torch.Tensor, timestep: float) -> float:
    """ᾱ at a time step, between two linearly; a little more than none, to divide by."""
    place = min(max(timestep, 0.0), len(kept) - 1.0)
    low = int(place)
    high = min(low + 1, len(kept) - 1)
    return max(float(kept[low] + (kept[high] - kept[low]) * (place - low)), 1e-5)


def _painter(unet: UNet, context: Context) -> Paint | None:
    """What makes pictures of a U-Net's latents; None if nothing does."""
    decoder = TinyDecoders.of(context).decoder(unet, context)
    if decoder is not None:
        return decoder
    found = latent_map(unet, context.places)
    return (lambda latents: found.colours(to_array(latents))) if found is not None else None
