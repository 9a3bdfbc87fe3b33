"""A picture of the workflow: all of it, untouched, and readable as the workflow again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app import files
from app.page.page import WorkflowPage
from app.window import StudioWindow
from app.workflow_picture import LONGEST_SIDE, MOST_PIXELS, PADDING, draw_workflow, save_picture
from graph_engine.edits import MoveNodes
from graph_engine.workflow_io import load_workflow


@pytest.fixture
def page(open_page: Callable[[Path], WorkflowPage], file: Path) -> WorkflowPage:
    page = open_page(file)
    QApplication.processEvents()
    return page


def test_the_whole_canvas_is_drawn_at_twice_its_size(page: WorkflowPage) -> None:
    page.canvas.zoom_by(0.2)
    assert page.scene.overview.isVisible()
    image = draw_workflow(page.scene)
    content = page.scene.content()
    assert image.width() == pytest.approx(2 * (content.width() + 2 * PADDING), abs=2)
    assert image.pixelColor(2, 2) == page.scene.theme.colour("bg.canvas")
    for item in page.scene.nodes.values():
        at = item.mapToScene(QPointF(5, 14)) - content.topLeft() + QPointF(PADDING, PADDING)
        assert image.pixelColor((at * 2).toPoint()) == page.scene.theme.tint(item.view.kind)
    # The canvas is as it was.
    assert page.scene.overview.isVisible()


def test_nothing_is_selected_in_it_and_the_selection_stays(page: WorkflowPage) -> None:
    page.scene.select(())
    plain = draw_workflow(page.scene)
    page.scene.select(("prompt", "decode"))
    told: list[object] = []
    page.scene.selection_changed.connect(lambda: told.append(1))
    assert draw_workflow(page.scene) == plain
    assert page.scene.selected == ["prompt", "decode"]
    assert page.scene.nodes["prompt"].isSelected()
    assert not told


def test_it_carries_the_workflow(
    window: StudioWindow,
    page: WorkflowPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = tmp_path / "canvas"
    monkeypatch.setattr(files, "ask_to_save", lambda *_: name)
    window.actions_of.run("file.save_picture")
    written = name.with_suffix(".png")
    found = load_workflow(written)
    assert found.graph == page.document.graph
    assert found.layout == page.document.layout
    assert window.status.text().startswith("Saved canvas.png")
    assert not QImage(str(written)).isNull()


def test_words_of_all_languages_survive(page: WorkflowPage, tmp_path: Path) -> None:
    workflow = replace(page.document.workflow, name="雪山 — Gipfel ✓", source="")
    save_picture(page.scene, workflow, tmp_path / "a.png")
    assert load_workflow(tmp_path / "a.png").name == "雪山 — Gipfel ✓"


def test_a_huge_canvas_is_drawn_smaller(page: WorkflowPage) -> None:
    page.document.apply(MoveNodes({"save": (60_000, 3_000)}), "Move")
    image = draw_workflow(page.scene)
    assert max(image.width(), image.height()) <= LONGEST_SIDE + 1
    assert image.width() * image.height() <= MOST_PIXELS * 1.01


def test_a_place_that_can_not_be_written_is_said_so(
    window: StudioWindow, page: WorkflowPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "not").write_text("a folder")
    name = tmp_path / "not" / "there.png"
    monkeypatch.setattr(files, "ask_to_save", lambda *_: name)
    window.actions_of.run("file.save_picture")
    assert "is not saved" in window.status.text()
