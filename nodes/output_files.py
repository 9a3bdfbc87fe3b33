"""Output files: numbered files that appear whole or not at all."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from graph_engine.errors import NodeError


def save_numbered(folder: Path, name: str, suffix: str, contents: Sequence[bytes]) -> list[Path]:
    """Write files `name_0001.suffix` and so on, after the highest number that is there.

    If files of that name hold all of these contents already, nothing is written and they are
    returned. Safe with several processes at once. Raises NodeError if the folder can't be
    written to or is full; a file is then not there at all.
    """
    with _sentences(folder):
        folder.mkdir(parents=True, exist_ok=True)
        there = _numbered(folder, name, suffix)
        if known := _known(there, contents):
            return known
        number = there[-1][0] if there else 0
        written: list[Path] = []
        for content in contents:
            with _temporary(folder, name, content) as temporary:
                number, path = _place(temporary, folder, name, suffix, number + 1)
            written.append(path)
        return written


def replace_file(folder: Path, file_name: str, content: bytes) -> Path:
    """Write a file in the place of an older one of that name; raises NodeError."""
    with _sentences(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with _temporary(folder, file_name, content) as temporary:
            temporary.replace(folder / file_name)
        return folder / file_name


def _numbered(folder: Path, name: str, suffix: str) -> list[tuple[int, Path]]:
    """The files of that name with their numbers, lowest first."""
    pattern = re.compile(rf"{re.escape(name)}_(\d{{4,9}}){re.escape(suffix)}")
    found = [(pattern.fullmatch(path.name), path) for path in folder.iterdir()]
    return sorted((int(match[1]), path) for match, path in found if match)


def _known(there: Sequence[tuple[int, Path]], contents: Sequence[bytes]) -> list[Path]:
    """For each content the first file that holds it; empty unless all have one of their own."""
    known: list[Path] = []
    for content in contents:
        holders = (path for _, path in there if path not in known)
        holder = next((path for path in holders if _holds(path, content)), None)
        if holder is None:
            return []
        known.append(holder)
    return known


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:  # deleted meanwhile, or a link to nowhere
        return False


@contextmanager
def _temporary(folder: Path, name: str, content: bytes) -> Iterator[Path]:
    """A file with the content under a name that nobody looks for; gone afterwards."""
    path = folder / f".{name[:100]}.{uuid.uuid4().hex}.part"
    try:
        with path.open("xb") as stream:
            stream.write(content)
        yield path
    finally:
        path.unlink(missing_ok=True)


def _place(temporary: Path, folder: Path, name: str, suffix: str, number: int) -> tuple[int, Path]:
    """Give a finished file the first free number from `number` on."""
    while True:
        path = folder / f"{name}_{number:04d}{suffix}"
        try:
            os.link(temporary, path)
        except FileExistsError:
            number += 1
        except OSError:
            # No hard links on this file system: reserve the name, then move the file over it.
            if _reserve(path):
                temporary.replace(path)
                return number, path
            number += 1
        else:
            return number, path


def _reserve(path: Path) -> bool:
    try:
        path.open("xb").close()
    except FileExistsError:
        return False
    return True


@contextmanager
def _sentences(folder: Path) -> Iterator[None]:
    """Turn the system's errors into one sentence that names the folder."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise NodeError(
            f'Nothing can be saved in the folder "{folder}": {reason}.',
            port="folder",
            hint="Free some space, or choose another folder with --output.",
        ) from error
