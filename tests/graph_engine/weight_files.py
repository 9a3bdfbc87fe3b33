"""Files of weights for the tests: real headers over zeros, without torch."""

import json
from collections.abc import Mapping
from math import prod
from pathlib import Path

import numpy as np
import numpy.typing as npt

SIZES = {"F32": 4, "F16": 2, "BF16": 2}
Shapes = Mapping[str, tuple[int, ...]]


def write_header(
    path: Path,
    shapes: Shapes,
    *,
    dtype: str = "F16",
    metadata: Mapping[str, str] | None = None,
    values: Mapping[str, npt.NDArray[np.generic]] | None = None,
) -> Path:
    """A safetensors file of tensors of these shapes; all zeros, except for `values`."""
    header: dict[str, object] = {"__metadata__": dict(metadata)} if metadata else {}
    end = 0
    for name, shape in shapes.items():
        begin, end = end, end + prod(shape) * SIZES[dtype]
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [begin, end]}
    raw = json.dumps(header).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(len(raw).to_bytes(8, "little") + raw)
        stream.truncate(8 + len(raw) + end)
        for name, array in (values or {}).items():
            begin = header[name]["data_offsets"][0]  # type: ignore[index]
            stream.seek(8 + len(raw) + begin)
            stream.write(array.tobytes())
    return path


UNET_1: Shapes = {
    "time_embed.0.weight": (1280, 320),
    "input_blocks.0.0.weight": (320, 4, 3, 3),
    "input_blocks.1.1.proj_in.weight": (320, 320, 1, 1),
    "input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight": (320, 768),
    "output_blocks.11.1.transformer_blocks.0.norm1.bias": (320,),
}
VAE: Shapes = {
    "decoder.mid.block_1.norm1.weight": (512,),
    "decoder.conv_in.weight": (512, 4, 3, 3),
}
CLIP: Shapes = {
    "text_model.embeddings.token_embedding.weight": (49408, 768),
    "text_model.final_layer_norm.weight": (768,),
}
OPEN_CLIP: Shapes = {"token_embedding.weight": (49408, 1024), "ln_final.weight": (1024,)}


def prefixed(prefix: str, shapes: Shapes) -> dict[str, tuple[int, ...]]:
    """The same tensors below a prefix."""
    return {prefix + name: shape for name, shape in shapes.items()}


def changed(shapes: Shapes, **widths: int) -> dict[str, tuple[int, ...]]:
    """The U-Net of another family: with `channels`, or with attention to `context`, made linear."""
    made = dict(shapes)
    if "channels" in widths:
        made["input_blocks.0.0.weight"] = (320, widths["channels"], 3, 3)
    if "context" in widths:
        made["input_blocks.1.1.proj_in.weight"] = (320, 320)
        key = "input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight"
        made[key] = (320, widths["context"])
    return made


SD1: Shapes = {
    **prefixed("model.diffusion_model.", UNET_1),
    **prefixed("cond_stage_model.transformer.", CLIP),
    **prefixed("first_stage_model.", VAE),
}
SD2: Shapes = {
    **prefixed("model.diffusion_model.", changed(UNET_1, context=1024)),
    **prefixed("cond_stage_model.model.", OPEN_CLIP),
    **prefixed("first_stage_model.", VAE),
}
SDXL: Shapes = {
    **prefixed("model.diffusion_model.", changed(UNET_1, context=2048)),
    "model.diffusion_model.label_emb.0.0.weight": (1280, 2816),
    **prefixed("conditioner.embedders.0.transformer.", CLIP),
    **prefixed("conditioner.embedders.1.model.", OPEN_CLIP),
    **prefixed("first_stage_model.", VAE),
}
REFINER: Shapes = {
    **prefixed("model.diffusion_model.", changed(UNET_1, context=1280)),
    "model.diffusion_model.label_emb.0.0.weight": (1536, 2560),
    **prefixed("conditioner.embedders.0.model.", OPEN_CLIP),
    **prefixed("first_stage_model.", VAE),
}
