"""Edits: every change that a workflow can undergo; applying one returns its inverse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from graph_engine.catalog import Catalog
from graph_engine.check import link_problem, param_problem
from graph_engine.errors import EditError, nearest
from graph_engine.graph import Graph, GraphNode, Link, NodeState, is_node_id
from graph_engine.topology import path_between
from graph_engine.workflow import Layout, Workflow

Json = Any
Value = TypeVar("Value")


class Edit(Protocol):
    """A change to a workflow."""

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        """The changed workflow and the edit that takes the change back.

        Raises EditError, the workflow being unchanged, where the graph refuses it.
        """
        ...


@dataclass(frozen=True)
class Batch:
    """Several edits as one: all of them, or none."""

    edits: tuple[Edit, ...]

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        inverses: list[Edit] = []
        for edit in self.edits:
            workflow, inverse = edit.apply(workflow, catalog)
            inverses.append(inverse)
        return workflow, Batch(tuple(reversed(inverses)))


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
        changed = _with_nodes(workflow, _put(nodes, self.id, self.node, self.position))
        if self.place is not None:
            places = {**workflow.layout.nodes, self.id: self.place}
            changed = replace(changed, layout=replace(workflow.layout, nodes=places))
        undo = (*_waiting_links(workflow.graph, self.id), SetLayout(workflow.layout))
        return changed, Batch((RemoveNode(self.id), *undo))


@dataclass(frozen=True)
class RemoveNode:
    """Remove a node, its place and the links from it."""

    id: str

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        node = _node(workflow.graph, self.id)
        undo: list[Edit] = [SetLayout(workflow.layout)]
        for consumer, name in workflow.graph.consumers(self.id):
            if consumer != self.id:
                workflow, inverse = Disconnect(consumer, name).apply(workflow, catalog)
                undo.append(inverse)
        nodes, layout = workflow.graph.nodes, workflow.layout
        back = AddNode(self.id, node, position=_position(nodes, self.id))
        changed = _with_nodes(workflow, _drop(nodes, self.id))
        changed = replace(changed, layout=replace(layout, nodes=_drop(layout.nodes, self.id)))
        return changed, Batch((back, *reversed(undo)))


@dataclass(frozen=True)
class Connect:
    """Link an output to an input; a link that is already at the input is replaced.

    Refuses nodes and ports that are not there, types that don't fit, and cycles (naming the path).
    """

    node: str
    input: str
    link: Link

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        graph = workflow.graph
        _node(graph, self.node)
        _node(graph, self.link.node)
        if problem := link_problem(graph, catalog, self.node, self.input, self.link):
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
        node = _node(workflow.graph, self.node)
        back: Edit = Disconnect(self.node, self.input)
        if self.input in node.inputs:
            back = PutLink(self.node, self.input, node.inputs[self.input])
        inputs = _put(node.inputs, self.input, self.link, self.position)
        return _with_node(workflow, self.node, replace(node, inputs=inputs)), back


@dataclass(frozen=True)
class Disconnect:
    """Take the link away from an input."""

    node: str
    input: str

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        node = _node(workflow.graph, self.node)
        if self.input not in node.inputs:
            raise EditError(
                f'Nothing is linked to "{self.node}.{self.input}".', node=self.node, port=self.input
            )
        position = _position(node.inputs, self.input)
        back = PutLink(self.node, self.input, node.inputs[self.input], position)
        changed = replace(node, inputs=_drop(node.inputs, self.input))
        return _with_node(workflow, self.node, changed), back


@dataclass(frozen=True)
class SetParam:
    """Give a param a value; refuses one that the node's declaration does not allow."""

    node: str
    name: str
    value: Json

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        node = _node(workflow.graph, self.node)
        spec = catalog.get(node.type)
        if spec and (problem := param_problem(spec, self.node, self.name, self.value)):
            raise EditError(
                problem.message, node=self.node, type=node.type, port=self.name, hint=problem.hint
            )
        return PutParam(self.node, self.name, self.value).apply(workflow, catalog)


@dataclass(frozen=True)
class PutParam:
    """Put a param back as it was, at its position and unchecked."""

    node: str
    name: str
    value: Json
    position: int | None = None

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        node = _node(workflow.graph, self.node)
        back: Edit = ResetParam(self.node, self.name)
        if self.name in node.params:
            back = PutParam(self.node, self.name, node.params[self.name])
        params = _put(node.params, self.name, self.value, self.position)
        return _with_node(workflow, self.node, replace(node, params=params)), back


