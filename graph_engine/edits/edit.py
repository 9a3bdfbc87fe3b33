"""Edit: what every edit is, several as one, and the steps that edits are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from graph_engine.catalog import Catalog
from graph_engine.errors import EditError, nearest
from graph_engine.graph import Graph, GraphNode
from graph_engine.workflow import Workflow

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


def node_of(graph: Graph, node_id: str) -> GraphNode:
    """The node with an id; raises EditError with the nearest id."""
    if node_id not in graph.nodes:
        raise EditError(
            f'There is no node "{node_id}".', node=node_id, hint=nearest(node_id, graph.nodes)
        )
    return graph.nodes[node_id]


def with_nodes(workflow: Workflow, nodes: Mapping[str, GraphNode]) -> Workflow:
    """The workflow with other nodes."""
    return replace(workflow, graph=Graph(nodes))


def with_node(workflow: Workflow, node_id: str, node: GraphNode) -> Workflow:
    """The workflow with one node replaced, or added at the end."""
    return with_nodes(workflow, {**workflow.graph.nodes, node_id: node})


def put(
    mapping: Mapping[str, Value], key: str, value: Value, position: int | None
) -> dict[str, Value]:
    """The mapping with a value set, at a position if the key is new and one is given."""
    if position is None or key in mapping:
        return {**mapping, key: value}
    items = list(mapping.items())
    items.insert(position, (key, value))
    return dict(items)


def drop(mapping: Mapping[str, Value], key: str) -> dict[str, Value]:
    """The mapping without a key."""
    return {other: value for other, value in mapping.items() if other != key}


def position_of(mapping: Mapping[str, Value], key: str) -> int:
    """Where a key stands in the mapping's order."""
    return list(mapping).index(key)
