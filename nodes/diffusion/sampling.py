"""Sampling: the denoising loop of diffusers' pipelines, for a node's values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from diffusers.utils.torch_utils import randn_tensor

from graph_engine.errors import NodeError
from nodes.diffusion.arrays import DTYPES, to_array, to_tensor
from nodes.diffusion.denoiser import Denoiser, Prompt
from nodes.diffusion.schedulers import make_scheduler, set_steps, step_options
from nodes.diffusion.store import ModelStore
from nodes.diffusion.text import encode_text
from nodes.recipes import find_model_folder, scheduler_config
from nodes.values import Latent

if TYPE_CHECKING:
    from graph_engine.context import Context
    from nodes.diffusion.schedulers import Scheduler
    from nodes.sampling import Sample
    from nodes.values import Conditioning


@torch.inference_mode()
def sample(node: Sample, context: Context) -> Latent:
    """Denoise a node's latent; equal to the pipelines' latents before they are decoded.

    Raises NodeError for what can't be sampled and Cancelled within one step of a stop.
    """
    # The order is that of the pipelines: one generator on the CPU gives the noise of the
    # posterior (image to image), then the initial noise, then that of the steps.
    generator = torch.Generator("cpu").manual_seed(node.seed)
    config = scheduler_config(
        find_model_folder(context, node.unet.model.name, node.unet.model.kind)
    )
    scheduler = make_scheduler(
        node.sampler, node.schedule, config, node.unet.prediction_type, node.seed
    )
    set_steps(scheduler, node.steps, context.device.name, node.sampler)
    timesteps = choose_timesteps(scheduler, node)
    denoiser = make_denoiser(node, context)
    latents = initial_latents(node, scheduler, timesteps, generator, context)
    latents = denoise(denoiser, scheduler, timesteps, latents, generator, node.steps, context)
    return Latent(
        to_array(latents),
        node.latent.width,
        node.latent.height,
        family=node.latent.family or node.unet.model.family,
        noise_mask=node.latent.noise_mask,
    )


def denoise(
    denoiser: Denoiser,
    scheduler: Scheduler,
    timesteps: torch.Tensor,
    latents: torch.Tensor,
    generator: torch.Generator,
    steps: int,
    context: Context,
) -> torch.Tensor:
    """Run the sampler over its time steps, telling progress after each."""
    options = step_options(scheduler, generator)
    trained = scheduler.config.num_train_timesteps
    context.count("resumed_at_step", 0)
    context.progress(0, steps)
    for i, timestep in enumerate(timesteps):
        prediction = denoiser.predict(latents, timestep, scheduler, 1 - float(timestep) / trained)
        latents = scheduler.step(prediction, timestep, latents, **options, return_dict=False)[0]
        # Second-order samplers and pndm's warm-up call the U-Net more often than once a step.
        context.progress((i + 1) * steps // len(timesteps), steps)
    return latents


def choose_timesteps(scheduler: Scheduler, node: Sample) -> torch.Tensor:
    """The time steps that strength, start and end leave, counted as the pipelines count them.

    Strength as in StableDiffusionImg2ImgPipeline; start and end as `denoising_start` and
    `denoising_end` of StableDiffusionXLImg2ImgPipeline. Raises NodeError if none is left.
    """
    timesteps: torch.Tensor = scheduler.timesteps
    trained = scheduler.config.num_train_timesteps
    first = 0
    if node.start > 0:
        left = int((timesteps < round(trained - node.start * trained)).sum())
        # A second-order sampler visits each time step but the first twice; an even number left
        # would begin between the two.
        left += scheduler.order == 2 and left % 2 == 0
        first = max(len(timesteps) - left, 0)
    elif not (node.latent.blank and node.strength == 1):
        done = min(int(node.steps * node.strength), node.steps)
        first = (node.steps - done) * scheduler.order
    if (node.start > 0 or not is_new_picture(node)) and hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(first)
    timesteps = timesteps[first:]
    if node.end < 1:
        timesteps = timesteps[: int((timesteps >= round(trained - node.end * trained)).sum())]
    if len(timesteps) == 0:
        raise NodeError(
            f"Of {node.steps} steps none lies between start {node.start:g} and end {node.end:g}.",
            port="end",
            hint="Move start and end apart, or use more steps.",
        )
    return timesteps


def is_new_picture(node: Sample) -> bool:
    """Whether sampling starts from noise alone, as the text-to-image pipeline does."""
    return node.latent.blank and node.strength == 1 and node.start == 0


def initial_latents(
    node: Sample,
    scheduler: Scheduler,
    timesteps: torch.Tensor,
    generator: torch.Generator,
    context: Context,
) -> torch.Tensor:
    """What the first step gets: noise, a noised picture, or another sampler's latent as it is."""
    device = torch.device(context.device.name)
    dtype = DTYPES[context.device.dtype]
    shape = node.latent.samples.shape
    if is_new_picture(node):
        new = randn_tensor(shape, generator=generator, device=device, dtype=dtype)
        return torch.mul(new, scheduler.init_noise_sigma)
    if node.start > 0:
        return to_tensor(node.latent.samples, context.device)
    picture = drawn_picture(node.latent, generator, context)
    noise = randn_tensor(shape, generator=generator, device=device, dtype=dtype)
    return scheduler.add_noise(picture, noise, timesteps[:1].repeat(shape[0]))


def drawn_picture(latent: Latent, generator: torch.Generator, context: Context) -> torch.Tensor:
    """The latent itself, or a draw from the posterior that EncodeImage kept with it."""
    posterior = latent.posterior
    if posterior is None:
        return to_tensor(latent.samples, context.device)
    # The encoder leaves its channels last in memory, and kernels round by the layout.
    mean, deviation = (
        to_tensor(array, context.device).contiguous(memory_format=torch.channels_last)
        for array in (posterior.mean, posterior.deviation)
    )
    noise = randn_tensor(mean.shape, generator=generator, device=mean.device, dtype=mean.dtype)
    drawn: torch.Tensor = mean + deviation * noise
    return posterior.scaling_factor * drawn


def make_denoiser(node: Sample, context: Context) -> Denoiser:
    """The denoiser of a node: its U-Net, loaded, and its prompts, repeated for the batch."""
    batch = node.latent.samples.shape[0]
    positive = prompts_of(node.positive, batch, context)
    negative: list[Prompt] = []
    if node.guidance > 1:
        negative = prompts_of(node.negative or empty_prompt(node, context), batch, context)
    unet = ModelStore.of(context).unet(node.unet, context)
    return Denoiser(
        unet,
        positive,
        negative,
        guidance=node.guidance,
        rescale=node.guidance_rescale,
        count=lambda evaluations: context.count("unet_evaluations", evaluations),
    )


def empty_prompt(node: Sample, context: Context) -> Conditioning:
    """The empty prompt that a sampler without a negative is guided away from."""
    encoder = next((e.text_encoder for e in node.positive.entries if e.text_encoder), None)
    if encoder is None:
        raise NodeError(
            "Guidance above 1 needs a negative prompt here, because nothing tells which text"
            " encoder made the positive one.",
            port="negative",
            hint="Link an EncodeText with an empty text.",
        )
    return encode_text(encoder, "", context)


def prompts_of(conditioning: Conditioning, batch: int, context: Context) -> list[Prompt]:
    """A conditioning's entries on the device, each embedding once for each picture."""
    return [
        Prompt(
            to_tensor(entry.embedding, context.device).repeat(batch, 1, 1),
            entry.strength,
            entry.start,
            entry.end,
        )
        for entry in conditioning.entries
    ]
