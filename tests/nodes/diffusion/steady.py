"""Models whose weights are the same numbers in every version of torch, for golden results."""

from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import torch
from safetensors.torch import save_file
from transformers import CLIPTextModel, CLIPTextModelWithProjection

from .families import CLIP_G, CLIP_L, small_refiner, small_sd1, small_sdxl

TEXT_ENCODERS: dict[str, dict[str, Any]] = {
    "steady-sd1": {"text_encoder": CLIPTextModel},
    "steady-sdxl": {
        "text_encoder": CLIPTextModel,
        "text_encoder_2": CLIPTextModelWithProjection,
    },
    "steady-refiner": {"text_encoder_2": CLIPTextModelWithProjection},
}
_MAKERS = {"steady-sd1": small_sd1, "steady-sdxl": small_sdxl, "steady-refiner": small_refiner}


def make_steady_models(models_folder: Path) -> None:
    """Save a model of each family whose text encoders have steady weights, and two embeddings."""
    for name, make in _MAKERS.items():
        folder = make(models_folder / name)
        for part, kind in TEXT_ENCODERS[name].items():
            model: Any = kind.from_pretrained(folder / part)
            fill(model)
            model.save_pretrained(folder / part)
    embeddings = models_folder / "embeddings"
    embeddings.mkdir(exist_ok=True)
    small, big = steady("style", (3, CLIP_L)), steady("style", (2, CLIP_G))
    save_file({"emb_params": small}, embeddings / "style.safetensors")
    save_file({"clip_l": small[:2], "clip_g": big}, embeddings / "style-xl.safetensors")


def fill(model: Any) -> None:
    """Set every weight by its name alone: as large as trained ones', norms near one."""
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            name = name.removeprefix("text_model.")
            values = steady(name, tuple(parameter.shape))
            if "norm" in name and name.endswith("weight"):
                values = 1 + values
            elif "embedding" not in name and values.ndim == 2:
                values = values * 10 / values.shape[1] ** 0.5
            parameter.copy_(values)


def steady(name: str, shape: tuple[int, ...]) -> torch.Tensor:
    """Normal numbers of deviation 0.1 that depend on a name and a shape only."""
    random = np.random.default_rng([crc32(name.encode()), *shape])
    return torch.from_numpy(random.standard_normal(shape).astype(np.float32) * np.float32(0.1))
