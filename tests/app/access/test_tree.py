"""The accessible tree: a canvas is a list of nodes, each with its ports and values in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.page.page import WorkflowPage
from app.window import StudioWindow
from graph_engine.edits import Disconnect, RemoveNodes, SetParam, SetState

NODES = {
    "save": {"type": "SaveImage", "inputs": {"image": "decode.image"}},
    "decode": {"type": "DecodeLatent", "inputs": {"vae": "model.vae", "latent": "sample.latent"}},
    "sample": {
        "type": "Sample",
        "params": {"steps": 20},
        "inputs": {"unet": "model.unet", "positive": "text.conditioning", "latent": "blank.latent"},
    },
    "text": {
        "type": "EncodeText",
        "params": {"text": "a red circle"},
        "inputs": {"text_encoder": "model.text_encoder"},
    },
    "blank": {"type": "EmptyLatent"},
    "model": {"type": "LoadCheckpoint", "params": {"checkpoint": "tiny-sd15"}},
}
NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description


@pytest.fixture(autouse=True)
def listening(application: QApplication) -> Iterator[None]:
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture
def page(window: StudioWindow, write: Callable[..., Path]) -> WorkflowPage:
    window.open(write(NODES, layout={"nodes": {"blank": {"title": "My canvas"}}}))
    shown = window.page
    assert shown is not None
    shown.canvas.setFocus()
    QApplication.processEvents()
    return shown


def canvas_of(page: WorkflowPage) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(page.canvas)


def nodes(page: WorkflowPage) -> list[QAccessibleInterface]:
    canvas = canvas_of(page)
    children = (canvas.child(at) for at in range(canvas.childCount()))
    return [child for child in children if child.role() == QAccessible.Role.ListItem]


def node(page: WorkflowPage, title: str) -> QAccessibleInterface:
    return next(child for child in nodes(page) if child.text(NAME) == title)


def parts(of: QAccessibleInterface) -> list[str]:
    return [of.child(at).text(NAME) for at in range(of.childCount())]


def test_the_nodes_stand_in_the_order_of_the_flow(page: WorkflowPage) -> None:
    canvas = canvas_of(page)
    assert canvas.role() == QAccessible.Role.List
    assert canvas.text(NAME) == "Workflow"
    assert [child.text(NAME) for child in nodes(page)] == [
        "Load checkpoint", "Encode text", "My canvas", "Sample", "Decode latent", "Save image",
    ]  # fmt: skip
    for at, child in enumerate(nodes(page)):
        assert canvas.indexOfChild(child) == at
        assert child.parent().object() is page.canvas


def test_a_node_says_what_it_is(page: WorkflowPage) -> None:
    assert node(page, "My canvas").text(DESCRIPTION) == "Empty latent, latents node, 3 of 6"
    page.document.apply(SetState("sample", "muted"), "Mute")
    assert node(page, "Sample").text(DESCRIPTION) == "sampling node, muted, 4 of 6"


def test_a_node_says_its_problems(page: WorkflowPage) -> None:
    page.document.apply(Disconnect("sample", "positive"), "Disconnect")
    page.checking.check()
    described = node(page, "Sample").text(DESCRIPTION)
    assert "1 problem" in described
    assert "positive" in described
    assert "input positive, not linked, required" in parts(node(page, "Sample"))


def test_ports_and_values_are_lines(page: WorkflowPage) -> None:
    lines = parts(node(page, "Sample"))
    assert lines[:5] == [
        "input unet, linked to Load checkpoint",
        "input positive, linked to Encode text",
        "input negative, not linked",
        "input latent, linked to My canvas",
        "input control, not linked",
    ]
    assert "steps, 20, slider from 1 to 150" in lines
    assert "seed, 0, seed" in lines
    assert any(line.startswith("sampler, ") and "choices" in line for line in lines)
    assert lines[-1] == "output latent, linked to Decode latent"
    assert "text, a red circle, prompt" in parts(node(page, "Encode text"))


def test_lines_lie_where_they_are_painted(page: WorkflowPage) -> None:
    sample = node(page, "Sample")
    at = page.canvas.mapFromScene(page.scene.nodes["sample"].sceneBody().topLeft())
    assert sample.rect().topLeft() == page.canvas.viewport().mapToGlobal(at)
    steps = next(
        sample.child(at)
        for at in range(sample.childCount())
        if sample.child(at).text(NAME).startswith("steps")
    )
    assert sample.rect().contains(steps.rect())
    middle = steps.rect().center()
    found = canvas_of(page).childAt(middle.x(), middle.y())
    assert found.text(NAME) == "Sample"
    assert found.childAt(middle.x(), middle.y()).text(NAME).startswith("steps")


def test_the_selected_node_has_the_focus(page: WorkflowPage) -> None:
    page.scene.select(["text", "sample"])
    assert [bool(child.state().selected) for child in nodes(page)] == [0, 1, 0, 1, 0, 0]
    assert canvas_of(page).focusChild().text(NAME) == "Sample"
    assert node(page, "Sample").state().focused
    assert not node(page, "Encode text").state().focused


def test_what_floats_over_the_canvas_is_there_too(page: WorkflowPage) -> None:
    canvas = canvas_of(page)
    widgets = [canvas.child(at).object() for at in range(canvas.childCount())]
    assert page.breadcrumb in widgets
    assert page.canvas.viewport() in widgets


def test_interfaces_outlive_no_node_and_no_page(page: WorkflowPage, window: StudioWindow) -> None:
    held = [node(page, "Sample"), node(page, "Sample").child(0), canvas_of(page)]
    for each in held:
        QAccessible.uniqueId(each)
    page.document.apply(RemoveNodes(("sample",)), "Delete")
    assert not held[0].isValid()
    assert "Sample" not in [child.text(NAME) for child in nodes(page)]
    page.document.undo.undo()
    assert node(page, "Sample").child(0).text(NAME) == "input unet, linked to Load checkpoint"
    window.workspace.close_page(page)
    QApplication.sendPostedEvents(None, 52)
    QApplication.processEvents()


def test_each_level_has_its_own_nodes(page: WorkflowPage) -> None:
    page.scene.select(["text", "blank"])
    page.subgraphs.fold()
    (folded,) = (each for each in nodes(page) if "subgraph" in each.text(DESCRIPTION))
    assert "subgraph with 2 nodes" in folded.text(DESCRIPTION)
    page.subgraphs.enter()
    assert {each.text(NAME) for each in nodes(page)} >= {"Encode text", "My canvas"}
    # It comes from outside, by a port of the subgraph.
    assert "input text encoder, not linked" in parts(node(page, "Encode text"))


@pytest.fixture
def spoken(window: StudioWindow) -> list[str]:
    said: list[str] = []
    window.speaker.spoken.connect(said.append)
    return said


def test_the_selection_is_said(page: WorkflowPage, spoken: list[str]) -> None:
    page.scene.select(["sample"])
    page.scene.select(["text", "sample"])
    assert spoken == ["Sample, sampling node, 4 of 6", "2 nodes selected"]


def test_walking_by_keys_is_said(page: WorkflowPage, spoken: list[str]) -> None:
    page.scene.select(["sample"])
    QTest.keyClick(page.canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert spoken[-1] == "Decode latent, latents node, 5 of 6"


def test_edits_undo_and_redo_are_said(page: WorkflowPage, spoken: list[str]) -> None:
    page.document.apply(RemoveNodes(("save",)), "Delete a node")
    page.document.undo.undo()
    page.document.undo.redo()
    said = [line for line in spoken if "Delete" in line]
    assert said == ["Delete a node", "Undone: Delete a node", "Done again: Delete a node"]


def test_an_edit_after_an_undo_is_no_redo(page: WorkflowPage, spoken: list[str]) -> None:
    page.document.apply(RemoveNodes(("save",)), "Delete a node")
    page.document.undo.undo()
    page.document.apply(SetParam("sample", "steps", 12), "Set steps")
    assert spoken[-1] == "Set steps"


def test_refusals_and_other_sentences_are_said(
    page: WorkflowPage, window: StudioWindow, spoken: list[str]
) -> None:
    window.refuse("No picture", "the folder is not there")
    window.say("Saved.")
    assert spoken[-2:] == ["No picture: the folder is not there", "Saved."]


def test_nothing_is_said_to_nobody(page: WorkflowPage, spoken: list[str]) -> None:
    QAccessible.setActive(False)
    page.scene.select(["sample"])
    assert spoken == []
    assert canvas_of(page).childAt(*QPoint(-9, -9).toTuple()) is None
