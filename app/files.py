"""FileCommands: opening and saving as the menus do it, with the questions that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.compare.commands import CompareCommands
from app.dialogs.unsaved import UnsavedDialog
from app.look.file_dialog import ask_to_open, ask_to_save
from app.look.menu import PaintedMenu
from app.look.words import tr
from app.page.page import WorkflowPage
from app.workflow_picture import save_picture
from app.workspace import Workspace
from graph_engine.errors import WeftError
from graph_engine.made_with import stamped
from graph_engine.workflow_io import SUFFIX, load_workflow


class FileCommands:
    """Asks for names where they are needed, and hands the rest to the workspace."""

    def __init__(
        self, window: QWidget, workspace: Workspace, recent: Callable[[], Iterable[str]]
    ) -> None:
        self._window = window
        self._workspace = workspace
        self._recent = recent
        self._comparing = CompareCommands(window, workspace)

    def new(self) -> None:
        """Open an empty workflow."""
        self._workspace.new()

    def choose(self) -> None:
        """Ask for a file and open it."""
        kinds = tr("Workflows and pictures with one inside")
        path = ask_to_open(
            self._window,
            tr("Open a workflow"),
            self._folder(),
            f"{kinds} (*.weft.json *.json *.png *.jpg *.jpeg *.webp)",
        )
        if path is not None:
            self._workspace.open(path)

    def open_template(self, path: Path) -> None:
        """Start a new workflow from a shipped one; the shipped file stays as it is."""
        page = self._workspace.page_of(path)
        if page is None:
            workflow = replace(load_workflow(path), source="")
            self._workspace.new(workflow)

    def fill_recent(self, menu: PaintedMenu) -> None:
        """The files that were opened or saved last, as far as they are still there."""
        there = [path for name in self._recent() if (path := Path(name)).is_file()]
        for path in there:
            action = menu.addAction(path.name)
            action.setToolTip(str(path))
            action.triggered.connect(partial(self._workspace.open, path))
        if not there:
            menu.addAction(tr("No files yet")).setEnabled(False)

    def save(self) -> bool:
        """Save the page that is shown, to its file or to one that is asked for."""
        page = self._workspace.page
        if page is None:
            return False
        path = page.document.path
        if path is None or page.document.read_only or not path.name.endswith(".json"):
            return self.save_as()
        return self._workspace.save(page, path)

    def save_as(self) -> bool:
        """Ask for a name and save the page that is shown."""
        page = self._workspace.page
        if page is None:
            return False
        path = self._ask_to_save(
            tr("Save the workflow"), self._stem(page), SUFFIX, tr("Workflows"), ".json"
        )
        return path is not None and self._workspace.save(page, path)

    def close(self, page: WorkflowPage) -> None:
        """Close a page; one with changes that are not saved asks first."""
        if not page.document.is_modified:
            self._workspace.close_page(page)
            return
        dialog = UnsavedDialog(self._window, [page.document.title])
        dialog.answered.connect(partial(self._answered, page))
        dialog.open()

    def _answered(self, page: WorkflowPage, answer: str) -> None:
        if answer == "cancel":
            return
        if answer == "save":
            self._workspace.setCurrentWidget(page)
            if not self.save():
                return
        self._workspace.close_page(page)

    def save_all(self) -> None:
        """Save every page that has changed."""
        for page in self._workspace.pages:
            if page.document.is_modified:
                self._workspace.setCurrentWidget(page)
                self.save()

    def compare(self) -> None:
        """Ask for another workflow, and show what sets it apart from the one that is shown."""
        self._comparing.compare()

    def revert(self) -> None:
        """Show the earlier versions of the file, to compare with or to go back to."""
        self._comparing.revert()

    def save_picture(self) -> None:
        """Ask for a name and write the canvas to a PNG that carries the workflow."""
        page = self._workspace.page
        if page is None:
            return
        path = self._ask_to_save(
            tr("Save a picture of the workflow"), self._stem(page), ".png", tr("Pictures"), ".png"
        )
        if path is None:
            return
        document = page.document
        try:
            save_picture(page.scene, stamped(document.workflow, document.catalog), path)
        except WeftError as error:
            self._workspace.refused.emit(
                tr("{file} is not saved", file=path.name), f"{error.message} {error.hint}"
            )
            return
        self._workspace.said.emit(
            tr("Saved {file}; opened in Weft, it gives this workflow.", file=path.name)
        )

    def _ask_to_save(
        self, title: str, stem: str, suffix: str, kinds: str, ending: str
    ) -> Path | None:
        """A file to write; a name without the ending gets the suffix."""
        suggestion = self._folder() / f"{stem}{suffix}"
        while (
            path := ask_to_save(self._window, title, suggestion, f"{kinds} (*{suffix})")
        ) is not None:
            if path.name.lower().endswith(ending):
                return path
            suggestion = path.with_name(path.name + suffix)
            if not suggestion.exists():
                return suggestion
            # There is such a file: the dialog asks whether it may be lost.
        return None

    @staticmethod
    def _stem(page: WorkflowPage) -> str:
        """What a file of the page's workflow is called by itself."""
        title = page.document.title.strip() or tr("Untitled")
        return title.lower().replace(" ", "_").replace("/", "_")

    def _folder(self) -> Path:
        page = self._workspace.page
        path = page.document.path if page is not None else None
        return path.parent if path is not None else Path()
