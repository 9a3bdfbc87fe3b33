"""Titles: what the nodes of a workflow are called, those inside its subgraphs too."""

from __future__ import annotations

from app.docks.findings import level_of, node_title, workflow_on
from graph_engine.errors import WeftError
from graph_engine.workflow import Workflow
from graph_engine.workflow_io import parse_workflow


class Titles:
    """Reads a workflow's JSON once; of one that can't be read, ids stand for titles."""

    def __init__(self, text: str = "") -> None:
        self._workflow: Workflow | None = None
        if text:
            try:
                self._workflow = parse_workflow(text)
            except WeftError:
                self._workflow = None

    def of(self, node: str) -> str:
        """What a node is called."""
        level, name = level_of(node)
        workflow = workflow_on(self._workflow, level) if self._workflow is not None else None
        return node_title(workflow, name) if workflow is not None else name
