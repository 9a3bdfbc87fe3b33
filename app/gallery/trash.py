"""Trash: pictures go to the system's trash and come back from it; nothing is ever deleted."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QFile, QStandardPaths


@dataclass(frozen=True)
class Trashed:
    """What became of pictures: where they lay and lie now, and those that could not be moved."""

    moved: tuple[tuple[str, str], ...] = ()
    kept: tuple[str, ...] = ()


def move_to_trash(paths: tuple[str, ...]) -> Trashed:
    """Move files to the trash; those for which there is none stay where they are."""
    moved: list[tuple[str, str]] = []
    kept: list[str] = []
    # Qt makes the trash of a new account, but not the folder around it.
    data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    with suppress(OSError):
        Path(data).mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in paths:
        file = QFile(path)
        if file.moveToTrash():
            moved.append((path, file.fileName()))
        elif Path(path).exists():
            kept.append(path)
    return Trashed(tuple(moved), tuple(kept))


def bring_back(trashed: Trashed) -> Trashed:
    """Move files from the trash to where they lay; those whose place is taken stay there."""
    moved: list[tuple[str, str]] = []
    kept: list[str] = []
    for path, in_trash in trashed.moved:
        if _bring_back(Path(path), Path(in_trash)):
            moved.append((path, in_trash))
        else:
            kept.append(path)
    return Trashed(tuple(moved), tuple(kept))


def _bring_back(path: Path, in_trash: Path) -> bool:
    if in_trash == Path() or path.exists():
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        in_trash.rename(path)
    except OSError:
        # The trash may be on another disk.
        if not QFile.copy(str(in_trash), str(path)):
            return False
        with suppress(OSError):
            in_trash.unlink()
    _drop_note(in_trash)
    return True


def _drop_note(in_trash: Path) -> None:
    """Remove the note that a Linux desktop keeps of a file in the trash (XDG trash, 1.0)."""
    if in_trash.parent.name == "files":
        note = in_trash.parent.with_name("info") / f"{in_trash.name}.trashinfo"
        with suppress(OSError):
            note.unlink()
