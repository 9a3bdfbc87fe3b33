"""Edits of nodes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from graph_engine.catalog import Catalog
from graph_engine.edits.edit import (
    Batch,
    Edit,
    drop,
    node_of,
    position_of,
    put,
    with_node,
    with_nodes,
)
from graph_engine.edits.layout import with_renamed_node, without_dots
from graph_engine.edits.links import Disconnect, PutLink
from graph_engine.edits.surroundings import SetLayout
from graph_engine.errors import EditError
from graph_engine.graph import Graph, GraphNode, Link, NodeState, is_node_id
from graph_engine.workflow import Workflow

Json = Any


@dataclass(frozen=True)
class AddNode:
    """Add a node, at the end or at a position in the file, and with a place on the canvas.

    Links that it brings along are taken as they are; types that are unknown are kept.
    """

    id: str
    node: GraphNode
    place: Json = None
    position: int | None = None

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        nodes = workflow.graph.nodes
        if not is_node_id(self.id):
            raise EditError(
                f'"{self.id}" can\'t be a node id: use letters, digits, "_" and "-".', node=self.id
            )
        if self.id in nodes:
            raise EditError(f'There is already a node "{self.id}".', node=self.id)
        changed = with_nodes(workflow, put(nodes, self.id, self.node, self.position))
        if self.place is not None:
            places = {**workflow.layout.nodes, self.id: self.place}
            changed = replace(changed, layout=replace(workflow.layout, nodes=places))
        undo = (*_waiting_links(workflow.graph, self.id), SetLayout(workflow.layout))
        return changed, Batch((RemoveNode(self.id), *undo))


@dataclass(frozen=True)
class RemoveNode:
    """Remove a node, its place and the links from it, with the dots of all its wires."""

    id: str

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        node = node_of(workflow.graph, self.id)
        undo: list[Edit] = [SetLayout(workflow.layout)]
        for consumer, name in workflow.graph.consumers(self.id):
            if consumer != self.id:
                workflow, inverse = Disconnect(consumer, name).apply(workflow, catalog)
                undo.append(inverse)
        nodes, layout = workflow.graph.nodes, without_dots(workflow.layout, self.id)
        back = AddNode(self.id, node, position=position_of(nodes, self.id))
        changed = with_nodes(workflow, drop(nodes, self.id))
        changed = replace(changed, layout=replace(layout, nodes=drop(layout.nodes, self.id)))
        return changed, Batch((back, *reversed(undo)))


@dataclass(frozen=True)
class RenameNode:
    """Give a node another id; its links, its place and the dots of its wires follow."""

    id: str
    new_id: str

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        nodes, layout = workflow.graph.nodes, workflow.layout
        node_of(workflow.graph, self.id)
        if not is_node_id(self.new_id):
            raise EditError(
                f'"{self.new_id}" can\'t be a node id: use letters, digits, "_" and "-".',
                node=self.id,
            )
        if self.new_id in nodes and self.new_id != self.id:
            raise EditError(f'There is already a node "{self.new_id}".', node=self.id)
        renamed = {self._renamed(name): self._relinked(node) for name, node in nodes.items()}
        changed = with_nodes(workflow, renamed)
        changed = replace(
            changed,
            layout=with_renamed_node(layout, self.id, self.new_id),
            inputs={name: tuple(map(self._led, ends)) for name, ends in workflow.inputs.items()},
            outputs={name: self._led(end) for name, end in workflow.outputs.items()},
        )
        waiting = _waiting_links(workflow.graph, self.new_id) if self.new_id not in nodes else ()
        undo = (*waiting, SetLayout(layout))
        return changed, Batch((RenameNode(self.new_id, self.id), *undo))

    def _renamed(self, name: str) -> str:
        return self.new_id if name == self.id else name

    def _relinked(self, node: GraphNode) -> GraphNode:
        if all(link.node != self.id for link in node.inputs.values()):
            return node
        return replace(node, inputs={name: self._led(x) for name, x in node.inputs.items()})

    def _led(self, link: Link) -> Link:
        return Link(self._renamed(link.node), link.port)


@dataclass(frozen=True)
class SetState:
    """Make a node active, muted or bypassed."""

    node: str
    state: NodeState

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        node = node_of(workflow.graph, self.node)
        changed = with_node(workflow, self.node, replace(node, state=self.state))
        return changed, SetState(self.node, node.state)


def _waiting_links(graph: Graph, node_id: str) -> tuple[Edit, ...]:
    """What puts the links back that name a node which is not there, should it come and go."""
    return tuple(
        PutLink(consumer, name, link, position)
        for consumer, node in graph.nodes.items()
        for position, (name, link) in enumerate(node.inputs.items())
        if link.node == node_id
    )
