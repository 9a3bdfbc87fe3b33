"""Edits of links."""

from __future__ import annotations

from dataclasses import dataclass, replace

from graph_engine.catalog import Catalog
from graph_engine.check import link_problem
from graph_engine.edits.edit import Batch, Edit, drop, node_of, position_of, put, with_node
from graph_engine.edits.layout import without_dots
from graph_engine.edits.surroundings import SetLayout
from graph_engine.errors import EditError
from graph_engine.graph import Link
from graph_engine.subgraphs.specs import catalog_of
from graph_engine.topology import path_between
from graph_engine.workflow import Workflow


@dataclass(frozen=True)
class Connect:
    """Link an output to an input; a link that is already there is replaced, with its dots.

    Refuses nodes and ports that are not there, types that don't fit, and cycles (naming the path).
    """

    node: str
    input: str
    link: Link

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        graph = workflow.graph
        node_of(graph, self.node)
        node_of(graph, self.link.node)
        types = catalog_of(workflow, catalog)
        if problem := link_problem(graph, types, self.node, self.input, self.link):
            raise EditError(
                problem.message, node=self.node, type=problem.type, port=self.input,
                hint=problem.hint,
            )  # fmt: skip
        path = path_between(self.node, self.link.node, graph.sources)
        if path is not None:
            raise EditError(
                f'Linking "{self.link}" to "{self.node}.{self.input}" would make a cycle: '
                + " → ".join([*path, path[0]]),
                node=self.node,
                port=self.input,
            )
        return PutLink(self.node, self.input, self.link).apply(workflow, catalog)


@dataclass(frozen=True)
class PutLink:
    """Put a link back as it was, at its position and unchecked: the inverse of taking it away."""

    node: str
    input: str
    link: Link
    position: int | None = None

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        node = node_of(workflow.graph, self.node)
        back: Edit = Disconnect(self.node, self.input)
        if self.input in node.inputs:
            back = PutLink(self.node, self.input, node.inputs[self.input])
        inputs = put(node.inputs, self.input, self.link, self.position)
        changed = with_node(workflow, self.node, replace(node, inputs=inputs))
        if node.inputs.get(self.input) == self.link:
            return changed, back
        return _without_dots(changed, self.node, self.input, back)


@dataclass(frozen=True)
class Disconnect:
    """Take the link away from an input, and the dots of its wire."""

    node: str
    input: str

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        node = node_of(workflow.graph, self.node)
        if self.input not in node.inputs:
            raise EditError(
                f'Nothing is linked to "{self.node}.{self.input}".', node=self.node, port=self.input
            )
        position = position_of(node.inputs, self.input)
        back = PutLink(self.node, self.input, node.inputs[self.input], position)
        changed = with_node(
            workflow, self.node, replace(node, inputs=drop(node.inputs, self.input))
        )
        return _without_dots(changed, self.node, self.input, back)


def _without_dots(workflow: Workflow, node: str, input: str, back: Edit) -> tuple[Workflow, Edit]:
    """The workflow without the dots of a wire that is gone, and what puts both back."""
    layout = without_dots(workflow.layout, node, input)
    if layout is workflow.layout:
        return workflow, back
    return replace(workflow, layout=layout), Batch((back, SetLayout(workflow.layout)))
