"""Known: what model files were found to be, remembered while they stay untouched."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

from graph_engine.atomic import write_atomically
from graph_engine.model_files.source import ModelSource, read_json

# Goes up when files are recognised otherwise, so that what was remembered is looked at again.
_RULES = 2
_FIELDS = (
    "kind", "family", "task", "prediction_type", "context_width", "parts", "problem", "hint"
)  # fmt: skip


class KnownModels:
    """What single files are, by path, size and time of change, in a JSON file.

    A folder of hundreds of files is listed in the time that it takes to look at their sizes.
    """

    def __init__(self, memory: Path) -> None:
        self._memory = memory
        saved = read_json(memory) or {}
        entries = saved.get("models") if saved.get("rules") == _RULES else None
        self._entries: dict[str, Any] = entries if isinstance(entries, dict) else {}
        self._changed = False

    def get(self, path: Path, name: str) -> ModelSource | None:
        """What a file is known to be; None if it is new, has changed, or is a folder."""
        entry = self._entries.get(str(path))
        if entry is None or path.is_dir():
            return None
        try:
            stamp, fields = entry
            if stamp != _stamp(path):
                return None
            return ModelSource(name, path, **{**fields, "parts": tuple(fields["parts"])})
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def add(self, model: ModelSource) -> None:
        """Remember what a file is."""
        if model.file is None and not model.problem:
            return
        with contextlib.suppress(OSError):
            fields = {field: getattr(model, field) for field in _FIELDS}
            self._entries[str(model.path)] = [_stamp(model.path), fields]
            self._changed = True

    def save(self) -> None:
        """Write what is known; files that are gone are forgotten."""
        if not self._changed:
            return
        kept = {path: entry for path, entry in self._entries.items() if Path(path).exists()}
        # Without the memory, only time is lost.
        with contextlib.suppress(OSError):
            data = {"rules": _RULES, "models": kept}
            write_atomically(self._memory, json.dumps(data).encode())
        self._changed = False


def _stamp(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns]
