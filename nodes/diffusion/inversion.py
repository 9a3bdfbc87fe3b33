"""Inversion: DDIM's steps taken backwards, from a picture to the noise that it comes from."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import torch

from nodes.diffusion.arrays import to_array, to_tensor
from nodes.diffusion.ladder import with_less_memory
from nodes.diffusion.sampling import lay_out, make_prediction
from nodes.diffusion.schedulers import (
    inverse_scheduler,
    library_warnings_ignored,
    set_steps,
)
from nodes.diffusion.store import ModelStore
from nodes.diffusion.working import working
from nodes.sample_steps import Chosen
from nodes.sampling import Sample

if TYPE_CHECKING:
    from graph_engine.context import Context
    from nodes.inversion import InvertLatent
    from nodes.values import Latent


@working
@torch.inference_mode()
def invert(node: InvertLatent, context: Context) -> Latent:
    """The noise that DDIM denoises into a latent.

    Equation 13 of Song et al., "Denoising Diffusion Implicit Models", arXiv 2010.02502, read
    backwards; equal to the loop of StableDiffusionDiffEditPipeline.invert.
    """
    scheduler: Any = inverse_scheduler(node.schedule, node.unet, context.places)
    set_steps(scheduler, node.steps, context.device.name, "ddim")
    layout = lay_out(scheduler)
    count = min(int(node.steps * node.strength), len(layout.timesteps))
    chosen = Chosen(0, count)
    prediction = make_prediction(_as_sample(node), layout, chosen, None, context)
    latents = to_tensor(node.latent.samples, context.device)
    rungs = ModelStore.of(context).rungs(context)
    with library_warnings_ignored():
        for index, timestep in enumerate(scheduler.timesteps[:count]):
            context.progress(index, count)
            predict = partial(prediction.at, latents, timestep, scheduler, index)
            output = with_less_memory(predict, rungs, context)
            latents = scheduler.step(output, timestep, latents, return_dict=False)[0]
    context.progress(count, count)
    return replace(node.latent, samples=to_array(latents), posterior=None, noised=True)


def _as_sample(node: InvertLatent) -> Sample:
    """What predicts, as a Sample asks for it."""
    return Sample(
        unet=node.unet,
        positive=node.positive,
        negative=node.negative,
        latent=node.latent,
        steps=node.steps,
        guidance=node.guidance,
        sampler="ddim",
        schedule=node.schedule,
    )
