"""Trees: the model folders of Weft and of other programs, and what lies in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graph_engine.model_files.tensors import SUFFIXES

_MAX_DEPTH = 4
# One of these below a folder makes it ComfyUI's or AUTOMATIC1111's folder of models.
_MARKS = ("checkpoints", "Stable-diffusion")
# What lies in such trees for other purposes: upscalers, face repair, captions, image encoders.
_ELSEWHERE = frozenset(
    [
        "audio_encoders",
        "BLIP",
        "bsrgan",
        "clip_vision",
        "Codeformer",
        "configs",
        "DAT",
        "deepbooru",
        "ESRGAN",
        "GFPGAN",
        "gligen",
        "hypernetworks",
        "insightface",
        "ipadapter",
        "karlo",
        "latent_upscale_models",
        "LDSR",
        "model_patches",
        "photomaker",
        "RealESRGAN",
        "ScuNET",
        "style_models",
        "SwinIR",
        "torch_deepdanbooru",
        "upscale_models",
        "vae_approx",
        "VAE-approx",
    ]
)


@dataclass(frozen=True, slots=True)
class Root:
    """A folder below which models have names; only what lies in `searched` is listed."""

    base: Path
    searched: tuple[Path, ...]
    ignored: frozenset[str] = frozenset()


def roots_of(folder: Path) -> tuple[Root, ...]:
    """The roots that a model folder stands for.

    It may be a plain folder of models, or ComfyUI's or AUTOMATIC1111's, given as the program's
    folder or as its folder of models. AUTOMATIC1111 keeps textual inversions beside the latter.
    A folder that is itself a model stands for that one.
    """
    if is_model_folder(folder):
        full = folder.absolute()
        return (Root(full.parent, (full,)),)
    for models in (folder, folder / "models"):
        if any((models / mark).is_dir() for mark in _MARKS):
            found = Root(models, (models,), _ELSEWHERE)
            beside = models.parent / "embeddings"
            if models.name == "models" and beside.is_dir():
                return (found, Root(models.parent, (beside,), _ELSEWHERE))
            return (found,)
    return (Root(folder, (folder,)),)


def models_below(root: Root) -> Iterator[tuple[str, Path]]:
    """Name and path of what may be a model: diffusers folders and files of weights, by name.

    Links are followed, but no folder is entered twice.
    """
    entered = {folder.resolve() for folder in root.searched}
    for folder in root.searched:
        if is_model_folder(folder):
            yield folder.relative_to(root.base).as_posix(), folder
        else:
            yield from _below(root, folder, _MAX_DEPTH, entered)


def _below(root: Root, folder: Path, depth: int, entered: set[Path]) -> Iterator[tuple[str, Path]]:
    for child in _children(folder):
        if child.name.startswith("."):
            continue
        name = child.relative_to(root.base).as_posix()
        if not child.is_dir():
            if child.suffix.lower() in SUFFIXES and child.is_file():
                yield name, child
        elif is_model_folder(child):
            yield name, child
        elif depth and child.name not in root.ignored:
            real = child.resolve()
            if real not in entered:
                entered.add(real)
                yield from _below(root, child, depth - 1, entered)


def is_model_folder(path: Path) -> bool:
    """Whether a folder looks like a model in diffusers' layout."""
    return any((path / name).is_file() for name in ("model_index.json", "config.json"))


def _children(folder: Path) -> Iterable[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return ()
