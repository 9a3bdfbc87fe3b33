"""Configs: what the config.json of a single file's part would say, told by its tensors' shapes.

What shapes don't tell is a fact of the family: how attention is split into heads, which
activation a text encoder has, how large a VAE's latents are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from graph_engine.errors import NodeError
from nodes.formats.names import Pieces, part_pieces

if TYPE_CHECKING:
    from graph_engine.model_files import ModelSource

Config = dict[str, Any]

HEAD_WIDTH = 64
_SD1_HEADS = 8
_TIME_WIDTH = 256
_POOLED_WIDTH = 1280
_SCALES = {"sdxl": 0.13025, "sdxl_refiner": 0.13025}
_UPSCALER_SCALE = 0.08333
_SAMPLE_SIZES = {"sd1": 64, "sd2": 64, "sdxl": 128, "sdxl_refiner": 128}
# OpenCLIP's last layer is never used by SD 2: converted files may lack it, original ones don't.
_SD2_LAYERS = 23


def part_config(source: ModelSource, part: str) -> Config:
    """The config of a part of a single file; raises NodeError where its tensors make no sense."""
    pieces = part_pieces(source, part)
    try:
        if part == "unet":
            return unet_config(source, pieces)
        if part == "vae":
            return vae_config(source, pieces)
        if part == "controlnet":
            is_adapter = source.kind == "adapter"
            return adapter_config(pieces) if is_adapter else controlnet_config(source, pieces)
        return text_config(source, part, pieces)
    except (KeyError, ValueError, IndexError, ZeroDivisionError) as error:
        raise NodeError(
            f'The {part.replace("_", " ")} in the file "{source.name}" lacks tensors or has some'
            f" of unknown shape ({error}).",
            port="model",
            hint="The file belongs to another kind of model, or is incomplete.",
        ) from error


def unet_config(source: ModelSource, pieces: Pieces) -> Config:
    """The config of a UNet2DConditionModel."""
    return {
        **_shared_config(source, pieces),
        "_class_name": "UNet2DConditionModel",
        "sample_size": _SAMPLE_SIZES[source.family],
        "out_channels": pieces["conv_out.weight"].shape[0],
        "up_block_types": [
            "CrossAttnUpBlock2D" if depth else "UpBlock2D" for depth in reversed(_depths(pieces))
        ],
        "upcast_attention": source.family == "sd2" and source.prediction_type == "v_prediction",
    }


def controlnet_config(source: ModelSource, pieces: Pieces) -> Config:
    """The config of a ControlNetModel."""
    hint = "controlnet_cond_embedding"
    steps = _numbers(pieces, rf"{hint}\.blocks\.(\d+)\.")
    widths = [pieces[f"{hint}.blocks.{step}.weight"].shape[0] for step in steps if step % 2]
    return {
        **_shared_config(source, pieces),
        "_class_name": "ControlNetModel",
        "conditioning_channels": pieces[f"{hint}.conv_in.weight"].shape[1],
        "conditioning_embedding_out_channels": [
            pieces[f"{hint}.conv_in.weight"].shape[0],
            *widths,
        ],
    }


def _shared_config(source: ModelSource, pieces: Pieces) -> Config:
    """What the configs of a U-Net and a ControlNet have in common."""
    depths = _depths(pieces)
    widths = [
        pieces[f"down_blocks.{level}.resnets.0.conv1.weight"].shape[0]
        for level in range(len(depths))
    ]
    middle = len(_numbers(pieces, r"mid_block\.attentions\.0\.transformer_blocks\.(\d+)\."))
    is_linear = any(n.endswith("proj_in.weight") and len(p.shape) == 2 for n, p in pieces.items())
    many_heads = is_linear and source.task != "upscale"
    layers = {
        len(_numbers(pieces, rf"down_blocks\.{i}\.resnets\.(\d+)\.")) for i in range(len(depths))
    }
    if len(layers) != 1:
        raise ValueError("levels of unequal depth")
    return {
        "in_channels": pieces["conv_in.weight"].shape[1],
        "down_block_types": ["CrossAttnDownBlock2D" if d else "DownBlock2D" for d in depths],
        "mid_block_type": "UNetMidBlock2DCrossAttn" if middle else "UNetMidBlock2D",
        "block_out_channels": widths,
        "layers_per_block": layers.pop(),
        "transformer_layers_per_block": [
            depth or 1 for depth in (*depths[:-1], depths[-1] or middle)
        ],
        "cross_attention_dim": source.context_width,
        "attention_head_dim": _heads(widths) if many_heads else _SD1_HEADS,
        "use_linear_projection": is_linear,
        "only_cross_attention": _only_cross_attention(pieces, depths, widths),
        **_added_embedding(source, pieces),
    }


def _depths(pieces: Pieces) -> list[int]:
    """How many transformer blocks each attention of each level has; 0 for none."""
    levels = _numbers(pieces, r"down_blocks\.(\d+)\.")
    pattern = r"down_blocks\.{}\.attentions\.0\.transformer_blocks\.(\d+)\."
    return [len(_numbers(pieces, pattern.format(level))) for level in levels]


def _heads(widths: Iterable[int]) -> list[int]:
    return [max(1, width // HEAD_WIDTH) for width in widths]


def _only_cross_attention(
    pieces: Pieces, depths: list[int], widths: list[int]
) -> bool | list[bool]:
    """Whether self-attention is left out, as the upscaler does at its lower resolutions."""
    key = "down_blocks.{}.attentions.0.transformer_blocks.0.attn1.to_k.weight"
    found = [
        pieces[key.format(i)].shape[1] != width if depth else not i
        for i, (depth, width) in enumerate(zip(depths, widths, strict=True))
    ]
    # A level without attention may say either.
    return found if any(f for f, depth in zip(found, depths, strict=True) if depth) else False


def _added_embedding(source: ModelSource, pieces: Pieces) -> Config:
    """What a U-Net reads beside the time step: sizes and a pooled prompt, or a noise level."""
    if "class_embedding.weight" in pieces:
        return {"num_class_embeds": pieces["class_embedding.weight"].shape[0]}
    if "add_embedding.linear_1.weight" not in pieces:
        return {}
    added = pieces["add_embedding.linear_1.weight"].shape[1]
    sizes = 5 if source.family == "sdxl_refiner" else 6
    pooled = _pooled_width(source)
    if (added - pooled) % sizes or added <= pooled:
        raise ValueError(f"an added embedding of {added}")
    return {
        "addition_embed_type": "text_time",
        "addition_time_embed_dim": (added - pooled) // sizes,
        "projection_class_embeddings_input_dim": added,
    }


def _pooled_width(source: ModelSource) -> int:
    """The width of the pooled prompt: what the file's own text encoder makes, else SDXL's."""
    if "text_encoder_2" not in source.places:
        return _POOLED_WIDTH
    return part_pieces(source, "text_encoder_2")["text_projection.weight"].shape[0]


def vae_config(source: ModelSource, pieces: Pieces) -> Config:
    """The config of an AutoencoderKL."""
    levels = _numbers(pieces, r"encoder\.down_blocks\.(\d+)\.")
    widths = [pieces[f"encoder.down_blocks.{i}.resnets.0.conv1.weight"].shape[0] for i in levels]
    scale = _SCALES.get(source.family, 0.18215)
    return {
        "_class_name": "AutoencoderKL",
        "in_channels": pieces["encoder.conv_in.weight"].shape[1],
        "out_channels": pieces["decoder.conv_out.weight"].shape[0],
        "down_block_types": ["DownEncoderBlock2D"] * len(levels),
        "up_block_types": ["UpDecoderBlock2D"] * len(levels),
        "block_out_channels": widths,
        "layers_per_block": len(_numbers(pieces, r"encoder\.down_blocks\.0\.resnets\.(\d+)\.")),
        "latent_channels": pieces["decoder.conv_in.weight"].shape[1],
        "sample_size": 1024 if source.family.startswith("sdxl") else 512,
        "scaling_factor": _UPSCALER_SCALE if source.task == "upscale" else scale,
    }


def text_config(source: ModelSource, part: str, pieces: Pieces) -> Config:
    """The config of a CLIPTextModel, or of a CLIPTextModelWithProjection."""
    tokens, width = pieces["embeddings.token_embedding.weight"].shape
    layers = len(_numbers(pieces, r"encoder\.layers\.(\d+)\."))
    opened = part == "text_encoder_2" or source.family == "sd2"
    projected = part == "text_encoder_2"
    if opened and not projected:
        layers = _SD2_LAYERS if layers == _SD2_LAYERS else layers - 1
    return {
        "architectures": ["CLIPTextModelWithProjection" if projected else "CLIPTextModel"],
        "vocab_size": tokens,
        "hidden_size": width,
        "intermediate_size": pieces["encoder.layers.0.mlp.fc1.weight"].shape[0],
        "num_hidden_layers": layers,
        "num_attention_heads": max(1, width // HEAD_WIDTH),
        "max_position_embeddings": pieces["embeddings.position_embedding.weight"].shape[0],
        "hidden_act": "gelu" if opened else "quick_gelu",
        "layer_norm_eps": 1e-5,
        "projection_dim": pieces["text_projection.weight"].shape[0] if projected else width,
        "bos_token_id": tokens - 2,
        "eos_token_id": tokens - 1,
        "pad_token_id": 0 if opened else tokens - 1,
    }


def adapter_config(pieces: Pieces) -> Config:
    """The config of a T2IAdapter."""
    levels = _numbers(pieces, r"adapter\.body\.(\d+)\.")
    blocks = len(_numbers(pieces, r"adapter\.body\.0\.resnets\.(\d+)\."))
    light = "adapter.body.0.out_conv.weight" in pieces
    first = "adapter.body.0.in_conv.weight" if light else "adapter.conv_in.weight"
    last = "out_conv" if light else "resnets.0.block1"
    widths = [pieces[f"adapter.body.{level}.{last}.weight"].shape[0] for level in levels]
    cells = pieces[first].shape[1]
    is_xl = cells in (16 * 16, 3 * 16 * 16)
    factor = 16 if is_xl else 8
    return {
        "_class_name": "T2IAdapter",
        "in_channels": cells // factor**2,
        "channels": widths[:-1] if light else widths,
        "num_res_blocks": blocks,
        "downscale_factor": factor,
        "adapter_type": "light_adapter" if light else f"full_adapter{'_xl' if is_xl else ''}",
    }


def _numbers(pieces: Pieces, pattern: str) -> list[int]:
    """The different numbers that a pattern finds in the names, in order."""
    matches = (re.match(pattern, name) for name in pieces)
    return sorted({int(match[1]) for match in matches if match})
