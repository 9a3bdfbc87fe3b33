"""Side: one of the two workflows that are compared, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from shiboken6 import isValid

from app.document.document import Document
from graph_engine.errors import WorkflowFileError
from graph_engine.salvage import open_workflow
from graph_engine.workflow import Workflow


@dataclass(frozen=True)
class Side:
    """A workflow with the name that it goes by.

    It is that of an open `document`, or of a file (`path`); `kept` marks a file that must not be
    written to, such as an earlier version, so that only a copy of it is opened.
    """

    name: str
    workflow: Workflow
    document: Document | None = None
    path: Path | None = None
    kept: bool = False

    @property
    def open_document(self) -> Document | None:
        """The document, as long as its tab is open."""
        return self.document if self.document is not None and isValid(self.document) else None

    def refreshed(self) -> Side:
        """The side as its document is by now."""
        document = self.open_document
        if document is None or document.workflow is self.workflow:
            return self
        return replace(self, workflow=document.workflow)


def side_of_document(document: Document, name: str = "") -> Side:
    """The workflow of an open tab, with all that is not saved yet."""
    return Side(name or document.title, document.workflow, document, document.path)


def side_of_file(path: Path, name: str = "", *, kept: bool = False) -> Side:
    """The workflow in a file or a picture; raises WorkflowFileError where there is none."""
    found = open_workflow(path)
    if found.error:
        raise WorkflowFileError(found.error, hint=found.hint)
    return Side(name or path.name, found.workflow, None, path, kept)
