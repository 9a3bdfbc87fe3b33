"""The document: edits as undo entries that merge, are refused or revoked, and what is told."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app.document.clipboard import copy_text
from app.document.document import Document
from app.document.draft import Draft
from graph_engine.catalog import Catalog
from graph_engine.edits import AddNode, Batch, Connect, MoveNodes, RemoveNodes, SetNotes, SetParam
from graph_engine.errors import EditError
from graph_engine.graph import GraphNode, Link
from graph_engine.pasted_text import read_pasted
from graph_engine.shipped import templates
from graph_engine.workflow import Workflow
from graph_engine.workflow_io import format_workflow, load_workflow


@pytest.fixture
def document(application: QApplication, catalog: Catalog) -> Document:
    return Document(load_workflow(templates()["text_to_image"]), catalog)


def text(document: Document) -> str:
    return format_workflow(document.workflow)


def test_an_edit_is_one_entry_and_is_told(document: Document) -> None:
    told: list[tuple[Workflow, Workflow]] = []
    document.changed.connect(lambda before, after: told.append((before, after)))
    before, original = document.workflow, text(document)
    document.apply(SetParam("latent", "width", 512), "Set width")
    assert document.undo.undoText() == "Set width"
    document.undo.undo()
    assert text(document) == original
    assert not document.is_modified
    document.undo.redo()
    assert [pair[0] is before for pair in told] == [True, False, False]
    assert told[-1][1] is document.workflow


def test_an_edit_that_changes_nothing_is_no_entry(document: Document) -> None:
    document.apply(SetParam("latent", "width", 128), "Set width")
    document.apply(Batch(()), "Nothing")
    assert document.undo.count() == 0


def test_a_refused_edit_changes_nothing(document: Document) -> None:
    before = document.workflow
    with pytest.raises(EditError):
        document.apply(Connect("latent", "width", Link("decode", "image")), "Connect")
    with pytest.raises(EditError):
        document.apply(
            Batch((SetParam("latent", "width", 512), SetParam("nobody", "width", 1))), "Set"
        )
    assert document.workflow is before
    assert document.undo.count() == 0


def test_edits_of_one_gesture_merge(document: Document) -> None:
    original = text(document)
    for width in (256, 384, 512):
        document.apply(SetParam("latent", "width", width), "Set width", "drag-1")
    final = text(document)
    assert document.undo.count() == 1
    document.undo.undo()
    assert text(document) == original
    document.undo.redo()
    assert text(document) == final
    document.apply(SetParam("latent", "width", 640), "Set width", "drag-2")
    assert document.undo.count() == 2


def test_what_only_the_first_of_merged_edits_did_is_done_again(document: Document) -> None:
    place = MoveNodes({"latent": (0, 500)})
    document.apply(Batch((place, SetNotes([{"text": "", "at": [0, 0]}]))), "Nudge", "nudge")
    document.apply(MoveNodes({"latent": (1, 500)}), "Nudge", "nudge")
    final = text(document)
    document.undo.undo()
    document.undo.redo()
    assert text(document) == final


def test_revoking_leaves_nothing_to_redo(document: Document) -> None:
    original = text(document)
    document.apply(SetParam("latent", "width", 256), "Set width")
    at = document.undo.index()
    document.apply(SetParam("latent", "height", 256), "Set height")
    document.apply(SetParam("latent", "height", 512), "Set height")
    document.revoke(at)
    assert (document.undo.index(), document.undo.canRedo()) == (1, False)
    document.undo.undo()
    assert text(document) == original


def test_a_read_only_document_refuses_with_a_sentence(catalog: Catalog, document: Document) -> None:
    other = Document(document.workflow, catalog, read_only=True)
    with pytest.raises(EditError, match="read-only"):
        other.apply(RemoveNodes(("latent",)), "Delete")
    assert other.workflow is document.workflow


def test_a_draft_is_one_edit(document: Document) -> None:
    original = text(document)
    draft = Draft(document.shown, document.catalog)
    assert draft.is_empty
    draft.do(AddNode("new", GraphNode("InvertImage"), place={"at": [0, 400]}))
    assert draft.attempt(Connect("new", "image", Link("decode", "image")))
    assert not draft.attempt(Connect("new", "image", Link("latent", "latent")))
    assert text(document) == original
    document.apply(draft.edit, "Add")
    assert document.workflow == draft.workflow
    document.undo.undo()
    assert text(document) == original


def test_copied_text_has_the_places_that_are_shown(document: Document) -> None:
    workflow = Workflow(graph=document.graph)
    shown = {"latent": (10.0, 20.0), "prompt": (30.0, 40.0), "save": (50.0, 60.0)}
    copied = copy_text(workflow, document.catalog, ("latent", "prompt"), (), (), shown)
    nodes = read_pasted(copied).layout.nodes
    assert {name: nodes[name]["at"] for name in nodes} == {"latent": [10, 20], "prompt": [30, 40]}
