"""Recipes: what a model's configs and headers say, as the references that cross links.

No weights are read and no torch is needed, so that a recipe is known before anything runs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

from graph_engine.errors import NodeError
from graph_engine.model_files import ModelSource, kind_in_words, read_json
from graph_engine.model_files.folders import context_width
from nodes.formats.configs import part_config
from nodes.formats.schedules import family_schedule
from nodes.values import VAE, ControlNet, ModelRef, TextEncoder, UNet

if TYPE_CHECKING:
    from graph_engine.places import Places
    from nodes.values import Task

Config = dict[str, Any]
Recipe = TypeVar("Recipe")
_LATENT_CHANNELS = 4
_VAE_FACTORS = (4, 8)


def find_source(places: Places, name: str, kind: str) -> ModelSource:
    """Where the model of a name lies and what it is.

    Raises NodeError with the searched folders and the nearest names, or with what is wrong with
    the model of that name. A model on the hub has to be fetched before.
    """
    found = places.find_model(kind, name)
    if isinstance(found, ModelSource):
        return found
    raise NodeError(
        found.message[0].upper() + found.message[1:],
        port="model",
        hint="Run the workflow as a whole, which fetches it." if found.downloadable else found.hint,
    )


def checkpoint_recipes(places: Places, name: str) -> tuple[UNet, TextEncoder, VAE]:
    """The recipes of a checkpoint's parts; raises NodeError where it can't be used."""
    source = find_source(places, name, "checkpoint")
    lacking = [kind for kind in ("unet", "text_encoder", "vae") if not _parts(source, kind)]
    if lacking:
        words = " and no ".join(kind_in_words(kind) for kind in lacking)
        raise NodeError(
            f'The model "{name}" has no {words}.',
            port="model",
            hint="Load its parts with LoadUNet, LoadTextEncoder and LoadVAE, each from a model"
            " that has it.",
        )
    return (
        unet_of(source, _reference(source, "checkpoint", "unet")),
        text_encoder_of(source, _reference(source, "checkpoint", "text_encoder")),
        vae_of(source, _reference(source, "checkpoint", "vae")),
    )


def unet_recipe(places: Places, name: str) -> UNet:
    """The recipe of a U-Net alone, or of a checkpoint's; raises NodeError for one that can't run."""
    source = find_source(places, name, "unet")
    return unet_of(source, _reference(source, "unet", "unet"))


def text_encoder_recipe(places: Places, name: str) -> TextEncoder:
    """The recipe of a text encoder alone, or of a checkpoint's one or two; raises NodeError."""
    source = find_source(places, name, "text_encoder")
    return text_encoder_of(source, _reference(source, "text_encoder", "text_encoder"))


def vae_recipe(places: Places, name: str) -> VAE:
    """The recipe of a VAE alone, or of a checkpoint's; raises NodeError for another family's."""
    source = find_source(places, name, "vae")
    return vae_of(source, _reference(source, "vae", "vae"))


def controlnet_recipe(places: Places, name: str) -> ControlNet:
    """The recipe of a ControlNet or a T2I-Adapter; raises NodeError."""
    source = find_source(places, name, "controlnet")
    return controlnet_of(source, _reference(source, "controlnet", "controlnet"))


def scheduler_config(places: Places, model: ModelRef, part: str = "scheduler") -> Config:
    """What a U-Net's model says of its noise schedule.

    It is the folder's scheduler_config.json, or for a single file what its family's folders say;
    empty for a U-Net's folder without one. `part` may be an upscaler's `low_res_scheduler`.
    """
    source = find_source(places, model.name, model.kind)
    if source.layout == "file":
        return family_schedule(source, part)
    return read_json(source.path / part / "scheduler_config.json") or {}


def source_config(source: ModelSource, part: str) -> Config:
    """The config of a part, from its folder or told by a single file; raises NodeError."""
    if source.layout == "file":
        return part_config(source, part)
    config = source.config(part)
    if config is None:
        raise NodeError(
            f'The {part.replace("_", " ")} of the model "{source.name}" has no readable config:'
            f" {source.part_path(part) / 'config.json'}.",
            port="model",
            hint="The model folder may be incomplete; copy or fetch it again.",
        )
    return config


def _sensible(
    make: Callable[[ModelSource, ModelRef], Recipe],
) -> Callable[[ModelSource, ModelRef], Recipe]:
    """Turn what goes wrong with a config of odd values into a NodeError."""

    @wraps(make)
    def made(source: ModelSource, model: ModelRef) -> Recipe:
        try:
            return make(source, model)
        except (TypeError, ValueError, KeyError, IndexError, OverflowError) as error:
            raise NodeError(
                f'A config of the model "{source.name}" can\'t be understood: {error}.',
                port="model",
                hint="Copy or fetch the model again.",
            ) from error

    return made


