"""Places: where a run reads models and pictures, and where it writes."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath

from platformdirs import user_cache_path, user_data_path

from graph_engine.errors import FileNameError, nearest
from graph_engine.file_names import file_name_problem, folder_problem
from graph_engine.given_paths import existing_path
from graph_engine.hints import Hint, LatentFile, ModelFile
from graph_engine.hub import hub_snapshot, is_hub_id
from graph_engine.model_files import ModelSource, find_model, read_model
from graph_engine.model_folders import remembered_folders
from graph_engine.shipped import shipped_folder


@dataclass(frozen=True)
class Missing:
    """Why a file can't be had, what would help, and whether the hub may have it."""

    message: str
    hint: str = ""
    downloadable: bool = False


@dataclass(frozen=True)
class Places:
    """The folders of a run.

    `models` and `inputs` are searched in their order; everything written goes below `output`.
    """

    models: tuple[Path, ...]
    inputs: tuple[Path, ...]
    output: Path

    @classmethod
    def default(
        cls,
        *,
        models: Iterable[Path] = (),
        inputs: Iterable[Path] = (),
        output: Path | None = None,
    ) -> Places:
        """The given folders first, then `WEFT_MODELS`, the user's own ones and the shipped one."""
        from_environment = [
            Path(p) for p in os.environ.get("WEFT_MODELS", "").split(os.pathsep) if p
        ]
        model_folders = (
            *models,
            *from_environment,
            user_data_path("weft", appauthor=False) / "models",
            *remembered_folders(),
            shipped_folder("models"),
        )
        return cls(model_folders, (*inputs, Path()), output or Path("output"))

    def find(self, hint: Hint, value: str) -> Path | None:
        """The file or folder that a param with a file hint names; None if it isn't there."""
        if isinstance(hint, ModelFile):
            model = self.find_model(hint.kind, value)
            return model.path if isinstance(model, ModelSource) else None
        folders = (*self.inputs, self.output) if isinstance(hint, LatentFile) else self.inputs
        for folder in folders:
            candidate = existing_path(folder, value)
            if candidate is not None and candidate.is_file():
                return candidate
        return None

    def missing(self, hint: Hint, value: str) -> Missing | None:
        """Why a param's file can't be had; None if it can."""
        if not value:
            return Missing("no file is chosen.")
        if isinstance(hint, ModelFile):
            model = self.find_model(hint.kind, value)
            return model if isinstance(model, Missing) else None
        if self.find(hint, value) is not None:
            return None
        near = [file.name for folder in self.inputs if folder.is_dir() for file in folder.iterdir()]
        searched = dict.fromkeys(str(folder.resolve()) for folder in self.inputs)
        folders = ", ".join(f'"{folder}"' for folder in searched)
        return Missing(
            f'there is no file "{value}" (searched in {folders}).', nearest(Path(value).name, near)
        )

    def find_model(self, kind: str, name: str) -> ModelSource | Missing:
        """The model that a name stands for, in the model folders or the hub's local cache."""
        found = find_model(self.models, name, kind)
        if isinstance(found, ModelSource):
            if not found.problem:
                return found
            return Missing(found.problem[0].lower() + found.problem[1:], found.hint)
        if found.exists or not is_hub_id(name):
            return Missing(found.message, found.hint)
        snapshot = hub_snapshot(name)
        model = read_model(snapshot, name) if snapshot is not None else None
        if model is None:
            return Missing(
                f'the model "{name}" is not on this machine; the run will fetch it from the hub.',
                found.hint,
                downloadable=True,
            )
        if model.problem:
            return Missing(model.problem[0].lower() + model.problem[1:], model.hint)
        return model

    def output_folder(self, folder: str) -> Path:
        """A folder below the output folder, from a name in a workflow; it need not exist yet.

        Raises FileNameError for a name that would leave the output folder: workflows come from
        strangers.
        """
        if problem := folder_problem(folder):
            raise FileNameError(f"{problem}, not {folder!r}.", port="folder")
        path = self.output / Path(*PureWindowsPath(folder).parts)
        if not path.resolve().is_relative_to(self.output.resolve()):
            raise FileNameError(
                f'The folder "{folder}" is a link that leads out of the output folder.',
                port="folder",
                hint="Choose another folder, or give the link's target with --output.",
            )
        return path


@dataclass(frozen=True)
class SettledPlaces(Places):
    """Places for one look at a workflow: each model is looked for once, however many name it."""

    found: dict[tuple[str, str], ModelSource | Missing] = field(
        default_factory=dict, compare=False, repr=False
    )

    def find_model(self, kind: str, name: str) -> ModelSource | Missing:
        if (kind, name) not in self.found:
            self.found[kind, name] = super().find_model(kind, name)
        return self.found[kind, name]


def check_file_name(name: str) -> None:
    """Raise FileNameError unless a name is a plain file name on every system."""
    if problem := file_name_problem(name):
        raise FileNameError(f"{problem}, not {name!r}.", port="name")


def default_cache() -> Path:
    """Where results are kept between runs: `WEFT_CACHE`, else the user's cache folder."""
    if folder := os.environ.get("WEFT_CACHE"):
        return Path(folder)
    return user_cache_path("weft", appauthor=False)


def node_folders() -> tuple[Path, ...]:
    """Where the user's own node packs lie: `WEFT_NODES`, then the user's data folder."""
    from_environment = [Path(p) for p in os.environ.get("WEFT_NODES", "").split(os.pathsep) if p]
    return (*from_environment, user_data_path("weft", appauthor=False) / "nodes")


def subgraph_folder() -> Path:
    """Where the user's own subgraphs are kept: `WEFT_SUBGRAPHS`, else the user's data folder."""
    if folder := os.environ.get("WEFT_SUBGRAPHS"):
        return Path(folder)
    return user_data_path("weft", appauthor=False) / "subgraphs"
