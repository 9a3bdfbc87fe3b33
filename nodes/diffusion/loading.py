"""Loading: one part of a model from its folder or file, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from safetensors import SafetensorError

from graph_engine.errors import NodeError
from graph_engine.model_files import Place, read_tensor_file
from nodes.diffusion.arrays import DTYPES
from nodes.diffusion.ladder import is_out_of_memory
from nodes.diffusion.single_files import (
    clip_tokenizer,
    empty_text_encoder,
    fill,
    fill_text_encoder,
    load_single,
    load_single_text_encoder,
)
from nodes.formats.names import part_pieces
from nodes.formats.vocabulary import END as CLIP_PAD
from nodes.formats.vocabulary import TOKENS

# Classes are imported from their own modules and where they are needed: the short names at the
# top of diffusers and transformers import pipelines and much else, for seconds.
if TYPE_CHECKING:
    from diffusers.models.adapter import T2IAdapter
    from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
    from diffusers.models.controlnets.controlnet import ControlNetModel
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
    from transformers.models.clip.modeling_clip import CLIPTextModel
    from transformers.models.clip.tokenization_clip import CLIPTokenizer

    from graph_engine.device import Device
    from graph_engine.model_files import ModelSource

# What fills a prompt up to the encoder's length: OpenCLIP's is token 0.
OPEN_CLIP_PAD = "!"


@dataclass(frozen=True)
class LoadedTextEncoder:
    """A text encoder with the tokenizer that it was trained with."""

    tokenizer: CLIPTokenizer
    model: CLIPTextModel


def load_unet(source: ModelSource, part: str, device: Device) -> UNet2DConditionModel:
    """The U-Net of a model; raises NodeError that names model and file if it is damaged.

    One that reads no prompt is a UNet2DModel.
    """
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel

    kind: Any = UNet2DConditionModel
    if source.task == "unconditional":
        from diffusers.models.unets.unet_2d import UNet2DModel

        kind = UNet2DModel
    unet: UNet2DConditionModel = _load(kind, source, part, device)
    return unet


def load_vae(source: ModelSource, part: str, device: Device) -> AutoencoderKL:
    """The VAE of a model; raises NodeError that names model and file if it is damaged."""
    from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL

    vae: AutoencoderKL = _load(AutoencoderKL, source, part, device)
    return vae


def load_controlnet(source: ModelSource, part: str, device: Device) -> ControlNetModel | T2IAdapter:
    """A ControlNet, or a T2I-Adapter; raises NodeError that names model and file if damaged."""
    if source.kind == "adapter":
        from diffusers.models.adapter import T2IAdapter

        adapter: T2IAdapter = _load(T2IAdapter, source, part, device)
        return adapter
    from diffusers.models.controlnets.controlnet import ControlNetModel

    controlnet: ControlNetModel = _load(ControlNetModel, source, part, device)
    return controlnet


def load_text_encoder(source: ModelSource, part: str, device: Device) -> LoadedTextEncoder:
    """A text encoder of a model with its tokenizer; raises NodeError.

    The tokenizer lies in or beside a folder. A file has none: it is CLIP's own.
    """
    if source.layout == "file":
        opened = part == "text_encoder_2" or source.family == "sd2"
        encoder = load_single_text_encoder(source, part, device)
        return LoadedTextEncoder(clip_tokenizer(OPEN_CLIP_PAD if opened else CLIP_PAD), encoder)
    folder = source.part_path(part)
    check_weights(folder, source.name)
    encoder = _matching_clip(source, part, device) or _load_clip(source, part, device)
    return LoadedTextEncoder(_tokenizer_near(source, part, folder, encoder), encoder)


def _tokenizer_near(
    source: ModelSource, part: str, folder: Path, encoder: CLIPTextModel
) -> CLIPTokenizer:
    """The tokenizer in a text encoder's folder or beside it, or CLIP's if it has CLIP's tokens."""
    from transformers.models.clip.tokenization_clip import CLIPTokenizer

    beside = part.replace("text_encoder", "tokenizer")
    near = (folder, folder / beside, folder.parent / beside)
    place = next((f for f in near if _has_tokenizer(f)), None)
    if place is None and encoder.config.vocab_size == TOKENS:
        is_clip = encoder.config.hidden_act == "quick_gelu"
        return clip_tokenizer(CLIP_PAD if is_clip else OPEN_CLIP_PAD)
    if place is None:
        raise NodeError(
            f'The text encoder of the model "{source.name}" has no tokenizer (looked for'
            f" tokenizer.json or vocab.json in {', '.join(str(folder) for folder in near)}).",
            hint="The model folder may be incomplete; copy or fetch it again.",
        )
    try:
        tokenizer: CLIPTokenizer = CLIPTokenizer.from_pretrained(place, local_files_only=True)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _cannot_load(place, source.name, part, error) from error
    return tokenizer


