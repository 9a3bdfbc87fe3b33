"""Specs of subgraphs: what a node made of nodes looks like from outside."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from graph_engine.catalog import Catalog
from graph_engine.graph import Link
from graph_engine.node import Node
from graph_engine.spec import InputSpec, NodeSpec, OutputSpec
from graph_engine.subgraphs.definitions import instance_type, usable
from graph_engine.types import ANY, PortType
from graph_engine.workflow import Subgraph, Workflow

Json = Any
CATEGORY = "Subgraphs"
_UNKNOWN = PortType((ANY,))


def catalog_of(workflow: Workflow, catalog: Catalog) -> Catalog:
    """The catalogue with the types of the workflow's subgraphs, but those that can't be used."""
    if not workflow.subgraphs:
        return catalog
    found: dict[str, NodeSpec] = {}
    types = ChainMap(found, catalog)  # type: ignore[arg-type]  # only the first one is written to
    for subgraph_id in usable(workflow).order:
        found[instance_type(subgraph_id)] = subgraph_spec(workflow, subgraph_id, types)
    return Catalog([*catalog.values(), *found.values()], catalog.broken)


def subgraph_spec(workflow: Workflow, subgraph_id: str, types: Mapping[str, NodeSpec]) -> NodeSpec:
    """A subgraph as a node type; `types` hold those of the nodes inside it.

    An input has the type, hint and words of the first inner input that it feeds, and for default
    what stands there. It is required if an inner one is and nothing stands there.
    """
    subgraph = workflow.subgraphs[subgraph_id]
    inputs = {name: _input(name, inner, subgraph, types) for name, inner in subgraph.inputs.items()}
    outputs = {
        name: replace(port, name=name)
        for name, link in subgraph.outputs.items()
        if (port := _inner_output(link, subgraph, types)) is not None
    }
    active = (node for node in subgraph.graph.nodes.values() if node.state == "active")
    specs = [types.get(node.type) for node in active]
    return NodeSpec(
        type=instance_type(subgraph_id),
        version=1,
        category=CATEGORY,
        effects=any(spec.effects for spec in specs if spec is not None),
        replaces=(),
        numerics=(),
        summary=subgraph.name or subgraph_id,
        doc=subgraph.description or subgraph.name or subgraph_id,
        inputs=inputs,
        outputs=outputs,
        node_class=Node,
        value_types={},
    )


def _input(
    name: str, targets: tuple[Link, ...], subgraph: Subgraph, types: Mapping[str, NodeSpec]
) -> InputSpec:
    inner = inner_inputs(targets, subgraph, types)
    if not inner:
        return InputSpec(name, _UNKNOWN, required=False)
    return replace(inner[0], name=name, required=any(port.required for port in inner))


def inner_inputs(
    targets: tuple[Link, ...], subgraph: Subgraph, types: Mapping[str, NodeSpec]
) -> list[InputSpec]:
    """What is known of the inner inputs that an input feeds, without those that are not there."""
    return [port for target in targets if (port := _inner_input(target, subgraph, types))]


def _inner_input(
    target: Link, subgraph: Subgraph, types: Mapping[str, NodeSpec]
) -> InputSpec | None:
    """An inner input as it stands: its value is its default, and it needs no other one."""
    node = subgraph.graph.nodes.get(target.node)
    spec = types.get(node.type) if node is not None else None
    port = spec.inputs.get(target.port) if spec is not None else None
    if node is None or port is None:
        return None
    stands = target.port in node.params or target.port in node.inputs or node.state != "active"
    return replace(
        port,
        required=port.required and not stands,
        default=node.params.get(target.port, port.default),
    )


def _inner_output(
    link: Link, subgraph: Subgraph, types: Mapping[str, NodeSpec]
) -> OutputSpec | None:
    node = subgraph.graph.nodes.get(link.node)
    if node is None:
        return None
    spec = types.get(node.type)
    return OutputSpec(link.port, _UNKNOWN) if spec is None else spec.outputs.get(link.port)
