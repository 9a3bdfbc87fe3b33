"""Prediction at a noise level: the guided picture that KSampler's steps ask for.

The rules are ComfyUI's: guidance between denoised pictures, which are means over the prompts by
their weights, and prompts bound to a rectangle see nothing but that rectangle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import torch
from torch.nn import functional

from graph_engine.errors import NodeError
from nodes.diffusion.arrays import DTYPES
from nodes.diffusion.controls import LoadedControl
from nodes.diffusion.denoiser import Denoiser, Pass
from nodes.diffusion.k_diffusion.sigmas import SigmaTable, scale_input, to_denoised
from nodes.diffusion.placed_prompts import PlacedPrompt
from nodes.facts import guidance_among
from nodes.k_sampling_checks import is_guided

if TYPE_CHECKING:
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel

    from graph_engine.device import Device
    from nodes.diffusion.extra_channels import LoadedExtra
    from nodes.diffusion.regions import Cells
    from nodes.values import UNet

# What ComfyUI divides by where no prompt counts, so that nothing is shown there.
_NO_WEIGHT = 1e-37


@dataclass(frozen=True)
class Guidance:
    """How the two sides are weighed: `scale` of the way from the negative to the positive.

    A prompt with a guidance of its own says so in place of `scale`.
    """

    positive: Sequence[PlacedPrompt]
    negative: Sequence[PlacedPrompt]
    scale: float


@dataclass(frozen=True, eq=False)
class Model:
    """A loaded U-Net with what its recipe and its noise schedule say, and its channels."""

    unet: UNet2DConditionModel
    recipe: UNet
    table: SigmaTable
    extra: LoadedExtra | None
    device: Device
    count: Callable[[int], None]


class GuidedDenoise:
    """(x, sigma) -> the picture that the model, guided, sees in x at that noise level."""

    def __init__(self, model: Model, guidance: Guidance, controls: Sequence[LoadedControl]) -> None:
        self._model = model
        self._guidance = guidance
        self._controls = controls
        self._denoisers: dict[Cells | None, Denoiser] = {}
        self._placed_controls: dict[Cells | None, Sequence[LoadedControl]] = {None: controls}

    def __call__(self, x: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
        """The picture, float32 and of the shape of `x`; raises NodeError if no prompt is active."""
        sides = [self._active(self._guidance.positive, "positive", sigma)]
        own = (placed.prompt.guidance for placed in sides[0])
        scale = guidance_among(own, self._guidance.scale)
        if self._guidance.negative and is_guided(scale):
            sides.append(self._active(self._guidance.negative, "negative", sigma))
        prompts = [each for side in sides for each in side]
        pictures = iter(self._pictures(x, sigma, prompts, scale))
        means = [self._mean(x, side, pictures) for side in sides]
        if len(means) == 1:
            return means[0]
        conditioned, unconditioned = means
        return unconditioned + (conditioned - unconditioned) * scale

    def _active(
        self, prompts: Sequence[PlacedPrompt], port: str, sigma: torch.Tensor
    ) -> list[PlacedPrompt]:
        active = [prompt for prompt in prompts if prompt.is_active(float(sigma))]
        if not active:
            raise NodeError(
                f"No {port} prompt is active where {float(sigma):.3g} of noise is left.",
                port=port,
                hint="Let the ranges of the prompts meet.",
            )
        return active

    @staticmethod
    def _mean(
        x: torch.Tensor, prompts: Sequence[PlacedPrompt], pictures: Iterator[torch.Tensor]
    ) -> torch.Tensor:
        """The mean of a side's next pictures by their weights."""
        total, weights = torch.zeros_like(x), torch.full_like(x, _NO_WEIGHT)
        for prompt in prompts:
            place = prompt.area.of if prompt.area is not None else _everywhere
            place(total).add_(next(pictures) * prompt.weight)
            place(weights).add_(prompt.weight)
        return total / weights

    def _pictures(
        self,
        x: torch.Tensor,
        sigma: torch.Tensor,
        prompts: Sequence[PlacedPrompt],
        scale: float,
    ) -> list[torch.Tensor]:
        """The model's picture for each prompt; those of one place and length as one batch."""
        groups: dict[tuple[Cells | None, int], list[int]] = {}
        for number, placed in enumerate(prompts):
            groups.setdefault((placed.area, placed.prompt.embedding.shape[1]), []).append(number)
        pictures = [x] * len(prompts)
        for (area, _), numbers in groups.items():
            part = x if area is None else area.of(x)
            passes = [Pass(prompts[number].prompt) for number in numbers]
            for number, picture in zip(
                numbers, self._evaluated(part, sigma, area, passes, scale), strict=True
            ):
                pictures[number] = picture
        return pictures

    def _evaluated(
        self,
        x: torch.Tensor,
        sigma: torch.Tensor,
        area: Cells | None,
        passes: Sequence[Pass],
        scale: float,
    ) -> list[torch.Tensor]:
        model = self._model
        given = scale_input(x, sigma).to(DTYPES[model.device.dtype])
        outputs = self._denoiser(area).evaluate(
            given,
            model.table.timestep(sigma),
            passes,
            self._active_controls(area, sigma),
            scale,
        )
        prediction_type = model.recipe.prediction_type
        return [to_denoised(output.float(), x, sigma, prediction_type) for output in outputs]

    def _denoiser(self, area: Cells | None) -> Denoiser:
        if area not in self._denoisers:
            model = self._model
            extra = model.extra
            if extra is not None and area is not None:
                extra = replace(extra, channels=area.of(extra.channels))
            self._denoisers[area] = Denoiser(model.unet, extra, model.count)
        return self._denoisers[area]

    def _active_controls(self, area: Cells | None, sigma: torch.Tensor) -> list[LoadedControl]:
        if area not in self._placed_controls:
            self._placed_controls[area] = [_squeezed(each, area) for each in self._controls]
        table, level = self._model.table, float(sigma)
        return [
            control
            for control in self._placed_controls[area]
            if table.sigma_at(control.entry.end) <= level <= table.sigma_at(control.entry.start)
        ]


def _everywhere(tensor: torch.Tensor) -> torch.Tensor:
    return tensor


def _squeezed(control: LoadedControl, area: Cells | None) -> LoadedControl:
    """A control whose picture, cropped around its centre, fills an area instead of the latent."""
    assert area is not None
    height, width = 8 * (area.bottom - area.top), 8 * (area.right - area.left)
    old_height, old_width = control.picture.shape[2:]
    across = round((old_width - old_height * width / height) / 2)
    down = round((old_height - old_width * height / width) / 2)
    left, top = max(across, 0), max(down, 0)
    cropped = control.picture[:, :, top : old_height - top, left : old_width - left]
    picture = functional.interpolate(cropped, size=(height, width), mode="nearest-exact")
    return replace(control, picture=picture, _features={})
