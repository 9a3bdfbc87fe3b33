"""Naming: under which prefix a file holds each part of a model, and whose names its tensors have."""

from __future__ import annotations

from collections.abc import Mapping

from graph_engine.model_files.folders import FAMILY_OF_WIDTH
from graph_engine.model_files.source import Place
from graph_engine.model_files.tensors import TensorFile

_UNETS = {
    "original": ("input_blocks.0.0.weight", "time_embed.0.weight"),
    "diffusers": ("conv_in.weight", "time_embedding.linear_1.weight"),
}
_VAES = {
    "original": ("decoder.mid.block_1.norm1.weight",),
    "diffusers": ("decoder.mid_block.resnets.0.norm1.weight",),
}
_CLIP = ("embeddings.token_embedding.weight", "final_layer_norm.weight")
_OPEN_CLIP = ("token_embedding.weight", "ln_final.weight")
_CONTROLS = {
    "original": ("input_hint_block.0.weight", "time_embed.0.weight"),
    "diffusers": ("controlnet_cond_embedding.conv_in.weight", "time_embedding.linear_1.weight"),
}
_ADAPTERS = {
    "original": ("body.0.block1.weight", "conv_in.weight"),
    "diffusers": ("body.0.resnets.0.block1.weight", "body.0.resnets.0.block2.weight"),
}
_LIGHT_ADAPTERS = {
    "original": ("body.0.in_conv.weight", "body.0.body.0.block1.weight"),
    "diffusers": _ADAPTERS["diffusers"],
}
# The prefixes under which files hold each part, the longest first.
_UNET_PREFIXES = ("model.diffusion_model.", "unet.", "")
_VAE_PREFIXES = ("first_stage_model.", "vae.", "")
_CONTROL_PREFIXES = ("control_model.", "controlnet.", "")
_ADAPTER_PREFIXES = ("adapter.", "")
_CLIP_PREFIXES = (
    "conditioner.embedders.0.transformer.text_model.",
    "conditioner.embedders.0.transformer.",
    "cond_stage_model.transformer.text_model.",
    "cond_stage_model.transformer.",
    "text_encoders.clip_l.transformer.text_model.",
    "text_model.",
    "",
)
_OPEN_CLIP_PREFIXES = (
    "conditioner.embedders.1.model.",
    "conditioner.embedders.0.model.",
    "cond_stage_model.model.",
    "",
)


def unet_place(file: TensorFile) -> Place | None:
    """Where a file holds a U-Net; None if it has none."""
    return _place(file, _UNET_PREFIXES, _UNETS)


def vae_place(file: TensorFile) -> Place | None:
    """Where a file holds a VAE; None if it has none."""
    return _place(file, _VAE_PREFIXES, _VAES)


def controlnet_place(file: TensorFile) -> Place | None:
    """Where a file holds a ControlNet; None if it has none."""
    return _place(file, _CONTROL_PREFIXES, _CONTROLS)


def adapter_place(file: TensorFile) -> Place | None:
    """Where a file holds a T2I-Adapter; None if it has none."""
    full = _place(file, _ADAPTER_PREFIXES, _ADAPTERS)
    return full or _place(file, _ADAPTER_PREFIXES, _LIGHT_ADAPTERS)


def text_encoder_places(file: TensorFile) -> tuple[dict[str, Place], str]:
    """The text encoders of a file by part, and the family that their names tell."""
    clip = _prefix(file, _CLIP_PREFIXES, _CLIP)
    opened = _prefix(file, _OPEN_CLIP_PREFIXES, _OPEN_CLIP)
    if opened is not None and opened.startswith("conditioner."):
        second = {"text_encoder_2": Place(opened, "original")}
        if clip is None:
            return second, "sdxl_refiner"
        return {"text_encoder": Place(clip, "diffusers"), **second}, "sdxl"
    if opened is not None:
        return _lone_encoder(file, Place(opened, "original"), "sd2")
    if clip is not None:
        return _lone_encoder(file, Place(clip, "diffusers"), "sd1")
    return {}, ""


def _lone_encoder(file: TensorFile, place: Place, family: str) -> tuple[dict[str, Place], str]:
    """One text encoder, its family by its width, else by whose names its tensors have."""
    found = FAMILY_OF_WIDTH.get(text_width(file, place), family)
    return {"text_encoder_2" if found == "sdxl_refiner" else "text_encoder": place}, found


def text_width(file: TensorFile, place: Place) -> int:
    """The width of what a text encoder makes."""
    table = _CLIP[0] if place.names == "diffusers" else _OPEN_CLIP[0]
    return (*file.shape(f"{place.prefix}{table}"), 0, 0)[1]


def _place(
    file: TensorFile, prefixes: tuple[str, ...], marks: Mapping[str, tuple[str, ...]]
) -> Place | None:
    for names in ("original", "diffusers"):
        prefix = _prefix(file, prefixes, marks[names])
        if prefix is not None:
            return Place(prefix, "original" if names == "original" else "diffusers")
    return None


def _prefix(file: TensorFile, prefixes: tuple[str, ...], marks: tuple[str, ...]) -> str | None:
    """The first prefix under which the file has all the marks; None if there is none."""
    for prefix in prefixes:
        if all(f"{prefix}{mark}" in file.tensors for mark in marks):
            return prefix
    return None
