"""Sampling: the denoising loop of diffusers' pipelines, for a node's values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from diffusers.utils.torch_utils import randn_tensor
from torch.nn import functional

from graph_engine.errors import NodeError
from nodes.diffusion.arrays import DTYPES, to_array, to_tensor
from nodes.diffusion.controls import load_controls
from nodes.diffusion.denoiser import Denoiser
from nodes.diffusion.extra_channels import LoadedExtra, draw, load_extra, noised_small_picture
from nodes.diffusion.prediction import Prediction
from nodes.diffusion.prompts import negative_prompts, positive_prompts
from nodes.diffusion.schedulers import (
    library_warnings_ignored,
    low_resolution_scheduler,
    make_scheduler,
    set_steps,
    step_options,
)
from nodes.diffusion.states import SchedulerHistory, from_data, to_data
from nodes.diffusion.store import ModelStore
from nodes.diffusion.walking import Advance, walk
from nodes.sample_steps import Chosen, Layout, choose_steps, layout_data, layout_key
from nodes.values import Latent

if TYPE_CHECKING:
    from graph_engine.beforehand import Chain
    from graph_engine.context import Context
    from nodes.diffusion.schedulers import Scheduler
    from nodes.sampling import Sample


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
    chain = noted_chain(node, layout, context)
    # The order is that of the pipelines: one generator on the CPU gives the noise of the
    # posterior (image to image), then the initial noise, then that of the steps.
    generator = torch.Generator("cpu").manual_seed(node.seed)
    start = make_start(node, scheduler, chosen, generator, context)
    solver = Solver(node, context, scheduler, layout, chosen, start, generator)
    with library_warnings_ignored():
        latents = walk(
            context,
            chain,
            start.latents,
            solver,
            solver.make_advance,
            iterations=chosen.last - chosen.first,
            steps=chosen.steps(layout, node.steps),
        )
    return Latent(
        to_array(latents),
        node.latent.width,
        node.latent.height,
        family=node.latent.family or node.unet.model.family,
        noise_mask=node.latent.noise_mask,
    )


def lay_out(scheduler: Scheduler) -> Layout:
    """The time steps of a scheduler as numbers."""
    trained = scheduler.config.num_train_timesteps
    return Layout(tuple(scheduler.timesteps.tolist()), scheduler.order, trained)


def noted_chain(node: Sample, layout: Layout, context: Context) -> Chain | None:
    """The node's chain of states, its layout noted so that plans can tell it too."""
    known = context.beforehand
    if known is None:
        return None
    key = layout_key(node, known)
    if context.checkpoints.recall(key) is None:
        context.checkpoints.keep(key, layout_data(layout))
    return node.chain(known)


@dataclass(frozen=True, eq=False)
class Start:
    """What the first step gets: latents, and what a masked or extended U-Net reads all along.

    `kept` is the picture outside a mask and `noise` what it is noised with at each step; `mask`
    is 1 where the picture is repainted.
    """

    latents: torch.Tensor
    extra: LoadedExtra | None = None
    kept: torch.Tensor | None = None
    noise: torch.Tensor | None = None
    mask: torch.Tensor | None = None


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
    ) -> None:
        self._node = node
        self._context = context
        self._scheduler = scheduler
        self._layout = layout
        self._chosen = chosen
        self._start = start
        self._generator = generator
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
            stepped = self._scheduler.step(output, timestep, latents, **options, return_dict=False)
            return self._with_picture_outside_mask(stepped[0], index)

        return advance

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

    def _with_picture_outside_mask(self, latents: torch.Tensor, index: int) -> torch.Tensor:
        """Put the picture back where it is not repainted, as noisy as the next step wants it.

        As in StableDiffusionInpaintPipeline with a U-Net of four channels.
        """
        start = self._start
        if start.mask is None or start.kept is None or start.noise is None:
            return latents
        kept = start.kept
        if index + 1 < len(self._layout.timesteps):
            following = torch.tensor([self._scheduler.timesteps[index + 1]])
            kept = self._scheduler.add_noise(kept, start.noise, following)
        return (1 - start.mask) * kept + start.mask * latents


def is_new_picture(node: Sample) -> bool:
    """Whether sampling starts from noise alone, as the text-to-image pipeline does."""
    return node.latent.blank and node.strength == 1 and node.start == 0


def make_start(
    node: Sample,
    scheduler: Scheduler,
    chosen: Chosen,
    generator: torch.Generator,
    context: Context,
) -> Start:
    """Noise, a noised picture, or another sampler's latent as it is; draws as the pipelines do."""
    latent = node.latent
    batch = latent.samples.shape[0]
    extra = None
    if latent.extra is not None and latent.extra.kind == "upscale":
        small, level = latent.extra.values, latent.extra.noise_level
        low = low_resolution_scheduler(node.unet.model, context.places)
        extra = noised_small_picture(small, level, low, batch, generator, context)
    inpaints = latent.extra is not None and latent.extra.kind == "inpaint"
    picture = None
    if not latent.blank and node.start == 0 and not (inpaints and node.strength == 1):
        picture = drawn_picture(latent, generator, context)
    repaints = latent.noise_mask is not None or inpaints
    if picture is not None and repaints:
        # The inpainting pipelines repeat it for the batch, which changes its layout in memory.
        picture = picture.contiguous()
    shape = latent.samples.shape
    device, dtype = torch.device(context.device.name), DTYPES[context.device.dtype]
    noise = None
    if node.start > 0:
        latents = to_tensor(latent.samples, context.device)
    else:
        noise = randn_tensor(shape, generator=generator, device=device, dtype=dtype)
        if picture is None or (repaints and node.strength == 1):
            latents = torch.mul(noise, scheduler.init_noise_sigma)
        else:
            first = scheduler.timesteps[chosen.first : chosen.first + 1]
            latents = scheduler.add_noise(picture, noise, first.repeat(shape[0]))
    if extra is None and latent.extra is not None:
        extra = load_extra(latent.extra, batch, generator, context)
    if latent.noise_mask is None:
        return Start(latents, extra)
    return _masked_start(node, latents, extra, picture, noise, generator, context)


def _masked_start(
    node: Sample,
    latents: torch.Tensor,
    extra: LoadedExtra | None,
    picture: torch.Tensor | None,
    noise: torch.Tensor | None,
    generator: torch.Generator,
    context: Context,
) -> Start:
    latent = node.latent
    assert latent.noise_mask is not None
    if picture is None:
        picture = to_tensor(latent.samples, context.device)
    if noise is None:
        # Going on with another sampler's latent: the noise that it was made with.
        same = torch.Generator("cpu").manual_seed(node.seed)
        noise = randn_tensor(
            latents.shape, generator=same, device=latents.device, dtype=latents.dtype
        )
    elif latent.posterior is not None:
        # The pipeline encodes the masked picture too, and does not use it.
        randn_tensor(latent.posterior.mean.shape, generator=generator)
    values = torch.from_numpy(latent.noise_mask.values.copy())[:, None]
    mask = functional.interpolate(values, size=latents.shape[2:]).to(latents)
    return Start(latents, extra, picture, noise, mask)


def drawn_picture(latent: Latent, generator: torch.Generator, context: Context) -> torch.Tensor:
    """The latent itself, or a draw from the posterior that EncodeImage kept with it."""
    if latent.posterior is None:
        return to_tensor(latent.samples, context.device)
    return draw(latent.posterior, generator, context)


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
    if node.guidance > 1 and not denoiser.reads_guidance:
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
