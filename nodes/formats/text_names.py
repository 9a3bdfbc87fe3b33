"""Text names: a text encoder's tensors, named as transformers names them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nodes.formats.renaming import Change, Renamed, split

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
_THIRDS: Mapping[str, Change] = {
    "q_proj": "first third",
    "k_proj": "second third",
    "v_proj": "last third",
}


def rename_clip(name: str) -> Renamed:
    """A tensor of a text encoder as transformers names them; older files have one word more."""
    name = name.removeprefix("text_model.")
    known = ("embeddings.", "encoder.", "final_layer_norm.", "text_projection.")
    if name.startswith(known) and not name.endswith("position_ids"):
        yield name, ""


def rename_open_clip(name: str) -> Renamed:
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
            module, last = split(joined)
            yield f"{layer}.{_OPEN_CLIP_LAYER.get(module, module)}.{last}", ""
