"""Earlier versions: listed with their times, compared, and gone back to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.compare.page import ComparePage
from app.compare.versions import spoken_time, versions_of
from app.compare.versions_dialog import VersionsDialog
from app.document.saving import backup_folder
from app.page.page import WorkflowPage
from app.window import StudioWindow
from graph_engine.edits import RemoveNode, SetParam
from graph_engine.workflow_io import format_workflow

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(
    window: StudioWindow, open_page: Callable[[Path], WorkflowPage], file: Path
) -> WorkflowPage:
    """A file that was saved twice since."""
    page = open_page(file)
    for steps in (7, 8):
        page.document.apply(SetParam("first_pass", "steps", steps), "Set steps")
        assert window.workspace.save(page, file)
    return page


def opened(window: StudioWindow) -> VersionsDialog:
    window.actions_of.run("file.revert")
    QApplication.processEvents()
    (dialog,) = window.findChildren(VersionsDialog)
    return dialog


def test_versions_are_listed_with_what_changed_since(
    window: StudioWindow, page: WorkflowPage
) -> None:
    page.document.apply(RemoveNode("before"), "Delete")
    dialog = opened(window)
    assert len(dialog.list.choices) == 2
    assert all(choice.title.startswith("today ") for choice in dialog.list.choices)
    assert all(str(datetime.now().year) in choice.tip for choice in dialog.list.choices)
    assert dialog.list.explanation(0) == "Since then: 1 removed, 1 changed."
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_going_back_is_one_entry_that_undo_takes_back(
    window: StudioWindow, page: WorkflowPage, file: Path
) -> None:
    document = page.document
    text, saved, entries = (
        format_workflow(document.workflow),
        file.read_bytes(),
        document.undo.index(),
    )
    dialog = opened(window)
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert document.graph.nodes["first_pass"].params["steps"] == 20
    assert document.undo.index() == entries + 1
    assert document.is_modified
    assert file.read_bytes() == saved
    assert window.status.text().startswith("Back to the version of today ")
    window.actions_of.run("edit.undo")
    assert format_workflow(document.workflow) == text
    window.actions_of.run("edit.redo")
    assert document.graph.nodes["first_pass"].params["steps"] == 20


def test_a_version_is_compared_with_now(window: StudioWindow, page: WorkflowPage) -> None:
    dialog = opened(window)
    QTest.mouseClick(dialog.compare_button, LEFT)
    QApplication.processEvents()
    shown = window.workspace.currentWidget()
    assert isinstance(shown, ComparePage)
    (entry,) = shown.list.entries
    assert entry.text == "changed: first_pass Sample\nsteps: 7 → 8"
    assert shown.after.document is page.document


def test_without_versions_there_is_nothing_to_restore(
    window: StudioWindow, open_page: Callable[[Path], WorkflowPage], file: Path
) -> None:
    open_page(file)
    dialog = opened(window)
    assert not dialog.restore_button.isEnabled()
    assert not dialog.compare_button.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_version_that_is_damaged_is_said_so(window: StudioWindow, page: WorkflowPage) -> None:
    folder = backup_folder(page.document.path or Path())
    for kept in folder.iterdir():
        kept.write_bytes(b"\xff\xfe nothing")
    (folder / "mine.weft.json").write_text("not one of ours")
    dialog = opened(window)
    assert len(dialog.list.choices) == 2
    assert dialog.list.explanation(0) == "This version can't be read."
    before = page.document.workflow
    QTest.mouseClick(dialog.restore_button, LEFT)
    assert page.document.workflow is before
    assert "can't be read" in window.status.text()


def test_never_saved_has_no_versions(studio: StudioWindow) -> None:
    assert not studio.actions_of.can("file.revert")


def test_times_are_said_as_people_say_them(application: QApplication) -> None:
    now = datetime(2026, 11, 21, 15, 0, tzinfo=UTC).astimezone()
    assert spoken_time(now, now).startswith("today ")
    assert spoken_time(now - timedelta(days=1), now).startswith("yesterday ")
    assert spoken_time(now - timedelta(days=3), now).startswith("Wednesday ")
    assert "2025" in spoken_time(now - timedelta(days=400), now) or "25" in spoken_time(
        now - timedelta(days=400), now
    )


def test_versions_know_when_they_were_saved(page: WorkflowPage) -> None:
    found = versions_of(page.document.path or Path())
    assert found[0].saved > found[1].saved
    assert abs(datetime.now().astimezone() - found[0].saved) < timedelta(minutes=5)
