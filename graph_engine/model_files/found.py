"""Found: a model as lists and pickers show it, with the picture that lies beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from graph_engine.model_files.source import ModelSource, can_load_as

# What other programs call the picture beside a model.
_PICTURE_ENDINGS = (".png", ".preview.png", ".jpg", ".jpeg", ".preview.jpeg", ".webp")


@dataclass(frozen=True, slots=True)
class FoundModel:
    """What is known of a model, as data; `name` is what a param with a ModelFile hint takes.

    `thumbnail` is the path of a picture of the same stem beside it, or empty.
    """

    name: str
    kind: str
    family: str
    prediction_type: str
    task: str
    layout: Literal["folder", "file"]
    path: str
    bytes: int
    parts: tuple[str, ...]
    problem: str
    hint: str
    thumbnail: str

    def fits(self, kind: str) -> bool:
        """Whether it can be loaded as a kind; a checkpoint stands for each of its parts."""
        return can_load_as(self.kind, self.parts, kind)


def describe_model(model: ModelSource) -> FoundModel:
    """The model as data."""
    return FoundModel(
        name=model.name,
        kind=model.kind,
        family=model.family,
        prediction_type=model.prediction_type,
        task=model.task,
        layout=model.layout,
        path=str(model.path),
        bytes=model.bytes,
        parts=model.parts,
        problem=model.problem,
        hint=model.hint,
        thumbnail=_thumbnail(model.path),
    )


def _thumbnail(path: Path) -> str:
    stem = path.name if path.is_dir() else path.stem
    pictures = (path.parent / f"{stem}{ending}" for ending in _PICTURE_ENDINGS)
    return next((str(picture) for picture in pictures if picture.is_file()), "")
