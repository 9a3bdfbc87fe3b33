"""VAE names: a VAE's tensors in either naming, named as diffusers names them now."""

from __future__ import annotations

import re

from nodes.formats.renaming import Change, Renamed, split

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


def rename_vae(name: str, levels: int) -> Renamed:
    """A tensor of a VAE, in either naming."""
    module, last = split(name)
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
