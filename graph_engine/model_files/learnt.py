"""Learnt additions: LoRAs and textual inversions, recognised by their tensors' names and shapes."""

from __future__ import annotations

import re
from collections import Counter

from graph_engine.model_files.folders import FAMILY_OF_WIDTH
from graph_engine.model_files.others import refused
from graph_engine.model_files.source import ModelSource
from graph_engine.model_files.tensors import TensorFile

# The factor that reads the layer's input: what its second dimension is wide.
_DOWN = re.compile(r"[._]lora(_down|_A|\.down|_linear_layer\.down)(\.\w+)?\.weight$")
_OTHER_ADAPTERS = {
    ".hada_w1_a": "LoHa",
    ".lokr_w1": "LoKr",
    ".lokr_w1_a": "LoKr",
    ".oft_blocks": "OFT",
    ".oft_diag": "OFT",
    ".on_input": "(IA)³",
}
_OTHER_FAMILIES = ("double_blocks", "joint_blocks", "single_transformer_blocks", "layers_0_attn")
_CROSS = re.compile(r"attn2[._](processor[._])?to_[kv]")
_DEEP = re.compile(r"transformer_blocks[._]([2-9]|\d\d)[._]")
_BASES = {
    "stable-diffusion-xl": "sdxl", "sdxl": "sdxl",
    "stable-diffusion-v2": "sd2", "sd_v2": "sd2", "sd_2": "sd2",
    "stable-diffusion-v1": "sd1", "sd_v1": "sd1", "sd_1": "sd1",
}  # fmt: skip
_EMBEDDED = {"emb_params", "clip_l", "clip_g", "clip_h"}
_MAX_TENSORS = 16
_MAX_VECTORS = 1000


def read_lora(file: TensorFile, name: str) -> ModelSource | None:
    """What a LoRA is for; None for a file that is none.

    The family is told by the width of what cross-attention reads, in the naming of kohya's
    scripts as of diffusers and peft; failing that, by the text encoders it changes, by how deep
    its transformers are, or by what its metadata say.
    """
    downs = {n: i.shape for n, i in file.tensors.items() if "lora" in n and _DOWN.search(n)}
    odd = next((n for n in file.tensors if n.endswith(tuple(_OTHER_ADAPTERS))), None)
    if not downs and odd is None:
        return None
    if not downs and odd is not None:
        other = next(what for end, what in _OTHER_ADAPTERS.items() if odd.endswith(end))
        return refused(file, name, f"is a {other}, which is no plain LoRA")
    if any(word in name for name in downs for word in _OTHER_FAMILIES):
        return refused(file, name, "is a LoRA for another kind of model, such as Flux")
    widths = Counter(shape[1] for n, shape in downs.items() if _CROSS.search(n) and len(shape) > 1)
    width = widths.most_common(1)[0][0] if widths else 0
    family = FAMILY_OF_WIDTH.get(width) or _family_of_text(downs) or _family_told(file)
    return ModelSource(name, file.path, "lora", family, context_width=width, file=file)


def _family_of_text(downs: dict[str, tuple[int, ...]]) -> str:
    """The family by the text encoders that a LoRA changes, or by how deep its U-Net is."""
    numbered = ("lora_te1_", "lora_te2_", "text_encoder_2.")
    if any(mark in name for name in downs for mark in numbered):
        return "sdxl"
    if any(_DEEP.search(name) for name in downs):
        return "sdxl"
    for name, shape in downs.items():
        is_text = name.startswith(("lora_te_", "text_encoder."))
        if is_text and re.search(r"self_attn[._](q|k|v)_proj|fc1", name) and len(shape) > 1:
            return FAMILY_OF_WIDTH.get(shape[1], "")
    return ""


def _family_told(file: TensorFile) -> str:
    words = ("modelspec.architecture", "ss_base_model_version", "ss_sd_model_name")
    told = [file.metadata.get(word, "").lower() for word in words]
    for start, family in _BASES.items():
        if any(text.startswith(start) for text in told):
            return family
    return ""


def read_embedding(file: TensorFile, name: str) -> ModelSource | None:
    """What a textual inversion is for; None for a file that is none.

    It holds one tensor of word vectors, or one for each of SDXL's text encoders.
    """
    if len(file.tensors) > _MAX_TENSORS:
        return None
    vectors = {
        name: info.shape
        for name, info in file.tensors.items()
        if 1 <= len(info.shape) <= 2 and info.dtype.startswith(("F", "BF"))
    }
    is_named = bool(vectors.keys() & _EMBEDDED) or any("string_to_param" in n for n in vectors)
    is_layer = any(name.endswith((".weight", ".bias")) for name in vectors)
    if not vectors or (not is_named and (is_layer or len(file.tensors) > 1)):
        return None
    if any(len(shape) == 2 and shape[0] > _MAX_VECTORS for shape in vectors.values()):
        return None
    shapes = list(vectors.values())
    width = (
        sum(shape[-1] for shape in shapes)
        if {"clip_l", "clip_g"} <= vectors.keys()
        else shapes[0][-1]
    )
    return ModelSource(
        name,
        file.path,
        "embedding",
        FAMILY_OF_WIDTH.get(width) or _family_told(file),
        context_width=width,
        file=file,
    )
