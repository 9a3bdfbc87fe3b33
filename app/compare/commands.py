"""CompareCommands: comparing and going back as the menus do it, with their questions."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.compare.choices import Choice
from app.compare.compare_dialog import CompareDialog
from app.compare.file_changes import FileChanges
from app.compare.side import Side, side_of_document, side_of_file
from app.compare.tabs import CompareTabs
from app.compare.versions import Version, version_choices
from app.compare.versions_dialog import VersionsDialog
from app.document.document import Document
from app.look.file_dialog import ask_to_open
from app.look.words import tr
from app.page.page import WorkflowPage
from app.workspace import Workspace
from graph_engine.edits import Restore
from graph_engine.errors import WeftError
from graph_engine.salvage import open_workflow

FILE_PATTERNS = "(*.weft.json *.json *.png *.jpg *.jpeg *.webp)"


class CompareCommands(QObject):
    """Asks what to compare the page that is shown with, and shows it."""

    def __init__(self, window: QWidget, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._window = window
        self._workspace = workspace
        self.tabs = CompareTabs(workspace)
        self.file_changes = FileChanges(workspace, self.tabs)

    def compare(self) -> None:
        """Ask for another workflow, and show what sets the two apart."""
        if (page := self._workspace.page) is None:
            return
        document = page.document
        dialog = CompareDialog(self._window, document.title, self._choices(page))
        dialog.chosen.connect(lambda chosen: self._compare_with(document, chosen))
        dialog.file_wanted.connect(lambda: self._choose_file(document))
        dialog.open()

    def revert(self) -> None:
        """Show the earlier versions of the file."""
        page = self._workspace.page
        path = page.document.path if page is not None else None
        if page is None or path is None:
            return
        document = page.document
        choices = version_choices(path, document.workflow, self._workspace.catalog)
        dialog = VersionsDialog(self._window, document.title, choices, read_only=document.read_only)
        dialog.compare_wanted.connect(lambda version: self._compare_with(document, version))
        dialog.restore_wanted.connect(lambda version: self._restore(document, version))
        dialog.open()

    def _choices(self, page: WorkflowPage) -> list[Choice]:
        """The saved version, the other tabs, the earlier versions."""
        found: list[Choice] = []
        path, catalog = page.document.path, self._workspace.catalog
        if path is not None and path.is_file() and page.document.is_modified:
            said = tr("What the file holds, without your changes since")
            found.append(Choice(tr("The saved version"), lambda: said, "save", str(path), path))
        others = (other.document for other in self._workspace.pages if other is not page)
        found += [_tab_choice(document) for document in others]
        if path is not None:
            found += version_choices(path, page.document.workflow, catalog)
        return found

    def _compare_with(self, document: Document, chosen: Document | Version | Path) -> None:
        here = side_of_document(document)
        if isinstance(chosen, Document):
            self.tabs.show(here, side_of_document(chosen))
        elif isinstance(chosen, Version):
            name = f"{document.title}, {_spoken(chosen)}"
            self._show_with_file(chosen.path, name, here)
        else:
            self._show_with_file(chosen, tr("{name} on disk", name=chosen.name), here)

    def _show_with_file(self, path: Path, name: str, here: Side) -> None:
        """What was before goes to the left."""
        try:
            before = side_of_file(path, name, kept=True)
        except WeftError as error:
            self._refuse(path, error)
            return
        self.tabs.show(before, here)

    def _choose_file(self, document: Document) -> None:
        folder = document.path.parent if document.path is not None else Path()
        kinds = tr("Workflows and pictures with one inside")
        path = ask_to_open(self._window, tr("Compare with"), folder, f"{kinds} {FILE_PATTERNS}")
        if path is None:
            return
        try:
            other = side_of_file(path)
        except WeftError as error:
            self._refuse(path, error)
            return
        self.tabs.show(side_of_document(document), other)

    def _restore(self, document: Document, version: Version) -> None:
        found = open_workflow(version.path)
        if found.error:
            self._workspace.refused.emit(tr("The version can't be read"), found.error)
            return
        workflow = found.workflow
        edit = Restore(workflow.graph, workflow.layout, workflow.subgraphs)
        when = _spoken(version)
        try:
            document.apply(edit, tr("Back to {when}", when=when), whole=True)
        except WeftError as error:
            self._refuse(version.path, error)
            return
        self._workspace.said.emit(
            tr("Back to the version of {when}; undo brings back what you had.", when=when)
        )

    def _refuse(self, path: Path, error: WeftError) -> None:
        heading = tr("{file} can't be read", file=path.name)
        self._workspace.refused.emit(heading, f"{error.message} {error.hint}".strip())


def _tab_choice(document: Document) -> Choice:
    place = str(document.path) if document.path is not None else tr("Never saved")
    said = tr("Open in another tab: {place}", place=place)
    return Choice(document.title, lambda: said, "sub", place, document)


def _spoken(version: Version) -> str:
    return version.when(datetime.now().astimezone())
