"""FileCommands: opening and saving as the menus do it, with the questions that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.look.menu import PaintedMenu
from app.look.words import tr
from app.workspace import Workspace
from graph_engine.workflow_io import SUFFIX, load_workflow


class FileCommands:
    """Asks for names where they are needed, and hands the rest to the workspace."""

    def __init__(
        self, window: QWidget, workspace: Workspace, recent: Callable[[], Iterable[str]]
    ) -> None:
        self._window = window
        self._workspace = workspace
        self._recent = recent

    def new(self) -> None:
        """Open an empty workflow."""
        self._workspace.new()

    def choose(self) -> None:
        """Ask for a file and open it."""
        kinds = tr("Workflows and pictures with one inside")
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            tr("Open a workflow"),
            str(self._folder()),
            f"{kinds} (*.weft.json *.json *.png *.jpg *.jpeg *.webp)",
        )
        if name:
            self._workspace.open(Path(name))

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
        stem = page.document.title.strip() or tr("Untitled")
        suggestion = self._folder() / f"{stem.lower().replace(' ', '_')}{SUFFIX}"
        name, _ = QFileDialog.getSaveFileName(
            self._window, tr("Save the workflow"), str(suggestion), f"{tr('Workflows')} (*{SUFFIX})"
        )
        if not name:
            return False
        path = Path(name)
        if not path.name.endswith(".json"):
            path = path.with_name(path.name + SUFFIX)
        return self._workspace.save(page, path)

    def save_all(self) -> None:
        """Save every page that has changed."""
        for page in self._workspace.pages:
            if page.document.is_modified:
                self._workspace.setCurrentWidget(page)
                self.save()

    def _folder(self) -> Path:
        page = self._workspace.page
        path = page.document.path if page is not None else None
        return path.parent if path is not None else Path()
