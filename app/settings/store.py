"""SettingsStore: the settings of this user, in their file and told to whoever listens."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from platformdirs import user_config_path
from PySide6.QtCore import QObject, Signal

from app.look.words import tr
from app.settings.settings import Settings, read_settings, settings_data
from graph_engine.atomic import write_atomically

Json = Any


def settings_file() -> Path:
    """Where the studio's settings lie: below `WEFT_CONFIG`, else the user's configuration."""
    if folder := os.environ.get("WEFT_CONFIG"):
        return Path(folder) / "studio.json"
    return user_config_path("weft", appauthor=False) / "studio.json"


class SettingsStore(QObject):
    """Holds the settings; `changed` has those before and those after.

    A file that can't be read is set aside under another name when the first change is written, so
    that nothing of it is lost. `problems` are sentences about what was wrong with it.
    """

    changed = Signal(Settings, Settings)

    def __init__(self, file: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.file = file or settings_file()
        self._damaged = False
        self.settings, self.problems = self._read()

    def change(self, **values: Json) -> None:
        """Change some of the settings, by name, and write them."""
        self.put(replace(self.settings, **values))

    def put(self, after: Settings) -> None:
        """Let other settings hold, and write them; a full disk costs only the keeping."""
        before, self.settings = self.settings, after
        if after == before:
            return
        self._write()
        self.changed.emit(before, after)

    def _read(self) -> tuple[Settings, tuple[str, ...]]:
        try:
            data = json.loads(self.file.read_bytes())
        except FileNotFoundError:
            return Settings(), ()
        except (OSError, ValueError, RecursionError):
            self._damaged = True
            sentence = tr("The settings in “{file}” can't be read; the defaults hold.")
            return Settings(), (sentence.format(file=self.file),)
        settings, problems = read_settings(data)
        self._damaged = bool(problems)
        return settings, problems

    def _write(self) -> None:
        text = json.dumps(settings_data(self.settings), indent=2, ensure_ascii=False) + "\n"
        try:
            if self._damaged:
                self.file.replace(self.file.with_suffix(".damaged.json"))
                self._damaged = False
            write_atomically(self.file, text.encode())
        except OSError as error:
            sentence = tr("The settings can't be written to “{file}”: {why}")
            self.problems = (sentence.format(file=self.file, why=error.strerror or error),)
