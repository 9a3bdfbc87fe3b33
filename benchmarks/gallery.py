"""Gallery: what ten thousand pictures cost, from the first look at their folder to a scroll.

    python -m benchmarks.gallery
    python -m benchmarks.gallery --number 1000 --json

Makes the pictures in a temporary folder, each with a workflow and settings of its own. "Stall" is
the longest time for which the window's thread did not get to its events.
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


class Stalls(QObject):
    """The longest time between two rounds of the event loop."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.perf_counter()
        self._beat = QTimer(self, interval=0)
        self._beat.timeout.connect(self._note)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Measure while this lasts."""
        self.longest, self._last = 0.0, time.perf_counter()
        self._beat.start()
        yield
        self._beat.stop()

    def _note(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now


def until(what: Callable[[], bool], seconds: float = 300.0) -> float:
    """Turn the event loop until something is so; the seconds that took."""
    start = time.perf_counter()
    while not what():
        QTest.qWait(1)
        if time.perf_counter() - start > seconds:
            sys.exit("It took too long.")
    return time.perf_counter() - start


def measure(number: int) -> dict[str, float]:
    """All figures, in milliseconds unless the name says otherwise."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "output").mkdir()
        os.environ["WEFT_CACHE"] = str(root / "cache")
        make_pictures(root / "output", number)
        stalls = Stalls()
        store = GalleryStore(root / "data")
        dock = _show(store)
        with stalls.watched():
            store.watch(root / "output")
            store.open()
            found["first look, s"] = until(lambda: len(dock.model.pictures) == number)
        found["first look, stall"] = stalls.longest * 1000
        _close(dock, store)
        store = GalleryStore(root / "data")
        dock = _show(store)
        with stalls.watched():
            start = time.perf_counter()
            store.open()
            until(lambda: len(dock.model.pictures) == number)
            found["opened again"] = (time.perf_counter() - start) * 1000
            store.wait()
            QApplication.processEvents()
        found["opened again, stall"] = stalls.longest * 1000
        found |= _search(dock, store, number)
        found |= _changes(dock, store, root / "output", number)
        for kind in ("first scroll", "second scroll"):
            found |= _scroll(dock, kind, stalls)
        found["squares in memory, MB"] = dock.list.thumbnails.bytes / 2**20
        _close(dock, store)
    return found


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


def _search(dock: GalleryDock, store: GalleryStore, number: int) -> dict[str, float]:
    listed: list[object] = []
    store.listed.connect(listed.append)
    times = []
    for text in SEARCHES * 3:
        listed.clear()
        start = time.perf_counter()
        store.search(Search(text))
        until(lambda: bool(listed))
        times.append(time.perf_counter() - start)
    store.search(Search())
    until(lambda: len(dock.model.pictures) == number)
    return {"search, typed to shown": statistics.median(times) * 1000}


def _changes(dock: GalleryDock, store: GalleryStore, folder: Path, number: int) -> dict[str, float]:
    path = dock.model.pictures[20].path
    start = time.perf_counter()
    store.star([path], starred=True)
    until(lambda: bool(dock.model.pictures[20].starred))
    starred = time.perf_counter() - start
    new = folder / "new.png"
    new.write_bytes((folder / "picture_00000.png").read_bytes())
    start = time.perf_counter()
    store.notice([new])
    until(lambda: len(dock.model.pictures) == number + 1)
    return {
        "star, pressed to shown": starred * 1000,
        "new picture, noticed to shown": (time.perf_counter() - start) * 1000,
    }


def _scroll(dock: GalleryDock, kind: str, stalls: Stalls) -> dict[str, float]:
    bar = dock.list.verticalScrollBar()
    bar.setValue(0)
    QApplication.processEvents()
    times = []
    with stalls.watched():
        for step in range(STEPS):
            start = time.perf_counter()
            bar.setValue(step * SCROLL)
            QApplication.processEvents()
            times.append(time.perf_counter() - start)
    dock.list.thumbnails.wait()
    QApplication.processEvents()
    times.sort()
    return {
        f"{kind}, a step": statistics.median(times) * 1000,
        f"{kind}, the slowest in a hundred": times[len(times) * 99 // 100] * 1000,
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--number", type=int, default=10_000, help="how many pictures")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    application = QApplication(sys.argv[:1])
    apply_style(application, Theme.load("dark"), 100)
    found = measure(options.number)
    if options.json:
        print(json.dumps(found, indent=2))
        return
    for name, value in found.items():
        unit = "" if name[-3:] in (", s", " MB") or name.endswith(", MB") else " ms"
        print(f"{name:<42} {value:>9.1f}{unit}")


if __name__ == "__main__":
    main()
