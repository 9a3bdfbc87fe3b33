"""Scanning: what a folder holds now, against what the index knows of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.gallery.picture import is_picture_name
from app.gallery.reading import Found


@dataclass(frozen=True)
class FolderState:
    """One folder, without what lies in the folders inside it; `is_there` is False if it is gone."""

    is_there: bool
    pictures: tuple[Found, ...] = ()
    folders: tuple[str, ...] = ()


@dataclass(frozen=True)
class Differences:
    """What must be read, newest first, and what is gone."""

    to_read: tuple[Found, ...]
    gone: tuple[str, ...]


def list_folder(folder: str) -> FolderState | None:
    """What is in a folder; None if that can't be told now. Links to folders are not followed."""
    pictures: list[Found] = []
    folders: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if not _is_encodable(entry.name):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if not entry.name.startswith("."):
                        folders.append(entry.path)
                elif is_picture_name(entry.name) and (found := _found(entry)) is not None:
                    pictures.append(found)
    except (FileNotFoundError, NotADirectoryError):
        return FolderState(is_there=False)
    except OSError:
        return None
    return FolderState(True, tuple(pictures), tuple(folders))


def differences(state: FolderState, known: Mapping[str, tuple[int, int]]) -> Differences:
    """What sets a folder apart from what is known of it."""
    there = {found.path for found in state.pictures}
    to_read = [f for f in state.pictures if known.get(f.path) != (f.bytes, f.mtime_ns)]
    to_read.sort(key=lambda found: -found.mtime_ns)
    return Differences(tuple(to_read), tuple(path for path in known if path not in there))


def is_below(path: str, folder: str) -> bool:
    """Whether a path is a folder or lies anywhere inside it."""
    return path == folder or Path(folder) in Path(path).parents


def _found(entry: os.DirEntry[str]) -> Found | None:
    try:
        status = entry.stat()
    except OSError:
        return None
    return Found(entry.path, status.st_size, status.st_mtime_ns)


def _is_encodable(name: str) -> bool:
    """Whether a name is text; Linux allows others, which no text column can hold."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
