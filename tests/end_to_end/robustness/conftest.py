"""Real processes that are killed, starved and crowded; `make robustness` does it in full."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from app.engine.client import EngineClient
from app.jobs.job import Job
from app.jobs.queue import JobQueue
from app.jobs.store import JobStore, queue_folder

from .step_nodes import end_of, grey_of

FULL = os.environ.get("ROBUSTNESS") == "full"
PATIENCE_MS = 60_000
STEP_NODES = Path(__file__).with_name("step_nodes.py")


@pytest.fixture(scope="session")
def application() -> QApplication:
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else QApplication(["weft"])


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folders of its own for all processes of the test, with the pack `steps`."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    (tmp_path / "packs").mkdir()
    shutil.copy(STEP_NODES, tmp_path / "packs" / "steps.py")
    monkeypatch.setenv("WEFT_NODES", str(tmp_path / "packs"))
    monkeypatch.setenv("WEFT_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


Tell = Callable[[str], None]


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Tell:
    """Print a figure of the full tests."""

    def say(figure: str) -> None:
        if FULL:
            with capsys.disabled():
                sys.stdout.write(f"\n  {figure}\n")

    return say


StartQueue = Callable[[], tuple[EngineClient, JobQueue]]


@pytest.fixture
def start_queue(application: QApplication, home: Path) -> Iterator[StartQueue]:
    """Start an engine's process and a queue that drives it, as a studio does."""
    started: list[tuple[EngineClient, JobQueue]] = []

    def start() -> tuple[EngineClient, JobQueue]:
        engine = EngineClient(["--output", str(home / "output")])
        queue = JobQueue(engine, JobStore(queue_folder()))
        started.append((engine, queue))
        queue.open()
        engine.start()
        return engine, queue

    yield start
    for engine, queue in started:
        queue.close()
        engine.stop()
        engine.deleteLater()
        queue.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def wait_until(done: Callable[[], object], patience_ms: int = PATIENCE_MS) -> None:
    """Let events come until it is done."""
    loop = QEventLoop()
    tick = QTimer(interval=5)
    tick.timeout.connect(lambda: loop.quit() if done() else None)
    tick.start()
    QTimer.singleShot(patience_ms, loop, loop.quit)
    if not done():
        loop.exec()
    assert done(), "nothing came"


def walk_text(start: float, steps: int, seconds: float, name: str = "walk") -> str:
    """A workflow that saves a picture of where a walk ends."""
    nodes = {
        "walk": {
            "type": "steps.Walk",
            "params": {"start": start, "steps": steps, "seconds": seconds},
        },
        "draw": {"type": "steps.Draw", "inputs": {"value": "walk.end"}},
        "save": {"type": "SaveImage", "params": {"name": name}, "inputs": {"image": "draw.image"}},
    }
    return json.dumps({"format": "weft", "version": 1, "name": name, "nodes": nodes})


def add_walk(queue: JobQueue, start: float, steps: int = 20, seconds: float = 0.01) -> Job:
    """Put a walk into the queue."""
    text = walk_text(start, steps, seconds)
    return queue.add(text, folder="", title=f"{start}", document="document-1")


def check_picture(file: Path, start: float, steps: int = 20) -> None:
    """The picture is whole, and that of an undisturbed walk."""
    with Image.open(file) as picture:
        pixels = np.asarray(picture.convert("RGB"))
    expected = round(grey_of(end_of(start, steps)) * 255)
    assert pixels.min() == pixels.max() == expected, f"{file.name} of {start}"
