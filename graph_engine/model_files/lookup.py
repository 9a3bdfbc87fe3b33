"""Lookup: the models in a list of folders, all of them or the one that a name stands for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from graph_engine.given_paths import existing_path
from graph_engine.model_files.folders import read_folder
from graph_engine.model_files.known import KnownModels
from graph_engine.model_files.recognition import read_file
from graph_engine.model_files.source import ModelSource
from graph_engine.model_files.tensors import SUFFIXES
from graph_engine.model_files.tiny_decoders import KIND as TINY_DECODER
from graph_engine.model_files.tiny_decoders import may_be_tiny
from graph_engine.model_files.trees import models_below, roots_of

_WORDS = {
    "unet": "U-Net",
    "vae": "VAE",
    "controlnet": "ControlNet",
    "adapter": "T2I-Adapter",
    "lora": "LoRA",
    "embedding": "textual inversion",
    "tiny_decoder": "tiny decoder",
}

_TRIED = 12


@dataclass(frozen=True, slots=True)
class NotFound:
    """Why no model can be had under a name, as a sentence without its capital; and what may help.

    `exists` says that there is something of that name, but not what was asked for.
    """

    message: str
    hint: str = ""
    exists: bool = False


def kind_in_words(kind: str) -> str:
    """A kind of model as a person writes it."""
    return _WORDS.get(kind, kind.replace("_", " "))


def read_model(path: Path, name: str) -> ModelSource | None:
    """Tell what a path holds; None if it is neither a model's folder nor a file of weights."""
    if path.is_dir():
        return read_folder(path, name)
    return read_file(path, name) if path.suffix.lower() in SUFFIXES else None


def list_models(folders: Iterable[Path], known: KnownModels | None = None) -> list[ModelSource]:
    """All models in the folders, damaged ones too; of two with one name, the first counts.

    What `known` remembers of a file is not read again; such a model has no `file`.
    """
    found = []
    for name, path in _all_paths(folders).items():
        model = known.get(path, name) if known is not None else None
        if model is None:
            model = read_model(path, name)
            if known is not None and model is not None:
                known.add(model)
        if model is not None:
            found.append(model)
    if known is not None:
        known.save()
    return found


def find_model(folders: Iterable[Path], name: str, kind: str) -> ModelSource | NotFound:
    """The model of that name that can be loaded as that kind, or one of that name with a problem.

    A name is the path below a folder, or any path to a model. The end of such a path will do, with
    or without the file's ending, where it means one model of the kind only.
    """
    folders = tuple(folders)
    bases = [root.base for folder in folders for root in roots_of(folder)]
    here = [path for base in (*bases, Path()) if (path := existing_path(base, name)) is not None]
    found = [model for path in here if (model := read_model(path, name)) is not None]
    if chosen := next((model for model in found if model.problem or model.fits(kind)), None):
        return chosen
    ending = {
        full: path for full, path in _all_paths(folders).items() if _ends_with(full, path, name)
    }
    named = [model for full, path in ending.items() if (model := read_model(path, full))]
    fitting = [model for model in named if model.fits(kind)]
    if len(fitting) > 1:
        names = " and ".join(f'"{model.name}"' for model in fitting[:4])
        return NotFound(
            f'"{name}" may mean {names}.',
            "Write more of the path, or the file's ending, so that only one fits.",
            True,
        )
    if fitting or any(model.problem for model in named):
        return (fitting or [model for model in named if model.problem])[0]
    if others := [*found, *named]:
        what = kind_in_words(others[0].kind)
        return NotFound(
            f'"{name}" is a {what}, not a {kind_in_words(kind)}.',
            _near(folders, name, kind),
            exists=True,
        )
    places = ", ".join(f'"{folder}"' for folder in folders)
    return NotFound(
        f'there is no {kind_in_words(kind)} "{name}" (searched in {places}).',
        _near(folders, name, kind),
    )


def find_tiny_decoder(folders: Iterable[Path], family: str) -> ModelSource | None:
    """The first tiny decoder for the latents of a family, or None."""
    wanted = "sdxl" if family.startswith("sdxl") else "sd1"
    for name, path in may_be_tiny(folders):
        model = read_model(path, name)
        if model is not None and (model.kind, model.family) == (TINY_DECODER, wanted):
            return model
    return None


def _all_paths(folders: Iterable[Path]) -> dict[str, Path]:
    """What may be a model, by name."""
    found: dict[str, Path] = {}
    for folder in folders:
        for root in roots_of(folder):
            for name, path in models_below(root):
                found.setdefault(name, path)
    return found


def _ends_with(full: str, path: Path, name: str) -> bool:
    """Whether a model's name ends with a name, whole path parts compared."""
    wanted = PurePosixPath(name.replace("\\", "/")).parts
    given = PurePosixPath(full)
    bare = given.with_suffix("") if path.is_file() else given
    return bool(wanted) and wanted in (given.parts[-len(wanted) :], bare.parts[-len(wanted) :])


def _near(folders: tuple[Path, ...], name: str, kind: str) -> str:
    """A sentence with the nearest model names of that kind, or with all of the few there are.

    Only what has a similar name is opened: there may be hundreds.
    """
    paths = _all_paths(folders)
    by_last_part = {PurePosixPath(full).name.casefold(): full for full in paths}
    wanted = PurePosixPath(name).name.casefold()
    similar = [by_last_part[last] for last in get_close_matches(wanted, by_last_part, _TRIED, 0.5)]
    tried = list(dict.fromkeys([*similar, *paths])) if len(paths) <= _TRIED else similar
    models = (read_model(paths[full], full) for full in tried)
    names = [model.name for model in models if model is not None and model.fits(kind)]
    if close := [f'"{full}"' for full in names if full in similar]:
        return f"Did you mean {' or '.join(close[:3])}?"
    return f"There is {', '.join(names[:5])}." if names else ""
