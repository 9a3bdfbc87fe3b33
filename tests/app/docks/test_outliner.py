"""The outliner: the workflow as a tree that works by keyboard and speaks."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.canvas.selection import Selection
from app.docks.outline_entries import EntryKey
from app.docks.outline_model import OutlineModel
from app.docks.outliner import Outliner
from app.page.page import WorkflowPage
from graph_engine.edits import (
    AddNode,
    Connect,
    Disconnect,
    Edit,
    Fold,
    MoveNodes,
    RemoveNodes,
    RenameNode,
    SetFrames,
    SetNodeLayout,
    SetNotes,
)
from graph_engine.errors import EditError
from graph_engine.graph import GraphNode, Link
from tests.app.docks.conftest import ShowDock, settle

SPOKEN = Qt.ItemDataRole.AccessibleTextRole
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def outliner(page: WorkflowPage, show: ShowDock) -> Outliner:
    made = Outliner()
    made.show_page(page)
    show(made)
    return made


def node(name: str, *level: str) -> EntryKey:
    return EntryKey("node", level, name)


def at(outliner: Outliner, key: EntryKey) -> QModelIndex:
    index = outliner.model.reach(key)
    assert index.isValid()
    return index


def choose(outliner: Outliner, key: EntryKey) -> None:
    outliner.tree.setFocus()
    outliner.tree.setCurrentIndex(at(outliner, key))


def press(outliner: Outliner, key: Qt.Key) -> None:
    QTest.keyClick(outliner.tree, key)


def rows(model: OutlineModel, parent: QModelIndex | None = None) -> Iterator[tuple[int, EntryKey]]:
    """All rows with their depth, from top to bottom."""
    above = parent if parent is not None else QModelIndex()
    for row in range(model.rowCount(above)):
        index = model.index(row, 0, above)
        key = model.key(index)
        assert key is not None
        yield 0, key
        yield from ((depth + 1, inner) for depth, inner in rows(model, index))


def test_nodes_stand_with_their_ports(outliner: Outliner) -> None:
    found = list(rows(outliner.model))
    assert [key.name for depth, key in found if depth == 0] == [
        "checkpoint", "prompt", "negative", "latent", "sample", "decode"
    ]  # fmt: skip
    ports = [(key.kind, key.port) for depth, key in found if depth and key.name == "decode"]
    assert ports == [("input", "vae"), ("input", "latent"), ("output", "image")]


def test_rows_say_what_they_are(outliner: Outliner, page: WorkflowPage) -> None:
    page.document.apply(SetNodeLayout("latent", "title", "Canvas"), "rename")
    page.document.apply(Disconnect("sample", "unet"), "break")
    page.checking.check()
    assert at(outliner, node("sample")).data(SPOKEN) == (
        "Sample, sampling node, 1 problem; input positive from Encode text,"
        " input negative from Encode text, input latent from Canvas"
    )
    spoken = {
        key.port: outliner.model.index_of(key).data(SPOKEN)
        for _, key in rows(outliner.model)
        if key.name == "decode" and key.kind != "node"
    }
    assert spoken == {
        "vae": "input vae from Load checkpoint",
        "latent": "input latent from Sample",
        "image": "output image",
    }


def test_nodes_in_a_frame_stand_under_it(outliner: Outliner, page: WorkflowPage) -> None:
    body = page.scene.nodes["latent"].sceneBody().adjusted(-9, -40, 9, 9)
    box = {"title": "Start", "at": [body.x(), body.y()], "size": [body.width(), body.height()]}
    page.document.apply(SetFrames([box]), "frame")
    frame = EntryKey("frame", (), "0")
    index = outliner.model.index_of(frame)
    assert index.data() == "Start"
    assert index.data(SPOKEN) == "Start, frame, 1 node"
    assert outliner.model.key(outliner.model.index(0, 0, index)) == node("latent")
    page.document.apply(MoveNodes({"latent": (5000.0, 5000.0)}), "move")
    assert not outliner.model.hasChildren(outliner.model.index_of(frame))


def test_the_tree_follows_the_canvas(outliner: Outliner, page: WorkflowPage) -> None:
    page.scene.select(("sample", "decode"))
    settle()
    assert {key.name for key in outliner.tree.selected()} == {"sample", "decode"}
    page.scene.select(())
    settle()
    assert outliner.tree.selected() == []


def test_the_canvas_follows_the_tree(outliner: Outliner, page: WorkflowPage) -> None:
    view = outliner.tree.viewport()
    place = outliner.tree.visualRect(at(outliner, node("prompt"))).center()
    QTest.mouseClick(view, LEFT, pos=place)
    assert page.scene.selected == ["prompt"]
    press(outliner, Qt.Key.Key_Down)
    settle()
    assert page.scene.selected == ["negative"]
    QTest.keyClick(outliner.tree, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    settle()
    assert set(page.scene.selected) == {"negative", "latent"}


def test_enter_jumps(outliner: Outliner, page: WorkflowPage) -> None:
    page.document.apply(MoveNodes({"decode": (9000.0, 9000.0)}), "far away")
    choose(outliner, node("decode"))
    press(outliner, Qt.Key.Key_Return)
    view = page.canvas.mapToScene(page.canvas.viewport().rect()).boundingRect()
    assert view.intersects(page.scene.nodes["decode"].sceneBody())


def test_enter_on_a_port_goes_to_the_other_end(outliner: Outliner, page: WorkflowPage) -> None:
    choose(outliner, node("decode"))
    press(outliner, Qt.Key.Key_Right)
    press(outliner, Qt.Key.Key_Down)
    press(outliner, Qt.Key.Key_Down)
    press(outliner, Qt.Key.Key_Return)
    settle()
    assert page.scene.selected == ["sample"]


def test_f2_renames(outliner: Outliner, page: WorkflowPage) -> None:
    choose(outliner, node("sample"))
    press(outliner, Qt.Key.Key_F2)
    line = outliner.tree.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, "Base")
    QTest.keyClick(line, Qt.Key.Key_Return)
    settle()
    assert page.document.layout.nodes["sample"]["title"] == "Base"
    assert at(outliner, node("sample")).data() == "Base"
    page.document.undo.undo()
    assert at(outliner, node("sample")).data() == "Sample"


def test_a_frame_is_renamed_too(outliner: Outliner, page: WorkflowPage) -> None:
    page.document.apply(SetFrames([{"title": "A", "at": [900, 900], "size": [90, 90]}]), "frame")
    index = outliner.model.index_of(EntryKey("frame", (), "0"))
    assert outliner.model.setData(index, "B")
    assert page.document.layout.frames[0]["title"] == "B"


def test_del_deletes_what_is_selected(outliner: Outliner, page: WorkflowPage) -> None:
    choose(outliner, node("negative"))
    press(outliner, Qt.Key.Key_Delete)
    assert "negative" not in page.document.graph.nodes
    assert outliner.model.key(outliner.tree.currentIndex()) == node("latent")
    page.document.undo.undo()
    assert "negative" in page.document.graph.nodes


def test_del_on_an_input_disconnects_it(outliner: Outliner, page: WorkflowPage) -> None:
    at(outliner, node("decode"))
    outliner.tree.expand(outliner.model.index_of(node("decode")))
    key = EntryKey("input", (), "decode", "vae")
    outliner.tree.setFocus()
    outliner.tree.setCurrentIndex(
        outliner.model.index(0, 0, outliner.model.index_of(node("decode")))
    )
    assert outliner.tree.selected() == [key]
    press(outliner, Qt.Key.Key_Delete)
    assert set(page.document.graph.nodes["decode"].inputs) == {"latent"}


def test_space_mutes_and_says_so(outliner: Outliner, page: WorkflowPage) -> None:
    choose(outliner, node("sample"))
    press(outliner, Qt.Key.Key_Space)
    assert page.scene.nodes["sample"].view.state == "muted"
    assert ", muted;" in at(outliner, node("sample")).data(SPOKEN)
    press(outliner, Qt.Key.Key_Space)
    assert page.document.graph.nodes["sample"].state == "active"


@pytest.fixture
def instance(page: WorkflowPage) -> str:
    """The node that stands for the sampler and its latent."""
    page.document.apply(Fold(("sample", "latent"), "inner", "Inner"), "Fold")
    nodes = page.document.graph.nodes
    return next(name for name, one in nodes.items() if one.type == "subgraph:inner")


def test_a_subgraph_holds_its_nodes(outliner: Outliner, page: WorkflowPage, instance: str) -> None:
    inner = [key for _, key in rows(outliner.model) if key.kind == "node" and key.level]
    assert {key.path for key in inner} == {f"{instance}/sample", f"{instance}/latent"}
    spoken = at(outliner, node(instance)).data(SPOKEN)
    assert spoken.startswith("Inner, subgraph")
    choose(outliner, node("sample", instance))
    press(outliner, Qt.Key.Key_Return)
    settle()
    assert page.document.level == (instance,)
    assert page.scene.selected == ["sample"]


def test_keys_work_on_what_is_inside(outliner: Outliner, page: WorkflowPage, instance: str) -> None:
    choose(outliner, node("sample", instance))
    press(outliner, Qt.Key.Key_Space)
    inside = page.document.workflow.subgraphs["inner"].graph.nodes
    assert inside["sample"].state == "muted"
    assert page.document.level == (instance,)


def test_selecting_inside_follows_the_level(
    outliner: Outliner, page: WorkflowPage, instance: str
) -> None:
    page.document.dive(instance)
    page.scene.select(("latent",))
    settle()
    assert outliner.tree.selected() == [node("latent", instance)]


def test_the_filter_finds_nodes_at_all_levels(
    outliner: Outliner, page: WorkflowPage, instance: str
) -> None:
    QTest.keyClicks(outliner.field.line, "empty")
    assert [key.path for _, key in rows(outliner.model) if key.kind == "node"] == [
        f"{instance}/latent"
    ]
    QTest.keyClick(outliner.field.line, Qt.Key.Key_Return)
    assert page.scene.selected == ["latent"]
    QTest.keyClick(outliner.field.line, Qt.Key.Key_Escape)
    assert outliner.model.rowCount() == len(page.document.workflow.graph.nodes)


def test_a_filter_that_finds_nothing_says_so(outliner: Outliner) -> None:
    QTest.keyClicks(outliner.field.line, "qqqxyz")
    assert outliner.nothing.text() == "No node is called that."
    assert outliner.nothing.isVisible()


def test_what_is_unfolded_stays_so(outliner: Outliner, page: WorkflowPage) -> None:
    outliner.tree.expand(at(outliner, node("decode")))
    page.document.apply(AddNode("more", GraphNode("EmptyLatent")), "add")
    page.document.apply(RemoveNodes(("prompt",)), "remove")
    assert outliner.tree.isExpanded(outliner.model.index_of(node("decode")))


EDITS = (
    lambda name, number: AddNode(f"new_{number}", GraphNode("EncodeText")),
    lambda name, number: RemoveNodes((name,)),
    lambda name, number: RenameNode(name, f"other_{number}"),
    lambda name, number: Disconnect(name, "text_encoder"),
    lambda name, number: Connect(name, "text_encoder", Link("checkpoint", "text_encoder")),
    lambda name, number: MoveNodes({name: (number * 50.0, 0.0)}),
    lambda name, number: SetFrames(
        [{"title": str(number), "at": [number * 40.0 - 20, -60], "size": [700, 700]}] * (number % 3)
    ),
    lambda name, number: SetNotes([{"text": "x", "at": [0, 0]}] * (number % 2)),
    lambda name, number: Fold((name,), f"folded_{number}", "Folded"),
)


@pytest.mark.parametrize("seed", range(3))
def test_the_tree_is_always_that_of_the_document(
    outliner: Outliner, page: WorkflowPage, seed: int
) -> None:
    tester = QAbstractItemModelTester(
        outliner.model, QAbstractItemModelTester.FailureReportingMode.Warning
    )
    drawn = random.Random(seed)
    for number in range(20):
        list(rows(outliner.model))
        document = page.document
        if drawn.random() < 0.25:
            document.undo.undo()
        elif names := list(document.graph.nodes):
            edit: Edit = drawn.choice(EDITS)(drawn.choice(names), number)
            try:
                document.apply(edit, "edit")
            except EditError:
                continue
        fresh = OutlineModel(page)
        fresh.show_page(page)
        assert list(rows(outliner.model)) == list(rows(fresh))
        fresh.deleteLater()
    tester.deleteLater()


def test_another_page_takes_all_connections_along(outliner: Outliner, page: WorkflowPage) -> None:
    outliner.show_page(None)
    assert outliner._links.count == 0
    assert outliner.nothing.text() == "No workflow is open."
    page.scene.show_selection(Selection(("sample",)))
    page.document.apply(RemoveNodes(("sample",)), "remove")
    settle()
    assert outliner.model.rowCount() == 0
    assert QApplication.focusWidget() is not outliner.tree


def test_escape_goes_back_to_the_canvas(outliner: Outliner) -> None:
    left: list[bool] = []
    outliner.left.connect(lambda: left.append(True))
    choose(outliner, node("sample"))
    press(outliner, Qt.Key.Key_F2)
    line = outliner.tree.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    QTest.keyClick(line, Qt.Key.Key_Escape)
    settle()
    assert left == []
    press(outliner, Qt.Key.Key_Escape)
    assert left == [True]
