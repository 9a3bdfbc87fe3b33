"""Pictures in a folder, and a gallery that shows them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from app.docks.gallery import GalleryDock
from app.gallery.store import GalleryStore, Listing
from app.look.style import apply_style
from app.look.theme import Theme

MADE = 1_763_700_000
MakePicture = Callable[..., Path]


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    folder.mkdir()
    return folder


@pytest.fixture
def picture(output: Path) -> MakePicture:
    """Make a picture as a workflow saves it; `made` counts minutes."""

    def make(
        name: str,
        seed: int = 1,
        made: int = 0,
        prompt: str = "a hill",
        workflow: str = "Hills",
        model: str = "tiny",
        colour: str = "blue",
        folder: Path = output,
    ) -> Path:
        nodes = {
            "model": {"type": "LoadCheckpoint", "params": {"model": model}},
            "prompt": {"type": "EncodeText", "params": {"text": prompt}},
            "sampler": {"type": "Sample", "params": {"seed": seed, "steps": 9}},
        }
        texts = PngImagePlugin.PngInfo()
        data = {"format": "weft", "version": 1, "name": workflow, "nodes": nodes}
        texts.add_itxt("weft", json.dumps(data))
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / name
        Image.new("RGB", (24, 16), colour).save(file, pnginfo=texts)
        os.utime(file, (MADE + 60 * made,) * 2)
        return file

    return make


class Shown:
    """What a gallery tells, kept for tests."""

    def __init__(self, store: GalleryStore) -> None:
        self.store = store
        self.listing: Listing | None = None
        self.listings = 0
        self.said: list[str] = []
        store.listed.connect(self.take)
        store.said.connect(self.said.append)

    def take(self, listing: Listing) -> None:
        self.listing = listing
        self.listings += 1

    def settle(self) -> None:
        """Wait until the store has done all it was asked for, and has told it."""
        for _ in range(3):
            assert self.store.wait()
            QApplication.processEvents()

    @property
    def names(self) -> list[str]:
        """The files that are listed, in their order."""
        self.settle()
        assert self.listing is not None
        return [one.file.name for one in self.listing.pictures]

    def until(self, names: list[str]) -> None:
        """Wait until these files are listed."""
        for _ in range(250):
            if self.names == names:
                return
            QTest.qWait(20)
        raise AssertionError(f"{self.names} instead of {names}")


MakeStore = Callable[[], Shown]


@pytest.fixture
def make_store(application: QApplication, tmp_path: Path) -> Iterator[MakeStore]:
    """Open a gallery; all have one folder, as two studios of a user have."""
    made: list[GalleryStore] = []

    def make() -> Shown:
        store = GalleryStore(tmp_path / "data")
        made.append(store)
        shown = Shown(store)
        store.open()
        return shown

    yield make
    for store in made:
        store.close()
        store.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def shown(make_store: MakeStore, output: Path) -> Shown:
    """A gallery that shows the output folder."""
    made = make_store()
    made.store.watch(output)
    made.settle()
    return made


@pytest.fixture
def dock(application: QApplication, shown: Shown) -> Iterator[GalleryDock]:
    """The dock in a window, as wide and low as below the canvas."""
    apply_style(application, Theme.load("dark"), 100)
    frame = QWidget()
    column = QHBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    made = GalleryDock(shown.store)
    for button in made.head_buttons:
        column.addWidget(button)
    column.addWidget(made, 1)
    frame.resize(1300, 144)
    frame.show()
    frame.activateWindow()
    assert QTest.qWaitForWindowActive(frame)
    shown.store.rescan()
    shown.settle()
    yield made
    made.list.thumbnails.wait()
    frame.close()
    frame.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
