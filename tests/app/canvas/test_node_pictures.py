"""Nodes that read a picture show it: after each edit, and as the file is at each check."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from app.page.page import WorkflowPage
from app.window import StudioWindow
from graph_engine.edits import RemoveNodes, SetParam

NODES = {
    "latent": {"type": "EmptyLatent"},
    "photo": {"type": "LoadImage", "params": {"image": "red.png"}},
    "decode": {"type": "DecodeLatent", "inputs": {"latent": "latent.latent"}},
}
PLACES = {
    "latent": {"at": [-400, 160]},
    "photo": {"at": [0, 100]},
    "decode": {"at": [500, 160]},
}


def paint(file: Path, colour: str, width: int = 32, height: int = 24) -> None:
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.fill(QColor(colour))
    assert picture.save(str(file))


def look(page: WorkflowPage) -> None:
    """Let a check and what it asks for come to its end."""
    page.checking.check()
    page.pictures.wait()
    QApplication.processEvents()


def colour(page: WorkflowPage) -> str:
    """The colour of the picture that the node shows, "" if it shows none."""
    picture = page.scene.nodes["photo"].picture
    return picture.pixelColor(5, 5).name() if picture is not None else ""


RED, BLUE = QColor("red").name(), QColor("blue").name()


@pytest.fixture
def page(window: StudioWindow, write: Callable[..., Path], tmp_path: Path) -> WorkflowPage:
    paint(tmp_path / "red.png", "red")
    paint(tmp_path / "blue.png", "blue", 64, 64)
    window.open(write(NODES, layout={"nodes": PLACES}))
    assert window.page is not None
    look(window.page)
    return window.page


def test_the_picture_lies_on_the_node_with_its_size(page: WorkflowPage) -> None:
    item = page.scene.nodes["photo"]
    assert colour(page) == RED
    assert item.captions == ("32 × 24",)
    assert item.shape_of.picture is not None


def test_a_large_picture_is_read_small(page: WorkflowPage, tmp_path: Path) -> None:
    paint(tmp_path / "blue.png", "blue", 1600, 1200)
    page.document.apply(SetParam("photo", "image", "blue.png"), "Set")
    look(page)
    item = page.scene.nodes["photo"]
    assert item.captions == ("1600 × 1200",)
    assert item.picture is not None
    assert item.picture.height() <= 400


def test_the_picture_follows_the_param_and_undo(page: WorkflowPage) -> None:
    page.document.apply(SetParam("photo", "image", "blue.png"), "Set")
    look(page)
    assert colour(page) == BLUE
    page.document.undo.undo()
    assert colour(page) == RED
    page.document.apply(SetParam("photo", "image", "none.png"), "Set")
    look(page)
    assert colour(page) == ""
    assert page.scene.nodes["photo"].shape_of.picture is None


def test_a_node_that_comes_back_has_its_picture_at_once(page: WorkflowPage) -> None:
    page.document.apply(RemoveNodes(("photo",)), "Delete")
    page.document.undo.undo()
    assert colour(page) == RED


def test_the_picture_follows_the_file(page: WorkflowPage, tmp_path: Path) -> None:
    file = tmp_path / "red.png"
    paint(file, "blue")
    os.utime(file, (1, 1))
    look(page)
    assert colour(page) == BLUE
    file.unlink()
    look(page)
    assert colour(page) == ""


def test_a_file_that_is_no_picture_shows_none(page: WorkflowPage, tmp_path: Path) -> None:
    (tmp_path / "red.png").write_text("no picture", encoding="utf-8")
    look(page)
    assert colour(page) == ""


def test_other_folders_are_searched_when_they_are_known(
    page: WorkflowPage, window: StudioWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "inputs"
    folder.mkdir()
    paint(folder / "far.png", "blue")
    page.document.apply(SetParam("photo", "image", "far.png"), "Set")
    look(page)
    assert colour(page) == ""
    page.pictures.show_folders((folder,))
    look(page)
    assert colour(page) == BLUE


def test_wires_go_around_the_larger_node(page: WorkflowPage, tmp_path: Path) -> None:
    body = page.scene.nodes["photo"].sceneBody()
    wire = page.scene.links.wire(("decode", "latent"))
    assert wire is not None
    around = wire.path
    (tmp_path / "red.png").unlink()
    look(page)
    wire = page.scene.links.wire(("decode", "latent"))
    assert wire is not None
    assert page.scene.nodes["photo"].sceneBody().height() < body.height()
    assert wire.path != around
