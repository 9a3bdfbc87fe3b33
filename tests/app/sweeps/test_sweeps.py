"""Sweeps in the studio: written in the dialog, run by the queue, seen cell by cell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.jobs.queue import JobQueue
from app.look.menu import PaintedMenu
from app.page.page import WorkflowPage
from app.sweeps.commands import fill_sweep_menu
from app.sweeps.dialog import SweepDialog
from app.sweeps.page import SweepPage
from app.sweeps.sweeps import Sweeps
from app.window import StudioWindow
from graph_engine.workflow_io import parse_workflow

from .conftest import NODES, wait_until


def open_dialog(sweeps: Sweeps, param: str = "") -> SweepDialog:
    dialog = sweeps.open(param)
    assert dialog is not None
    return dialog


def write_axis(dialog: SweepDialog, at: int, param: str, text: str) -> None:
    while len(dialog.forms) <= at:
        dialog.add_axis_button.click()
    form = dialog.forms[at]
    form.param.show_param(param)
    form.param.chosen.emit(param)
    field = form.lines if form.lines.isVisibleTo(form) else form.line
    field.setFocus()
    field.selectAll()
    first, *others = text.split("\n")
    QTest.keyClicks(field, first)
    for line in others:
        QTest.keyClick(field, Qt.Key.Key_Return)
        QTest.keyClicks(field, line)


def jobs_of(live: StudioWindow) -> JobQueue:
    assert live.live is not None
    assert live.live.jobs is not None
    return live.live.jobs


def run_sweep(live: StudioWindow, sweeps: Sweeps, *axes: tuple[str, str]) -> SweepPage:
    dialog = open_dialog(sweeps)
    for at, (param, text) in enumerate(axes):
        write_axis(dialog, at, param, text)
    dialog.run_button.click()
    page = live.workspace.currentWidget()
    assert isinstance(page, SweepPage)
    return page


def finish(live: StudioWindow, page: SweepPage) -> None:
    jobs = jobs_of(live)
    wait_until(lambda: jobs.running is None and not jobs.waiting)
    wait_until(lambda: all(cell.picture for cell in page.run.cells.values() if cell.files))


def test_the_values_are_read_while_they_are_written(live: StudioWindow, sweeps: Sweeps) -> None:
    dialog = open_dialog(sweeps, "blur.radius")
    form = dialog.forms[0]
    assert form.param.text() == "blur.radius"
    form.line.selectAll()
    QTest.keyClicks(form.line, "1:3:1")
    assert "1, 2, 3" in form.chips.accessibleName()
    assert dialog.run_button.text().startswith("Run · 3 pictures")
    wait_until(lambda: dialog.plan_box.heading.text().startswith("3 pictures"))
    QTest.keyClicks(form.line, ", wide")
    assert 'Node "blur" (BlurImage): "radius" must be a number' in form.problem.text()
    assert not dialog.run_button.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not jobs_of(live).jobs


def test_two_axes_of_one_param_are_refused(sweeps: Sweeps) -> None:
    dialog = open_dialog(sweeps)
    write_axis(dialog, 0, "blur.radius", "1, 2")
    write_axis(dialog, 1, "blur.radius", "3")
    assert "blur.radius" in dialog.forms[1].problem.text()
    assert not dialog.run_button.isEnabled()
    dialog.forms[1].remove_button.click()
    assert dialog.run_button.isEnabled()
    dialog.close()


def test_cells_arrive_and_a_sheet_is_saved(live: StudioWindow, sweeps: Sweeps) -> None:
    shown: list[Path] = []
    sweeps.shown.connect(shown.append)
    page = run_sweep(
        live, sweeps, ("blur.radius", "0, 1, 2"), ("dot.width", "24, 32"), ("save.name", "a")
    )
    finish(live, page)
    assert {cell.state for cell in page.run.cells.values()} == {"done"}
    model = page.grid.model
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    assert [model.headerData(at, across) for at in range(3)] == ["0", "1", "2"]
    assert [model.headerData(at, down) for at in range(2)] == ["24", "32"]
    page.grid.view.setFocus()
    page.grid.choose((1, 0, 0))
    QTest.keyClick(page.grid.view, Qt.Key.Key_Right)
    with Image.open(shown[-1]) as opened:
        assert opened.size == (32, 16)
    assert "dot.width = 32, blur.radius = 1" in page.cell_words.text()
    (job,) = jobs_of(live).jobs
    assert (job.kind, job.state) == ("sweep", "done")
    (sheet,) = job.outputs["contact_sheet"]["images"]
    with Image.open(sheet) as opened:
        assert opened.width > 3 * 32


def test_a_cell_opens_as_a_workflow_with_its_values(live: StudioWindow, sweeps: Sweeps) -> None:
    page = run_sweep(live, sweeps, ("blur.radius", "0, 2.5"), ("dot.width", "24, 32"))
    finish(live, page)
    page.grid.choose((1, 1))
    QTest.keyClick(page.grid.view, Qt.Key.Key_Return)
    opened = live.workspace.currentWidget()
    assert isinstance(opened, WorkflowPage)
    nodes = opened.document.workflow.graph.nodes
    assert nodes["blur"].params["radius"] == 2.5
    assert nodes["dot"].params["width"] == 32
    assert opened.document.path is None


def test_only_what_is_new_is_made_after_a_change(
    live: StudioWindow, sweeps: Sweeps, tmp_path: Path
) -> None:
    page = run_sweep(live, sweeps, ("blur.radius", "0, 1"))
    finish(live, page)
    live.actions_of.run("run.sweep")
    (dialog,) = [one for one in live.findChildren(SweepDialog) if one.isVisible()]
    assert dialog.definition.axes[0].text == "0, 1"
    QTest.keyClick(dialog.forms[0].line, Qt.Key.Key_End)
    QTest.keyClicks(dialog.forms[0].line, ", 2")
    dialog.run_button.click()
    finish(live, page)
    assert [cell.state for cell in page.run.cells.values()] == ["done"] * 3
    assert len(list((tmp_path / "out").glob("dot_*.png"))) == 3
    assert live.workspace.currentWidget() is page


def test_a_stopped_sweep_goes_on_with_the_rest(
    live: StudioWindow, sweeps: Sweeps, tmp_path: Path
) -> None:
    jobs = jobs_of(live)
    jobs.pause()
    page = run_sweep(live, sweeps, ("blur.radius", "0, 1"))
    page.stop_button.click()
    assert jobs.jobs[0].state == "stopped"
    assert {cell.state for cell in page.run.cells.values()} == {"waiting"}
    jobs.resume()
    page.resume_button.click()
    finish(live, page)
    assert page.run.done == 2
    assert page.resume_button.isHidden()


def test_a_failed_cell_says_why_and_the_others_come(
    live: StudioWindow, sweeps: Sweeps, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "b").write_text("in the way of a folder")
    page = run_sweep(live, sweeps, ("save.folder", "b\na"))
    finish(live, page)
    first, second = page.run.cells.values()
    assert (first.state, second.state) == ("failed", "done")
    assert 'Node "save"' in first.words
    assert "1 failed" in page.summary.text()


def test_what_was_written_is_remembered(live: StudioWindow, sweeps: Sweeps) -> None:
    dialog = open_dialog(sweeps)
    write_axis(dialog, 0, "blur.radius", "3, 4")
    dialog.close()
    again = open_dialog(sweeps)
    assert again.forms[0].line.text() == "3, 4"
    again.close()


@pytest.mark.parametrize("action", ["run.sweep"])
def test_the_action_opens_the_dialog(live: StudioWindow, action: str) -> None:
    live.actions_of.run(action)
    (dialog,) = [one for one in live.findChildren(SweepDialog) if one.isVisible()]
    dialog.close()


def test_many_pages_are_chosen_from_a_list_or_by_keys(live: StudioWindow, sweeps: Sweeps) -> None:
    dialog = open_dialog(sweeps)
    write_axis(dialog, 0, "blur.radius", "1, 2")
    write_axis(dialog, 1, "save.name", "a")
    write_axis(dialog, 2, "dot.width", "20:40:1")
    grid = dialog.grid
    assert grid.pages.button.text().startswith("20 (1 of 21)")
    QTest.keyClick(grid.view, Qt.Key.Key_PageDown)
    QTest.keyClick(grid.view, Qt.Key.Key_PageDown)
    QTest.keyClick(grid.view, Qt.Key.Key_PageUp)
    assert grid.pages.button.text().startswith("21 (2 of 21)")
    assert grid.model.page_at == 1
    dialog.close()


def test_the_menu_of_a_node_lists_what_can_be_swept(live: StudioWindow, sweeps: Sweeps) -> None:
    assert live.page is not None
    live.page.scene.select(("dot",))
    menu = PaintedMenu("", live)
    fill_sweep_menu(live, menu)
    assert [action.text() for action in menu.actions()] == ["width", "height", "strokes"]
    menu.actions()[0].trigger()
    (dialog,) = [one for one in live.findChildren(SweepDialog) if one.isVisible()]
    assert dialog.forms[0].param.text() == "dot.width"
    assert dialog.forms[0].line.text() == "14, 24, 34"
    dialog.close()


def test_a_closed_grid_comes_back_from_the_queue(
    live: StudioWindow, sweeps: Sweeps, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "b").write_text("in the way of a folder")
    page = run_sweep(live, sweeps, ("save.folder", "a\nb"), ("blur.radius", "0, 1"))
    finish(live, page)
    before = {at: (cell.state, cell.files) for at, cell in page.run.cells.items()}
    live.workspace.close_shown()
    (job,) = jobs_of(live).jobs
    assert live.live is not None
    live.live.queue.open_workflow(job)
    again = live.workspace.currentWidget()
    assert isinstance(again, SweepPage)
    assert again is not page
    assert {at: (cell.state, cell.files) for at, cell in again.run.cells.items()} == before
    assert "2 failed" in again.summary.text()
    again.change_button.click()
    (dialog,) = [one for one in live.findChildren(SweepDialog) if one.isVisible()]
    assert [axis.text for axis in dialog.definition.axes] == ["a\nb", "0, 1"]
    dialog.close()
    live.live.queue.open_workflow(job)
    assert live.workspace.currentWidget() is again


def test_a_workflow_that_only_shows_its_pictures_fills_the_grid(
    live: StudioWindow, sweeps: Sweeps
) -> None:
    nodes = {**NODES, "save": {"type": "PreviewImage", "inputs": {"image": "blur.image"}}}
    text = json.dumps({"format": "weft", "version": 1, "name": "Shown", "nodes": nodes})
    live.workspace.new(parse_workflow(text))
    page = run_sweep(live, sweeps, ("dot.width", "24, 32"))
    finish(live, page)
    widths = [cell.picture.width() for cell in page.run.cells.values() if cell.picture]
    assert len(widths) == 2