@_sensible
def unet_of(source: ModelSource, model: ModelRef) -> UNet:
    """The recipe of a source's U-Net; raises NodeError for one that this version can't run."""
    config = source_config(source, "unet")
    if source.task == "unconditional":
        channels = int(config.get("in_channels", 3))
        prediction = source.prediction_type or "epsilon"
        return UNet(model, prediction, channels, 0, channels, task="unconditional")
    _check_conditioning(config, source)
    channels = int(config.get("in_channels", 4))
    pooled = 0
    if config.get("addition_embed_type") == "text_time":
        sizes = 5 if source.family == "sdxl_refiner" else 6
        added = int(config.get("projection_class_embeddings_input_dim") or 0)
        pooled = added - sizes * int(config.get("addition_time_embed_dim") or 0)
    return UNet(
        model=model,
        prediction_type=source.prediction_type or "epsilon",
        channels=channels,
        context_width=context_width(config),
        latent_channels=int(config.get("out_channels", _LATENT_CHANNELS)),
        pooled_width=pooled,
        task=cast("Task", source.task),
        aesthetic=source.family == "sdxl_refiner",
        zero_negative=_zero_negative(source),
    )


@_sensible
def text_encoder_of(source: ModelSource, model: ModelRef) -> TextEncoder:
    """The recipe of a source's text encoders."""
    encoders = _parts(source, "text_encoder")
    configs = [source_config(source, part) for part in encoders]
    pooled = configs[-1].get("projection_dim") if "text_encoder_2" in encoders else 0
    return TextEncoder(
        model,
        width=sum(int(config.get("hidden_size", 768)) for config in configs),
        pooled_width=int(pooled or 0),
        encoders=encoders,
    )


@_sensible
def vae_of(source: ModelSource, model: ModelRef) -> VAE:
    """The recipe of a source's VAE; raises NodeError for the latents of another family."""
    config = source_config(source, "vae")
    channels = int(config.get("latent_channels", _LATENT_CHANNELS))
    if channels != _LATENT_CHANNELS:
        raise NodeError(
            f'The VAE of "{source.name}" makes latents of {channels} channels; those of Stable'
            f" Diffusion 1.x, 2.x and XL have {_LATENT_CHANNELS}.",
            port="model",
        )
    factor = 2 ** (len(config.get("block_out_channels", (0, 0, 0, 0))) - 1)
    if factor not in _VAE_FACTORS:
        raise NodeError(
            f'The VAE of "{source.name}" makes one latent cell of {factor} pixels; those of Stable'
            " Diffusion make one of 8, or of 4 in the ×4 upscaler.",
            port="model",
        )
    if config.get("latents_mean") is not None:
        raise NodeError(
            f'The VAE of "{source.name}" shifts its latents by a mean of their own (as'
            " Playground 2.5's does), which this version does not do.",
            port="model",
            hint="Use a VAE of Stable Diffusion or SDXL.",
        )
    return VAE(
        model,
        channels=channels,
        scaling_factor=float(config.get("scaling_factor", 0.18215)),
        factor=factor,
    )


@_sensible
def controlnet_of(source: ModelSource, model: ModelRef) -> ControlNet:
    """The recipe of a source's ControlNet or T2I-Adapter."""
    config = source_config(source, "controlnet")
    if source.kind == "adapter":
        return ControlNet(model, "adapter", context_width=0)
    return ControlNet(model, context_width=context_width(config))


def _reference(source: ModelSource, kind: str, part: str) -> ModelRef:
    family = source.family
    if part == "vae" and family == "sdxl_refiner":
        family = "sdxl"  # the refiner has no VAE of its own
    return ModelRef(source.name, kind, part, family)


def _parts(source: ModelSource, kind: str) -> tuple[str, ...]:
    """The parts of a source that a kind means, such as both text encoders of SDXL."""
    return tuple(part for part in source.parts if part.startswith(kind))


def _zero_negative(source: ModelSource) -> bool:
    """Whether a missing negative prompt means zeros, as the XL pipelines' index says."""
    if source.family != "sdxl" or source.kind != "checkpoint":
        return source.family == "sdxl"
    index = read_json(source.path / "model_index.json") if source.layout == "folder" else None
    return bool((index or {}).get("force_zeros_for_empty_prompt", True))


def _check_conditioning(config: Config, source: ModelSource) -> None:
    """Raise NodeError for a U-Net that reads more than prompts, sizes and pictures."""
    odd = config.get("encoder_hid_dim_type") or (
        config.get("class_embed_type") in ("projection", "simple_projection")
    )
    if odd or config.get("addition_embed_type") not in (None, "text_time"):
        raise NodeError(
            f'The U-Net of "{source.name}" is steered by more than prompts and pictures (it is'
            " made for another family, such as unCLIP or Kandinsky); this version runs Stable"
            " Diffusion 1.x, 2.x and XL.",
            port="model",
        )
