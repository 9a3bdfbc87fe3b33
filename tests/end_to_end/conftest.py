"""Whole runs with the embedded model, as a user starts them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph_engine.shipped import shipped_folder

STARTER = shipped_folder("workflows") / "text_to_image.weft.json"

RunWeft = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The working folder of the runs of one test module, cache and output included."""
    return tmp_path_factory.mktemp("end_to_end")


@pytest.fixture(scope="module")
def run_weft(folder: Path) -> RunWeft:
    """Run `weft run … --json` in a process of its own and return the object it printed.

    The object gains `heavy`: the heavy libraries that the process had imported at its end.
    """
    code = (
        "import atexit, sys\n"
        "heavy = ('torch', 'diffusers', 'transformers', 'PySide6')\n"
        "loaded = lambda: [name for name in heavy if name in sys.modules]\n"
        "atexit.register(lambda: print(*loaded(), file=open('heavy.txt', 'w')))\n"
        "from graph_engine.hosts.cli import main\n"
        "main()\n"
    )
    environment = {**os.environ, "WEFT_CACHE": str(folder / "cache")}

    def run(*words: str | Path) -> dict[str, Any]:
        command = [sys.executable, "-c", code, "run", *map(str, words), "--json"]
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        data: dict[str, Any] = json.loads(done.stdout)
        data["heavy"] = (folder / "heavy.txt").read_text().split()
        return data

    return run