def _matching_clip(source: ModelSource, part: str, device: Device) -> CLIPTextModel | None:
    """The text encoder in a folder, if its one file holds just what its class needs; else None.

    `from_pretrained` first compiles the renaming rules of all models that transformers knows,
    which takes longer (0.3 s) than all the rest of loading the embedded model.
    """
    weights = source.part_path(part) / "model.safetensors"
    config = source.config(part)
    if config is None:
        return None
    if (single := _pickled(source, part)) is None:
        if not weights.is_file():
            return None
        place = Place("", "diffusers")
        single = replace(source, file=read_tensor_file(weights), places={part: place})
    try:
        empty = empty_text_encoder(config)
        pieces = part_pieces(single, part)
        return fill_text_encoder(empty, pieces, single, part, device)
    except (NodeError, TypeError, ValueError):
        return None


def _load_clip(source: ModelSource, part: str, device: Device) -> CLIPTextModel:
    """The text encoder in a folder, as transformers loads it."""
    from transformers.models.clip import modeling_clip

    architectures = (source.config(part) or {}).get("architectures") or ()
    projected = "CLIPTextModelWithProjection" in architectures
    kind = modeling_clip.CLIPTextModelWithProjection if projected else modeling_clip.CLIPTextModel
    encoder: CLIPTextModel = _load(kind, source, part, device)
    return encoder


def _has_tokenizer(folder: Path) -> bool:
    return any((folder / name).is_file() for name in ("tokenizer.json", "vocab.json"))


def _load(kind: Any, source: ModelSource, part: str, device: Device) -> Any:
    """Load a part as a module of class `kind`, in the device's dtype, in evaluation mode."""
    if source.layout == "file":
        return load_single(source, part, kind, device)
    folder = source.part_path(part)
    variant = check_weights(folder, source.name)
    if (pickled := _pickled(source, part)) is not None:
        with torch.device("meta"):
            module = kind.from_config(source.config(part) or {})
        return fill(module, part_pieces(pickled, part), pickled, part, device)
    try:
        module, info = kind.from_pretrained(
            folder,
            dtype=DTYPES[device.dtype],
            use_safetensors=True,
            local_files_only=True,
            variant=variant,
            output_loading_info=True,
        )
    except (OSError, ValueError, RuntimeError, TypeError, KeyError, SafetensorError) as error:
        if is_out_of_memory(error):
            raise
        raise _cannot_load(folder, source.name, part, error) from error
    # Both libraries fill in random numbers for what a file lacks; that must not become a picture.
    if missing := sorted(info["missing_keys"]):
        raise NodeError(
            f'The weights of the model "{source.name}" lack {len(missing)} tensors, such as'
            f" {missing[0]}: {folder}.",
            hint="The file belongs to another model, or is incomplete; copy or fetch it again.",
        )
    # Gradients stay switched on in the weights, though none is ever taken: without them torch's
    # CPU kernels for linear layers round differently from the pipelines'.
    return module.to(device.name).eval()


def _pickled(source: ModelSource, part: str) -> ModelSource | None:
    """A part of a folder that has its weights in one pickle only, as if it were a single file."""
    folder = source.part_path(part)
    if any(folder.glob("*.safetensors")):
        return None
    file = read_tensor_file(min(folder.glob("*.bin"), key=lambda file: len(file.name)))
    return replace(source, file=file, places={part: Place("", "diffusers")})


def check_weights(folder: Path, name: str) -> str | None:
    """Check that the weights are whole; return the variant if only `fp16` files are there."""
    files = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("*.bin"))
    if not files:
        raise NodeError(
            f'The model "{name}" has no weights in {folder} (looked for .safetensors and .bin).',
            hint="The model folder may be incomplete; copy or fetch it again.",
        )
    for file in files:
        try:
            read_tensor_file(file)
        except NodeError as error:
            raise NodeError(
                f'The model "{name}" is damaged: {error.message}', hint=error.hint
            ) from error
    plain = [file for file in files if ".fp16." not in file.name]
    return None if plain else "fp16"


def _cannot_load(folder: Path, name: str, part: str, error: Exception) -> NodeError:
    reason = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    return NodeError(
        f'The {part.replace("_", " ")} of the model "{name}" can\'t be loaded from'
        f" {folder}: {reason or type(error).__name__}",
        hint="Its config may belong to other weights, or a file is damaged; fetch it again.",
    )
