"""Pixels: unconditional models, as diffusers' DDPMPipeline and DDIMPipeline sample them."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import torch
from diffusers.utils.torch_utils import randn_tensor

from graph_engine.errors import NodeError
from nodes.diffusion.arrays import DTYPES, to_array
from nodes.diffusion.previews import Previews, predicted
from nodes.diffusion.schedulers import library_warnings_ignored, set_steps, step_options
from nodes.diffusion.states import from_data, to_data
from nodes.diffusion.store import ModelStore
from nodes.diffusion.walking import Advance, walk
from nodes.diffusion.working import working
from nodes.recipes import scheduler_config
from nodes.values import Image

if TYPE_CHECKING:
    from graph_engine.context import Context
    from nodes.diffusion.schedulers import Scheduler
    from nodes.pixels import SamplePixels
    from nodes.values import FloatArray

_PREVIEW_SIDE = 128


@working
@torch.inference_mode()
def sample_pixels(node: SamplePixels, context: Context) -> Image:
    """Pictures of the size that the U-Net was trained on, (batch, height, width, channels)."""
    unet: Any = ModelStore.of(context).unet(node.unet, context)
    _check(unet, node)
    scheduler = _scheduler(node, context)
    set_steps(scheduler, node.steps, context.device.name, node.sampler)
    size = unet.config.sample_size
    height, width = (size, size) if isinstance(size, int) else size
    source = torch.Generator("cpu").manual_seed(node.seed)
    noise = randn_tensor(
        (node.batch, unet.config.in_channels, height, width),
        generator=source,
        device=torch.device(context.device.name),
        dtype=DTYPES[context.device.dtype],
    )
    steps = len(scheduler.timesteps)
    chain = node.chain(context.beforehand) if context.beforehand is not None else None
    if steps != node.steps:
        chain = None  # some spacings round to another number of steps than was asked for
    previews = Previews(
        context, node.unet, iterations=steps, steps=steps, paint=_small_picture, factor=1
    )
    solver = _Solver(unet, scheduler, source, context, previews)
    with library_warnings_ignored():
        pixels = walk(
            context,
            chain,
            noise,
            solver,
            solver.make_advance,
            previews,
            iterations=steps,
            steps=steps,
        )
    return Image(to_array((pixels / 2 + 0.5).clamp(0, 1).permute(0, 2, 3, 1)))


class _Solver:
    """A scheduler at work on pixels; of its steps only the generator's state goes on."""

    def __init__(
        self,
        unet: Any,
        scheduler: Scheduler,
        generator: torch.Generator,
        context: Context,
        previews: Previews,
    ) -> None:
        self._unet = unet
        self._scheduler = scheduler
        self._generator = generator
        self._context = context
        self._previews = previews

    def make_advance(self) -> Advance:
        """What does one step."""
        options = step_options(self._scheduler, self._generator)

        def advance(done: int, pixels: torch.Tensor) -> torch.Tensor:
            timestep = self._scheduler.timesteps[done]
            output = self._unet(pixels, timestep, return_dict=False)[0]
            self._context.count("unet_evaluations", len(pixels))
            self._previews.offer(
                done, lambda: predicted(self._scheduler, output, pixels, timestep, done)
            )
            stepped = self._scheduler.step(output, timestep, pixels, **options, return_dict=False)
            latest: torch.Tensor = stepped[0]
            return latest

        return advance

    def data(self) -> dict[str, Any]:
        """The generator's state."""
        return {"generator": to_data(self._generator.get_state())}

    def restore(self, data: Mapping[str, Any], device: torch.device) -> None:
        """Go on from where `data` was taken."""
        self._generator.set_state(from_data(data["generator"], torch.device("cpu")))


def _small_picture(pixels: torch.Tensor) -> FloatArray:
    """Pixels in -1..1 as a picture for a preview, of every second or further pixel if it is large."""
    every = max(1, max(pixels.shape[2:]) // _PREVIEW_SIDE)
    shown = pixels[:, :, ::every, ::every].permute(0, 2, 3, 1)
    return to_array((shown / 2 + 0.5).clamp(0, 1))


def _scheduler(node: SamplePixels, context: Context) -> Scheduler:
    """The sampler's scheduler, made of the model's own config as it is."""
    name = node.sampler
    module = importlib.import_module(f"diffusers.schedulers.scheduling_{name}")
    config = scheduler_config(context.places, node.unet.model)
    scheduler: Scheduler = getattr(module, f"{name.upper()}Scheduler").from_config(
        config, prediction_type=node.unet.prediction_type
    )
    return scheduler


def _check(unet: Any, node: SamplePixels) -> None:
    """Raise NodeError for a model that SamplePixels can't run."""
    config, name = unet.config, node.unet.model.name
    if config.in_channels not in (1, 3, 4):
        raise NodeError(
            f'The model "{name}" makes {config.in_channels} channels; pictures have 1, 3 or 4.',
            port="unet",
        )
    if config.class_embed_type is not None or config.num_class_embeds is not None:
        raise NodeError(f'The model "{name}" wants to be told a class of pictures.', port="unet")
    if config.sample_size is None:
        raise NodeError(
            f'The config of the model "{name}" does not tell the size of its pictures'
            " (sample_size).",
            port="unet",
        )
