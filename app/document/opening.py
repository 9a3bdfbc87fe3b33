"""Opening: a file as a document, as far as it can be read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from app.document.document import Document
from graph_engine.catalog import Catalog
from graph_engine.errors import WorkflowFileError
from graph_engine.salvage import open_workflow, salvage


@dataclass(frozen=True)
class Opened:
    """A document, and what is to be said of how it was read."""

    document: Document
    sentence: str = ""


def open_document(path: Path, catalog: Catalog) -> Opened | str:
    """Open a file as far as it can be read; a sentence says why nothing could be."""
    found = open_workflow(path)
    if found.error:
        return f"{found.error} {found.hint}".strip()
    document = Document(
        found.workflow, catalog, path, problems=found.problems, read_only=found.read_only
    )
    return Opened(document, found.notice)


def restore_document(text: str, path: Path | None, catalog: Catalog) -> Document | None:
    """A document from the text that was kept of it, to be saved to its file again."""
    try:
        found = salvage(text)
    except WorkflowFileError:
        return None
    folder = path.parent if path is not None else None
    document = Document(replace(found.workflow, source="", folder=folder), catalog, path)
    document.undo.resetClean()
    return document
