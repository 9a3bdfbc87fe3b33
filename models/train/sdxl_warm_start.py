"""Turns ``tiny-sd15``'s weights into a start for ``tiny-sdxl``.

The autoencoder becomes the same one with another latent scale, exactly. The U-Net becomes one that
ignores what is new (second encoder, pooled text, sizes) and does the same as before, but for one
approximation: SDXL reads hidden states without the final layer norm, which is folded into the
cross-attention with a mean deviation instead of each token's own.
"""

import math
from typing import Any

import torch
from torch import Tensor
from torch.nn import LayerNorm

from models.train.architecture import TEXT_WIDTH
from models.train.sdxl_architecture import SCALING_FACTOR

_PROJECTIONS = ("proj_in.weight", "proj_out.weight")


@torch.no_grad()
def rescale_autoencoder(vae: Any) -> None:
    """Give an autoencoder SDXL's scaling factor: scaled latents stay numerically the same."""
    factor = vae.config.scaling_factor / SCALING_FACTOR
    channels = vae.config.latent_channels
    quantise = vae.quant_conv
    quantise.weight[:channels] *= factor
    quantise.bias[:channels] *= factor
    quantise.bias[channels:] += 2 * math.log(factor)
    vae.post_quant_conv.weight /= factor
    # Nothing in it overflows in float16, as SDXL's first autoencoder does.
    vae.register_to_config(scaling_factor=SCALING_FACTOR, force_upcast=False)


@torch.no_grad()
def start_base_unet(unet: Any, known: Any, text_encoder: Any, tokens: Tensor) -> None:
    """Fill a new base U-Net from ``tiny-sd15``'s U-Net.

    Args:
        text_encoder: ``tiny-sd15``'s.
        tokens: Captions to measure the mean deviation of hidden states on.
    """
    hidden = text_encoder(tokens, output_hidden_states=True).hidden_states[-1]
    scale = float((1 / hidden.std(dim=-1, unbiased=False)).mean())
    state = {
        name: value.flatten(1) if name.endswith(_PROJECTIONS) else value
        for name, value in known.state_dict().items()
    }
    _fold_layer_norm(state, text_encoder.final_layer_norm, scale)
    _widen_text(state, unet)
    _load(unet, state)


@torch.no_grad()
def start_refiner_unet(unet: Any, base: Any) -> None:
    """Fill a new refiner U-Net from the base's, without the first encoder's columns."""
    state = base.state_dict()
    for name in [name for name in state if _reads_text(name)]:
        state[name] = state[name][:, TEXT_WIDTH:]
    del state["add_embedding.linear_1.weight"]
    _load(unet, state)


@torch.no_grad()
def start_first_encoder(encoder: Any, known: Any) -> None:
    """Take over ``tiny-sd15``'s text encoder; its last layer stands once more at the end, unread."""
    encoder.load_state_dict(known.state_dict(), strict=False)
    encoder.encoder.layers[-1].load_state_dict(known.encoder.layers[-1].state_dict())


def _fold_layer_norm(state: dict[str, Tensor], norm: LayerNorm, scale: float) -> None:
    """Let cross-attention do the norm's affine part to hidden states that come without it.

    Its bias adds the same to every key, which softmax ignores, and a constant to every value,
    which the output's bias can add.
    """
    width = len(norm.weight)
    centred = torch.eye(width) - 1 / width
    affine = scale * norm.weight[:, None] * centred
    for name in [name for name in state if _reads_text(name)]:
        if name.endswith("to_v.weight"):
            out = name.removesuffix("to_v.weight") + "to_out.0"
            constant = state[f"{out}.weight"] @ (state[name] @ norm.bias)
            state[f"{out}.bias"] = state[f"{out}.bias"] + constant
        state[name] = state[name] @ affine


def _widen_text(state: dict[str, Tensor], unet: Any) -> None:
    width = unet.config.cross_attention_dim
    for name in [name for name in state if _reads_text(name)]:
        rows, columns = state[name].shape
        state[name] = torch.cat([state[name], torch.zeros(rows, width - columns)], dim=1)


def _load(unet: Any, state: dict[str, Tensor]) -> None:
    result = unet.load_state_dict(state, strict=False)
    assert not result.unexpected_keys, result.unexpected_keys
    assert all("add_embedding" in name for name in result.missing_keys), result.missing_keys
    if "add_embedding.linear_2.weight" in result.missing_keys:
        unet.add_embedding.linear_2.weight.zero_()
        unet.add_embedding.linear_2.bias.zero_()


def _reads_text(name: str) -> bool:
    return name.endswith(("attn2.to_k.weight", "attn2.to_v.weight"))
