"""Sampling checks: what can't be sampled is refused here, before any weights are loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_engine.errors import NodeError
from nodes.samplers import find_sampler

if TYPE_CHECKING:
    from graph_engine.context import Context
    from nodes.sampling import Sample
    from nodes.values import VAE, Conditioning, Latent, UNet

_LATENT_SPACES = {"sd1": "Stable Diffusion 1 and 2", "sd2": "Stable Diffusion 1 and 2"}


def latent_space(family: str) -> str:
    """The family of latents that a model family works on; empty for an unknown one."""
    return _LATENT_SPACES.get(family, family)


def check_sampling(node: Sample, context: Context) -> None:
    """Raise NodeError for values of Sample that can't go together; warn of doubtful ones."""
    find_sampler(node.sampler, node.schedule)
    _check_latent(node.unet, node.latent)
    _check_conditioning(node.unet, node.positive, "positive")
    if node.negative is not None and node.guidance > 1:
        _check_conditioning(node.unet, node.negative, "negative")
    elif node.negative is not None:
        context.warn("The negative prompt is not used, because guidance is not above 1.")
    _check_range(node, context)


def check_vae(vae: VAE, latent: Latent) -> None:
    """Raise NodeError unless a VAE can decode a latent."""
    channels = latent.samples.shape[1]
    if channels != vae.channels:
        raise NodeError(
            f'The latent has {channels} channels, but the VAE of "{vae.model.name}" decodes'
            f" {vae.channels}.",
            port="latent",
            hint="Use the VAE of the model that sampled.",
        )
    _check_family(latent, vae.model.family, f'the VAE of "{vae.model.name}"')


def _check_latent(unet: UNet, latent: Latent) -> None:
    channels = latent.samples.shape[1]
    if channels != unet.channels:
        raise NodeError(
            f'The latent has {channels} channels, but the U-Net of "{unet.model.name}" takes'
            f" {unet.channels}.",
            port="latent",
            hint="U-Nets of 9 channels are made for inpainting, which this node does not do."
            if unet.channels == 9
            else "Use a latent and a U-Net of one model family.",
        )
    _check_family(latent, unet.model.family, f'the U-Net of "{unet.model.name}"')


def _check_family(latent: Latent, family: str, model: str) -> None:
    mine, theirs = latent_space(family), latent_space(latent.family)
    if mine and theirs and mine != theirs:
        raise NodeError(
            f"The latent belongs to {theirs}, but {model} works on latents of {mine}.",
            port="latent",
            hint="Use a latent and a model of one family.",
        )


def _check_conditioning(unet: UNet, conditioning: Conditioning, port: str) -> None:
    if not conditioning.entries:
        raise NodeError("The conditioning is empty; it needs at least one prompt.", port=port)
    for entry in conditioning.entries:
        width = entry.embedding.shape[-1]
        if width != unet.context_width:
            raise NodeError(
                f'The prompt was encoded {width} wide, but the U-Net of "{unet.model.name}" reads'
                f" {unet.context_width}.",
                port=port,
                hint="Encode the prompt with the text encoder of the same model.",
            )


def _check_range(node: Sample, context: Context) -> None:
    if node.start >= node.end:
        raise NodeError(
            f"Sampling can't start at {node.start:g} and end at {node.end:g}: the start must be"
            " before the end.",
            port="start",
        )
    if node.start > 0:
        if node.latent.blank:
            raise NodeError(
                f"Sampling can't start at {node.start:g} with an empty latent: there is nothing to"
                " go on with.",
                port="latent",
                hint="Link the latent of a Sample whose end is there, or set start to 0.",
            )
        if node.strength < 1:
            context.warn("Strength is not used when start is above 0.")
    elif int(node.steps * node.strength) < 1:
        raise NodeError(
            f"A strength of {node.strength:g} leaves none of the {node.steps} steps to do.",
            port="strength",
            hint=f"Use at least {_least_strength(node.steps):g}.",
        )
    elif node.latent.blank and node.strength < 1:
        context.warn("A strength below 1 makes an empty latent start from flat grey.")


def _least_strength(steps: int) -> float:
    """The least strength, in hundredths, that leaves one step."""
    return next(n / 100 for n in range(1, 101) if int(steps * (n / 100)) >= 1)
