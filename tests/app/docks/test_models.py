"""The dock of models: what was found, by kind, and the nodes that load it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.docks.model_loading import MODEL_MIME, DraggedModel, find_loader, read_dragged_model
from app.docks.models import Models, model_groups, size_text
from app.page.page import WorkflowPage
from graph_engine.catalog import Catalog
from graph_engine.model_files import FoundModel
from graph_engine.model_folders import remembered_folders
from tests.app.docks.conftest import ShowDock


def model(name: str, kind: str, family: str = "sdxl", problem: str = "") -> FoundModel:
    return FoundModel(
        name,
        kind,
        family,
        "epsilon",
        "text",
        "file",
        f"/m/{name}",
        6_900_000_000,
        (),
        problem,
        "",
        "",
    )


FOUND = (
    model("base.safetensors", "checkpoint"),
    model("ink.safetensors", "lora"),
    model("canny.safetensors", "controlnet", "sd1"),
    model("bad.safetensors", "vae", "", "It is no model."),
)


@pytest.fixture
def dock(page: WorkflowPage, show: ShowDock) -> Models:
    made = Models()
    made.show_page(page)
    made.show_models(FOUND)
    show(made, 207)
    return made


def test_models_stand_by_kind_with_their_family(dock: Models) -> None:
    shown = {
        group.title: [(item.title, item.badge) for item in group.items]
        for group in dock.model.groups
    }
    assert shown == {
        "Checkpoints": [("base", "XL")],
        "ControlNets": [("canny", "1.5")],
        "LoRAs": [("ink", "XL")],
        "VAEs": [("bad", "")],
    }


@pytest.mark.parametrize(
    ("kind", "loader"),
    [
        ("checkpoint", "LoadCheckpoint"),
        ("lora", "LoadLoRA"),
        ("controlnet", "LoadControlNet"),
        ("vae", "LoadVAE"),
        ("unet", "LoadUNet"),
        ("text_encoder", "LoadTextEncoder"),
        ("embedding", "LoadEmbedding"),
    ],
)
def test_each_kind_has_its_loader(catalog: Catalog, kind: str, loader: str) -> None:
    found = find_loader(catalog, kind)
    assert found is not None
    assert (found.type, found.param) == (loader, "model")


def test_no_loader_for_a_kind_that_no_node_reads(catalog: Catalog) -> None:
    assert find_loader(catalog, "upscaler") is None


def test_double_click_adds_the_loader_with_the_model_as_one_entry(
    dock: Models, page: WorkflowPage
) -> None:
    QTest.keyClicks(dock.field.line, "ink")
    at = dock.list.visualRect(dock.model.index(0, 0, dock.model.index(0, 0))).center()
    QTest.mouseDClick(dock.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    node = page.document.graph.nodes[page.scene.selected[0]]
    assert (node.type, dict(node.params)) == ("LoadLoRA", {"model": "ink.safetensors"})
    assert page.document.undo.count() == 1


def test_a_model_that_cannot_be_read_is_neither_dragged_nor_added(
    dock: Models, page: WorkflowPage
) -> None:
    QTest.keyClicks(dock.field.line, "bad")
    index = dock.model.index(0, 0, dock.model.index(0, 0))
    assert not dock.model.flags(index) & Qt.ItemFlag.ItemIsDragEnabled
    QTest.keyClick(dock.field.line, Qt.Key.Key_Return)
    assert page.document.undo.count() == 0
    assert "It is no model." in index.data(Qt.ItemDataRole.AccessibleTextRole)


def test_what_a_drag_carries_is_read_back(dock: Models) -> None:
    data = dock.model.mimeData([dock.model.index(0, 0, dock.model.index(0, 0))])
    assert read_dragged_model(data) == DraggedModel("base.safetensors", "checkpoint")
    data.setData(MODEL_MIME, b"[1, 2]")
    assert read_dragged_model(data) is None
    data.setData(MODEL_MIME, b"{")
    assert read_dragged_model(data) is None


def test_the_filter_reads_families_and_kinds(dock: Models) -> None:
    QTest.keyClicks(dock.field.line, "controlnets")
    assert [group.key for group in dock.model.groups] == ["controlnet"]


def test_without_models_it_says_what_to_do(dock: Models) -> None:
    dock.show_models(())
    assert dock.empty.isVisible()
    assert not dock.field.isVisible()
    dock.show_models(FOUND)
    assert dock.list.isVisible()
    assert not dock.empty.isVisible()


def test_before_the_first_answer_it_is_still_looking(show: ShowDock) -> None:
    dock = Models()
    show(dock, 207)
    assert dock.empty_words.text() == "Looking for models…"
    assert not dock.empty_button.isVisible()
    dock.stop_looking()
    assert dock.empty_words.text().startswith("No models were found.")
    assert dock.empty_button.isVisible()
    dock.rescan.click()
    assert dock.empty_words.text() == "Looking for models…"
    dock.show_models(())
    assert dock.empty_words.text().startswith("No models were found.")
    assert dock.rescan.isEnabled()


def test_a_folder_is_remembered_and_searched(dock: Models, tmp_path: Path) -> None:
    asked: list[bool] = []
    dock.rescan_wanted.connect(lambda: asked.append(True))
    dock.add(tmp_path)
    assert remembered_folders() == (tmp_path,)
    assert asked == [True]
    assert not dock.rescan.isEnabled()
    dock.show_models(FOUND)
    assert dock.rescan.isEnabled()


def test_a_folder_that_is_not_there_is_refused_in_words(dock: Models, tmp_path: Path) -> None:
    said: list[str] = []
    dock.said.connect(said.append)
    dock.add(tmp_path / "none")
    assert "There is no model folder" in said[0]
    assert remembered_folders() == ()


def test_kinds_that_are_new_come_last() -> None:
    groups = model_groups([model("up", "upscale_model"), model("b", "checkpoint")])
    assert [group.title for group in groups] == ["Checkpoints", "Upscale model"]


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 B"), (999, "999 B"), (2_100_000, "2.1 MB"), (13_400_000_000, "13 GB")],
)
def test_sizes_in_words(count: int, text: str) -> None:
    assert size_text(count) == text
