"""Picture: one entry of the gallery, as its list and its tiles know it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp"})
HIGHEST_RATING = 5


class Picture(NamedTuple):
    """A picture file; `prompt` is its beginning, and `tags` stand one a line.

    A tuple, because a list of ten thousand is read anew after every change.
    """

    id: int
    path: str
    made: float
    bytes: int
    mtime_ns: int
    width: int
    height: int
    program: str
    workflow: str
    prompt: str
    seed: str
    can_open: bool
    rating: int
    starred: bool
    tags: str

    @property
    def file(self) -> Path:
        return Path(self.path)

    @property
    def tag_list(self) -> tuple[str, ...]:
        return tuple(self.tags.split("\n")) if self.tags else ()

    @property
    def stamp(self) -> tuple[str, int, int]:
        """What changes whenever the file does."""
        return self.path, self.bytes, self.mtime_ns


def is_picture_name(name: str) -> bool:
    """Whether the gallery shows files of this name; hidden ones are not finished yet."""
    return not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES


def clean_tag(text: str) -> str:
    """A tag as it is kept: small letters, single spaces, no commas."""
    return " ".join(text.replace(",", " ").casefold().split())[:60]
