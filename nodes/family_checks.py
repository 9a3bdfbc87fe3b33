"""Family checks: what belongs to another model family is refused, before anything is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from graph_engine.errors import NodeError
from nodes.facts import (
    ConditioningFacts,
    ControlFacts,
    LatentFacts,
    conditioning_facts,
    control_facts,
)
from nodes.values import VAE, ControlNet, TextEncoder, UNet

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand, Outline

Known = TypeVar("Known")

_NAMES = {
    "sd1": "Stable Diffusion 1",
    "sd2": "Stable Diffusion 2",
    "sdxl": "SDXL",
    "sdxl_refiner": "the SDXL refiner",
}
_LATENT_SPACES = {
    "sd1": "Stable Diffusion 1 and 2 (scale 0.18215)",
    "sd2": "Stable Diffusion 1 and 2 (scale 0.18215)",
    "sdxl": "SDXL (scale 0.13025)",
    "sdxl_refiner": "SDXL (scale 0.13025)",
}
_LATENT_NODES = {
    "inpaint": "InpaintLatent",
    "edit": "EditLatent",
    "depth": "DepthLatent",
    "upscale": "UpscaleLatent",
}


def family_name(family: str) -> str:
    """A model family in words."""
    return _NAMES.get(family, family or "an unknown family")


def latent_space(family: str) -> str:
    """The latent space that a model family works in, in words; empty for an unknown one."""
    return _LATENT_SPACES.get(family, family)


def check_latent_space(latent_family: str, model_family: str, model: str) -> None:
    """Raise NodeError if a latent lies in another space than `model`, in words, works in."""
    theirs, mine = latent_space(latent_family), latent_space(model_family)
    if mine and theirs and mine != theirs:
        raise NodeError(
            f"The latent belongs to {theirs}, but {model} works on latents of {mine}.",
            port="latent",
            hint="Decode it with its own VAE and encode the picture with this model's VAE.",
        )


def check_text_encoder(unet: UNet, encoder: TextEncoder, port: str) -> None:
    """Raise NodeError if a U-Net can't read what a text encoder makes."""
    same_family = encoder.model.family == unet.model.family
    known = encoder.model.family and unet.model.family
    if (known and not same_family) or encoder.width != unet.context_width:
        raise NodeError(
            f'The prompt was encoded by "{encoder.model.name}" for'
            f" {family_name(encoder.model.family)} ({encoder.width} wide), but the U-Net of"
            f' "{unet.model.name}" is {family_name(unet.model.family)} and reads'
            f" {unet.context_width}.",
            port=port,
            hint=f'Encode the prompt with the text encoder of "{unet.model.name}".',
        )


def check_controlnet(unet: UNet, controlnet: ControlNet) -> None:
    """Raise NodeError if a ControlNet or T2I-Adapter was made for another family's U-Net."""
    theirs, mine = controlnet.model.family, unet.model.family
    what = "ControlNet" if controlnet.architecture == "controlnet" else "T2I-Adapter"
    other_width = (
        controlnet.architecture == "controlnet" and controlnet.context_width != unet.context_width
    )
    if (theirs and mine and theirs != mine) or other_width:
        raise NodeError(
            f'The {what} "{controlnet.model.name}" is for {family_name(theirs)}; the U-Net of'
            f' "{unet.model.name}" is {family_name(mine)}.',
            port="control",
            hint=f"Choose a {what} for {family_name(mine)}.",
        )


def check_task(unet: UNet, extra: str) -> None:
    """Raise NodeError unless a latent carries just the extra channels that a U-Net reads."""
    if unet.task == "unconditional":
        raise NodeError(
            f'The U-Net of "{unet.model.name}" reads no prompts and works on pixels.',
            port="unet",
            hint="Use SamplePixels for it.",
        )
    wanted = _LATENT_NODES.get(unet.task)
    if wanted is not None and extra != unet.task:
        raise NodeError(
            f'The U-Net of "{unet.model.name}" takes {unet.channels} channels: it is made for'
            f" {_in_words(unet.task)} and reads more than a latent.",
            port="latent",
            hint=f"Link the latent of {wanted}.",
        )
    if extra and unet.task != extra:
        raise NodeError(
            f"The latent is made for a U-Net for {_in_words(extra)}, but that of"
            f' "{unet.model.name}" takes {unet.channels} channels.',
            port="latent",
            hint="Link a LatentMask to repaint with this model."
            if extra == "inpaint"
            else "Choose a model of that kind.",
        )


def check_unconditional(unet: UNet) -> None:
    """Raise NodeError unless a U-Net makes pictures from noise alone."""
    if unet.task != "unconditional":
        raise NodeError(
            f'The U-Net of "{unet.model.name}" reads prompts and works on latents.',
            port="unet",
            hint="Use Sample for it; SamplePixels is for unconditional models.",
        )


def check_vae_family(vae: VAE, latent_family: str) -> None:
    """Raise NodeError if a VAE can't decode latents of a family."""
    check_latent_space(latent_family, vae.model.family, f'the VAE of "{vae.model.name}"')


def check_sampler_inputs(known: Beforehand, *, finished: bool = True) -> LatentFacts | None:
    """Check all that is known of a sampler's inputs; what is known of the latent it makes.

    One that is not `finished` keeps its extra channels, for another sampler to go on.
    """
    inputs = known.inputs
    unet = _facts(inputs.get("unet"), UNet)
    latent = _facts(inputs.get("latent"), LatentFacts)
    if unet is None:
        return LatentFacts(latent.family) if latent is not None else None
    for port in ("positive", "negative"):
        _check_prompts(unet, conditioning_facts(inputs.get(port)), port)
    _check_controls(unet, control_facts(inputs.get("control")))
    if latent is not None:
        check_task(unet, latent.extra)
        model = f'the U-Net of "{unet.model.name}"'
        check_latent_space(latent.family, unet.model.family, model)
    extra = latent.extra if latent is not None and not finished else ""
    return LatentFacts(unet.model.family, extra)


def check_decoding(known: Beforehand) -> None:
    """Check that a VAE fits the latent it is to decode, as far as both are known."""
    vae, latent = (
        _facts(known.inputs.get("vae"), VAE),
        _facts(known.inputs.get("latent"), LatentFacts),
    )
    if vae is not None and latent is not None:
        check_vae_family(vae, latent.family)


def _check_prompts(unet: UNet, prompts: ConditioningFacts, port: str) -> None:
    for entry in prompts.entries:
        if entry.text_encoder is not None:
            check_text_encoder(unet, entry.text_encoder, port)


def _check_controls(unet: UNet, control: ControlFacts) -> None:
    for entry in control.entries:
        if entry.controlnet is not None:
            check_controlnet(unet, entry.controlnet)


def _facts(outline: Outline | None, kind: type[Known]) -> Known | None:
    return outline.facts if outline is not None and isinstance(outline.facts, kind) else None


def _in_words(task: str) -> str:
    words = {"inpaint": "inpainting", "edit": "editing pictures", "depth": "depth maps",
             "upscale": "upscaling"}  # fmt: skip
    return words.get(task, task)
