"""Model folders: those that the user told Weft to remember, such as another program's."""

from __future__ import annotations

import json
import os
from pathlib import Path

from platformdirs import user_config_path

from graph_engine.atomic import write_atomically
from graph_engine.errors import InputError, nearest
from graph_engine.model_files import read_json


def settings_file() -> Path:
    """Where the folders are noted: below `WEFT_CONFIG`, else the user's configuration folder."""
    if folder := os.environ.get("WEFT_CONFIG"):
        return Path(folder) / "models.json"
    return user_config_path("weft", appauthor=False) / "models.json"


def remembered_folders() -> tuple[Path, ...]:
    """The folders, the first added first; none if there is no readable file of them."""
    folders = (read_json(settings_file()) or {}).get("folders")
    if not isinstance(folders, list):
        return ()
    return tuple(Path(folder) for folder in folders if isinstance(folder, str) and folder)


def settings_problem() -> str:
    """What is wrong with the file of folders, as a sentence; empty if nothing is."""
    file = settings_file()
    if not file.exists():
        return ""
    folders = (read_json(file) or {}).get("folders")
    if isinstance(folders, list) and all(isinstance(folder, str) for folder in folders):
        return ""
    return f'The list of model folders "{file}" can\'t be read: it is no JSON object of "folders".'


def remember(folder: Path) -> Path:
    """Remember a folder and return its full path; raises InputError if it is not there."""
    full = _full(folder)
    if not full.is_dir():
        raise InputError(f'There is no model folder "{folder}".')
    known = _checked()
    if full not in known:
        _write((*known, full))
    return full


def forget(folder: Path) -> Path:
    """Forget a folder and return its full path; raises InputError if it was not remembered."""
    known = _checked()
    full = _full(folder)
    if full not in known:
        names = [str(path) for path in known]
        raise InputError(
            f'"{full}" is not one of the remembered model folders.',
            hint=nearest(str(full), names) or f"Remembered are: {', '.join(names) or 'none'}.",
        )
    _write(tuple(path for path in known if path != full))
    return full


def _full(folder: Path) -> Path:
    return Path(os.path.abspath(folder.expanduser()))  # noqa: PTH100 - links stay links


def _checked() -> tuple[Path, ...]:
    """The folders; raises InputError rather than overwrite a file that can't be read."""
    if problem := settings_problem():
        raise InputError(problem, hint="Correct or delete it.")
    return remembered_folders()


def _write(folders: tuple[Path, ...]) -> None:
    file = settings_file()
    text = json.dumps({"folders": [str(folder) for folder in folders]}, indent=2) + "\n"
    try:
        write_atomically(file, text.encode())
    except OSError as error:
        raise InputError(
            f'The list of model folders "{file}" can\'t be written: {error}'
        ) from error
