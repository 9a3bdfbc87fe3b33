"""Prediction: the guided prediction of one step of Sample, as diffusers' pipelines make it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch

from graph_engine.errors import NodeError
from nodes.diffusion.denoiser import Denoiser, Pass, edit_guided, guided, rescaled, weighted
from nodes.facts import guidance_among
from nodes.sample_steps import control_progress

if TYPE_CHECKING:
    from nodes.diffusion.controls import LoadedControl
    from nodes.diffusion.prompts import Prompt
    from nodes.diffusion.schedulers import Scheduler
    from nodes.sample_steps import Layout
    from nodes.sampling import Sample


class Prediction:
    """Guidance around a denoiser, in the order and arithmetic of the pipelines.

    Without negative prompts there is no guidance. The negative prompts stand first in the batch,
    except for a U-Net that edits pictures, whose pipeline puts the positive one first.
    """

    def __init__(
        self,
        denoiser: Denoiser,
        positive: Sequence[Prompt],
        negative: Sequence[Prompt],
        controls: Sequence[LoadedControl],
        layout: Layout,
        first: int,
        node: Sample,
    ) -> None:
        self._denoiser = denoiser
        self._positive = positive
        self._negative = negative
        self._controls = controls
        self._layout = layout
        self._first = first
        self._node = node

    def at(
        self, latents: torch.Tensor, timestep: torch.Tensor, scheduler: Scheduler, index: int
    ) -> torch.Tensor:
        """The prediction, of the shape of `latents`, for a time step of the layout."""
        node = self._node
        progress = self._layout.progress(index)
        positive = [prompt for prompt in self._positive if prompt.is_active(progress)]
        guidance = guidance_among((prompt.guidance for prompt in positive), node.guidance)
        wanted = self._negative if guidance > 1 else []
        negative = [prompt for prompt in wanted if prompt.is_active(progress)]
        if not positive or (wanted and not negative):
            raise NodeError(
                f"No {'negative' if positive else 'positive'} prompt is active at {progress:.0%} of"
                " the denoising.",
                port="negative" if positive else "positive",
                hint="Let the ranges of the prompts meet.",
            )
        begins, ends = control_progress(self._layout, self._first, index)
        controls = [control for control in self._controls if control.is_active(begins, ends)]
        given = scheduler.scale_model_input(latents, timestep)
        if negative and node.unet.task == "edit":
            passes = [Pass(positive[0]), Pass(negative[0]), Pass(negative[0], with_picture=False)]
            edited = self._denoiser.evaluate(given, timestep, passes, controls)
            conditioned, with_picture, unconditioned = edited
            away = edit_guided(
                unconditioned, with_picture, conditioned, guidance, node.image_guidance
            )
            amount = node.guidance_rescale
            return rescaled(away, conditioned, amount) if amount > 0 else away
        passes = [
            *(Pass(prompt, negative=True) for prompt in negative),
            *(Pass(prompt) for prompt in positive),
        ]
        parts = self._denoiser.evaluate(given, timestep, passes, controls, guidance)
        conditioned = weighted(parts[len(negative) :], positive)
        if not negative:
            return conditioned
        unconditioned = weighted(parts[: len(negative)], negative)
        return guided(unconditioned, conditioned, guidance, node.guidance_rescale)
