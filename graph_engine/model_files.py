"""Model files: what lies in the model folders, told from configs alone, without loading weights."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph_engine.errors import nearest
from graph_engine.given_paths import existing_path

_CHECKPOINT_FAMILIES = {
    "StableDiffusionPipeline": "sd1",
    "StableDiffusionImg2ImgPipeline": "sd1",
    "StableDiffusionInpaintPipeline": "sd1",
    "StableDiffusionXLPipeline": "sdxl",
    "StableDiffusionXLImg2ImgPipeline": "sdxl",
}
_COMPONENT_KINDS = {
    "UNet2DConditionModel": "unet",
    "AutoencoderKL": "vae",
    "ControlNetModel": "controlnet",
    "CLIPTextModel": "text_encoder",
    "CLIPTextModelWithProjection": "text_encoder",
}
_SD2_CONTEXT_WIDTH = 1024
_MAX_DEPTH = 4


@dataclass(frozen=True)
class ModelFolder:
    """A diffusers folder: its name below the model folder, where it lies, and what it is.

    `kind` is what it can be loaded as (checkpoint, unet, text_encoder, vae, controlnet);
    `family` is the family of its weights (sd1, sd2, sdxl), empty where the configs don't tell.
    """

    name: str
    path: Path
    kind: str
    family: str

    @property
    def bytes(self) -> int:
        """The size of all its files."""
        return sum(file.stat().st_size for file in self.path.rglob("*") if file.is_file())


def identify(path: Path, name: str = "") -> ModelFolder | None:
    """Tell what a folder holds; None if it is no model."""
    index = read_json(path / "model_index.json")
    if index is not None:
        family = _CHECKPOINT_FAMILIES.get(str(index.get("_class_name")), "")
        context = (read_json(path / "unet" / "config.json") or {}).get("cross_attention_dim")
        if family == "sd1" and context == _SD2_CONTEXT_WIDTH:
            family = "sd2"
        return ModelFolder(name or path.name, path, "checkpoint", family)
    config = read_json(path / "config.json")
    if config is None:
        return None
    names = [config.get("_class_name"), *(config.get("architectures") or [])]
    kind = next((_COMPONENT_KINDS[word] for word in names if word in _COMPONENT_KINDS), None)
    if kind is None:
        return None
    return ModelFolder(name or path.name, path, kind, "")


def list_models(folders: Iterable[Path]) -> list[ModelFolder]:
    """All models in the folders; of two with one name, the first folder's counts."""
    found: dict[str, ModelFolder] = {}
    for folder in folders:
        for model in _models_below(folder, folder, 0):
            found.setdefault(model.name, model)
    return list(found.values())


def _models_below(folder: Path, root: Path, depth: int) -> Iterator[ModelFolder]:
    try:
        children = sorted(child for child in folder.iterdir() if child.is_dir())
    except OSError:
        return
    for child in children:
        if child.name.startswith("."):
            continue
        model = identify(child, child.relative_to(root).as_posix())
        if model is not None:
            yield model
        elif depth < _MAX_DEPTH:
            yield from _models_below(child, root, depth + 1)


def find_model(folders: Iterable[Path], name: str, kind: str) -> ModelFolder | None:
    """The model of that name that can be loaded as that kind; None if there is none.

    A checkpoint stands for each of its parts. The name may also be a path to a folder.
    """
    for folder in (*folders, Path()):
        candidate = existing_path(folder, name)
        model = identify(candidate, name) if candidate is not None else None
        if candidate is None or model is None:
            continue
        if model.kind == kind:
            return model
        if model.kind == "checkpoint" and identify(candidate / kind) is not None:
            return model
    return None


def near_models(folders: Iterable[Path], name: str, kind: str) -> str:
    """A sentence with the nearest model names of that kind, or with all of the few there are."""
    names = [model.name for model in list_models(folders) if model.kind in (kind, "checkpoint")]
    few = f"There is {', '.join(names[:5])}." if names else ""
    return nearest(name, names) or few


def read_json(path: Path) -> dict[str, Any] | None:
    """A JSON object from a file; None if there is no such file or it holds something else."""
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None
