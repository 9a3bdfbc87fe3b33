"""Given paths: the file names that a workflow holds, which may be any text at all."""

from __future__ import annotations

from pathlib import Path


def existing_path(folder: Path, name: str) -> Path | None:
    """What a name stands for below a folder (or anywhere, if absolute); None if it isn't there."""
    if not name:
        return None
    try:
        path = folder / Path(name).expanduser()
        return path if path.exists() else None
    except (OSError, RuntimeError, ValueError):
        # A name that is too long, the home of an unknown user, a null character.
        return None
