"""Fitting: which ports a wire that is being drawn may end at, and why it may not at others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from graph_engine.catalog import Catalog
from graph_engine.errors import InputError, nearest
from graph_engine.graph import Graph, Link
from graph_engine.outlook import Outlook
from graph_engine.places import Places
from graph_engine.subgraphs import catalog_of
from graph_engine.topology import CycleFound, reached_from
from graph_engine.types import PortType
from graph_engine.workflow import Workflow

_SHOWN_OF_PATH = 4


@dataclass(frozen=True, slots=True)
class WireEnd:
    """The port that a wire is drawn from: an output, or an input that looks for its source."""

    node: str
    port: str
    is_output: bool


def fitting_ports(
    workflow: Workflow, catalog: Catalog, end: WireEnd, places: Places
) -> dict[str, str]:
    """By `node.port` all ports whose type fits, with why they can't be linked; empty if they can.

    Told are links that would lead in a circle, and what nodes would say against models of
    different families coming together. Raises InputError for an end that is not there.
    """
    graph, catalog = workflow.graph, catalog_of(workflow, catalog)
    fitting = list(_of_fitting_type(graph, catalog, end))
    reasons = _circles(graph, end)
    try:
        objection = _objections(Outlook(workflow, catalog, places), end)
    except CycleFound:
        # Nodes in a circle can't be asked in any order; the check names it.
        return {str(port): reasons.get(port.node, "") for port in fitting}
    return {str(port): reasons.get(port.node) or objection(port) for port in fitting}


def _of_fitting_type(graph: Graph, catalog: Catalog, end: WireEnd) -> Iterator[Link]:
    """The ports of the other kind whose type goes with that of the end."""
    own = _type_of(graph, catalog, end)
    for name, node in graph.nodes.items():
        spec = catalog.get(node.type)
        if spec is None:
            continue
        if end.is_output:
            ports = [port.name for port in spec.inputs.values() if port.type.accepts(own)]
        else:
            ports = [port.name for port in spec.outputs.values() if own.accepts(port.type)]
        yield from (Link(name, port) for port in ports)


def _type_of(graph: Graph, catalog: Catalog, end: WireEnd) -> PortType:
    what = "output" if end.is_output else "input"
    node = graph.nodes.get(end.node)
    spec = catalog.get(node.type) if node is not None else None
    ports = (spec.outputs if end.is_output else spec.inputs) if spec is not None else {}
    if end.port not in ports:
        raise InputError(
            f'There is no {what} "{end.port}" at a node "{end.node}".',
            node=end.node,
            port=end.port,
            hint=nearest(end.port, ports),
        )
    return ports[end.port].type


def _circles(graph: Graph, end: WireEnd) -> dict[str, str]:
    """The nodes that a link from the end would close a circle with, and its path in words."""
    came_from = reached_from(end.node, graph.sources if end.is_output else _consumers(graph))
    found = {}
    for name in came_from:
        path = [name]
        while len(path) < _SHOWN_OF_PATH and came_from[path[-1]]:
            path.append(came_from[path[-1]])
        if path[-1] != end.node:
            path += ["…"] * (came_from[path[-1]] != end.node) + [end.node]
        if not end.is_output:
            path.reverse()
        found[name] = f"This link would make a cycle: {' → '.join([*path, path[0]])}."
    return found


def _consumers(graph: Graph) -> Callable[[str], list[str]]:
    found: dict[str, list[str]] = {name: [] for name in graph.nodes}
    for name in graph.nodes:
        for source in graph.sources(name):
            found[source].append(name)
    return found.__getitem__


def _objections(outlook: Outlook, end: WireEnd) -> Callable[[Link], str]:
    """What nodes would say against a link between the end and another port."""
    if end.is_output:
        own = Link(end.node, end.port)
        return lambda port: outlook.objection(port.node, port.port, own)
    by_facts: dict[Any, str] = {}

    def from_output(output: Link) -> str:
        """Outputs of which the same is known are refused, or not, for the same reason."""
        facts = outlook.facts_of(output)
        try:
            known = by_facts.get(facts)
        except TypeError:  # facts of a node pack that can't be hashed
            return outlook.objection(end.node, end.port, output)
        if known is None:
            known = by_facts[facts] = outlook.objection(end.node, end.port, output)
        return known

    return from_output
