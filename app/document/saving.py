"""Saving: a document to its file, with the version before kept as a backup."""

from __future__ import annotations

import hashlib
import shutil
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_data_path

from app.document.document import Document
from app.look.words import tr
from graph_engine.errors import WorkflowFileError
from graph_engine.made_with import stamped
from graph_engine.workflow_io import SUFFIX, save_workflow

KEPT_VERSIONS = 20


def backup_folder(path: Path) -> Path:
    """Where the versions of a file that were saved before are kept."""
    name = path.name.removesuffix(SUFFIX)
    mark = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:8]
    return user_data_path("weft", appauthor=False) / "backups" / f"{name}-{mark}"


def earlier_versions(path: Path) -> list[Path]:
    """The kept versions of a file, the latest first."""
    return sorted(backup_folder(path).glob(f"*{SUFFIX}"), reverse=True)


def save_document(document: Document, path: Path) -> None:
    """Write a document to a file, all of it or nothing.

    Raises WorkflowFileError with a sentence if it can't be written; the document stays modified.
    """
    try:
        _keep_version(path)
        workflow = document.workflow
        save_workflow(
            stamped(workflow, document.catalog) if document.is_modified else workflow, path
        )
    except OSError as error:
        raise WorkflowFileError(
            tr("{file} can't be written: {why}.", file=path.name, why=error.strerror or error),
            hint=tr("Nothing is lost; save it in another place."),
        ) from error
    document.saved_to(path)


def _keep_version(path: Path) -> None:
    if not path.is_file():
        return
    folder = backup_folder(path)
    folder.mkdir(parents=True, exist_ok=True)
    stamp = datetime.fromtimestamp(path.stat().st_mtime, UTC).strftime("%Y-%m-%d %H.%M.%S.%f")
    shutil.copyfile(path, folder / f"{stamp}{SUFFIX}")
    for old in earlier_versions(path)[KEPT_VERSIONS:]:
        old.unlink(missing_ok=True)
