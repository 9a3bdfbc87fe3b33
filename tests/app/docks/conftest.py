"""A page with a small workflow, and docks in a window of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from app.canvas.pointer import PortRef
from app.document.document import Document
from app.editors.context import EditorContext
from app.look.style import apply_style
from app.look.theme import Theme
from app.page.page import Chosen, WorkflowPage
from app.tools.fitting import Fits
from graph_engine.catalog import Catalog
from graph_engine.graph import Graph, GraphNode, Link
from graph_engine.workflow import Layout, Workflow

Json = Any
MakePage = Callable[[Workflow], WorkflowPage]
ShowDock = Callable[..., None]


class Host:
    """What a page asks of the window, of which these tests need only the editors' context."""

    def search_node(
        self,
        page: WorkflowPage,
        at: QPointF,
        wire: PortRef | None,
        chosen: Chosen,
        dots: Sequence[QPointF] = (),
    ) -> None:
        raise AssertionError("no search here")

    def open_menu(self, page: WorkflowPage, at: QPointF | None) -> None:
        raise AssertionError("no menu here")

    def ask_fits(self, page: WorkflowPage, port: PortRef, then: Callable[[Fits], None]) -> None:
        raise AssertionError("no wires here")

    def editor_context(self, page: WorkflowPage, node: str) -> EditorContext:
        return EditorContext(Theme.load("dark"))


def sampling() -> Workflow:
    """A checkpoint, two prompts, a latent and a sampler that feeds a decoder."""
    nodes = {
        "checkpoint": GraphNode("LoadCheckpoint", {"model": "tiny"}),
        "prompt": GraphNode(
            "EncodeText", {"text": "a hill"}, {"text_encoder": Link("checkpoint", "text_encoder")}
        ),
        "negative": GraphNode(
            "EncodeText", {"text": "blurry"}, {"text_encoder": Link("checkpoint", "text_encoder")}
        ),
        "latent": GraphNode("EmptyLatent"),
        "sample": GraphNode(
            "Sample",
            {"guidance": 5.0},
            {
                "unet": Link("checkpoint", "unet"),
                "positive": Link("prompt", "conditioning"),
                "negative": Link("negative", "conditioning"),
                "latent": Link("latent", "latent"),
            },
        ),
        "decode": GraphNode(
            "DecodeLatent",
            {},
            {"vae": Link("checkpoint", "vae"), "latent": Link("sample", "latent")},
        ),
    }
    places = {name: {"at": [at * 240.0, 0.0]} for at, name in enumerate(nodes)}
    places["negative"] = {"at": [240.0, 300.0]}
    return Workflow(Graph(nodes), name="Hills", layout=Layout(places))


@pytest.fixture
def frame(application: QApplication) -> Iterator[QWidget]:
    """A window whose left half is the page and whose right half is the dock."""
    apply_style(application, Theme.load("dark"), 100)
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    made.resize(1300, 720)
    made.show()
    made.activateWindow()
    assert QTest.qWaitForWindowActive(made)
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def make_page(frame: QWidget, catalog: Catalog) -> MakePage:
    """Show a workflow on a page."""

    def make(workflow: Workflow) -> WorkflowPage:
        page = WorkflowPage(Document(workflow, catalog), Theme.load("dark"), Host())
        _add(frame, page)
        return page

    return make


@pytest.fixture
def page(make_page: MakePage) -> WorkflowPage:
    """The workflow of `sampling` on a page."""
    return make_page(sampling())


@pytest.fixture
def show(frame: QWidget) -> ShowDock:
    """Show a dock beside the page, in a width."""

    def show_dock(dock: QWidget, width: int = 320) -> None:
        dock.setFixedWidth(width)
        _add(frame, dock)

    return show_dock


def _add(frame: QWidget, widget: QWidget) -> None:
    row = frame.layout()
    assert row is not None
    row.addWidget(widget)
    QApplication.processEvents()


def settle() -> None:
    """Let timers that wait for nothing run."""
    for _ in range(3):
        QApplication.processEvents()
