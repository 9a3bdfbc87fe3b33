"""Marks: stars, ratings and tags in a plain file, which outlives a damaged index.

One JSON object a line, the last one of a picture counts. A picture is known by its content, so
marks stay with files that are moved, come back, or are found again by a new index. The folders of
the gallery stand there too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.gallery.picture import HIGHEST_RATING, clean_tag
from graph_engine.atomic import write_atomically

Json = Any
_SPARE_LINES = 2000


@dataclass(frozen=True)
class Mark:
    """What the user thinks of a picture; `path` is only for people who read the file."""

    content: str
    rating: int = 0
    starred: bool = False
    tags: tuple[str, ...] = ()
    path: str = ""


@dataclass
class Kept:
    """All that the file says: the marks by content, folders, and pictures outside of them."""

    marks: dict[str, Mark] = field(default_factory=dict)
    folders: dict[str, bool] = field(default_factory=dict)
    pictures: dict[str, bool] = field(default_factory=dict)
    lines: int = 0

    @property
    def is_wasteful(self) -> bool:
        """Whether most of the lines no longer count."""
        live = len(self.marks) + len(self.folders) + len(self.pictures)
        return self.lines > 2 * live + _SPARE_LINES


def read_kept(file: Path) -> Kept:
    """Read the file; lines that are damaged are passed over. Raises OSError."""
    kept = Kept()
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return kept
    for line in data.split(b"\n"):
        kept.lines += bool(line)
        try:
            entry = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(entry, dict):
            _read_entry(kept, entry)
    return kept


def _read_entry(kept: Kept, entry: Mapping[str, Json]) -> None:
    if isinstance(content := entry.get("content"), str):
        kept.marks[content] = _read_mark(content, entry)
    elif isinstance(folder := entry.get("folder"), str):
        kept.folders[folder] = entry.get("shown") is not False
    elif isinstance(picture := entry.get("picture"), str):
        kept.pictures[picture] = entry.get("shown") is not False


def _read_mark(content: str, entry: Mapping[str, Json]) -> Mark:
    rating, tags = entry.get("rating"), entry.get("tags")
    known = isinstance(rating, int) and 0 <= rating <= HIGHEST_RATING
    words = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    cleaned = tuple(dict.fromkeys(filter(None, map(clean_tag, words))))
    path = entry.get("path")
    return Mark(
        content,
        int(rating) if known and rating is not None else 0,
        entry.get("starred") is True,
        cleaned,
        path if isinstance(path, str) else "",
    )


def append_marks(file: Path, marks: Iterable[Mark]) -> None:
    """Write marks at the end of the file. Raises OSError."""
    _append(file, map(_mark_entry, marks))


def append_folder(file: Path, folder: str, *, shown: bool) -> None:
    """Write down that a folder belongs to the gallery, or no longer. Raises OSError."""
    _append(file, [{"folder": folder, "shown": shown}])


def append_picture(file: Path, path: str, *, shown: bool) -> None:
    """Write down a picture outside of the folders. Raises OSError."""
    _append(file, [{"picture": path, "shown": shown}])


def rewrite(file: Path, kept: Kept) -> None:
    """Write only what counts; the caller sees to it that nobody appends meanwhile."""
    entries = [
        *({"folder": name, "shown": shown} for name, shown in kept.folders.items()),
        *({"picture": name, "shown": shown} for name, shown in kept.pictures.items()),
        *(_mark_entry(mark) for mark in kept.marks.values() if mark != _blank(mark)),
    ]
    write_atomically(file, b"".join(_lines(entries)), durable=True)


def _blank(mark: Mark) -> Mark:
    return Mark(mark.content, path=mark.path)


def _append(file: Path, entries: Iterable[Mapping[str, Json]]) -> None:
    # A line that a full disk cut off must not spoil the one after it, so each begins anew.
    with file.open("ab", buffering=0) as stream:
        stream.write(b"\n" + b"".join(_lines(entries)))


def _lines(entries: Iterable[Mapping[str, Json]]) -> Iterator[bytes]:
    return (json.dumps(entry, ensure_ascii=False).encode() + b"\n" for entry in entries)


def _mark_entry(mark: Mark) -> dict[str, Json]:
    return {
        "content": mark.content,
        "rating": mark.rating,
        "starred": mark.starred,
        "tags": list(mark.tags),
        "path": mark.path,
    }
