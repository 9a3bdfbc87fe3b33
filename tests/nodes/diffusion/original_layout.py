"""The original layout, written: diffusers' names turned into those of the first checkpoints.

From the layouts' own facts (CompVis' latent diffusion, OpenCLIP, ControlNet, T2I-Adapter), as the
inverse of what Weft reads, and written apart from it.
"""

from collections.abc import Mapping
from typing import Any

import torch

State = dict[str, torch.Tensor]

_RESNET = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "time_emb_proj": "emb_layers.1",
    "conv_shortcut": "skip_connection",
}
_TOP = {
    "conv_in": "input_blocks.0.0",
    "conv_norm_out": "out.0",
    "conv_out": "out.2",
    "time_embedding.linear_1": "time_embed.0",
    "time_embedding.linear_2": "time_embed.2",
    "add_embedding.linear_1": "label_emb.0.0",
    "add_embedding.linear_2": "label_emb.0.2",
    "class_embedding": "label_emb",
    "controlnet_mid_block": "middle_block_out.0",
    "controlnet_cond_embedding.conv_in": "input_hint_block.0",
    "controlnet_cond_embedding.conv_out": "input_hint_block.14",
}


def original_unet(state: State, layers: int) -> State:
    """A U-Net or ControlNet, of so many layers per block."""
    ups = {key.split(".")[1] for key in state if ".upsamplers." in key}
    return {_unet_name(name, layers, state, ups): tensor for name, tensor in state.items()}


def _unet_name(name: str, layers: int, state: State, ups: set[str]) -> str:
    module, _, last = name.rpartition(".")
    if module in _TOP:
        return f"{_TOP[module]}.{last}"
    words = module.split(".")
    if words[0] == "controlnet_down_blocks":
        return f"zero_convs.{words[1]}.0.{last}"
    if words[0] == "controlnet_cond_embedding":
        return f"input_hint_block.{2 * int(words[2]) + 2}.{last}"
    if words[0] == "mid_block":
        number = {"resnets.0": 0, "attentions.0": 1, "resnets.1": 2}[f"{words[1]}.{words[2]}"]
        return f"middle_block.{number}.{_inner(words[3:])}.{last}"
    level, kind, index = int(words[1]), words[2], int(words[3])
    if words[0] == "down_blocks":
        if kind == "downsamplers":
            return f"input_blocks.{(level + 1) * (layers + 1)}.0.op.{last}"
        number = level * (layers + 1) + index + 1
        return f"input_blocks.{number}.{int(kind == 'attentions')}.{_inner(words[4:])}.{last}"
    if kind == "upsamplers":
        number = (level + 1) * (layers + 1) - 1
        attention = any(n.startswith(f"up_blocks.{level}.attentions.") for n in state)
        return f"output_blocks.{number}.{1 + attention}.conv.{last}"
    number = level * (layers + 1) + index
    return f"output_blocks.{number}.{int(kind == 'attentions')}.{_inner(words[4:])}.{last}"


def _inner(words: list[str]) -> str:
    joined = ".".join(words)
    return _RESNET.get(joined, joined)


def original_vae(state: State) -> State:
    """A VAE; its attention's matrices are 1 × 1 convolutions."""
    levels = len({key.split(".")[2] for key in state if key.startswith("decoder.up_blocks.")})
    made: State = {}
    for name, tensor in state.items():
        words = name.split(".")
        if words[1] in ("down_blocks", "up_blocks"):
            side = words[1].removesuffix("_blocks")
            level = int(words[2]) if side == "down" else levels - 1 - int(words[2])
            if words[3] == "resnets":
                inner = ["block", words[4], *words[5:]]
            else:
                inner = [words[3].removesuffix("rs"), *words[5:]]
            words = [words[0], side, str(level), *inner]
        elif words[1] == "mid_block" and words[2] == "resnets":
            words = [words[0], "mid", f"block_{int(words[3]) + 1}", *words[4:]]
        elif words[1] == "mid_block":
            short = {
                "group_norm": "norm",
                "to_q": "q",
                "to_k": "k",
                "to_v": "v",
                "to_out": "proj_out",
            }
            words = [words[0], "mid", "attn_1", short[words[4]], words[-1]]
            if tensor.ndim == 2:
                tensor = tensor[:, :, None, None]
        new = ".".join(words).replace("conv_shortcut", "nin_shortcut")
        made[new.replace("conv_norm_out", "norm_out")] = tensor
    return made


