"""LoRA files: kohya's and diffusers' layouts as one, fitted to the module that is changed."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nodes.diffusion.weight_files import read_tensors
from nodes.loras import part_names

if TYPE_CHECKING:
    import torch

    from graph_engine.model_files import ModelSource

Tensors = Mapping[str, "torch.Tensor"]
_METADATA = "lora_adapter_metadata"
_KOHYA = re.compile(r"lora_(unet|te\d?)_.*\.(lora_down\.weight|lora_up\.weight|alpha)$")


@dataclass(frozen=True, eq=False)
class PartLoRA:
    """What a LoRA does to one module: `tensors` under peft's names, and peft's `config` for it.

    `left` are the names of the tensors, as in the file or under peft's names, that fit nothing.
    """

    tensors: Tensors
    config: Mapping[str, Any]
    left: tuple[str, ...]


def read_part(source: ModelSource, part: str, module: Any, unet_config: Any) -> PartLoRA:
    """What a LoRA file holds for a part of a model, as far as it fits `module`."""
    assert source.file is not None  # a LoRA is never a folder
    given = read_tensors(source.file, part_names(source, part))
    strange = set(_incomplete(given)) if any(_KOHYA.match(name) for name in given) else set()
    state, alphas = _in_diffusers_names(
        {name: tensor for name, tensor in given.items() if name not in strange}, unet_config
    )
    names = _peft_names(state, part)
    if not hasattr(module, "text_model"):  # CLIP's text encoder, as transformers ≥ 5.6 has it
        names = [name.removeprefix("text_model.") for name in names]
    tensors = {
        name: _fitted(name, tensor, _layer(module, _layer_name(name)))
        for name, tensor in zip(names, state.values(), strict=True)
    }
    unfit = {_layer_name(name) for name, tensor in tensors.items() if tensor is None}
    fitting = {
        name: tensor
        for name, tensor in tensors.items()
        if tensor is not None and _layer_name(name) not in unfit
    }
    left = (*sorted(strange), *(name for name in names if name not in fitting))
    scales = {
        _layer_name(new): alphas[alpha]
        for old, new in zip(state, names, strict=True)
        if (alpha := f"{part}.{old.split('.lora.')[0]}.alpha") in alphas
    }
    return PartLoRA(fitting, _config(source, part, fitting, scales), left)


def _layer_name(name: str) -> str:
    return name.rpartition(".lora_")[0]


def _incomplete(names: Iterable[str]) -> list[str]:
    """Names that are not of a pair of down and up weights, which no reader understands."""
    given = set(names)
    pairs = {
        stem
        for name in given
        if (stem := name.removesuffix(".lora_down.weight")) != name
        and f"{stem}.lora_up.weight" in given
    }
    return [n for n in given if not _KOHYA.match(n) or n.split(".")[0] not in pairs]


def _in_diffusers_names(given: Tensors, unet_config: Any) -> tuple[Tensors, Mapping[str, float]]:
    """Tensors without the part's prefix, and the alphas that kohya's scripts store beside them."""
    from diffusers.loaders.lora_pipeline import StableDiffusionLoraLoaderMixin

    convert: Any = StableDiffusionLoraLoaderMixin.lora_state_dict
    state, alphas = convert(dict(given), unet_config=unet_config) if given else ({}, {})
    return {name.partition(".")[2]: tensor for name, tensor in state.items()}, alphas or {}


def _peft_names(state: Tensors, part: str) -> list[str]:
    """The names that peft has for tensors under diffusers' various ones, in their order."""
    from diffusers.utils import state_dict_utils

    utilities: Any = state_dict_utils
    if not state:
        return []
    if part == "unet":
        named = any("lora_A" in name for name in state)
        return list(state if named else utilities.convert_unet_state_dict_to_peft(dict(state)))
    plain = utilities.convert_state_dict_to_diffusers(dict(state))
    return list(utilities.convert_state_dict_to_peft(plain))


def _layer(module: Any, name: str) -> torch.Tensor | None:
    """The weight of a layer; None if there is none of that name."""
    try:
        weight: torch.Tensor | None = getattr(module.get_submodule(name), "weight", None)
    except AttributeError:
        return None
    return weight


def _fitted(name: str, tensor: torch.Tensor, weight: torch.Tensor | None) -> torch.Tensor | None:
    """A tensor in the shape that goes with a layer's weight; None if there is no such shape.

    A linear layer and a 1 × 1 convolution are the same to a LoRA.
    """
    if weight is None or not name or weight.ndim < 2:
        return None
    if "lora_A" in name and tensor.ndim > 1:
        wanted = (tensor.shape[0], *weight.shape[1:])
    elif "lora_B.weight" in name and tensor.ndim > 1:
        wanted = (weight.shape[0], tensor.shape[1], *(1 for _ in weight.shape[2:]))
    else:  # a bias, or DoRA's magnitude
        wanted = tuple(tensor.shape)
        return tensor if weight.shape[0] in wanted else None
    size = 1
    for side in wanted:
        size *= side
    return tensor.reshape(wanted) if tensor.numel() == size else None


def _config(
    source: ModelSource, part: str, tensors: Tensors, alphas: Mapping[str, float]
) -> Mapping[str, Any]:
    """The arguments of peft's LoraConfig: those in the file, or told by ranks and alphas.

    A layer without an alpha is scaled by 1. diffusers, which does the same, drops the alphas of
    attention layers where they differ from the most common one.
    """
    if stored := _stored_config(source, part):
        return stored
    ranks = {
        name.removesuffix(".lora_B.weight"): tensor.shape[1]
        for name, tensor in tensors.items()
        if name.endswith(".lora_B.weight")
    }
    if not ranks:
        return {}
    scaled = {layer: alphas.get(layer, float(rank)) for layer, rank in ranks.items()}
    rank = Counter(ranks.values()).most_common(1)[0][0]
    alpha = Counter(scaled.values()).most_common(1)[0][0]
    return {
        "r": rank,
        "lora_alpha": alpha,
        "rank_pattern": {f"^{layer}": r for layer, r in ranks.items() if r != rank},
        "alpha_pattern": {f"^{layer}": a for layer, a in scaled.items() if a != alpha},
        "target_modules": list(ranks),
        "use_dora": any("lora_magnitude_vector" in name for name in tensors),
        "lora_bias": any(name.endswith("lora_B.bias") for name in tensors),
    }


def _stored_config(source: ModelSource, part: str) -> Mapping[str, Any]:
    """What diffusers wrote into the file for a part; empty if it didn't."""
    metadata = source.file.metadata.get(_METADATA) if source.file is not None else None
    try:
        stored = json.loads(metadata) if metadata else {}
    except ValueError:
        return {}
    start = f"{part}."
    return {key[len(start) :]: value for key, value in stored.items() if key.startswith(start)}
