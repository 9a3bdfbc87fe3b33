"""Expansion: a workflow with its subgraphs opened up, as checks and runs see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from graph_engine.graph import Graph, GraphNode, Link
from graph_engine.subgraphs.definitions import subgraph_id_of, usable
from graph_engine.workflow import Subgraph, Workflow

Json = Any


@dataclass(frozen=True)
class Opened:
    """Every node at every level, an inner one under the id `instance/inner`.

    The instances in `instances` are still there, beside what is in them: links lead to them as
    they are written, and the inner inputs that they feed hold what the instances were given.
    `answered` are the inner inputs for which the instance's own input stands.
    """

    graph: Graph
    instances: Mapping[str, Subgraph]
    answered: frozenset[Link]

    def follow(self, link: Link) -> Link:
        """The output of a plain node that a link leads to; a link to nowhere stays as it is."""
        while (subgraph := self.instances.get(link.node)) is not None:
            inner = subgraph.outputs.get(link.port)
            if inner is None:
                return link
            link = Link(f"{link.node}/{inner.node}", inner.port)
        return link

    def inner_inputs(self, end: Link) -> list[Link]:
        """The inputs of plain nodes that an input feeds: itself, or those inside an instance."""
        subgraph = self.instances.get(end.node)
        if subgraph is None:
            return [end]
        inner = subgraph.inputs.get(end.port, ())
        return [
            link for x in inner for link in self.inner_inputs(Link(f"{end.node}/{x.node}", x.port))
        ]


def expand(workflow: Workflow) -> Workflow:
    """The same workflow without active instances: their inner nodes stand in their place.

    An instance that is muted or bypassed stays, because it then acts as one node; so does one
    whose definition is missing or can't be opened up.
    """
    if not workflow.subgraphs:
        return workflow
    opened = open_up(workflow)
    if not opened.instances:
        return workflow
    nodes = {
        name: replace(node, inputs={port: opened.follow(x) for port, x in node.inputs.items()})
        for name, node in opened.graph.nodes.items()
        if name not in opened.instances
    }
    return replace(workflow, graph=Graph(nodes))


def open_up(workflow: Workflow) -> Opened:
    """All nodes of a workflow, those inside its active instances too."""
    usable_ids = set(usable(workflow).order)
    nodes: dict[str, GraphNode] = {}
    instances: dict[str, Subgraph] = {}
    answered: set[Link] = set()
    waiting = [iter(workflow.graph.nodes.items())]
    while waiting:
        name, node = next(waiting[-1], ("", None))
        if node is None:
            waiting.pop()
            continue
        nodes[name] = node
        subgraph_id = subgraph_id_of(node.type)
        if node.state == "active" and subgraph_id in usable_ids:
            subgraph = instances[name] = workflow.subgraphs[subgraph_id]
            inner = filled(subgraph, node, _under(name))
            answered.update(_answered(name, node, subgraph))
            waiting.append(iter(inner.items()))
    return Opened(Graph(nodes), instances, frozenset(answered))


def filled(
    subgraph: Subgraph, instance: GraphNode, renamed: Callable[[str], str]
) -> dict[str, GraphNode]:
    """The inner nodes under other ids, holding the values and links that an instance was given.

    What the instance gives goes before what stands inside, and a link before a value.
    """
    nodes = {
        renamed(name): replace(
            node, inputs={p: Link(renamed(x.node), x.port) for p, x in node.inputs.items()}
        )
        for name, node in subgraph.graph.nodes.items()
    }
    for name, targets in subgraph.inputs.items():
        for target in targets:
            node = nodes.get(renamed(target.node))
            if node is not None:
                nodes[renamed(target.node)] = _given(node, target.port, instance, name)
    return nodes


def _given(node: GraphNode, port: str, instance: GraphNode, name: str) -> GraphNode:
    """An inner node with what the instance gives at one of its inputs."""
    if name in instance.inputs:
        return replace(node, inputs={**node.inputs, port: instance.inputs[name]})
    if name in instance.params:
        inputs = {other: link for other, link in node.inputs.items() if other != port}
        return replace(node, params={**node.params, port: instance.params[name]}, inputs=inputs)
    return node


def _answered(name: str, instance: GraphNode, subgraph: Subgraph) -> Iterator[Link]:
    """The inner inputs whose problems would say again what is said of the instance's input."""
    nodes = subgraph.graph.nodes
    for exposed, targets in subgraph.inputs.items():
        given = exposed in instance.inputs or exposed in instance.params
        for position, target in enumerate(targets):
            inner = nodes.get(target.node)
            linked = inner is not None and target.port in inner.inputs
            empty = inner is not None and not linked and target.port not in inner.params
            if (position == 0 and (given or not linked)) or (empty and not given):
                yield Link(f"{name}/{target.node}", target.port)


def _under(instance: str) -> Callable[[str], str]:
    return lambda name: f"{instance}/{name}"
