"""Recipes: a model's configs read into the references that cross links, without its weights."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_engine.errors import NodeError
from graph_engine.hints import ModelFile
from graph_engine.hub import download, is_hub_id
from graph_engine.model_files import identify, read_json
from nodes.values import VAE, VAE_FACTOR, ModelRef, TextEncoder, UNet

if TYPE_CHECKING:
    from graph_engine.context import Context

SUPPORTED_FAMILIES = ("sd1", "sd2")
_FAMILY_OF_WIDTH = {768: "sd1", 1024: "sd2", 2048: "sdxl"}


def find_model_folder(context: Context, name: str, kind: str) -> Path:
    """The diffusers folder of a model, fetched from the hub if its name is a hub id.

    Raises NodeError with the searched folders and the nearest names.
    """
    hint = ModelFile(kind=kind)
    folder = context.places.find(hint, name)
    if folder is not None:
        return folder
    if is_hub_id(name):
        return download(name)
    missing = context.places.missing(hint, name)
    message = missing.message if missing else f'there is no model "{name}".'
    raise NodeError(
        message[0].upper() + message[1:], port="model", hint=missing.hint if missing else ""
    )


def part_folder(folder: Path, part: str) -> Path:
    """Where a part lies: below a checkpoint's folder, or the folder itself."""
    return folder / part if (folder / "model_index.json").is_file() else folder


def checkpoint_recipes(context: Context, name: str) -> tuple[UNet, TextEncoder, VAE]:
    """The recipes of a checkpoint's parts; raises NodeError where it can't be used."""
    folder = find_model_folder(context, name, "checkpoint")
    model = identify(folder)
    family = model.family if model else ""
    if family not in SUPPORTED_FAMILIES:
        index = read_json(folder / "model_index.json") or {}
        what = index.get("_class_name", "no known kind of model")
        raise NodeError(
            f'The model "{name}" is a {what}; this version runs Stable Diffusion 1.x and 2.x.',
            port="model",
        )
    return (
        unet_recipe(folder, ModelRef(name, "checkpoint", "unet", family)),
        text_encoder_recipe(folder, ModelRef(name, "checkpoint", "text_encoder", family)),
        vae_recipe(folder, ModelRef(name, "checkpoint", "vae", family)),
    )


def part_reference(folder: Path, name: str, part: str) -> ModelRef:
    """The reference to a part that was named by itself, or as a whole checkpoint."""
    model = identify(folder)
    return ModelRef(name, part, part, model.family if model else "")


def unet_recipe(folder: Path, model: ModelRef) -> UNet:
    """The recipe of the U-Net in a model's folder; raises NodeError for one that can't run."""
    config = _config(folder, model)
    if config.get("addition_embed_type") or config.get("encoder_hid_dim_type"):
        raise NodeError(
            f'The U-Net of "{model.name}" needs more than a prompt (it is made for another family,'
            " such as SDXL); this version runs Stable Diffusion 1.x and 2.x.",
            port="model",
        )
    width = int(config.get("cross_attention_dim", 768))
    return UNet(
        model=_with_family(model, _FAMILY_OF_WIDTH.get(width, "")),
        prediction_type=str(scheduler_config(folder).get("prediction_type", "epsilon")),
        channels=int(config.get("in_channels", 4)),
        context_width=width,
    )


def text_encoder_recipe(folder: Path, model: ModelRef) -> TextEncoder:
    """The recipe of the text encoder in a model's folder."""
    width = int(_config(folder, model).get("hidden_size", 768))
    return TextEncoder(_with_family(model, _FAMILY_OF_WIDTH.get(width, "")), width)


def vae_recipe(folder: Path, model: ModelRef) -> VAE:
    """The recipe of the VAE in a model's folder; raises NodeError unless 8 pixels make a cell."""
    config = _config(folder, model)
    factor = 2 ** (len(config.get("block_out_channels", (0, 0, 0, 0))) - 1)
    if factor != VAE_FACTOR:
        raise NodeError(
            f'The VAE of "{model.name}" makes one latent cell of {factor} pixels; this version'
            f" knows only VAEs of {VAE_FACTOR}.",
            port="model",
        )
    return VAE(
        model,
        channels=int(config.get("latent_channels", 4)),
        scaling_factor=float(config.get("scaling_factor", 0.18215)),
    )


def scheduler_config(folder: Path) -> dict[str, Any]:
    """What a checkpoint says of its noise schedule; empty for a folder that holds one part."""
    return read_json(folder / "scheduler" / "scheduler_config.json") or {}


def _config(folder: Path, model: ModelRef) -> dict[str, Any]:
    file = part_folder(folder, model.part) / "config.json"
    config = read_json(file)
    if config is None:
        raise NodeError(
            f'The {model.part.replace("_", " ")} of the model "{model.name}" has no readable'
            f" config: {file}.",
            port="model",
            hint="The model folder may be incomplete; copy or fetch it again.",
        )
    return config


def _with_family(model: ModelRef, family: str) -> ModelRef:
    return model if model.family else ModelRef(model.name, model.kind, model.part, family)
