"""U-Net names: an original U-Net's or ControlNet's tensors, named as diffusers names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from nodes.formats.renaming import Renamed, split

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
_OWN = ("time_embed", "label_emb", "input_blocks", "output_blocks", "out")


def unet_blocks(names: Iterable[str]) -> dict[str, str]:
    """Diffusers' name of each numbered block of an original U-Net or ControlNet.

    The originals number all blocks in one row; diffusers counts levels, each of which ends with
    the block that changes the resolution.
    """
    known = list(names)
    return {
        **_row(known, "input_blocks", "down_blocks"),
        **_row(known, "output_blocks", "up_blocks"),
    }


def _row(names: list[str], row: str, side: str) -> dict[str, str]:
    """The blocks of one row, numbered by level and layer."""
    found: dict[str, str] = {}
    level = layer = 0
    for number, here in _modules(names, row):
        block = f"{row}.{number}"
        if "0.op" in here:
            found[f"{block}.0.op"] = f"{side}.{level}.downsamplers.0.conv"
            level, layer = level + 1, 0
        elif block != "input_blocks.0":
            found[f"{block}.0"] = f"{side}.{level}.resnets.{layer}"
            if "1.norm" in here:
                found[f"{block}.1"] = f"{side}.{level}.attentions.{layer}"
            layer += 1
        up = next((word for word in ("1.conv", "2.conv") if word in here), "")
        if up:
            found[f"{block}.{up}"] = f"{side}.{level}.upsamplers.0.conv"
            level, layer = level + 1, 0
    return found


def _modules(names: list[str], row: str) -> list[tuple[int, set[str]]]:
    """The blocks of a row in order, each with the modules in it as `index.name`."""
    found: dict[int, set[str]] = {}
    pattern = re.compile(rf"{row}\.(\d+)\.(\d+)\.(\w+)")
    for name in names:
        if match := pattern.match(name):
            found.setdefault(int(match[1]), set()).add(f"{match[2]}.{match[3]}")
    return sorted(found.items())


def rename_unet(name: str, blocks: Mapping[str, str]) -> Renamed:
    """A tensor of an original U-Net or ControlNet."""
    module, last = split(name)
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
    elif words[0] in _OWN:  # a layer that this family does not have, which is told, not left out
        yield name, ""


def _hint_block(number: int) -> str:
    """A convolution of ControlNet's picture encoder; every second module is an activation."""
    if number == 14:
        return "controlnet_cond_embedding.conv_out"
    return f"controlnet_cond_embedding.blocks.{number // 2 - 1}"
