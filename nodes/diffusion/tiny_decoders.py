"""Tiny decoders at work: TAESD by Ollin Boer Bohan, as diffusers has it (AutoencoderTiny)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from graph_engine.errors import NodeError
from graph_engine.model_files import find_tiny_decoder, read_json, read_tensor_file
from nodes.diffusion.arrays import DTYPES, to_array
from nodes.diffusion.weight_files import read_tensors

if TYPE_CHECKING:
    from graph_engine.context import Context
    from graph_engine.device import Device
    from graph_engine.model_files import ModelSource
    from nodes.values import FloatArray, UNet

Decode = Callable[[torch.Tensor], "FloatArray"]
_WEIGHTS = "diffusion_pytorch_model.safetensors"
_LATENT_CHANNELS = 4
_BLOCKS = (3, 3, 3, 1)
_ORIGINAL = re.compile(r"(\d+)\.(.+)")
_OURS = "decoder.layers."


class TinyDecoders:
    """The tiny decoders of a session, loaded when a preview first wants one."""

    def __init__(self) -> None:
        self._loaded: dict[tuple[Path, str, str], torch.nn.Module | None] = {}

    @classmethod
    def of(cls, context: Context) -> TinyDecoders:
        """Those of the session that a node runs in."""
        return context.resources.get(cls, cls)

    def decoder(self, unet: UNet, context: Context) -> Decode | None:
        """What decodes a U-Net's latents; None if the user has no tiny decoder for them.

        One that is damaged is told once and passed over.
        """
        if unet.latent_channels != _LATENT_CHANNELS or unet.task == "upscale":
            return None
        source = find_tiny_decoder(context.places.models, unet.model.family)
        if source is None:
            return None
        device = context.device
        key = (source.path, device.name, device.dtype)
        if key not in self._loaded:
            self._loaded[key] = _loaded(source, device, context)
        module = self._loaded[key]
        if module is None:
            return None
        return lambda latents: _decoded(module, latents, device)


def _decoded(module: torch.nn.Module, latents: torch.Tensor, device: Device) -> FloatArray:
    """The pictures of a batch, one after the other: a preview must not need much memory."""
    dtype = DTYPES[device.dtype]
    pictures = [module(each[None].to(dtype)) for each in latents]
    return to_array((torch.cat(pictures) / 2 + 0.5).clamp(0, 1).permute(0, 2, 3, 1))


def _loaded(source: ModelSource, device: Device, context: Context) -> torch.nn.Module | None:
    try:
        return _load(source, device)
    except (NodeError, RuntimeError, KeyError, ValueError, TypeError) as error:
        context.warn(
            f'The tiny decoder "{source.name}" can\'t be loaded, so previews are plainer: {error}'
        )
        return None


def _load(source: ModelSource, device: Device) -> torch.nn.Module:
    from diffusers.models.autoencoders.vae import DecoderTiny

    config: Mapping[str, Any] = {}
    file = source.file
    if file is None:
        config = read_json(source.path / "config.json") or {}
        file = read_tensor_file(source.path / _WEIGHTS)
    weights = {_layer(name): tensor for name, tensor in read_tensors(file).items()}
    weights = {name: tensor for name, tensor in weights.items() if name}
    channels = weights["layers.0.weight"].shape[0]
    # Without weights of its own: they would be drawn from torch's global generator.
    with torch.device("meta"):
        decoder = DecoderTiny(
            in_channels=_LATENT_CHANNELS,
            out_channels=3,
            num_blocks=tuple(config.get("num_decoder_blocks", _BLOCKS)),
            block_out_channels=tuple(
                config.get("decoder_block_out_channels", (channels,) * len(_BLOCKS))
            ),
            upsampling_scaling_factor=config.get("upsampling_scaling_factor", 2),
            act_fn=config.get("act_fn", "relu"),
            upsample_fn=config.get("upsample_fn", "nearest"),
        )
    decoder.load_state_dict(weights, assign=True)
    module: torch.nn.Module = decoder.to(device=device.name, dtype=DTYPES[device.dtype]).eval()
    return module.requires_grad_(False)


def _layer(name: str) -> str:
    """The name of a tensor in the decoder; empty for those of the encoder.

    TAESD's own file counts a clamp as its first layer, which diffusers has outside of them.
    """
    if name.startswith(_OURS):
        return name.removeprefix("decoder.")
    found = _ORIGINAL.fullmatch(name)
    return f"layers.{int(found[1]) - 1}.{found[2]}" if found is not None else ""
