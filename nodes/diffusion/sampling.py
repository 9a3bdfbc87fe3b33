"""Sampling: the denoising loop of diffusers' pipelines, for a node's values."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import torch

from graph_engine.errors import NodeError
from nodes.diffusion.arrays import to_array
from nodes.diffusion.controls import load_controls
from nodes.diffusion.denoiser import Denoiser
from nodes.diffusion.prediction import Prediction
from nodes.diffusion.previews import Previews, noise_levels, predicted
from nodes.diffusion.prompts import negative_prompts, positive_prompts
from nodes.diffusion.schedulers import (
    library_warnings_ignored,
    make_scheduler,
    set_steps,
    step_options,
)
from nodes.diffusion.starting import Start, is_new_picture, make_start
from nodes.diffusion.states import SchedulerHistory, from_data, to_data
from nodes.diffusion.store import ModelStore
from nodes.diffusion.walking import Advance, noted_chain, walk
from nodes.diffusion.working import working
from nodes.sample_steps import Chosen, Layout, choose_steps, layout_data, layout_key
from nodes.values import Latent

if TYPE_CHECKING:
    from graph_engine.context import Context
    from nodes.diffusion.extra_channels import LoadedExtra
    from nodes.diffusion.schedulers import Scheduler
    from nodes.sampling import Sample


@working
@torch.inference_mode()
def sample(node: Sample, context: Context) -> Latent:
    """Denoise a node's latent; equal to the pipelines' latents before they are decoded.

    Raises NodeError for what can't be sampled and Cancelled within one step of a stop.
    """
    scheduler = make_scheduler(node.sampler, node.schedule, node.unet, node.seed, context.places)
    set_steps(scheduler, node.steps, context.device.name, node.sampler)
    layout = lay_out(scheduler)
    chosen = choose_steps(layout, node)
    if not is_new_picture(node) and hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(chosen.first)
    chain = noted_chain(node, context, lambda known: layout_key(node, known), layout_data(layout))
    # The order is that of the pipelines: one generator on the CPU gives the noise of the
    # posterior (image to image), then the initial noise, then that of the steps.
    generator = torch.Generator("cpu").manual_seed(node.seed)
    start = make_start(node, scheduler, chosen, generator, context)
    iterations, steps = chosen.last - chosen.first, chosen.steps(layout, node.steps)
    previews = Previews(context, node.unet, iterations=iterations, steps=steps)
    solver = Solver(node, context, scheduler, layout, chosen, start, generator, previews)
    with library_warnings_ignored():
        latents = walk(
            context,
            chain,
            start.latents,
            solver,
            solver.make_advance,
            previews,
            iterations=iterations,
            steps=steps,
        )
    if start.kept is not None and chosen.last < len(layout.timesteps):
        # As the XL pipelines do it: another sampler finds the picture clean around the mask.
        latents = start.kept.around(latents, scheduler)
    return Latent(
        to_array(latents),
        node.latent.width,
        node.latent.height,
        family=node.latent.family or node.unet.model.family,
        noise_mask=node.latent.noise_mask,
        extra=node.latent.extra if node.end < 1 else None,
    )


def lay_out(scheduler: Scheduler) -> Layout:
    """The time steps of a scheduler as numbers.

    EDM's are logarithms of noise levels; they are told as if spread evenly over the training.
    """
    trained, timesteps = scheduler.config.num_train_timesteps, scheduler.timesteps.tolist()
    sigmas = noise_levels(scheduler)
    if hasattr(scheduler, "precondition_noise"):
        timesteps = [trained * (1 - i / len(timesteps)) for i in range(len(timesteps))]
    return Layout(tuple(timesteps), scheduler.order, trained, sigmas)


class Solver:
    """A stock scheduler at work on a node's latents: one iteration at a time, and its memory."""

    def __init__(
        self,
        node: Sample,
        context: Context,
        scheduler: Scheduler,
        layout: Layout,
        chosen: Chosen,
        start: Start,
        generator: torch.Generator,
        previews: Previews,
    ) -> None:
        self._node = node
        self._context = context
        self._scheduler = scheduler
        self._layout = layout
        self._chosen = chosen
        self._start = start
        self._generator = generator
        self._previews = previews
        self._history = SchedulerHistory(scheduler)

    def make_advance(self) -> Advance:
        """Load the models; what does one iteration."""
        prediction = make_prediction(
            self._node, self._layout, self._chosen, self._start.extra, self._context
        )
        options = step_options(self._scheduler, self._generator)

        def advance(done: int, latents: torch.Tensor) -> torch.Tensor:
            index = self._chosen.first + done
            timestep = self._scheduler.timesteps[index]
            output = prediction.at(latents, timestep, self._scheduler, index)
            self._previews.offer(done, partial(self._predicted, output, latents, timestep, index))
            stepped = self._scheduler.step(output, timestep, latents, **options, return_dict=False)
            latents = stepped[0]
            if self._start.kept is None:
                return latents
            following = self._scheduler.timesteps[index + 1 : index + 2]
            next_one = following[0] if len(following) else None
            return self._start.kept.around(latents, self._scheduler, next_one)

        return advance

    def _predicted(
        self, output: torch.Tensor, latents: torch.Tensor, timestep: torch.Tensor, index: int
    ) -> torch.Tensor:
        """What the picture would be if the sampler trusted this prediction."""
        found = predicted(self._scheduler, output, latents, timestep, index)
        kept = self._start.kept
        return found if kept is None else kept.around(found, self._scheduler)

    def data(self) -> dict[str, Any]:
        """The scheduler's history and the generator's state."""
        return {
            "history": self._history.data(),
            "generator": to_data(self._generator.get_state()),
        }

    def restore(self, data: Mapping[str, Any], device: torch.device) -> None:
        """Go on from where `data` was taken."""
        self._history.restore(data["history"], device)
        self._generator.set_state(from_data(data["generator"], torch.device("cpu")))


def make_prediction(
    node: Sample, layout: Layout, chosen: Chosen, extra: LoadedExtra | None, context: Context
) -> Prediction:
    """What predicts for a node: its U-Net, loaded, with its prompts and control."""
    denoiser = Denoiser(
        ModelStore.of(context).unet(node.unet, context),
        extra,
        lambda evaluations: context.count("unet_evaluations", evaluations),
    )
    negative = []
    own = (entry.guidance or 0.0 for entry in node.positive.entries)
    if max(node.guidance, *own) > 1 and not denoiser.reads_guidance:
        negative = negative_prompts(node.negative, node.positive, node.unet, node.latent, context)
    if node.unet.task == "edit" and negative and len(node.positive.entries) > 1:
        raise NodeError(
            "A U-Net that edits pictures takes one positive prompt, not several.", port="positive"
        )
    return Prediction(
        denoiser,
        positive_prompts(node.positive, node.unet, node.latent, context),
        negative,
        load_controls(node.control, node.latent, context),
        layout,
        chosen.first,
        node,
    )
