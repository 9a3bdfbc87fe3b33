"""Two workflows that differ in every way, and what opens them in a studio."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.page.page import WorkflowPage
from app.window import StudioWindow
from graph_engine.catalog import Catalog
from graph_engine.edits import (
    AddNode,
    Batch,
    Connect,
    MoveNodes,
    RemoveNode,
    RenameNode,
    SetParam,
)
from graph_engine.graph import GraphNode, Link
from graph_engine.shipped import templates
from graph_engine.workflow import Workflow
from graph_engine.workflow_io import load_workflow, save_workflow


@pytest.fixture
def before() -> Workflow:
    return replace(load_workflow(templates()["hires_fix"]), source="")


@pytest.fixture
def after(before: Workflow, catalog: Catalog) -> Workflow:
    """Added, removed, renamed, changed, moved, and another prompt."""
    edit = Batch(
        (
            SetParam("prompt", "text", "a small green diamond on a dark table"),
            SetParam("second_pass", "strength", 0.25),
            RemoveNode("before"),
            RenameNode("larger", "enlarge"),
            AddNode("preview", GraphNode("PreviewImage"), {"at": [2000, 600]}),
            Connect("preview", "image", Link("decode", "image")),
            MoveNodes({"latent": (-400, 900)}),
        )
    )
    return edit.apply(before, catalog)[0]


@pytest.fixture
def file(tmp_path: Path, before: Workflow) -> Path:
    path = tmp_path / "picture.weft.json"
    save_workflow(before, path)
    return path


@pytest.fixture
def other_file(tmp_path: Path, after: Workflow) -> Path:
    path = tmp_path / "other.weft.json"
    save_workflow(after, path)
    return path


@pytest.fixture
def open_page(window: StudioWindow) -> Callable[[Path], WorkflowPage]:
    """Open a file in a tab."""

    def open_file(path: Path) -> WorkflowPage:
        page = window.workspace.open(path)
        assert page is not None
        return page

    return open_file
