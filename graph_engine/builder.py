"""Builder: workflows written in Python, checked by type checkers as they are written."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Protocol, TypeVar, cast

from graph_engine.catalog import Catalog
from graph_engine.errors import InputError
from graph_engine.graph import Graph, GraphNode, Link
from graph_engine.node import Node
from graph_engine.spec import NodeSpec
from graph_engine.workflow import Workflow

Result_co = TypeVar("Result_co", covariant=True)


class _Step(Protocol[Result_co]):
    """A node, seen as what its run method returns."""

    def run(self, context: Any) -> Result_co: ...


class Builder:
    """Collects nodes into a workflow.

    `add` returns the node's outputs as its type declares them; given to another node, they become
    links. So `builder.add(EncodeText(text_encoder=checkpoint.vae))` is a type error.
    """

    def __init__(self, catalog: Catalog, name: str = "") -> None:
        self._types = {spec.node_class: spec for spec in catalog.values()}
        self._graph = Graph()
        self._name = name

    def add(self, node: _Step[Result_co], id: str = "") -> Result_co:
        """Add a node under an id (by default its type's name) and return its outputs as links.

        Raises InputError for a class that is not in the catalogue or an id that is taken.
        """
        spec = self._types.get(cast(type[Node], type(node)))
        if spec is None:
            raise InputError(f"{type(node).__name__} is not in the catalogue.")
        if id in self._graph.nodes:
            raise InputError(f'There is already a node "{id}".', node=id)
        chosen = id or self._graph.new_id(spec.node_class.__name__.lower())
        self._graph = Graph({**self._graph.nodes, chosen: _graph_node(cast(Node, node), spec)})
        if spec.effects:
            return cast(Result_co, {})
        links = (Link(chosen, port) for port in spec.outputs)
        return cast(Result_co, spec.node_class.Outputs(*links))

    def build(self) -> Workflow:
        """The workflow with the nodes added so far."""
        return Workflow(self._graph, self._name)


def _graph_node(node: Node, spec: NodeSpec) -> GraphNode:
    given = {field.name: getattr(node, field.name) for field in fields(node)}  # type: ignore[arg-type]  # Node makes dataclasses
    return GraphNode(
        spec.type,
        params={
            name: value
            for name, value in given.items()
            if spec.inputs[name].type.is_scalar
            and not isinstance(value, Link)
            and value != spec.inputs[name].default
        },
        inputs={name: value for name, value in given.items() if isinstance(value, Link)},
    )
