"""Draft: edits tried out on a copy, so that a gesture of many steps is one edit."""

from __future__ import annotations

from graph_engine.catalog import Catalog
from graph_engine.edits import Batch, Edit
from graph_engine.errors import EditError
from graph_engine.workflow import Workflow


class Draft:
    """A workflow in the making; `edit` does all of it at once.

    Nothing reaches the document before `edit` is applied to it.
    """

    def __init__(self, workflow: Workflow, catalog: Catalog) -> None:
        self.workflow = workflow
        self.catalog = catalog
        self._edits: list[Edit] = []

    @property
    def edit(self) -> Batch:
        """All edits so far as one."""
        return Batch(tuple(self._edits))

    @property
    def is_empty(self) -> bool:
        return not self._edits

    def do(self, *edits: Edit) -> None:
        """Do edits, one after the other; raises EditError where one is refused."""
        for edit in edits:
            self.workflow, _ = edit.apply(self.workflow, self.catalog)
            self._edits.append(edit)

    def attempt(self, edit: Edit) -> bool:
        """Do an edit unless it is refused; tells whether it was done."""
        try:
            self.do(edit)
        except EditError:
            return False
        return True
