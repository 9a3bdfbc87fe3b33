"""The studio is killed at random moments: documents, queue, history and gallery come back."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from .conftest import FULL, Tell, check_picture

KILLS = 20 if FULL else 2
SCRIPT = Path(__file__).with_name("busy_studio.py")
ROOT = SCRIPT.parents[3]
PATIENCE_SECONDS = 120


@dataclass
class Known:
    """What a studio has said that must hold for those after it."""

    edit: int = 0
    starts: dict[str, float] = field(default_factory=dict)
    over: set[str] = field(default_factory=set)


class Studio:
    """A process in which somebody works; it is killed at the end of the block, if not before."""

    def __init__(self, home: Path, *words: str) -> None:
        self.lines: list[list[Any]] = []
        self.process = subprocess.Popen(
            [sys.executable, str(SCRIPT), *words],
            cwd=home,
            env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def wait_for(self, what: str) -> None:
        """Wait until it has said this."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not any(line[0] == what for line in self.lines):
            assert time.monotonic() < end, "it did not start"
            assert self.process.poll() is None, "it ended by itself"
            time.sleep(0.01)

    def said(self, what: str) -> list[Any]:
        """What it said of something, the first time."""
        return next(line[1:] for line in self.lines if line[0] == what)

    def _read(self) -> None:
        assert self.process.stdout is not None
        whole = (line for line in self.process.stdout if line.endswith("\n"))
        self.lines.extend(map(json.loads, whole))


def test_what_was_done_comes_back_when_the_studio_is_killed(home: Path, tell: Tell) -> None:
    chance, known = random.Random(8), Known()
    for number in range(KILLS):
        with Studio(home, str(number)) as studio:
            studio.wait_for("added")
            _check_start(studio, known)
            time.sleep(chance.random())
        _learn(studio, known)
    with Studio(home, str(KILLS), "look") as studio:
        assert studio.process.wait(PATIENCE_SECONDS) == 0
    _check_start(studio, known)
    files = dict(studio.said("files"))
    assert set(files) >= set(known.starts)
    for name, start in known.starts.items():
        check_picture(home / files[name], start, 10)
    tell(
        f"{KILLS} kills: {len(known.starts)} jobs, {len(known.over)} over before a kill; all there"
    )


def _check_start(studio: Studio, known: Known) -> None:
    """All that was said before is there again."""
    states = dict(studio.said("jobs"))
    assert set(states) >= set(known.starts)
    assert all(states[name] in ("done", "failed", "stopped") for name in known.over)
    assert set(states.values()) <= {"done", "offered", "waiting"}
    if known.edit:
        (description,) = [text for name, text in studio.said("tabs") if name == "Walk"]
        assert int(description) >= known.edit


def _learn(studio: Studio, known: Known) -> None:
    """Take in what a studio has said until it was killed."""
    for what, *words in studio.lines:
        if what == "edit":
            known.edit = words[0]
        elif what == "added":
            known.starts[words[0]] = words[1]
        elif what == "over":
            known.over.add(words[0])
