"""The shipped workflows lie on the canvas as somebody would be glad to open them."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtWidgets import QApplication

from app.canvas.scene import WorkflowScene
from app.document.document import Document
from app.look.theme import Theme
from graph_engine.catalog import Catalog
from graph_engine.shipped import templates
from graph_engine.workflow_io import load_workflow

APART = 12


@pytest.mark.parametrize("name", sorted(templates()))
def test_no_node_lies_over_another(application: QApplication, catalog: Catalog, name: str) -> None:
    document = Document(load_workflow(templates()[name]), catalog)
    scene = WorkflowScene(document, Theme.load("dark"))
    bodies = scene.bodies(scene.nodes)
    too_near = [
        f"{one} and {other}"
        for one, other in combinations(bodies, 2)
        if bodies[one].adjusted(-APART, -APART, APART, APART).intersects(bodies[other])
    ]
    assert not too_near
