"""Saving and opening: files, backups, foreign changes, and files that are not whole."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from app.document.document import Document
from app.document.opening import Opened, open_document, restore_document
from app.document.saving import KEPT_VERSIONS, earlier_versions, save_document
from app.document.watching import FileWatch
from graph_engine.catalog import Catalog
from graph_engine.edits import AddNode, SetParam
from graph_engine.errors import EditError, WorkflowFileError
from graph_engine.graph import GraphNode
from graph_engine.shipped import templates
from graph_engine.workflow_io import load_workflow


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, application: QApplication) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return Path(shutil.copy(templates()["text_to_image"], tmp_path / "picture.weft.json"))


def opened(file: Path, catalog: Catalog) -> Document:
    found = open_document(file, catalog)
    assert isinstance(found, Opened)
    return found.document


def test_saving_what_is_unchanged_changes_no_byte(file: Path, catalog: Catalog) -> None:
    before = file.read_bytes()
    document = opened(file, catalog)
    save_document(document, file)
    document.apply(SetParam("sampler", "steps", 3), "Set steps")
    document.undo.undo()
    save_document(document, file)
    assert file.read_bytes() == before


def test_saving_keeps_the_version_before(file: Path, catalog: Catalog) -> None:
    before = file.read_bytes()
    document = opened(file, catalog)
    document.apply(SetParam("sampler", "steps", 3), "Set steps")
    save_document(document, file)
    assert not document.is_modified
    assert load_workflow(file).graph == document.graph
    (version,) = earlier_versions(file)
    assert version.read_bytes() == before


def test_only_the_last_versions_are_kept(file: Path, catalog: Catalog) -> None:
    document = opened(file, catalog)
    for steps in range(1, KEPT_VERSIONS + 4):
        document.apply(SetParam("sampler", "steps", steps), "Set steps")
        save_document(document, file)
    assert len(earlier_versions(file)) == KEPT_VERSIONS
    latest = load_workflow(earlier_versions(file)[0])
    assert latest.graph.nodes["sampler"].params["steps"] == KEPT_VERSIONS + 2


def test_a_save_that_fails_says_why_and_loses_nothing(file: Path, catalog: Catalog) -> None:
    document = opened(file, catalog)
    document.apply(SetParam("sampler", "steps", 3), "Set steps")
    with pytest.raises(WorkflowFileError, match="can't be written"):
        save_document(document, file.parent / "picture.weft.json" / "inside.weft.json")
    assert document.is_modified
    assert document.path == file


def test_a_wrong_piece_is_listed_and_saved_back(file: Path, catalog: Catalog) -> None:
    data = json.loads(file.read_text())
    data["nodes"]["sampler"]["inputs"]["latent"] = ["not", "a link"]
    data["nodes"]["stranger"] = {"type": "nobody.Knows", "params": {"a": 1}, "note": "kept"}
    file.write_text(json.dumps(data))
    document = opened(file, catalog)
    assert any("latent" in problem.message for problem in document.problems)
    document.apply(SetParam("sampler", "steps", 3), "Set steps")
    save_document(document, file)
    saved = json.loads(file.read_text())
    assert saved["nodes"]["sampler"]["inputs"]["latent"] == ["not", "a link"]
    assert saved["nodes"]["stranger"] == data["nodes"]["stranger"]


def test_a_newer_file_is_read_only(file: Path, catalog: Catalog) -> None:
    data = json.loads(file.read_text())
    file.write_text(json.dumps({**data, "version": 99}))
    found = open_document(file, catalog)
    assert isinstance(found, Opened)
    assert "another version" in found.sentence
    with pytest.raises(EditError, match="read-only"):
        found.document.apply(AddNode("more", GraphNode("EmptyLatent")), "Add")


def test_what_is_no_workflow_is_refused_in_a_sentence(tmp_path: Path, catalog: Catalog) -> None:
    file = tmp_path / "list.json"
    file.write_text("[1, 2]")
    said = open_document(file, catalog)
    assert isinstance(said, str)
    assert "JSON object" in said


def test_a_restored_document_is_modified(file: Path, catalog: Catalog) -> None:
    document = restore_document(file.read_text(), file, catalog)
    assert document is not None
    assert document.is_modified
    assert document.workflow == load_workflow(file)
    assert restore_document("nonsense", file, catalog) is None


def test_a_foreign_change_is_noticed_once_and_an_own_one_never(
    file: Path, catalog: Catalog
) -> None:
    document = opened(file, catalog)
    watch = FileWatch(document)
    spy = QSignalSpy(watch.changed)
    document.apply(SetParam("sampler", "steps", 3), "Set steps")
    save_document(document, file)
    assert not spy.wait(500)
    text = file.read_text()
    file.write_text(text.replace('"steps": 3', '"steps": 30'))
    assert spy.wait(3000)
    # Replaced, as most editors save.
    other = file.with_name("other.tmp")
    other.write_text(text.replace('"steps": 3', '"steps": 31'))
    other.replace(file)
    assert spy.wait(3000)
    assert spy.count() == 2
