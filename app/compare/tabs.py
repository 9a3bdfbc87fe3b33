"""CompareTabs: opens comparisons as tabs of the workspace, and workflows from them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from app.compare.page import ComparePage
from app.compare.side import Side
from app.look.words import tr
from app.workspace import Workspace


class CompareTabs(QObject):
    """Knows how a comparison gets into the workspace."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace

    def show(self, before: Side, after: Side) -> ComparePage:
        """Open a tab that compares two workflows."""
        page = ComparePage(before, after, self._workspace.catalog)
        page.open_wanted.connect(self._open)
        page.renamed.connect(lambda: self._name(page))
        self._workspace.setCurrentIndex(self._workspace.addTab(page, ""))
        self._name(page)
        page.shown.frame_all()
        page.setFocus()
        self._workspace.said.emit(page.summary.text())
        return page

    def _name(self, page: ComparePage) -> None:
        at = self._workspace.indexOf(page)
        self._workspace.setTabText(at, page.title.replace("&", "&&"))
        tip = tr("{before} compared with {after}", before=page.before.name, after=page.after.name)
        self._workspace.setTabToolTip(at, tip)

    def _open(self, side: Side) -> None:
        document = side.open_document
        shown = [page for page in self._workspace.pages if page.document is document]
        if shown:
            self._workspace.setCurrentWidget(shown[0])
        elif side.path is not None and not side.kept:
            self._workspace.open(side.path)
        else:
            # A copy: an earlier version stays what it was.
            self._workspace.new(replace(side.workflow, source=""))
