"""Loading: one part of a model from its diffusers folder, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file

from graph_engine.errors import NodeError
from graph_engine.model_files import read_tensor_file
from nodes.diffusion.arrays import DTYPES

# Classes are imported from their own modules and where they are needed: the short names at the
# top of diffusers and transformers import pipelines and much else, for seconds.
if TYPE_CHECKING:
    from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel
    from transformers.models.clip.modeling_clip import CLIPTextModel
    from transformers.models.clip.tokenization_clip import CLIPTokenizer

    from graph_engine.device import Device
    from graph_engine.model_files import ModelSource


@dataclass(frozen=True)
class LoadedTextEncoder:
    """A text encoder with the tokenizer that it was trained with."""

    tokenizer: CLIPTokenizer
    model: CLIPTextModel


def load_unet(source: ModelSource, part: str, device: Device) -> UNet2DConditionModel:
    """The U-Net of a model; raises NodeError that names model and file if it is damaged."""
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel

    unet: UNet2DConditionModel = _load(UNet2DConditionModel.from_pretrained, source, part, device)
    return unet


def load_vae(source: ModelSource, part: str, device: Device) -> AutoencoderKL:
    """The VAE of a model; raises NodeError that names model and file if it is damaged."""
    from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL

    vae: AutoencoderKL = _load(AutoencoderKL.from_pretrained, source, part, device)
    return vae


def load_text_encoder(source: ModelSource, part: str, device: Device) -> LoadedTextEncoder:
    """A text encoder of a model with the tokenizer in or beside it; raises NodeError."""
    from transformers.models.clip.modeling_clip import CLIPTextModel
    from transformers.models.clip.tokenization_clip import CLIPTokenizer

    folder = source.part_path(part)
    check_weights(folder, source.name)
    encoder = _matching_clip(folder, device) or _load(
        CLIPTextModel.from_pretrained, source, part, device
    )
    near = (folder, folder / "tokenizer", folder.parent / "tokenizer")
    place = next((f for f in near if _has_tokenizer(f)), None)
    if place is None:
        raise NodeError(
            f'The text encoder of the model "{source.name}" has no tokenizer (looked for'
            f" tokenizer.json or vocab.json in {', '.join(str(folder) for folder in near)}).",
            hint="The model folder may be incomplete; copy or fetch it again.",
        )
    try:
        tokenizer = CLIPTokenizer.from_pretrained(place, local_files_only=True)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _cannot_load(place, source.name, part, error) from error
    return LoadedTextEncoder(tokenizer, encoder)


def _matching_clip(folder: Path, device: Device) -> CLIPTextModel | None:
    """The text encoder, if its weights are named just as this version names them; else None.

    `from_pretrained` first compiles the renaming rules of all models that transformers knows,
    which takes longer (0.3 s) than all the rest of loading the embedded model.
    """
    from transformers.models.clip.configuration_clip import CLIPTextConfig
    from transformers.models.clip.modeling_clip import CLIPTextModel

    weights = folder / "model.safetensors"
    if not weights.is_file():
        return None
    try:
        config = CLIPTextConfig.from_pretrained(folder, local_files_only=True)
        with torch.device("meta"):
            encoder: Any = CLIPTextModel(config)
        tensors = load_file(weights, device=device.name)
        encoder.load_state_dict(
            {name: tensor.to(DTYPES[device.dtype]) for name, tensor in tensors.items()},
            assign=True,
        )
    except (OSError, ValueError, TypeError, RuntimeError, SafetensorError):
        return None
    positions = torch.arange(config.max_position_embeddings, device=device.name)
    encoder.embeddings.register_buffer("position_ids", positions[None], persistent=False)
    matching: CLIPTextModel = encoder.eval()
    return matching


def _has_tokenizer(folder: Path) -> bool:
    return any((folder / name).is_file() for name in ("tokenizer.json", "vocab.json"))


def _load(
    from_pretrained: Callable[..., Any], source: ModelSource, part: str, device: Device
) -> Any:
    """Load weights in the device's dtype, in evaluation mode."""
    folder = source.part_path(part)
    variant = check_weights(folder, source.name)
    try:
        module, info = from_pretrained(
            folder,
            dtype=DTYPES[device.dtype],
            use_safetensors=True,
            local_files_only=True,
            variant=variant,
            output_loading_info=True,
        )
    except torch.OutOfMemoryError:
        raise
    except (OSError, ValueError, RuntimeError, TypeError, KeyError, SafetensorError) as error:
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


def check_weights(folder: Path, name: str) -> str | None:
    """Check that the weights are whole; return the variant if only `fp16` files are there."""
    files = sorted(folder.glob("*.safetensors"))
    if not files:
        pickled = any(folder.glob("*.bin")) or any(folder.glob("*.ckpt"))
        raise NodeError(
            f'The model "{name}" has no weights in safetensors in {folder}.',
            hint="It has pickled weights, which can carry code and are never loaded."
            if pickled
            else "The model folder may be incomplete; copy or fetch it again.",
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