def original_clip(state: State) -> State:
    """OpenAI's text encoder, which the originals keep as transformers named it."""
    return {f"text_model.{name.removeprefix('text_model.')}": t for name, t in state.items()}


_OPEN_CLIP = {
    "embeddings.position_embedding.weight": "positional_embedding",
    "embeddings.token_embedding.weight": "token_embedding.weight",
    "final_layer_norm.weight": "ln_final.weight",
    "final_layer_norm.bias": "ln_final.bias",
}
_OPEN_CLIP_LAYER = {
    "layer_norm1": "ln_1",
    "layer_norm2": "ln_2",
    "mlp.fc1": "mlp.c_fc",
    "mlp.fc2": "mlp.c_proj",
    "self_attn.out_proj": "attn.out_proj",
}


def original_open_clip(state: State) -> State:
    """OpenCLIP's text encoder: query, key and value in one matrix, the projection transposed."""
    named = {name.removeprefix("text_model."): tensor for name, tensor in state.items()}
    made: State = {}
    for name, tensor in named.items():
        if name in _OPEN_CLIP:
            made[_OPEN_CLIP[name]] = tensor
        elif name == "text_projection.weight":
            made["text_projection"] = tensor.T.contiguous()
        else:
            _, _, layer, module = name.split(".", 3)
            inner, _, last = module.rpartition(".")
            block = f"transformer.resblocks.{layer}"
            if inner == "self_attn.q_proj":
                thirds = [
                    named[name.replace("q_proj", word)] for word in ("q_proj", "k_proj", "v_proj")
                ]
                made[f"{block}.attn.in_proj_{last}"] = torch.cat(thirds)
            elif inner not in ("self_attn.k_proj", "self_attn.v_proj"):
                made[f"{block}.{_OPEN_CLIP_LAYER[inner]}.{last}"] = tensor
    return made


def with_last_layer(state: State, layers: int) -> State:
    """Add a layer after the last, as SD 2's checkpoints have one that is never used."""
    last = {n: t for n, t in state.items() if n.startswith(f"transformer.resblocks.{layers - 1}.")}
    return state | {n.replace(f".{layers - 1}.", f".{layers}.", 1): t + 1 for n, t in last.items()}


def original_adapter(state: State, blocks: int) -> State:
    """A T2I-Adapter: the blocks of its levels numbered in one row; light ones keep them inside."""
    light = "adapter.body.0.out_conv.weight" in state
    made: State = {}
    for name, tensor in state.items():
        words = name.removeprefix("adapter.").split(".")
        if words[0] == "body" and light:
            words = ["body" if word == "resnets" else word for word in words]
        elif words[0] == "body":
            block = int(words[3]) if words[2] == "resnets" else 0
            inner = words[4:] if words[2] == "resnets" else words[2:]
            words = ["body", str(int(words[1]) * blocks + block), *inner]
        made[".".join(words)] = tensor
    return made


def original_checkpoint(pipeline: Any, family: str) -> State:
    """A whole checkpoint as it is shared in one file."""
    layers = pipeline.unet.config.layers_per_block
    made = _prefixed("model.diffusion_model.", original_unet(pipeline.unet.state_dict(), layers))
    made |= _prefixed("first_stage_model.", original_vae(pipeline.vae.state_dict()))
    if family == "sd1":
        text = original_clip(pipeline.text_encoder.state_dict())
        return made | _prefixed("cond_stage_model.transformer.", text)
    if family == "sd2":
        text = original_open_clip(pipeline.text_encoder.state_dict())
        text = with_last_layer(text, pipeline.text_encoder.config.num_hidden_layers)
        return made | _prefixed("cond_stage_model.model.", text)
    second = original_open_clip(pipeline.text_encoder_2.state_dict())
    if family == "sdxl_refiner":
        return made | _prefixed("conditioner.embedders.0.model.", second)
    first = original_clip(pipeline.text_encoder.state_dict())
    made |= _prefixed("conditioner.embedders.0.transformer.", first)
    return made | _prefixed("conditioner.embedders.1.model.", second)


def _prefixed(prefix: str, state: Mapping[str, torch.Tensor]) -> State:
    return {prefix + name: tensor.contiguous() for name, tensor in state.items()}
