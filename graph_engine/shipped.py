"""What travels with Weft: the workflows and the embedded models, in a checkout or a wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def shipped_folder(name: str) -> Path:
    """The folder `workflows` or `models` as it travels with this installation."""
    installed = _PACKAGE.parent / "weft_share" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def templates() -> dict[str, Path]:
    """The shipped workflows by name."""
    files = sorted(shipped_folder("workflows").glob("*.weft.json"))
    return {file.name.removesuffix(".weft.json"): file for file in files}
