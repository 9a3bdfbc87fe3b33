"""Source: where a model's weights lie, and all that is known of them before they are loaded."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from graph_engine.model_files.tensors import TensorFile

PARTS = ("unet", "text_encoder", "text_encoder_2", "vae", "controlnet")
"""What a model can hold, named as the folders of diffusers' layout."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file holds a part: the prefix of its tensors' names, and whose names they are."""

    prefix: str
    names: Literal["original", "diffusers"]


@dataclass(frozen=True, eq=False, slots=True)
class ModelSource:
    """A diffusers folder or a single file: its name below the model folder, and what it is.

    `kind` is what it can be loaded as (checkpoint, unet, text_encoder, vae, controlnet, adapter,
    lora, embedding), empty for a file that is none of these. `family` is that of its weights
    (sd1, sd2, sdxl, sdxl_refiner), empty where nothing tells. `task` is what its U-Net is made
    for. `context_width` is the width of the embeddings that it reads or makes (0: unknown).
    `problem` says in one sentence why it can't be used, with `hint` as the way out.
    """

    name: str
    path: Path
    kind: str = ""
    family: str = ""
    task: str = "text"
    prediction_type: str = ""
    context_width: int = 0
    parts: tuple[str, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    file: TensorFile | None = None
    problem: str = ""
    hint: str = ""

    @property
    def layout(self) -> Literal["folder", "file"]:
        """Whether it is a diffusers folder or a single file."""
        return "folder" if self.file is None and self.path.is_dir() else "file"

    @property
    def bytes(self) -> int:
        """The size of all its files."""
        files = [self.path] if self.path.is_file() else self.path.rglob("*")
        return sum(file.stat().st_size for file in files if file.is_file())

    def part_path(self, part: str) -> Path:
        """Where a part lies: below a pipeline's folder, or the folder or file itself."""
        is_whole = self.layout == "folder" and (self.path / "model_index.json").is_file()
        return self.path / part if is_whole else self.path

    def config(self, part: str) -> dict[str, Any] | None:
        """A part's config.json; None in a single file, or where it can't be read."""
        return read_json(self.part_path(part) / "config.json") if self.file is None else None

    def fits(self, kind: str) -> bool:
        """Whether it can be loaded as a kind; a checkpoint stands for each of its parts."""
        return can_load_as(self.kind, self.parts, kind)


def can_load_as(kind: str, parts: Sequence[str], wanted: str) -> bool:
    """Whether a model of a kind, with these parts, can be loaded as the kind that is wanted."""
    if kind == "checkpoint":
        return wanted == "checkpoint" or any(part.startswith(wanted) for part in parts)
    return wanted == ("controlnet" if kind == "adapter" else kind)


def read_json(path: Path) -> dict[str, Any] | None:
    """A JSON object from a file; None if there is no such file or it holds something else."""
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None
