"""A file that another program has changed: the bar, and each of its buttons."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication

from app.compare.page import ComparePage
from app.dialogs.file_bar import FileBar
from app.page.page import WorkflowPage
from app.window import StudioWindow
from graph_engine.edits import SetParam
from graph_engine.workflow_io import format_workflow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(open_page: Callable[[Path], WorkflowPage], file: Path) -> WorkflowPage:
    return open_page(file)


def change_outside(window: StudioWindow, file: Path, old: str, new: str) -> FileBar:
    """Another program writes the file; the bar that says so."""
    spy = QSignalSpy(window.workspace.file_changed)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    assert spy.wait(5000)
    QApplication.processEvents()
    assert window.page is not None
    (bar,) = window.page.findChildren(FileBar)
    assert bar.isVisible()
    return bar


def test_reloading_is_one_entry_and_leaves_the_file_clean(
    window: StudioWindow, page: WorkflowPage, file: Path
) -> None:
    document = page.document
    document.apply(SetParam("first_pass", "steps", 9), "Set steps")
    mine, entries = format_workflow(document.workflow), document.undo.index()
    bar = change_outside(window, file, '"strength": 0.4', '"strength": 0.7')
    assert "and by you" in bar.text.text()
    QTest.mouseClick(bar.reload, LEFT)
    assert format_workflow(document.workflow) == file.read_text(encoding="utf-8")
    assert document.graph.nodes["first_pass"].params["steps"] == 20
    assert not document.is_modified
    assert document.undo.index() == entries + 1
    assert not bar.isVisible()
    window.actions_of.run("edit.undo")
    assert format_workflow(document.workflow) == mine
    assert document.is_modified


def test_keeping_mine_changes_nothing(window: StudioWindow, page: WorkflowPage, file: Path) -> None:
    before = page.document.workflow
    bar = change_outside(window, file, '"strength": 0.4', '"strength": 0.7')
    bar.keep.setFocus()
    QTest.keyClick(bar.keep, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert page.document.workflow is before
    assert page.canvas.hasFocus()


def test_comparing_shows_what_the_file_holds(
    window: StudioWindow, page: WorkflowPage, file: Path
) -> None:
    bar = change_outside(window, file, '"strength": 0.4', '"strength": 0.7')
    QTest.mouseClick(bar.compare, LEFT)
    shown = window.workspace.currentWidget()
    assert isinstance(shown, ComparePage)
    (entry,) = shown.list.entries
    assert entry.text == "changed: second_pass Sample\nstrength: 0.7 → 0.4"


def test_a_broken_file_is_not_taken_over(
    window: StudioWindow, page: WorkflowPage, file: Path
) -> None:
    before = page.document.workflow
    bar = change_outside(window, file, '"format": "weft"', '"format": "other"')
    QTest.mouseClick(bar.reload, LEFT)
    assert page.document.workflow is before
    assert not page.document.read_only
    assert "can't be read" in window.status.text()


def test_saving_answers_the_question(window: StudioWindow, page: WorkflowPage, file: Path) -> None:
    bar = change_outside(window, file, '"strength": 0.4', '"strength": 0.7')
    page.document.apply(SetParam("first_pass", "steps", 9), "Set steps")
    assert window.workspace.save(page, file)
    assert not bar.isVisible()


def test_what_is_wrong_with_the_file_by_now_is_listed(
    window: StudioWindow, page: WorkflowPage, file: Path
) -> None:
    assert page.document.kept_problems == ()
    bar = change_outside(window, file, '"decode.image"', '"no link"')
    QTest.mouseClick(bar.reload, LEFT)
    assert any("link" in problem.message for problem in page.document.problems)
    bar = change_outside(window, file, '"no link"', '"decode.image"')
    QTest.mouseClick(bar.reload, LEFT)
    assert page.document.kept_problems == ()
