"""Tiny decoders: small stand-ins for a VAE's decoder (TAESD), which previews are made with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from graph_engine.model_files.source import ModelSource, Place
from graph_engine.model_files.tensors import SUFFIXES, TensorFile
from graph_engine.model_files.trees import models_below, roots_of

KIND = "tiny_decoder"
_MARKS = {
    "diffusers": ("decoder.layers.0.weight", "decoder.layers.2.conv.0.weight"),
    "original": ("1.weight", "3.conv.0.weight"),
}
# Where other programs keep them, apart from their models.
_SHELVES = ("vae_approx", "VAE-approx")
_NAMES = ("taesd", "tiny")


def read_tiny_decoder(file: TensorFile, name: str) -> ModelSource | None:
    """The tiny decoder in a file; None if it is none."""
    place = _place(file)
    if place is None:
        return None
    return ModelSource(
        name,
        file.path,
        KIND,
        tiny_family(file.path, name),
        parts=(KIND,),
        places={KIND: place},
        file=file,
    )


def tiny_family(path: Path, name: str) -> str:
    """Whose latents one decodes: SD 1's and SDXL's differ in nothing but their weights."""
    told = path.name if Path(name).is_absolute() else name
    return "sdxl" if "xl" in told.lower() else "sd1"


def may_be_tiny(folders: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """What may be a tiny decoder in the model folders, by its name: nothing is opened for that."""
    for folder in folders:
        for root in roots_of(folder):
            shelves = (root.base / shelf for shelf in _SHELVES)
            for shelf in shelves:
                found = sorted(shelf.iterdir()) if shelf.is_dir() else []
                yield from ((path.name, path) for path in found if _sounds_tiny(path))
            yield from ((name, path) for name, path in models_below(root) if _sounds_tiny(path))


def _sounds_tiny(path: Path) -> bool:
    fits = path.is_dir() or path.suffix.lower() in SUFFIXES
    return fits and any(word in path.name.lower() for word in _NAMES)


def _place(file: TensorFile) -> Place | None:
    if all(mark in file.tensors for mark in _MARKS["diffusers"]):
        return Place("", "diffusers")
    if all(mark in file.tensors for mark in _MARKS["original"]):
        # Of the two files of TAESD the encoder begins with colours, the decoder with latents.
        return Place("", "original") if file.shape("1.weight")[1:2] != (3,) else None
    return None
