"""The palette: node types by category, found by letters, put on the canvas."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest

from app.docks.palette import NODE_MIME, Palette, catalog_groups
from app.docks.placing import add_node
from app.docks.shelf import Item
from app.page.page import WorkflowPage
from graph_engine.catalog import Catalog
from graph_engine.edits import Fold
from graph_engine.subgraphs import save_subgraph
from tests.app.docks.conftest import ShowDock, settle


def titles(palette: Palette) -> dict[str, list[str]]:
    return {group.key: [item.title for item in group.items] for group in palette.model.groups}


def index_of(palette: Palette, type_id: str) -> QModelIndex:
    for row, group in enumerate(palette.model.groups):
        for at, item in enumerate(group.items):
            if item.key == type_id:
                return palette.model.index(at, 0, palette.model.index(row, 0))
    raise AssertionError(type_id)


def test_every_type_stands_in_its_category(catalog: Catalog) -> None:
    groups = catalog_groups(catalog)
    found = {item.key: group.key for group in groups for item in group.items}
    assert found == {spec.type: spec.category for spec in catalog.values()}


def test_enter_adds_what_was_typed_in_the_middle_and_undo_removes_it(
    page: WorkflowPage, show: ShowDock
) -> None:
    palette = Palette()
    palette.show_page(page)
    show(palette, 207)
    palette.field.setFocus()
    QTest.keyClicks(palette.field.line, "canny")
    assert palette.list.currentIndex().data() == "Canny edges"
    QTest.keyClick(palette.field.line, Qt.Key.Key_Return)
    document = page.document
    assert document.graph.nodes["canny_edges"].type == "CannyEdges"
    assert page.scene.selected == ["canny_edges"]
    view = page.canvas.mapToScene(page.canvas.viewport().rect()).boundingRect()
    assert view.contains(page.scene.nodes["canny_edges"].sceneBody())
    document.undo.undo()
    assert "canny_edges" not in document.graph.nodes


def test_two_in_a_row_do_not_hide_each_other(page: WorkflowPage, show: ShowDock) -> None:
    palette = Palette()
    palette.show_page(page)
    show(palette, 207)
    at = palette.list.visualRect(index_of(palette, "LoadVAE")).center()
    for _ in range(2):
        QTest.mouseDClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    first, second = (page.scene.nodes[name].pos() for name in ("load_vae", "load_vae_2"))
    assert first != second


def test_a_drag_carries_the_type_id(page: WorkflowPage) -> None:
    palette = Palette()
    palette.show_page(page)
    data = palette.model.mimeData([index_of(palette, "Sample")])
    assert data.data(NODE_MIME).toStdString() == "Sample"
    assert palette.model.flags(index_of(palette, "Sample")) & Qt.ItemFlag.ItemIsDragEnabled
    palette.deleteLater()


def test_groups_fold_by_key_and_click_and_stay_so_after_a_search(
    page: WorkflowPage, show: ShowDock
) -> None:
    palette = Palette()
    palette.show_page(page)
    show(palette, 207)
    view, first = palette.list, palette.model.index(0, 0)
    assert view.isExpanded(first)
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(first).center()
    )
    assert not view.isExpanded(first)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.isExpanded(first)
    QTest.keyClick(view, Qt.Key.Key_Left)
    before = view.opened
    QTest.keyClicks(palette.field.line, "latent")
    assert all(
        view.isExpanded(palette.model.index(row, 0)) for row in range(palette.model.rowCount())
    )
    QTest.keyClick(palette.field.line, Qt.Key.Key_Escape)
    assert palette.field.text == ""
    assert view.opened == before


def test_a_search_that_finds_nothing_says_so(page: WorkflowPage, show: ShowDock) -> None:
    palette = Palette()
    palette.show_page(page)
    show(palette, 207)
    QTest.keyClicks(palette.field.line, "qqqxyz")
    assert palette.nothing.isVisible()
    assert not palette.list.isVisible()
    QTest.keyClick(palette.field.line, Qt.Key.Key_Return)
    assert page.document.undo.count() == 0


def test_subgraphs_of_the_workflow_are_a_group_that_comes_and_goes(page: WorkflowPage) -> None:
    palette = Palette()
    palette.show_page(page)
    before = titles(palette)
    page.document.apply(Fold(("prompt", "negative"), "prompts", "Both prompts"), "Fold")
    assert titles(palette) == {"subgraphs": ["Both prompts"], **before}
    page.document.undo.undo()
    assert titles(palette) == before
    palette.deleteLater()


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "subgraphs"
    monkeypatch.setenv("WEFT_SUBGRAPHS", str(folder))
    return folder


def test_the_library_is_a_group_whose_subgraphs_can_be_added(
    page: WorkflowPage, show: ShowDock, library: Path
) -> None:
    document = page.document
    document.apply(Fold(("prompt", "negative"), "prompts", "Both prompts"), "Fold")
    save_subgraph(document.workflow, "prompts", library)
    document.undo.undo()
    palette = Palette()
    palette.show_page(page)
    show(palette, 207)
    assert titles(palette)["library"] == ["Both prompts"]
    QTest.keyClicks(palette.field.line, "both")
    QTest.keyClick(palette.field.line, Qt.Key.Key_Return)
    (name,) = page.scene.selected
    assert document.graph.nodes[name].type == "subgraph:prompts"
    assert set(document.workflow.subgraphs["prompts"].graph.nodes) == {"prompt", "negative"}
    document.undo.undo()
    assert not document.workflow.subgraphs


def test_what_has_left_the_library_is_refused_in_words(page: WorkflowPage, library: Path) -> None:
    said: list[str] = []
    page.said.connect(said.append)
    assert add_node(page, "library:gone.weft.json:gone", {}) == ""
    assert said == ["This subgraph is no longer in the library."]
    assert page.document.undo.count() == 0


def test_without_a_page_nothing_is_added_and_nothing_is_followed(
    page: WorkflowPage, show: ShowDock
) -> None:
    palette = Palette()
    palette.show_page(page)
    palette.show_page(None)
    show(palette, 207)
    QTest.keyClicks(palette.field.line, "sample")
    QTest.keyClick(palette.field.line, Qt.Key.Key_Return)
    settle()
    assert page.document.undo.count() == 0
    assert palette._links.count == 0


def test_rows_tell_screen_readers_what_they_are(page: WorkflowPage, catalog: Catalog) -> None:
    palette = Palette()
    palette.show_page(page)
    role = Qt.ItemDataRole.AccessibleTextRole
    spoken = index_of(palette, "Sample").data(role)
    assert spoken == f"Sample, {catalog['Sample'].summary}"
    assert palette.model.index(0, 0).data(role).endswith("8 entries")
    item = palette.model.item(index_of(palette, "Sample"))
    assert isinstance(item, Item)
    assert "<code>unet</code>" in item.tip
    palette.deleteLater()


def test_escape_in_the_empty_field_or_the_list_leaves_it(
    page: WorkflowPage, show: ShowDock
) -> None:
    palette = Palette()
    palette.show_page(page)
    show(palette, 207)
    left: list[bool] = []
    palette.left.connect(lambda: left.append(True))
    palette.field.setFocus()
    QTest.keyClick(palette.field.line, Qt.Key.Key_Escape)
    QTest.keyClick(palette.list, Qt.Key.Key_Escape)
    assert left == [True, True]


def test_without_a_page_the_types_show_but_can_not_be_added(
    catalog: Catalog, show: ShowDock
) -> None:
    palette = Palette()
    said: list[str] = []
    palette.said.connect(said.append)
    palette.show_catalog(catalog)
    palette.show_page(None)
    show(palette, 207)
    assert titles(palette)
    palette.field.setFocus()
    QTest.keyClicks(palette.field.line, "canny")
    QTest.keyClick(palette.field.line, Qt.Key.Key_Return)
    assert said == ["Open or create a workflow first; nodes are added to it."]


def test_types_of_a_closed_workflow_go_with_it(
    page: WorkflowPage, catalog: Catalog, show: ShowDock
) -> None:
    palette = Palette()
    palette.show_catalog(catalog)
    palette.show_page(page)
    page.document.apply(Fold(("sample", "latent"), "inner", "Inner"), "Fold")
    assert "subgraphs" in titles(palette)
    palette.show_page(None)
    assert titles(palette)
    assert "subgraphs" not in titles(palette)
