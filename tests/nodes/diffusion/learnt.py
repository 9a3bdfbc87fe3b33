"""Small random LoRAs and embeddings, in the layouts in which they are shared."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

UNET_LAYERS = (
    "down_blocks.1.attentions.0.transformer_blocks.0.attn1.to_q",
    "down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k",
    "down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_out.0",
    "down_blocks.1.attentions.0.transformer_blocks.0.ff.net.0.proj",
    "down_blocks.1.attentions.0.proj_in",
    "mid_block.attentions.0.transformer_blocks.0.attn2.to_v",
    "up_blocks.0.attentions.1.transformer_blocks.0.attn2.to_q",
)
CONVOLUTIONS = (
    "down_blocks.0.resnets.0.conv1",
    "down_blocks.0.downsamplers.0.conv",
    "up_blocks.0.resnets.1.conv2",
)
TEXT_LAYERS = (
    "text_model.encoder.layers.0.self_attn.q_proj",
    "text_model.encoder.layers.1.self_attn.out_proj",
    "text_model.encoder.layers.1.mlp.fc1",
)

Pairs = dict[str, tuple[torch.Tensor, torch.Tensor]]


def low_rank(module: Any, layers: Iterable[str], *, rank: int, seed: int) -> Pairs:
    """Random down and up weights for layers of a module, by the layers' names."""
    generator = torch.Generator().manual_seed(seed)
    pairs = {}
    for layer in layers:
        name = layer if hasattr(module, "text_model") else layer.removeprefix("text_model.")
        shape = module.get_submodule(name).weight.shape
        down = torch.randn(rank, *shape[1:], generator=generator)
        up = torch.randn(shape[0], rank, *(1 for _ in shape[2:]), generator=generator)
        pairs[layer] = (down, up * 0.5)
    return pairs


def save_in_diffusers_layout(file: Path, parts: Mapping[str, Pairs], **metadata: str) -> None:
    """As diffusers' training scripts save it."""
    tensors = {
        f"{part}.{layer}.lora_{letter}.weight": tensor
        for part, pairs in parts.items()
        for layer, pair in pairs.items()
        for letter, tensor in zip("AB", pair, strict=True)
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, file, metadata)


KOHYA_PREFIXES = {"unet": "lora_unet", "text_encoder": "lora_te", "text_encoder_2": "lora_te2"}


def save_in_kohyas_layout(
    file: Path,
    parts: Mapping[str, Pairs],
    *,
    alphas: Mapping[str, float] | float | None = None,
    more: Mapping[str, torch.Tensor] | None = None,
) -> None:
    """As kohya's scripts save it; alphas by layer, or one for all."""
    prefixes = KOHYA_PREFIXES
    if "text_encoder_2" in parts:
        prefixes = {**prefixes, "text_encoder": "lora_te1"}
    tensors = dict(more or {})
    for part, pairs in parts.items():
        for layer, (down, up) in pairs.items():
            name = f"{prefixes[part]}_{layer.replace('.', '_')}"
            tensors[f"{name}.lora_down.weight"] = down
            tensors[f"{name}.lora_up.weight"] = up
            alpha = alphas.get(layer) if isinstance(alphas, Mapping) else alphas
            if alpha is not None:
                tensors[f"{name}.alpha"] = torch.tensor(float(alpha))
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, file)


def vectors(tokens: int, width: int, seed: int) -> torch.Tensor:
    """Random vectors of the size of the small text encoders' own."""
    return torch.randn(tokens, width, generator=torch.Generator().manual_seed(seed)) * 0.1
