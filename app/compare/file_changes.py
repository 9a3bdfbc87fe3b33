"""FileChanges: what happens when another program writes the file of an open tab."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout

from app.compare.side import side_of_document, side_of_file
from app.compare.tabs import CompareTabs
from app.dialogs.file_bar import FileBar
from app.document.reloading import reload_document
from app.look.words import tr
from app.page.page import WorkflowPage
from app.workspace import Workspace
from graph_engine.errors import WeftError


class FileChanges(QObject):
    """Shows a bar above the canvas of each page whose file has changed."""

    def __init__(self, workspace: Workspace, tabs: CompareTabs) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._tabs = tabs
        workspace.file_changed.connect(self._tell)

    def _tell(self, page: WorkflowPage) -> None:
        bar = page.findChild(FileBar) or self._add_bar(page)
        document = page.document
        name = document.path.name if document.path is not None else document.title
        bar.tell(name, unsaved=document.is_modified)

    def _add_bar(self, page: WorkflowPage) -> FileBar:
        bar = FileBar(page)
        column = page.layout()
        if isinstance(column, QVBoxLayout):
            column.setSpacing(0)
            column.insertWidget(0, bar)
        bar.reload_wanted.connect(partial(self._reload, page))
        bar.compare_wanted.connect(partial(self._compare, page))
        bar.kept.connect(page.setFocus)
        page.document.path_changed.connect(bar.hide)
        return bar

    def _reload(self, page: WorkflowPage) -> None:
        try:
            notice = reload_document(page.document)
        except WeftError as error:
            self._refuse(page, error)
            return
        self._workspace.said.emit(notice or tr("Reloaded; undo brings back what you had."))
        page.setFocus()

    def _compare(self, page: WorkflowPage) -> None:
        path = page.document.path
        if path is None:
            return
        try:
            saved = side_of_file(path, tr("{name} on disk", name=path.name), kept=True)
        except WeftError as error:
            self._refuse(page, error)
            return
        self._tabs.show(saved, side_of_document(page.document))

    def _refuse(self, page: WorkflowPage, error: WeftError) -> None:
        heading = tr("{file} can't be read", file=page.document.title)
        self._workspace.refused.emit(heading, f"{error.message} {error.hint}".strip())
