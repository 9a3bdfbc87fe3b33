"""The palette: node types by category, found by letters, put on the canvas."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest

from app.docks.palette import NODE_MIME, Palette, catalog_groups
from app.docks.shelf import Item
from app.page.page import WorkflowPage
from graph_engine.catalog import Catalog
from graph_engine.edits import Fold
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


def test_escape_in_the_empty_field_leaves_it(page: WorkflowPage, show: ShowDock) -> None:
    palette = Palette()
    palette.show_page(page)
    show(palette, 207)
    left: list[bool] = []
    palette.left.connect(lambda: left.append(True))
    palette.field.setFocus()
    QTest.keyClick(palette.field.line, Qt.Key.Key_Escape)
    assert left == [True]
    assert palette.list.indexAt(QPoint(20, 10)).isValid()
