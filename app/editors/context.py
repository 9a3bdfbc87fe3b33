"""EditorContext: what editors need from outside, as data and plain functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.look.theme import Theme

Home = Literal["node", "inspector"]
SeedBehaviour = Literal["fixed", "random", "next"]


@dataclass(frozen=True)
class ModelEntry:
    """A model that was found: `name` is what a param calls it, `size` its bytes."""

    name: str
    kind: str
    family: str = ""
    size: int = 0
    path: Path | None = None
    thumbnail: Path | None = None
    loaded: bool = False


@dataclass(frozen=True)
class TokenCount:
    """How many tokens a prompt has, how many the text encoder reads, and the words past them."""

    used: int
    limit: int
    lost: tuple[str, ...] = ()


def _keep_to_itself(behaviour: SeedBehaviour) -> None:
    """Nobody draws seeds."""


def _fits(model: ModelEntry) -> str:
    return ""


@dataclass(frozen=True)
class EditorContext:
    """What lies around an editor.

    `home` decides how its field looks, `zoom` is that of the canvas. `reason` says why a model
    can't be chosen, empty if it can. `choose_seeds` is told what the next runs are to do with the
    node's seed. `pixels` is the budget of the family's own size. A mask made
    of strokes has `mask_size` and is painted over `mask_picture`, if there is one.
    """

    theme: Theme
    home: Home = "inspector"
    zoom: float = 1.0
    models: tuple[ModelEntry, ...] = ()
    reason: Callable[[ModelEntry], str] = _fits
    picture_folders: tuple[Path, ...] = ()
    count_tokens: Callable[[str], TokenCount] | None = None
    seed_behaviour: SeedBehaviour = "fixed"
    choose_seeds: Callable[[SeedBehaviour], object] = _keep_to_itself
    pixels: int = 1024 * 1024
    mask_size: tuple[int, int] = (512, 512)
    mask_picture: Path | None = None
