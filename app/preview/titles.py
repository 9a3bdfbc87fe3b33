"""Titles: what a workflow says of its nodes: what they are called, the prompts, the seeds."""

from __future__ import annotations

from app.docks.findings import level_of, node_title, workflow_on
from graph_engine.errors import WeftError
from graph_engine.graph import GraphNode
from graph_engine.workflow import Workflow
from graph_engine.workflow_io import parse_workflow


class Titles:
    """Reads a workflow's JSON once; of one that can't be read, ids stand for titles.

    Nodes inside subgraphs are `instance/inner`.
    """

    def __init__(self, text: str = "") -> None:
        self.text = text
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

    def seed_of(self, node: str) -> int:
        """The seed that a sampler has; 0 if it has none of its own."""
        found = self._node(node)
        seed = found.params.get("seed", 0) if found is not None else 0
        return seed if isinstance(seed, int) else 0

    def prompt_of(self, node: str) -> str:
        """The text that a sampler's positive prompt begins with; empty if it can't be told."""
        found = self._node(node)
        seen: set[str] = set()
        port = "positive"
        while found is not None and port in found.inputs:
            name = found.inputs[port].node
            found = self._node(name)
            if name in seen or found is None:
                return ""
            seen.add(name)
            text = found.params.get("text")
            if isinstance(text, str):
                return text
            port = next((p for p in ("conditioning", "second", "first") if p in found.inputs), "")
        return ""

    def _node(self, node: str) -> GraphNode | None:
        if self._workflow is None or "/" in node:
            return None
        return self._workflow.graph.nodes.get(node)
