"""Names: the tensors of a single file under the names that diffusers and transformers give them.

The originals are those of CompVis' latent diffusion, of ControlNet, of T2I-Adapter and of
OpenCLIP, as checkpoints are shared in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from graph_engine.model_files import ModelSource, TensorFile

Change = Literal["", "flat", "transposed", "first third", "second third", "last third"]
_RESNET = {
    "in_layers.0": "norm1",
    "in_layers.2": "conv1",
    "emb_layers.1": "time_emb_proj",
    "out_layers.0": "norm2",
    "out_layers.3": "conv2",
    "skip_connection": "conv_shortcut",
}
_UNET = {
    "time_embed.0": "time_embedding.linear_1",
    "time_embed.2": "time_embedding.linear_2",
    "input_blocks.0.0": "conv_in",
    "out.0": "conv_norm_out",
    "out.2": "conv_out",
    "label_emb.0.0": "add_embedding.linear_1",
    "label_emb.0.2": "add_embedding.linear_2",
    "label_emb": "class_embedding",
    "input_hint_block.0": "controlnet_cond_embedding.conv_in",
    "middle_block_out.0": "controlnet_mid_block",
}
_VAE_MID = {
    "mid.block_1": "mid_block.resnets.0",
    "mid.block_2": "mid_block.resnets.1",
    "mid.attn_1": "mid_block.attentions.0",
    "norm_out": "conv_norm_out",
}
_VAE_ATTENTION = {
    "norm": "group_norm",
    "q": "to_q", "k": "to_k", "v": "to_v", "proj_out": "to_out.0",
    "query": "to_q", "key": "to_k", "value": "to_v", "proj_attn": "to_out.0",
}  # fmt: skip
_OPEN_CLIP = {
    "positional_embedding": "embeddings.position_embedding.weight",
    "token_embedding.weight": "embeddings.token_embedding.weight",
    "ln_final.weight": "final_layer_norm.weight",
    "ln_final.bias": "final_layer_norm.bias",
}
_OPEN_CLIP_LAYER = {
    "ln_1": "layer_norm1",
    "ln_2": "layer_norm2",
    "mlp.c_fc": "mlp.fc1",
    "mlp.c_proj": "mlp.fc2",
    "attn.out_proj": "self_attn.out_proj",
}
_ADAPTER_LEVELS = 4
_THIRDS: Mapping[str, Change] = {
    "q_proj": "first third",
    "k_proj": "second third",
    "v_proj": "last third",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a tensor is found: its name in the file, and how it becomes what is wanted.

    `shape` is that of the result. `flat` drops the size-1 dimensions of a 1 × 1 convolution; the
    thirds are rows of the query, key and value in one matrix.
    """

    name: str
    shape: tuple[int, ...]
    change: Change = ""


Pieces = dict[str, Piece]


def part_pieces(source: ModelSource, part: str) -> Pieces:
    """The tensors of a part of a single file, by the names of diffusers or transformers.

    Text encoders are named without the leading `text_model.`.
    """
    assert source.file is not None
    place = source.places[part]
    rename = _renaming(source, part)
    pieces: Pieces = {}
    for name, info in source.file.tensors.items():
        if name.startswith(place.prefix):
            for new, change in rename(name.removeprefix(place.prefix)):
                pieces[new] = Piece(name, _changed(info.shape, change), change)
    return pieces


Renamed = Iterator[tuple[str, Change]]


def _renaming(source: ModelSource, part: str) -> Callable[[str], Renamed]:
    """How the names of a part are to be changed."""
    assert source.file is not None
    place = source.places[part]
    original = place.names == "original"
    if part == "vae":
        levels = _count(source.file, place.prefix + r"decoder\.up\.(\d+)\.")
        return lambda name: _vae(name, levels)
    if part.startswith("text_encoder"):
        return _open_clip if original else _clip
    if source.kind == "adapter":
        if not original:
            return lambda name: _as_is(name if name.startswith("adapter.") else f"adapter.{name}")
        depth = _count(source.file, place.prefix + r"body\.(\d+)\.") // _ADAPTER_LEVELS
        return lambda name: _adapter(name, depth)
    if not original:
        return _as_is
    blocks = _blocks(source.file, place.prefix)
    return lambda name: _unet(name, blocks)


