"""Previews: small pictures of what a sampler predicts, shown while it goes on."""

from __future__ import annotations

import io
import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import torch

from nodes.arranging import grid
from nodes.diffusion.arrays import to_array
from nodes.latent_maps import LatentMap, latent_map

if TYPE_CHECKING:
    from graph_engine.context import Context
    from nodes.diffusion.schedulers import Scheduler
    from nodes.values import FloatArray, UNet

MOST_PER_SECOND = 15
_GAP_SHADE = 0.5
_QUALITY = 95

Predict = Callable[[], torch.Tensor]
"""-> the predicted latents; only called when a preview is due."""


class Previews:
    """Shows predictions of the finished picture, at most `MOST_PER_SECOND`.

    Only looks at what it is given: results are the same with and without. One pixel stands for a
    latent cell, and the pictures of a batch stand in a square. Without a run that wants them, or
    without a map for the U-Net's latents, it shows nothing.
    """

    def __init__(
        self,
        context: Context,
        unet: UNet,
        *,
        iterations: int,
        steps: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._context = context
        self._iterations = iterations
        self._steps = steps
        self._clock = clock
        self._due = clock()
        self._map = latent_map(unet, context.places) if context.wants_previews else None

    def offer(self, done: int, predict: Predict) -> None:
        """Show what is predicted in the iteration after `done`, if it is time for a preview."""
        if self._map is None or self._clock() < self._due:
            return
        self._due = self._clock() + 1 / MOST_PER_SECOND
        step = (done + 1) * self._steps // self._iterations
        picture = _encoded(_colours(predict(), self._map))
        self._context.preview(max(step, 1), self._steps, picture)


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


def _kept_at(kept: torch.Tensor, timestep: float) -> float:
    """ᾱ at a time step, between two linearly; a little more than none, to divide by."""
    place = min(max(timestep, 0.0), len(kept) - 1.0)
    low = int(place)
    high = min(low + 1, len(kept) - 1)
    return max(float(kept[low] + (kept[high] - kept[low]) * (place - low)), 1e-5)


def _colours(latents: torch.Tensor, latent_to_rgb: LatentMap) -> FloatArray:
    """All pictures of the batch as one, (height, width, 3) in 0..1."""
    colours = latent_to_rgb.colours(to_array(latents))
    shown: FloatArray = grid(colours, columns=0, gap=1, shade=_GAP_SHADE)[0]
    return shown


def _encoded(colours: FloatArray) -> bytes:
    from nodes.picture_files import to_pillow

    stream = io.BytesIO()
    to_pillow(colours).save(stream, "JPEG", quality=_QUALITY, subsampling=0)
    return stream.getvalue()
