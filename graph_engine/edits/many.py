"""Edits of many nodes at once, each in one pass: pasting, duplicating, deleting a selection."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from graph_engine.catalog import Catalog
from graph_engine.edits.edit import Edit, node_of
from graph_engine.edits.subgraphs import as_it_was
from graph_engine.errors import EditError
from graph_engine.graph import Graph, GraphNode, is_node_id
from graph_engine.workflow import Layout, Subgraph, Workflow


@dataclass(frozen=True)
class AddNodes:
    """Add nodes at the end, and a layout: their places and dots, further frames and notes.

    `subgraphs` are the definitions that they stand for, where the workflow has none yet. Links that they bring along are taken as they are; types that are unknown are kept.
    """

    nodes: Mapping[str, GraphNode]
    layout: Layout = field(default_factory=Layout)
    subgraphs: Mapping[str, Subgraph] = field(default_factory=dict)

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        nodes, layout = workflow.graph.nodes, workflow.layout
        for node_id in self.nodes:
            if not is_node_id(node_id):
                raise EditError(
                    f'"{node_id}" can\'t be a node id: use letters, digits, "_" and "-".',
                    node=node_id,
                )
            if node_id in nodes:
                raise EditError(f'There is already a node "{node_id}".', node=node_id)
        for subgraph_id, subgraph in self.subgraphs.items():
            if workflow.subgraphs.get(subgraph_id, subgraph) != subgraph:
                raise EditError(f'There is already another subgraph "{subgraph_id}".')
        changed = replace(
            layout,
            nodes={**layout.nodes, **self.layout.nodes},
            frames=(*layout.frames, *self.layout.frames),
            notes=(*layout.notes, *self.layout.notes),
            reroutes={**layout.reroutes, **self.layout.reroutes},
        )
        after = replace(
            workflow,
            graph=Graph({**nodes, **self.nodes}),
            layout=changed,
            subgraphs={**workflow.subgraphs, **self.subgraphs},
        )
        return after, as_it_was(workflow)


@dataclass(frozen=True)
class RemoveNodes:
    """Remove nodes, their places and the links from them, with the dots of all their wires."""

    ids: Collection[str]

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        nodes, layout, gone = workflow.graph.nodes, workflow.layout, set(self.ids)
        for node_id in self.ids:
            node_of(workflow.graph, node_id)
        kept = {
            name: _without_links(node, gone) for name, node in nodes.items() if name not in gone
        }
        lost = {
            f"{name}.{port}"
            for name, node in nodes.items()
            for port, link in node.inputs.items()
            if name in gone or link.node in gone
        }
        changed = replace(
            layout,
            nodes={name: place for name, place in layout.nodes.items() if name not in gone},
            reroutes={
                key: dots
                for key, dots in layout.reroutes.items()
                if key not in lost and key.partition(".")[0] not in gone
            },
        )
        return replace(workflow, graph=Graph(kept), layout=changed), as_it_was(workflow)


def _without_links(node: GraphNode, gone: set[str]) -> GraphNode:
    if not any(link.node in gone for link in node.inputs.values()):
        return node
    inputs = {port: link for port, link in node.inputs.items() if link.node not in gone}
    return replace(node, inputs=inputs)
