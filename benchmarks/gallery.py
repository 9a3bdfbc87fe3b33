"""Gallery: what ten thousand pictures cost, from the first look at their folder to a scroll.

    python -m benchmarks.gallery
    python -m benchmarks.gallery --number 1000 --json

Makes the pictures in a temporary folder, each with a workflow and settings of its own. Wall times
grow with what else the machine does, so each stands beside the time that the window's thread
itself was busy; "longest" is its longest piece of work between two looks at its events.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PIL import Image
from PySide6.QtCore import QObject, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.docks.gallery import GalleryDock
from app.gallery.query import Search
from app.gallery.store import GalleryStore
from app.look.style import apply_style
from app.look.theme import Theme

SIZE = (1600, 900)
SCROLL = 60
STEPS = 300
SEARCHES = ("lighthouse", "model:sdxl rating:0", "after:2020 node:Sample -fog", "seed:4711")
SUBJECTS = ("a lighthouse in fog", "a red fox", "a harbour at dusk", "an old tree")


def make_pictures(folder: Path, number: int) -> None:
    """Pictures of 256 × 256 that differ in their texts only, a minute apart."""
    chance = np.random.default_rng(5)
    small = chance.integers(0, 255, (16, 16, 3), np.uint8)
    whole = folder / "whole.png"
    Image.fromarray(small).resize((256, 256), Image.Resampling.BICUBIC).save(whole)
    data = whole.read_bytes()
    whole.unlink()
    for at in range(number):
        prompt = f"{SUBJECTS[at % len(SUBJECTS)]}, detailed, number {at}"
        model = ("sdxl_base", "tiny-sd15")[at % 2]
        settings = f"{prompt}\nSteps: 25, Sampler: euler, CFG scale: 7, Seed: {at}, Model: {model}"
        texts = _chunk("weft", _workflow(prompt, model, at)) + _chunk("parameters", settings)
        file = folder / f"picture_{at:05}.png"
        file.write_bytes(data[:33] + texts + data[33:])
        os.utime(file, (1_760_000_000 + 60 * at,) * 2)


def _workflow(prompt: str, model: str, seed: int) -> str:
    nodes = {
        "checkpoint": {"type": "LoadCheckpoint", "params": {"model": model}},
        "prompt": {"type": "EncodeText", "params": {"text": prompt}},
        "sampler": {"type": "Sample", "params": {"seed": seed, "steps": 25}},
        "save": {"type": "SaveImage"},
    }
    return json.dumps({"format": "weft", "version": 1, "name": "Series", "nodes": nodes})


def _chunk(keyword: str, text: str) -> bytes:
    data = b"iTXt" + keyword.encode() + b"\0\0\0\0\0" + text.encode()
    check = zlib.crc32(data).to_bytes(4, "big")
    return (len(data) - 4).to_bytes(4, "big") + data + check


@dataclass(frozen=True)
class Figure:
    """Milliseconds: by the clock, and of the window's thread alone."""

    name: str
    wall: float
    own: float


class Watch(QObject):
    """Measures a piece of the program's life, and the longest piece of work of its thread."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = self.wall = self.own = 0.0
        self._last = 0.0
        self._beat = QTimer(self, interval=2)
        self._beat.timeout.connect(self._note)

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Measure while this lasts."""
        wall, own = time.perf_counter(), time.thread_time()
        self.longest, self._last = 0.0, own
        self._beat.start()
        yield
        self._beat.stop()
        self.wall = (time.perf_counter() - wall) * 1000
        self.own = (time.thread_time() - own) * 1000

    def figures(self, name: str) -> list[Figure]:
        """What was measured last."""
        return [Figure(name, self.wall, self.own), Figure(f"{name}: longest", 0, self.longest)]

    def _note(self) -> None:
        own = time.thread_time()
        self.longest, self._last = max(self.longest, (own - self._last) * 1000), own


def until(what: Callable[[], bool], seconds: float = 600.0) -> None:
    """Turn the event loop until something is so."""
    start = time.perf_counter()
    while not what():
        QTest.qWait(1)
        if time.perf_counter() - start > seconds:
            sys.exit("It took too long.")