def _changed(shape: tuple[int, ...], change: Change) -> tuple[int, ...]:
    if change == "flat":
        return shape[:2]
    if change == "transposed":
        return shape[::-1]
    return (shape[0] // 3, *shape[1:]) if change else shape


def _as_is(name: str) -> Renamed:
    yield name, ""


def _split(name: str) -> tuple[str, str]:
    """A tensor's module and its last word, such as `weight`."""
    module, _, last = name.rpartition(".")
    return module, last


def _count(file: TensorFile, pattern: str) -> int:
    """How many different numbers a pattern finds in a file's names."""
    return len({found[1] for name in file.tensors if (found := re.match(pattern, name))})


def _blocks(file: TensorFile, prefix: str) -> dict[str, str]:
    """Diffusers' name of each numbered block of an original U-Net or ControlNet.

    The originals number all blocks in one row; diffusers counts levels, each of which ends with
    the block that changes the resolution.
    """
    found: dict[str, str] = {}
    for row, side in (("input_blocks", "down_blocks"), ("output_blocks", "up_blocks")):
        modules: dict[int, set[str]] = {}
        pattern = re.compile(rf"{re.escape(prefix)}{row}\.(\d+)\.(\d+)\.(\w+)")
        for name in file.tensors:
            if match := pattern.match(name):
                modules.setdefault(int(match[1]), set()).add(f"{match[2]}.{match[3]}")
        level = layer = 0
        for number in sorted(modules):
            here = modules[number]
            if row == "input_blocks" and number == 0:
                continue
            if "0.op" in here:
                found[f"{row}.{number}.0.op"] = f"{side}.{level}.downsamplers.0.conv"
                level, layer = level + 1, 0
                continue
            found[f"{row}.{number}.0"] = f"{side}.{level}.resnets.{layer}"
            ups = next((word for word in ("1.conv", "2.conv") if word in here), "")
            if "1.norm" in here:
                found[f"{row}.{number}.1"] = f"{side}.{level}.attentions.{layer}"
            layer += 1
            if ups:
                found[f"{row}.{number}.{ups}"] = f"{side}.{level}.upsamplers.0.conv"
                level, layer = level + 1, 0
    return found


def _unet(name: str, blocks: Mapping[str, str]) -> Renamed:
    """A tensor of an original U-Net or ControlNet."""
    module, last = _split(name)
    if module in _UNET:
        yield f"{_UNET[module]}.{last}", ""
        return
    words = module.split(".")
    if words[0] == "middle_block":
        index = int(words[1])
        kind = "attentions" if index == 1 else "resnets"
        block = f"mid_block.{kind}.{index // 2}"
        inner = ".".join(words[2:])
        yield f"{block}.{_RESNET.get(inner, inner)}.{last}", ""
    elif words[0] == "zero_convs":
        yield f"controlnet_down_blocks.{words[1]}.{last}", ""
    elif words[0] == "input_hint_block":
        yield f"{_hint_block(int(words[1]))}.{last}", ""
    elif module in blocks:
        yield f"{blocks[module]}.{last}", ""
    elif (start := ".".join(words[:3])) in blocks:
        inner = ".".join(words[3:])
        yield f"{blocks[start]}.{_RESNET.get(inner, inner)}.{last}", ""


def _hint_block(number: int) -> str:
    """A convolution of ControlNet's picture encoder; every second module is an activation."""
    if number == 14:
        return "controlnet_cond_embedding.conv_out"
    return f"controlnet_cond_embedding.blocks.{number // 2 - 1}"


def _vae(name: str, levels: int) -> Renamed:
    """A tensor of a VAE, in either naming."""
    module, last = _split(name)
    side, _, inner = module.partition(".")
    if side not in ("encoder", "decoder"):
        if module in ("quant_conv", "post_quant_conv"):
            yield name, ""
        return
    if match := re.match(r"(down|up)\.(\d+)\.(block\.(\d+)|downsample|upsample)(.*)", inner):
        level = int(match[2]) if match[1] == "down" else levels - 1 - int(match[2])
        block = f"resnets.{match[4]}" if match[4] else f"{match[3]}rs.0"
        inner = f"{match[1]}_blocks.{level}.{block}{match[5]}"
    for old, new in _VAE_MID.items():
        if inner == old or inner.startswith(f"{old}."):
            inner = new + inner[len(old) :]
    change: Change = ""
    attention = "mid_block.attentions.0."
    if inner.startswith(attention):
        word = inner.removeprefix(attention)
        inner = attention + _VAE_ATTENTION.get(word, word)
        change = "flat" if last == "weight" and "group_norm" not in inner else ""
    yield f"{side}.{inner.replace('nin_shortcut', 'conv_shortcut')}.{last}", change


def _clip(name: str) -> Renamed:
    """A tensor of a text encoder as transformers names them; older files have one word more."""
    name = name.removeprefix("text_model.")
    known = ("embeddings.", "encoder.", "final_layer_norm.", "text_projection.")
    if name.startswith(known) and not name.endswith("position_ids"):
        yield name, ""


def _open_clip(name: str) -> Renamed:
    """A tensor of a text encoder as OpenCLIP names them."""
    if name in _OPEN_CLIP:
        yield _OPEN_CLIP[name], ""
    elif name == "text_projection":
        yield "text_projection.weight", "transposed"
    elif match := re.match(r"transformer\.resblocks\.(\d+)\.(.+)", name):
        layer = f"encoder.layers.{match[1]}"
        if (joined := match[2]) in ("attn.in_proj_weight", "attn.in_proj_bias"):
            last = joined.rpartition("_")[2]
            for word, change in _THIRDS.items():
                yield f"{layer}.self_attn.{word}.{last}", change
        else:
            module, last = _split(joined)
            yield f"{layer}.{_OPEN_CLIP_LAYER.get(module, module)}.{last}", ""


def _adapter(name: str, depth: int) -> Renamed:
    """A tensor of an original T2I-Adapter, which numbers the blocks of its levels in one row.

    The light ones have one block to each level, with blocks of its own.
    """
    match = re.match(r"body\.(\d+)\.(.+)", name)
    if match is None:
        yield f"adapter.{name}", ""
        return
    level, block = divmod(int(match[1]), depth)
    inner = match[2]
    if inner.startswith("body."):
        inner = f"resnets.{inner.removeprefix('body.')}"
    elif inner.startswith("block"):
        inner = f"resnets.{block}.{inner}"
    yield f"adapter.body.{level}.{inner}", ""
