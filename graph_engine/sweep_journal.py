"""Sweep journal: which cells of a sweep are done, so that it goes on after whatever ended it."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Mapping
from pathlib import Path

from graph_engine.sweep import Place

_KEPT_SECONDS = 30 * 24 * 3600


class SweepJournal:
    """A file of lines, one for each cell that is done; without it cells are only run again."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._file = folder / f"{name}.jsonl"

    def read(self) -> Mapping[Place, tuple[Path, ...]]:
        """The cells that are done and whose files are still there."""
        found: dict[Place, tuple[Path, ...]] = {}
        with contextlib.suppress(OSError):
            for line in self._file.read_text(encoding="utf-8").splitlines():
                # A line that was cut short when the power went is one that is not there.
                with contextlib.suppress(ValueError, TypeError, KeyError):
                    cell = json.loads(line)
                    files = tuple(Path(str(name)) for name in cell["files"])
                    if all(file.is_file() for file in files):
                        found[tuple(int(at) for at in cell["at"])] = files
        return found

    def note(self, at: Place, files: tuple[Path, ...]) -> None:
        """A cell is done."""
        line = json.dumps({"at": at, "files": [str(file.absolute()) for file in files]})
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as file:
                file.write(f"\n{line}")

    def close(self) -> None:
        """The sweep is done: nothing is to be gone on with; old journals go, too."""
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)
            for other in self._folder.glob("*.jsonl"):
                if time.time() - other.stat().st_mtime > _KEPT_SECONDS:
                    other.unlink(missing_ok=True)