def measure(number: int) -> tuple[list[Figure], dict[str, float]]:
    """All figures, and what is no time."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "output").mkdir()
        os.environ["WEFT_CACHE"] = str(root / "cache")
        make_pictures(root / "output", number)
        store = GalleryStore(root / "data")
        dock = _show(store)
        busy = time.process_time()
        found = _listed("first look", dock, store, root / "output", number)
        others = {"processor seconds of the first look": time.process_time() - busy}
        _close(dock, store)
        store = GalleryStore(root / "data")
        dock = _show(store)
        found += _listed("opened again", dock, store, root / "output", number)
        found += _search(dock, store, number)
        found += _changes(dock, store, root / "output", number)
        found += _scroll(dock, "first scroll") + _scroll(dock, "second scroll")
        others["squares in memory, MB"] = dock.list.thumbnails.bytes / 2**20
        _close(dock, store)
    return found, others


def _listed(
    name: str, dock: GalleryDock, store: GalleryStore, folder: Path, number: int
) -> list[Figure]:
    watch = Watch()
    with watch.measured():
        store.open()
        store.watch(folder)
        until(lambda: len(dock.model.pictures) == number)
    store.wait(600)
    QApplication.processEvents()
    return watch.figures(name)


def _show(store: GalleryStore) -> GalleryDock:
    dock = GalleryDock(store)
    dock.resize(*SIZE)
    dock.show()
    QTest.qWaitForWindowExposed(dock)
    return dock


def _close(dock: GalleryDock, store: GalleryStore) -> None:
    dock.list.thumbnails.wait()
    store.close()
    dock.close()
    dock.deleteLater()


def _search(dock: GalleryDock, store: GalleryStore, number: int) -> list[Figure]:
    listed: list[object] = []
    store.listed.connect(listed.append)
    watches = []
    for text in SEARCHES * 3:
        listed.clear()
        watch = Watch()
        with watch.measured():
            store.search(Search(text))
            until(lambda: bool(listed))
        watches.append(watch)
    store.search(Search())
    until(lambda: len(dock.model.pictures) == number)
    wall = statistics.median(watch.wall for watch in watches)
    own = statistics.median(watch.longest for watch in watches)
    return [Figure("search, typed to listed", wall, own)]


def _changes(dock: GalleryDock, store: GalleryStore, folder: Path, number: int) -> list[Figure]:
    path, watch = dock.model.pictures[20].path, Watch()
    QTest.qWait(200)  # for the list of before to be painted
    with watch.measured():
        store.star([path], starred=True)
        until(lambda: bool(dock.model.pictures[20].starred))
    starred = Figure("star, pressed to shown", watch.wall, watch.longest)
    new = folder / "new.png"
    new.write_bytes((folder / "picture_00000.png").read_bytes())
    QTest.qWait(200)
    with watch.measured():
        store.notice([new])
        until(lambda: len(dock.model.pictures) == number + 1)
    return [starred, Figure("new picture, noticed to shown", watch.wall, watch.longest)]


def _scroll(dock: GalleryDock, name: str) -> list[Figure]:
    bar = dock.list.verticalScrollBar()
    bar.setValue(0)
    QApplication.processEvents()
    walls, owns = [], []
    for step in range(STEPS):
        wall, own = time.perf_counter(), time.thread_time()
        bar.setValue(step * SCROLL)
        QApplication.processEvents()
        walls.append((time.perf_counter() - wall) * 1000)
        owns.append((time.thread_time() - own) * 1000)
    dock.list.thumbnails.wait()
    QApplication.processEvents()
    late = STEPS * 99 // 100
    return [
        Figure(f"{name}, a step", statistics.median(walls), statistics.median(owns)),
        Figure(f"{name}, 99 of 100 steps within", sorted(walls)[late], sorted(owns)[late]),
    ]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--number", type=int, default=10_000, help="how many pictures")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    application = QApplication(sys.argv[:1])
    apply_style(application, Theme.load("dark"), 100)
    found, others = measure(options.number)
    if options.json:
        print(json.dumps([*map(asdict, found), others], indent=2))
        return
    print(f"{'milliseconds':<36} {'by the clock':>13} {'its thread':>11}")
    for figure in found:
        wall = f"{figure.wall:.1f}" if figure.wall else ""
        print(f"{figure.name:<36} {wall:>13} {figure.own:>11.1f}")
    for name, value in others.items():
        print(f"{name:<36} {value:>13.1f}")


if __name__ == "__main__":
    main()