@dataclass(frozen=True)
class ResetParam:
    """Take a param's value away, so that its default holds."""

    node: str
    name: str

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        node = _node(workflow.graph, self.node)
        if self.name not in node.params:
            raise EditError(
                f'"{self.node}.{self.name}" is at its default already.',
                node=self.node,
                port=self.name,
            )
        position = _position(node.params, self.name)
        back = PutParam(self.node, self.name, node.params[self.name], position)
        changed = replace(node, params=_drop(node.params, self.name))
        return _with_node(workflow, self.node, changed), back


@dataclass(frozen=True)
class RenameNode:
    """Give a node another id; its links and its place follow."""

    id: str
    new_id: str

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        nodes, layout = workflow.graph.nodes, workflow.layout
        _node(workflow.graph, self.id)
        if not is_node_id(self.new_id):
            raise EditError(
                f'"{self.new_id}" can\'t be a node id: use letters, digits, "_" and "-".',
                node=self.id,
            )
        if self.new_id in nodes and self.new_id != self.id:
            raise EditError(f'There is already a node "{self.new_id}".', node=self.id)
        renamed = {self._renamed(name): self._relinked(node) for name, node in nodes.items()}
        places = {self._renamed(name): place for name, place in layout.nodes.items()}
        changed = _with_nodes(workflow, renamed)
        changed = replace(changed, layout=replace(layout, nodes=places))
        waiting = _waiting_links(workflow.graph, self.new_id) if self.new_id not in nodes else ()
        undo = (*waiting, SetLayout(layout))
        return changed, Batch((RenameNode(self.new_id, self.id), *undo))

    def _renamed(self, name: str) -> str:
        return self.new_id if name == self.id else name

    def _relinked(self, node: GraphNode) -> GraphNode:
        if all(link.node != self.id for link in node.inputs.values()):
            return node
        inputs = {
            name: Link(self._renamed(link.node), link.port) for name, link in node.inputs.items()
        }
        return replace(node, inputs=inputs)


@dataclass(frozen=True)
class SetState:
    """Make a node active, muted or bypassed."""

    node: str
    state: NodeState

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        node = _node(workflow.graph, self.node)
        changed = _with_node(workflow, self.node, replace(node, state=self.state))
        return changed, SetState(self.node, node.state)


@dataclass(frozen=True)
class SetLayout:
    """Move things on the canvas: places, frames and notes; no result depends on them."""

    layout: Layout

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        return replace(workflow, layout=self.layout), SetLayout(workflow.layout)


@dataclass(frozen=True)
class Describe:
    """Set the workflow's name and description."""

    name: str
    description: str = ""

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        changed = replace(workflow, name=self.name, description=self.description)
        return changed, Describe(workflow.name, workflow.description)


def _node(graph: Graph, node_id: str) -> GraphNode:
    if node_id not in graph.nodes:
        raise EditError(
            f'There is no node "{node_id}".', node=node_id, hint=nearest(node_id, graph.nodes)
        )
    return graph.nodes[node_id]


def _waiting_links(graph: Graph, node_id: str) -> tuple[Edit, ...]:
    """What puts the links back that name a node which is not there, should it come and go."""
    return tuple(
        PutLink(consumer, name, link, position)
        for consumer, node in graph.nodes.items()
        for position, (name, link) in enumerate(node.inputs.items())
        if link.node == node_id
    )


def _with_nodes(workflow: Workflow, nodes: Mapping[str, GraphNode]) -> Workflow:
    return replace(workflow, graph=Graph(nodes))


def _with_node(workflow: Workflow, node_id: str, node: GraphNode) -> Workflow:
    return _with_nodes(workflow, {**workflow.graph.nodes, node_id: node})


def _put(
    mapping: Mapping[str, Value], key: str, value: Value, position: int | None
) -> dict[str, Value]:
    """The mapping with a value set, at a position if the key is new and one is given."""
    if position is None or key in mapping:
        return {**mapping, key: value}
    items = list(mapping.items())
    items.insert(position, (key, value))
    return dict(items)


def _drop(mapping: Mapping[str, Value], key: str) -> dict[str, Value]:
    return {other: value for other, value in mapping.items() if other != key}


def _position(mapping: Mapping[str, Value], key: str) -> int:
    return list(mapping).index(key)
