"""Reloading: an open document made equal to what its file holds by now, as one undo entry."""

from __future__ import annotations

from dataclasses import dataclass

from app.document.document import Document
from app.look.words import tr
from graph_engine.catalog import Catalog
from graph_engine.edits import Edit
from graph_engine.errors import WorkflowFileError
from graph_engine.salvage import open_workflow
from graph_engine.workflow import Workflow


@dataclass(frozen=True)
class PutWorkflow:
    """Put another workflow in the place of the whole one."""

    workflow: Workflow

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        return self.workflow, PutWorkflow(workflow)


def reload_document(document: Document) -> str:
    """Take over what the file holds; undo brings back what was shown before.

    Returns what is to be said of how it was read. Raises WorkflowFileError if it can't be.
    """
    path = document.path
    if path is None:
        return ""
    found = open_workflow(path)
    if found.error:
        raise WorkflowFileError(found.error, hint=found.hint)
    checked = tuple(one for one in document.problems if one not in document.kept_problems)
    document.read_only = False
    document.apply(PutWorkflow(found.workflow), tr("Reload"), whole=True)
    document.saved_to(path)
    document.read_only = found.read_only
    document.kept_problems = found.problems
    document.set_problems(checked, document.known)
    return found.notice
