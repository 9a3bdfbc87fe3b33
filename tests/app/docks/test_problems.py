"""The list of problems: sentences, places, and the fixes that really repair."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton

from app.docks.findings import read_findings
from app.docks.fixes import Fix, find_fix
from app.docks.problems import Problems
from app.page.page import WorkflowPage
from graph_engine.check import Problem, find_problems
from graph_engine.edits import (
    AddNode,
    Connect,
    Disconnect,
    Edit,
    Fold,
    PutLink,
    PutParam,
    RemoveNodes,
)
from graph_engine.graph import GraphNode, Link
from tests.app.docks.conftest import ShowDock, settle


def problems_of(page: WorkflowPage) -> tuple[Problem, ...]:
    return find_problems(page.document.workflow, page.document.catalog)


def fix_after(page: WorkflowPage, *edits: Edit) -> Fix | None:
    for edit in edits:
        page.document.apply(edit, "break")
    (problem,) = problems_of(page)
    return find_fix(page.document, problem)


@pytest.fixture
def dock(page: WorkflowPage, show: ShowDock) -> Problems:
    made = Problems()
    made.show_page(page)
    show(made, 800)
    return made


Break = tuple[tuple[Edit, ...], str]
BREAKS: tuple[Break, ...] = (
    ((Disconnect("decode", "vae"),), "Connect Load checkpoint"),
    ((Disconnect("sample", "unet"),), "Connect Load checkpoint"),
    ((PutParam("sample", "steps", -4),), "Reset"),
    ((PutParam("sample", "sampler", "dpmpp2m"),), "Use dpmpp_2m"),
    ((PutParam("sample", "sampler", 7),), "Reset"),
    ((PutParam("sample", "colour", 1),), "Remove"),
    ((PutLink("decode", "vae", Link("checkpoint", "vay")),), "Use vae"),
    ((PutLink("sample", "control", Link("nobody", "control")),), "Disconnect"),
    ((PutLink("decode", "frame", Link("checkpoint", "vae")),), "Disconnect"),
)


@pytest.mark.parametrize(("edits", "label"), BREAKS, ids=[label for _, label in BREAKS])
def test_a_fix_repairs_what_it_says(
    page: WorkflowPage, edits: tuple[Edit, ...], label: str
) -> None:
    fix = fix_after(page, *edits)
    assert fix is not None
    assert fix.label == label
    assert fix.edit is not None
    page.document.apply(fix.edit, fix.label)
    assert problems_of(page) == ()


def test_several_sources_are_offered_as_choices(page: WorkflowPage) -> None:
    fix = fix_after(page, Disconnect("sample", "positive"))
    assert fix is not None
    assert fix.label == "Connect…"
    assert {choice.label for choice in fix.choices} == {"Encode text"}
    assert len(fix.choices) == 2


def known(family: str) -> dict[str, dict[str, Any]]:
    facts = {"model": {"name": "tiny", "family": family}}
    return {"checkpoint": {"unet": facts, "text_encoder": facts, "vae": facts}}


def lora(page: WorkflowPage) -> None:
    page.document.apply(AddNode("lora", GraphNode("LoadLoRA", {"model": "ink"})), "Add")


LORA = Problem("…", node="lora", port="unet")


@pytest.mark.parametrize(("family", "is_offered"), [("sd1", False), ("sdxl", True), ("", True)])
def test_a_model_of_another_family_is_not_offered(
    page: WorkflowPage, family: str, is_offered: bool
) -> None:
    lora(page)
    page.document.set_problems((), known("sdxl"))
    fix = find_fix(page.document, LORA, families={"ink": family})
    assert (fix is not None and fix.label == "Connect Load checkpoint") == is_offered


def test_a_source_of_another_family_than_what_is_linked_is_not_offered(page: WorkflowPage) -> None:
    document = page.document
    document.apply(AddNode("other", GraphNode("LoadCheckpoint", {"model": "old"})), "Add")
    document.apply(Disconnect("sample", "unet"), "break")
    facts = {"model": {"name": "old", "family": "sd1"}}
    positive = {"prompt": {"conditioning": known("sdxl")["checkpoint"]["unet"]}}
    document.set_problems((), {**known("sdxl"), **positive, "other": {"unet": facts}})
    fix = find_fix(document, Problem("…", node="sample", port="unet"))
    assert fix is not None
    assert isinstance(fix.edit, Connect)
    assert fix.edit.link == Link("checkpoint", "unet")


def test_a_source_that_would_close_a_circle_is_not_offered(page: WorkflowPage) -> None:
    fix = fix_after(page, Disconnect("sample", "latent"), RemoveNodes(("latent",)))
    assert fix is not None
    assert fix.label == "Add Empty latent"
    assert fix.edit is not None
    page.document.apply(fix.edit, fix.label)
    assert problems_of(page) == ()
    assert page.document.graph.nodes["sample"].inputs["latent"] == Link("empty_latent", "latent")


def test_a_missing_pack_can_be_copied(page: WorkflowPage) -> None:
    fix = fix_after(page, AddNode("glow", GraphNode("mypack.Glow", {"radius": 3})))
    assert fix == Fix("Copy the pack's name", copies="mypack")


def test_the_nearest_model_is_offered(page: WorkflowPage) -> None:
    problem = Problem("…", node="checkpoint", port="model")
    assert find_fix(page.document, problem) is None
    fix = find_fix(page.document, problem, {"checkpoint": ("tiny-sd", "huge")})
    assert fix is not None
    assert fix.label == "Use tiny-sd"


def test_a_problem_inside_a_subgraph_is_repaired_there(page: WorkflowPage, dock: Problems) -> None:
    document = page.document
    document.apply(Fold(("sample", "latent"), "inner", "Inner"), "Fold")
    instance = next(name for name, node in document.graph.nodes.items() if ":" in node.type)
    document.dive(instance)
    document.apply(PutParam("sample", "steps", 0), "break")
    document.go_to_level(())
    page.checking.check()
    rows = [one for one in dock.model.findings if one.node == f"{instance}/sample"]
    at = dock.model.findings.index(rows[0])
    dock.list.setCurrentIndex(dock.model.index(at))
    QTest.keyClick(dock.list, Qt.Key.Key_Space)
    assert document.level == (instance,)
    assert "steps" not in document.graph.nodes["sample"].params


@pytest.fixture
def broken(page: WorkflowPage, dock: Problems) -> Callable[[str], int]:
    """Break two things; gives the row of the problem at a place."""
    page.document.apply(Disconnect("decode", "vae"), "break")
    page.document.apply(PutParam("sample", "steps", -4), "break")
    page.document.set_problems(
        (*problems_of(page), Problem('Node "prompt" (EncodeText): cut.', node="prompt", severity="warning"))
    )  # fmt: skip
    page.checking._timer.stop()

    def row(place: str) -> int:
        return next(at for at, one in enumerate(dock.model.findings) if one.place == place)

    return row


def middle(dock: Problems, row: int, part: str) -> QPoint:
    index = dock.model.index(row)
    parts = dock.list.rows.parts(index, dock.list.visualRect(index))
    return {"button": parts.button, "place": parts.place}[part].center().toPoint()


def test_sentences_name_the_node_by_its_title(dock: Problems, broken: Callable[[str], int]) -> None:
    finding = dock.model.findings[broken("sample.steps")]
    assert finding.sentence == "Sample: steps must be from 1 to 150, not -4."
    assert [piece.text for piece in finding.pieces if piece.is_code] == ["steps"]


def test_a_sentence_about_a_port_goes_on_after_the_title(page: WorkflowPage) -> None:
    told = 'Node "sample" (Sample), steps: 30 is "too-much" here.'
    (finding,) = read_findings(page.document, [Problem(told, "sample", port="steps")])
    assert finding.sentence == "Sample, steps: 30 is too-much here."


def test_a_click_on_the_button_repairs_and_one_on_the_row_jumps(
    page: WorkflowPage, dock: Problems, broken: Callable[[str], int]
) -> None:
    view, left = dock.list.viewport(), Qt.MouseButton.LeftButton
    QTest.mouseClick(view, left, pos=middle(dock, broken("decode.vae"), "button"))
    assert page.document.graph.nodes["decode"].inputs["vae"] == Link("checkpoint", "vae")
    assert page.scene.selected == []
    QTest.mouseClick(view, left, pos=middle(dock, broken("sample.steps"), "place"))
    assert page.scene.selected == ["sample"]


def test_enter_jumps_and_space_repairs(
    page: WorkflowPage, dock: Problems, broken: Callable[[str], int]
) -> None:
    dock.list.setCurrentIndex(dock.model.index(broken("sample.steps")))
    QTest.keyClick(dock.list, Qt.Key.Key_Return)
    assert page.scene.selected == ["sample"]
    QTest.keyClick(dock.list, Qt.Key.Key_Space)
    assert "steps" not in page.document.graph.nodes["sample"].params


def test_chips_filter_and_count(dock: Problems, broken: Callable[[str], int]) -> None:
    chips = {
        chip.text(): chip
        for chip in dock.chips.findChildren(QPushButton)
        if chip.isVisibleTo(dock.chips)
    }
    assert list(chips) == ["All 3", "2 errors", "1 warning"]
    QTest.mouseClick(chips["1 warning"], Qt.MouseButton.LeftButton)
    assert [one.node for one in dock.model.findings] == ["prompt"]
    QTest.mouseClick(chips["All 3"], Qt.MouseButton.LeftButton)
    assert len(dock.model.findings) == 3


def test_choices_open_a_menu(page: WorkflowPage, dock: Problems) -> None:
    page.document.apply(Disconnect("sample", "positive"), "break")
    page.document.set_problems(problems_of(page))
    dock.list.setCurrentIndex(dock.model.index(0))
    QTest.keyClick(dock.list, Qt.Key.Key_Space)
    (menu,) = [one for one in dock.findChildren(QMenu) if one.isVisible()]
    menu.actions()[1].trigger()
    menu.close()
    assert page.document.graph.nodes["sample"].inputs["positive"] == Link(
        "negative", "conditioning"
    )


def test_copying_a_packs_name(page: WorkflowPage, dock: Problems) -> None:
    page.document.apply(AddNode("glow", GraphNode("mypack.Glow")), "break")
    page.document.set_problems(problems_of(page))
    dock.list.setCurrentIndex(dock.model.index(0))
    QTest.keyClick(dock.list, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == "mypack"


def test_counts_are_told_and_nothing_is_said_of_nothing(page: WorkflowPage, dock: Problems) -> None:
    told: list[tuple[int, bool]] = []
    dock.counted.connect(lambda number, is_bad: told.append((number, is_bad)))
    page.document.set_problems((Problem("A file.", severity="warning"),))
    page.document.set_problems(())
    assert told == [(1, False), (0, False)]
    assert dock.nothing.isVisible()
    dock.show_page(None)
    settle()
    assert dock._links.count == 0


def test_rows_say_what_space_does(dock: Problems, broken: Callable[[str], int]) -> None:
    index = dock.model.index(broken("sample.steps"))
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == (
        "Error: Sample: steps must be from 1 to 150, not -4., sample.steps, Space: Reset"
    )
