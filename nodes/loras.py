"""LoRAs: files of small changes to weights, found and checked by their tensors' names alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from graph_engine.errors import NodeError
from nodes.family_checks import family_name
from nodes.recipes import find_source
from nodes.values import LoRA, ModelRef, TextEncoder, UNet

if TYPE_CHECKING:
    from graph_engine.model_files import ModelSource
    from graph_engine.places import Places

Recipe = TypeVar("Recipe", UNet, TextEncoder)

# How kohya's scripts, and diffusers with peft, begin the names of what they change.
_PREFIXES = {
    "unet": ("lora_unet_", "unet."),
    "text_encoder": ("lora_te_", "lora_te1_", "text_encoder."),
    "text_encoder_2": ("lora_te2_", "text_encoder_2."),
}


def lora_reference(
    places: Places, name: str, unet: UNet | None, encoder: TextEncoder | None
) -> ModelRef:
    """The reference to a LoRA for these parts of a model; raises NodeError where it can't fit.

    Whether its layers match is only known once the weights are there.
    """
    source = find_source(places, name, "lora")
    _check_kind(source)
    for part in (unet, encoder):
        if part is not None:
            _check_family(source, part)
    changed = {part for part in _PREFIXES if part_names(source, part)}
    wanted = {"unet"} if unet is not None else set()
    wanted |= set(encoder.encoders) if encoder is not None else set()
    if wanted and not changed & wanted:
        raise NodeError(
            f'The LoRA "{source.name}" changes none of {_listed(wanted)}'
            + (f", but {_listed(changed)}." if changed else ": its names are of another kind."),
            port="text_encoder" if encoder is None and changed else "model",
            hint="Link the text encoder too." if encoder is None and changed else "",
        )
    return ModelRef(source.name, "lora", "lora", source.family)


def part_names(source: ModelSource, part: str) -> list[str]:
    """The names of a file's tensors that are meant for a part of a model."""
    names = source.file.tensors if source.file is not None else ()
    return [name for name in names if name.startswith(_PREFIXES[part])]


def with_lora(recipe: Recipe, model: ModelRef, strength: float) -> Recipe:
    """A recipe with one more LoRA, unless that has no strength."""
    if not strength:
        return recipe
    return replace(recipe, loras=(*recipe.loras, LoRA(model, strength)))


def _check_kind(source: ModelSource) -> None:
    """Raise NodeError for relatives of LoRA whose tensors diffusers would drop or misread."""
    names = source.file.tensors if source.file is not None else ()
    for ending, kind in (
        (".dora_scale", "DoRA (weights split into size and direction)"),
        (".lora_mid.weight", "LoCon with a Tucker decomposition"),
    ):
        if any(name.endswith(ending) for name in names):
            raise NodeError(
                f'The file "{source.name}" is a {kind}; this version knows plain LoRAs and LoCons.',
                port="model",
                hint="Most training tools can extract or merge it to a plain LoRA.",
            )


def _check_family(source: ModelSource, part: UNet | TextEncoder) -> None:
    theirs, mine = source.family, part.model.family
    if theirs and mine and theirs != mine:
        raise NodeError(
            f'The LoRA "{source.name}" is for {family_name(theirs)}, but "{part.model.name}" is'
            f" {family_name(mine)}.",
            port="model",
            hint=f"Choose a LoRA for {family_name(mine)}.",
        )
    reads = part.context_width if isinstance(part, UNet) else 0
    if reads and source.context_width and source.context_width != reads:
        raise NodeError(
            f'The LoRA "{source.name}" is for a U-Net that reads prompts {source.context_width}'
            f' wide, but that of "{part.model.name}" ({family_name(mine)}) reads {reads}.',
            port="model",
            hint=f"Choose a LoRA for {family_name(mine)}.",
        )


def _listed(parts: set[str]) -> str:
    words = {"unet": "the U-Net", "text_encoder": "the text encoder"}
    words["text_encoder_2"] = "the second text encoder"
    return " and ".join(words[part] for part in _PREFIXES if part in parts)
