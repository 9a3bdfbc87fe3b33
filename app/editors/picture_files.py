"""Picture files: which pictures lie in the input folders, and what a param calls them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

PICTURES: Final = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".ppm")
LATENTS: Final = (".safetensors", ".latent")
MOST: Final = 500
_DEEPEST = 3


def list_files(folders: Iterable[Path], endings: tuple[str, ...] = PICTURES) -> list[Path]:
    """The files with one of the endings in the folders and a few levels below, newest first."""
    found: dict[Path, float] = {}
    for folder in folders:
        for where, below, names in os.walk(folder):
            depth = len(Path(where).relative_to(folder).parts)
            below[:] = [name for name in below if not name.startswith(".") and depth < _DEEPEST]
            for name in names:
                if name.lower().endswith(endings) and not name.startswith("."):
                    file = Path(where, name)
                    found[file] = _changed(file)
            if len(found) > 20 * MOST:
                below.clear()
    return sorted(found, key=lambda file: -found[file])[:MOST]


def name_in(file: Path, folders: Iterable[Path]) -> str:
    """What a param calls a file: its path below the first folder that holds it, or its whole."""
    for folder in folders:
        try:
            return file.absolute().relative_to(folder.absolute()).as_posix()
        except ValueError:
            continue
    return str(file.absolute())


def file_of(name: str, folders: Iterable[Path]) -> Path | None:
    """The file that a param names, if it is there."""
    if not name:
        return None
    for folder in (*folders, Path()):
        file = folder / name
        try:
            if file.is_file():
                return file
        except (OSError, ValueError):
            return None
    return None


def _changed(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
