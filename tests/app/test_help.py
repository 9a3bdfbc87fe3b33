"""What explains: a node's docs, and the versions for a report."""

from __future__ import annotations

import platform

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.docks.node_form import NodeForm
from app.page.page import WorkflowPage
from app.window import StudioWindow
from graph_engine.edits import AddNode
from graph_engine.graph import GraphNode


def with_nodes(studio: StudioWindow) -> WorkflowPage:
    page = studio.page
    assert page is not None
    for at, name in enumerate(("Sample", "EmptyLatent")):
        place = {"at": [at * 300.0, 0.0]}
        page.stage.apply(AddNode(name.lower(), GraphNode(name), place=place), "Add")
    page.scene.select(("sample",))
    return page


def test_a_node_is_explained_at_the_front_of_the_inspector(studio: StudioWindow) -> None:
    page = with_nodes(studio)
    studio.docks.panels["inspector"].close()
    studio.actions_of.action("node.explain").trigger()
    QApplication.processEvents()
    form = studio.docks.inspector.form
    assert isinstance(form, NodeForm)
    assert form.names == ("sample",)
    assert form.doc.is_open
    assert form.doc.label.isVisible()
    assert page.canvas.hasFocus()


def test_a_pinned_inspector_explains_what_is_selected(studio: StudioWindow) -> None:
    page = with_nodes(studio)
    QApplication.processEvents()
    inspector = studio.docks.inspector
    inspector.pin.setChecked(True)
    page.scene.select(("emptylatent",))
    studio.actions_of.action("node.explain").trigger()
    assert isinstance(inspector.form, NodeForm)
    assert inspector.form.names == ("emptylatent",)
    assert inspector.form.doc.is_open


def test_the_versions_for_a_report_are_copied(studio: StudioWindow) -> None:
    studio.actions_of.action("help.report").trigger()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Weft ")
    assert platform.python_version() in text
    assert "clipboard" in studio.status.text()
