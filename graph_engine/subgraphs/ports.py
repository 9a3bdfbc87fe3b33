"""Ports of subgraphs: what follows, all over a workflow, when one is renamed or goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from graph_engine.graph import Graph, GraphNode, Link
from graph_engine.subgraphs.definitions import inside, subgraph_id_of, with_inside
from graph_engine.workflow import Layout, Subgraph, Workflow

Value = TypeVar("Value")


@dataclass(frozen=True)
class Ports:
    """The names of inputs and outputs that a subgraph shows."""

    inputs: frozenset[str] = frozenset()
    outputs: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.inputs or self.outputs)


def ports_of(subgraph: Subgraph) -> Ports:
    """What a subgraph shows outside."""
    return Ports(frozenset(subgraph.inputs), frozenset(subgraph.outputs))


def without_lost_ports(workflow: Workflow, lost: Mapping[str, Ports]) -> Workflow:
    """The workflow without the links and values at ports that subgraphs have lost.

    A subgraph that only passed such a port on loses its own one, and so on.
    """
    waiting = [one for one in lost.items() if one[1]]
    for subgraph_id, ports in waiting:
        workflow = _cleared(workflow, subgraph_id, ports)
        for other in workflow.subgraphs:
            within = _cleared(inside(workflow, other), subgraph_id, ports)
            before = workflow.subgraphs[other]
            workflow = with_inside(workflow, other, within)
            shown, left = ports_of(before), ports_of(workflow.subgraphs[other])
            if gone := Ports(shown.inputs - left.inputs, shown.outputs - left.outputs):
                waiting.append((other, gone))
    return workflow


def renamed_port(
    workflow: Workflow, subgraph_id: str, side: Literal["input", "output"], old: str, new: str
) -> Workflow:
    """The workflow with a subgraph's port under another name, wherever it is linked or given."""

    def name(port: str) -> str:
        return new if port == old else port

    subgraph = workflow.subgraphs[subgraph_id]
    if side == "input":
        changed = replace(subgraph, inputs=_with_keys(subgraph.inputs, name))
    else:
        changed = replace(subgraph, outputs=_with_keys(subgraph.outputs, name))
    workflow = replace(workflow, subgraphs={**workflow.subgraphs, subgraph_id: changed})
    rename = _renamed_input if side == "input" else _renamed_output
    for other in workflow.subgraphs:
        within = rename(inside(workflow, other), subgraph_id, name)
        workflow = with_inside(workflow, other, within)
    return rename(workflow, subgraph_id, name)


def _renamed_input(workflow: Workflow, subgraph_id: str, name: Callable[[str], str]) -> Workflow:
    instances = _instances(workflow.graph, subgraph_id)
    nodes = {
        node_id: replace(
            node, params=_with_keys(node.params, name), inputs=_with_keys(node.inputs, name)
        )
        if node_id in instances
        else node
        for node_id, node in workflow.graph.nodes.items()
    }
    inputs = {
        shown: tuple(Link(x.node, name(x.port)) if x.node in instances else x for x in targets)
        for shown, targets in workflow.inputs.items()
    }
    dots = {
        f"{consumer}.{name(port)}" if consumer in instances else key: points
        for key, points in workflow.layout.reroutes.items()
        for consumer, _, port in [key.partition(".")]
    }
    layout = replace(workflow.layout, reroutes=dots)
    return replace(workflow, graph=Graph(nodes), layout=layout, inputs=inputs)


def _renamed_output(workflow: Workflow, subgraph_id: str, name: Callable[[str], str]) -> Workflow:
    instances = _instances(workflow.graph, subgraph_id)

    def follow(link: Link) -> Link:
        return Link(link.node, name(link.port)) if link.node in instances else link

    nodes = {
        node_id: replace(node, inputs={port: follow(link) for port, link in node.inputs.items()})
        for node_id, node in workflow.graph.nodes.items()
    }
    outputs = {shown: follow(link) for shown, link in workflow.outputs.items()}
    return replace(workflow, graph=Graph(nodes), outputs=outputs)


def _instances(graph: Graph, subgraph_id: str) -> set[str]:
    return {n for n, node in graph.nodes.items() if subgraph_id_of(node.type) == subgraph_id}


def _with_keys(mapping: Mapping[str, Value], name: Callable[[str], str]) -> dict[str, Value]:
    return {name(key): value for key, value in mapping.items()}


def _cleared(workflow: Workflow, subgraph_id: str, lost: Ports) -> Workflow:
    """One level without what hung on the lost ports of the nodes that stand for a subgraph."""
    instances = _instances(workflow.graph, subgraph_id)
    if not instances:
        return workflow

    def is_gone(link: Link) -> bool:
        return link.node in instances and link.port in lost.outputs

    nodes: dict[str, GraphNode] = {}
    gone_wires: set[str] = set()
    for name, node in workflow.graph.nodes.items():
        own = lost.inputs if name in instances else frozenset()
        inputs = {p: x for p, x in node.inputs.items() if p not in own and not is_gone(x)}
        params = {p: value for p, value in node.params.items() if p not in own}
        gone_wires.update(f"{name}.{port}" for port in node.inputs if port not in inputs)
        same = len(inputs) == len(node.inputs) and len(params) == len(node.params)
        nodes[name] = node if same else replace(node, params=params, inputs=inputs)
    return replace(
        workflow,
        graph=Graph(nodes),
        layout=_without_dots(workflow.layout, gone_wires),
        inputs={
            name: kept
            for name, targets in workflow.inputs.items()
            if (kept := tuple(
                x for x in targets if not (x.node in instances and x.port in lost.inputs)
            )) or not targets
        },
        outputs={name: link for name, link in workflow.outputs.items() if not is_gone(link)},
    )  # fmt: skip


def _without_dots(layout: Layout, wires: set[str]) -> Layout:
    kept = {key: dots for key, dots in layout.reroutes.items() if key not in wires}
    return layout if len(kept) == len(layout.reroutes) else replace(layout, reroutes=kept)
