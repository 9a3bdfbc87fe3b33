"""Sampling checks: what can't be sampled is refused here, before any weights are loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_engine.errors import NodeError
from nodes.family_checks import (
    check_controlnet,
    check_latent_space,
    check_task,
    check_text_encoder,
    check_vae_family,
)
from nodes.samplers import SAMPLERS, SamplerName, find_sampler
from nodes.values import UNet

if TYPE_CHECKING:
    from graph_engine.context import Context
    from nodes.sampling import Sample
    from nodes.values import VAE, Conditioning, Control, Latent


def check_params(node: Sample) -> None:
    """Raise NodeError for params that make no run, whatever is linked; a linked one is None."""
    if None not in (node.sampler, node.schedule):
        find_sampler(node.sampler, node.schedule)
    if None in (node.start, node.end, node.steps, node.strength):
        return
    if node.start >= node.end:
        raise NodeError(
            f"Sampling can't start at {node.start:g} and end at {node.end:g}: the start must be"
            " before the end.",
            port="start",
        )
    if node.start == 0 and int(node.steps * node.strength) < 1:
        raise NodeError(
            f"A strength of {node.strength:g} leaves none of the {node.steps} steps to do.",
            port="strength",
            hint=f"Use at least {_least_strength(node.steps):g}.",
        )


def check_prediction(unet: object, name: SamplerName | None) -> None:
    """Raise NodeError if a sampler does not know what a U-Net predicts, as far as both are known.

    `unet` is what is known of it, `name` None for a sampler that comes over a link.
    """
    if not isinstance(unet, UNet) or name is None or unet.prediction_type != "sample":
        return
    if not SAMPLERS[name].pictures:
        fitting = ", ".join(name for name, each in SAMPLERS.items() if each.pictures)
        raise NodeError(
            f'The U-Net of "{unet.model.name}" predicts the picture itself, which the sampler'
            f' "{name}" does not know.',
            port="sampler",
            hint=f"Use one of {fitting}.",
        )


def check_sampling(node: Sample, context: Context) -> None:
    """Raise NodeError for values of Sample that can't go together; warn of doubtful ones."""
    check_params(node)
    check_prediction(node.unet, node.sampler)
    check_values(node.unet, node.latent, node.positive, node.control)
    own = (entry.guidance or 0.0 for entry in node.positive.entries)
    if node.negative is not None and max(node.guidance, *own) > 1:
        check_conditioning(node.unet, node.negative, "negative")
    elif node.negative is not None:
        context.warn("The negative prompt is not used, because guidance is not above 1.")
    _check_latent_use(node, context)


def check_values(
    unet: UNet, latent: Latent, positive: Conditioning, control: Control | None
) -> None:
    """Raise NodeError unless what a sampler is given belongs to one model family."""
    _check_latent(unet, latent)
    check_conditioning(unet, positive, "positive")
    for entry in control.entries if control is not None else ():
        check_controlnet(unet, entry.controlnet)


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
    check_vae_family(vae, latent.family)


def _check_latent(unet: UNet, latent: Latent) -> None:
    check_task(unet, latent.extra.kind if latent.extra is not None else "")
    channels = latent.samples.shape[1]
    if channels != unet.latent_channels:
        raise NodeError(
            f'The latent has {channels} channels, but the U-Net of "{unet.model.name}" denoises'
            f" {unet.latent_channels}.",
            port="latent",
            hint="Use a latent and a U-Net of one model family.",
        )
    check_latent_space(latent.family, unet.model.family, f'the U-Net of "{unet.model.name}"')


def check_conditioning(unet: UNet, conditioning: Conditioning, port: str) -> None:
    """Raise NodeError unless a U-Net can read a conditioning."""
    if not conditioning.entries:
        raise NodeError("The conditioning is empty; it needs at least one prompt.", port=port)
    for entry in conditioning.entries:
        if entry.text_encoder is not None:
            check_text_encoder(unet, entry.text_encoder, port)
        width = entry.embedding.shape[-1]
        if width != unet.context_width or (unet.pooled_width and entry.pooled is None):
            pooled = " and a pooled embedding" if unet.pooled_width else ""
            raise NodeError(
                f'The prompt was encoded {width} wide, but the U-Net of "{unet.model.name}" reads'
                f" {unet.context_width}{pooled}.",
                port=port,
                hint="Encode the prompt with the text encoder of the same model.",
            )


def _check_latent_use(node: Sample, context: Context) -> None:
    if node.latent.noised and node.latent.noise_mask is not None:
        raise NodeError(
            "The latent is the noise of a picture, so there is no picture for the mask to keep.",
            port="latent",
            hint="Take the LatentMask away, or put it on the latent of an EncodeImage.",
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
    elif node.latent.blank and node.strength < 1:
        context.warn("A strength below 1 makes an empty latent start from flat grey.")


def _least_strength(steps: int) -> float:
    """The least strength, in hundredths, that leaves one step."""
    return next(n / 100 for n in range(1, 101) if int(steps * (n / 100)) >= 1)
