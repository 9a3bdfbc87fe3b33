"""The tab that compares: what it shows, and what mouse and keys do in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.compare.choices import ChoiceList
from app.compare.compare_dialog import CompareDialog
from app.compare.page import ComparePage
from app.compare.side import Side, side_of_document, side_of_file
from app.compare.tabs import CompareTabs
from app.page.page import WorkflowPage
from app.window import StudioWindow
from graph_engine.edits import AddNode, EditSubgraph, Fold, RemoveNode, SetParam
from graph_engine.graph import GraphNode, Link
from graph_engine.workflow import Workflow

Opening = Callable[[Path], WorkflowPage]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(window: StudioWindow, open_page: Opening, file: Path, other_file: Path) -> ComparePage:
    """The open file compared with another one."""
    here = side_of_document(open_page(file).document)
    shown = CompareTabs(window.workspace).show(here, side_of_file(other_file))
    QApplication.processEvents()
    return shown


def at_node(page: ComparePage, node: str) -> QPoint:
    canvas, body = page.shown.canvas, page.shown.scene.nodes[node].sceneBody()
    return canvas.mapFromScene(body.topLeft() + QPointF(40, 12))


def row_of(page: ComparePage, node: str) -> int:
    return next(row for row, entry in enumerate(page.list.entries) if entry.node == node)


def click_row(page: ComparePage, node: str) -> None:
    index = page.list.model().index(row_of(page, node), 0)
    page.list.scrollTo(index)
    QTest.mouseClick(page.list.viewport(), LEFT, pos=page.list.visualRect(index).center())


def test_it_is_a_tab_that_the_workspace_passes_over(
    window: StudioWindow, page: ComparePage
) -> None:
    workspace = window.workspace
    assert workspace.currentWidget() is page
    assert workspace.page is None
    assert len(workspace.pages) == 1
    assert (
        workspace.tabText(workspace.currentIndex()) == "Hi-res fix in two passes ↔ other.weft.json"
    )
    QTest.keyClick(page.list, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert workspace.currentWidget() is workspace.pages[0]
    assert workspace.count() == 1


def test_every_node_that_differs_has_a_mark(page: ComparePage) -> None:
    kinds = {name: mark.kind for name, mark in page.shown.marks.items()}
    assert kinds == {
        "prompt": "changed",
        "second_pass": "changed",
        "enlarge": "renamed",
        "preview": "added",
        "before": "removed",
    }
    assert page.shown.wire_marks is not None
    assert [wire.kind for wire in page.shown.wire_marks.wires] == ["added", "removed"]
    assert page.shown.scene.links.marked("hidden") == {("before", "image")}
    assert page.shown.document.read_only


def test_a_click_in_the_list_goes_to_the_node(page: ComparePage) -> None:
    page.shown.canvas.zoom_to_life()
    click_row(page, "preview")
    assert page.shown.scene.selected == ["preview"]
    view = page.shown.canvas.viewport().rect()
    assert view.contains(at_node(page, "preview"))


def test_arrows_walk_the_differences(page: ComparePage) -> None:
    assert page.list.hasFocus()
    assert page.shown.scene.selected == []
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    row = page.list.currentIndex().row()
    assert row > 0
    assert page.shown.scene.selected == [page.list.entries[row].node]
    QTest.keyClick(page.list, Qt.Key.Key_Up)
    assert page.shown.scene.selected == [page.list.entries[row - 1].node]


def test_enter_looks_closer(page: ComparePage) -> None:
    page.shown.canvas.zoom_by(0.1)
    assert page.shown.scene.overview.isVisible()
    QTest.keyClick(page.list, Qt.Key.Key_Home)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert page.shown.canvas.zoom == pytest.approx(1)
    body = page.shown.scene.nodes[page.list.entries[0].node].sceneBody()
    assert (
        page.shown.canvas.viewport()
        .rect()
        .contains(page.shown.canvas.mapFromScene(body).boundingRect())
    )


def test_hovering_the_list_lights_the_node(page: ComparePage) -> None:
    index = page.list.model().index(row_of(page, "prompt"), 0)
    QTest.mouseMove(page.list.viewport(), page.list.visualRect(index).center())
    QApplication.processEvents()
    assert [name for name, mark in page.shown.marks.items() if mark.lit] == ["prompt"]
    QCoreApplication.sendEvent(page.list, QEvent(QEvent.Type.Leave))
    assert not any(mark.lit for mark in page.shown.marks.values())


def test_a_click_on_a_node_selects_its_row(page: ComparePage) -> None:
    page.shown.frame_all()
    QTest.mouseClick(page.shown.canvas.viewport(), LEFT, pos=at_node(page, "enlarge"))
    assert page.shown.scene.selected == ["enlarge"]
    assert page.list.currentIndex().row() == row_of(page, "enlarge")
    QTest.keyClick(page.shown.canvas, Qt.Key.Key_Escape)
    assert page.shown.scene.selected == []


def test_nothing_can_be_dragged(page: ComparePage) -> None:
    page.shown.frame_all()
    places = page.shown.scene.places()
    viewport, start = page.shown.canvas.viewport(), at_node(page, "enlarge")
    QTest.mousePress(viewport, LEFT, pos=start)
    QTest.mouseMove(viewport, start + QPoint(80, 60))
    QTest.mouseRelease(viewport, LEFT, pos=start + QPoint(80, 60))
    assert page.shown.scene.places() == places


def test_places_count_only_when_asked_for(page: ComparePage) -> None:
    rows = len(page.list.entries)
    QTest.mouseClick(page.layout_too, LEFT)
    assert "latent" in page.shown.marks
    assert len(page.list.entries) > rows
    QTest.keyClick(page.layout_too, Qt.Key.Key_Space)
    assert "latent" not in page.shown.marks


def test_swapping_turns_it_round(window: StudioWindow, page: ComparePage) -> None:
    title = page.title
    QTest.mouseClick(page.bar.swap, LEFT)
    assert {page.shown.marks[name].kind for name in ("before", "preview")} == {"added", "removed"}
    assert page.shown.marks["before"].kind == "added"
    assert page.title == " ↔ ".join(reversed(title.split(" ↔ ")))
    assert window.workspace.tabText(window.workspace.currentIndex()) == page.title


def test_both_sides_can_be_opened(
    window: StudioWindow, page: ComparePage, other_file: Path
) -> None:
    QTest.mouseClick(page.open_before, LEFT)
    assert window.page is window.workspace.pages[0]
    window.workspace.setCurrentWidget(page)
    QTest.mouseClick(page.open_after, LEFT)
    assert window.page is not None
    assert window.page.document.path == other_file


def test_it_follows_what_is_edited_meanwhile(window: StudioWindow, page: ComparePage) -> None:
    edited = window.workspace.pages[0]
    window.workspace.setCurrentWidget(edited)
    edited.document.apply(SetParam("first_pass", "steps", 9), "Set steps")
    window.workspace.setCurrentWidget(page)
    assert page.shown.marks["first_pass"].kind == "changed"
    window.workspace.close_page(edited)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    page.refresh()
    QTest.mouseClick(page.open_before, LEFT)
    assert window.page is not None
    assert window.page.document.path is not None


def test_the_same_is_said_in_a_sentence(
    window: StudioWindow, open_page: Opening, file: Path
) -> None:
    document = open_page(file).document
    page = CompareTabs(window.workspace).show(side_of_document(document), side_of_file(file))
    assert page.summary.text() == "The two are the same."
    assert page.list.entries == ()
    assert page.shown.marks == {}


def test_another_theme_dresses_it_anew(window: StudioWindow, page: ComparePage) -> None:
    window.set_theme("light")
    QApplication.processEvents()
    assert page.shown.scene.theme.name == "light"
    assert all(mark.theme.name == "light" for mark in page.shown.marks.values())
    window.set_theme("dark")


def test_the_menu_asks_what_to_compare_with(
    window: StudioWindow, open_page: Opening, file: Path, other_file: Path
) -> None:
    other = open_page(other_file)
    page = open_page(file)
    page.document.apply(SetParam("first_pass", "steps", 9), "Set steps")
    window.actions_of.run("file.compare")
    QApplication.processEvents()
    (dialog,) = window.findChildren(CompareDialog)
    titles = [choice.title for choice in dialog.list.choices]
    assert titles == ["The saved version", other.document.title]
    assert isinstance(dialog.list, ChoiceList)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    QApplication.processEvents()
    shown = window.workspace.currentWidget()
    assert isinstance(shown, ComparePage)
    assert [entry.node for entry in shown.list.entries] == ["first_pass"]
    assert shown.before.name == "picture.weft.json on disk"
    # A copy is opened: the tab that has the file shows other values.
    QTest.mouseClick(shown.open_before, LEFT)
    assert window.page is not None
    assert window.page.document.path is None
    assert window.page.document.graph.nodes["first_pass"].params["steps"] == 20


def test_with_nothing_to_choose_a_file_is_asked_for(
    window: StudioWindow, open_page: Opening, file: Path
) -> None:
    open_page(file)
    window.actions_of.run("file.compare")
    QApplication.processEvents()
    (dialog,) = window.findChildren(CompareDialog)
    assert not dialog.compare_button.isEnabled()
    assert dialog.nothing is not None
    assert isinstance(dialog.file_button, QPushButton)
    assert QApplication.focusWidget() is dialog.file_button
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_what_is_gone_does_not_hide_what_took_its_place(
    window: StudioWindow, open_page: Opening, file: Path, before: Workflow
) -> None:
    page = open_page(file)
    old = Side("before", page.document.workflow)
    place = before.layout.nodes["before"]["at"]
    page.document.apply(RemoveNode("before"), "Delete")
    new = GraphNode("SaveImage", inputs={"image": Link("decode_first", "image")})
    page.document.apply(AddNode("keep", new, {"at": place}), "Add")
    shown = CompareTabs(window.workspace).show(old, side_of_document(page.document)).shown
    ghost, kept = (shown.scene.nodes[name].sceneBody() for name in ("before", "keep"))
    assert not ghost.intersects(kept)
    assert ghost.left() == kept.left()
    shown.show_moved(on=True)
    assert shown.scene.nodes["before"].sceneBody() == ghost


def test_diving_shows_the_differences_inside(
    window: StudioWindow, open_page: Opening, file: Path
) -> None:
    page = open_page(file)
    page.document.apply(Fold(("latent", "first_pass"), "draft", "Draft"), "Fold")
    old = Side("before", page.document.workflow)
    (name,) = page.document.workflow.subgraphs
    edit = EditSubgraph(name, SetParam("first_pass", "steps", 7))
    page.document.apply(edit, "Set steps", whole=True)
    shown = CompareTabs(window.workspace).show(old, side_of_document(page.document))
    (instance,) = shown.shown.marks
    assert shown.shown.marks[instance].kind == "changed"
    click_row(shown, "first_pass")
    assert shown.shown.level == name
    assert shown.shown.scene.selected == ["first_pass"]
    assert set(shown.shown.marks) == {"first_pass"}
    QTest.keyClick(shown.shown.canvas, Qt.Key.Key_Backspace)
    assert shown.shown.level == ""
    assert set(shown.shown.marks) == {instance}
