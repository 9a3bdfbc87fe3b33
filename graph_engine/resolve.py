"""Resolve: the links as a run sees them, muted nodes taken out and bypassed ones passed through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graph_engine.catalog import Catalog
from graph_engine.graph import Graph, Link
from graph_engine.spec import NodeSpec
from graph_engine.topology import upstream_order


@dataclass(frozen=True, slots=True)
class Wiring:
    """The nodes that a run may need, sources first, and what feeds their inputs.

    `blocked` names the nodes that can't run because a node they need is muted, with the reason.
    """

    targets: tuple[str, ...]
    order: tuple[str, ...]
    inputs: dict[str, dict[str, Link]]
    blocked: dict[str, str] = field(default_factory=dict)


def default_targets(graph: Graph, catalog: Catalog) -> tuple[str, ...]:
    """The active nodes with effects; if there are none, the active nodes that feed no other.

    Muted nodes are as if they were not there.
    """
    active = [name for name, node in graph.nodes.items() if node.state == "active"]
    effects = [
        name
        for name in active
        if (spec := catalog.get(graph.nodes[name].type)) is not None and spec.effects
    ]
    if effects:
        return tuple(effects)
    feeding = {
        link.node
        for node in graph.nodes.values()
        if node.state != "muted"
        for link in node.inputs.values()
    }
    return tuple(name for name in active if name not in feeding)


def needed_nodes(graph: Graph, targets: Iterable[str]) -> list[str]:
    """The targets and all nodes upstream of them, sources first; raises CycleFound.

    What only a muted node needs is left out.
    """
    nodes = graph.nodes
    return upstream_order(
        targets, lambda name: graph.sources(name) if nodes[name].state != "muted" else ()
    )


def resolve(
    graph: Graph, catalog: Catalog, targets: tuple[str, ...], needed: Iterable[str]
) -> Wiring:
    """Find what feeds what among the nodes needed (sources first), which passed the checks."""
    inputs: dict[str, dict[str, Link]] = {}
    blocked: dict[str, str] = {}
    order: list[str] = []
    all_active = True
    for name in needed:
        node = graph.nodes[name]
        all_active = all_active and node.state == "active"
        if node.state != "active":
            if name in targets:
                order.append(name)
                inputs[name] = {}
                blocked[name] = f"it is {node.state}"
            continue
        order.append(name)
        spec = catalog[node.type]
        found = inputs[name] = {}
        for port, link in node.inputs.items():
            source = _follow(graph, catalog, link)
            if source is not None:
                found[port] = source
            if source is not None and source.node in blocked:
                blocked[name] = f'"{source.node}" does not run'
            elif source is None and spec.inputs[port].required and port not in node.params:
                blocked[name] = f'"{link.node}", which feeds "{port}", is {_state(graph, link)}'
    wiring = Wiring(targets, tuple(order), inputs, blocked)
    return wiring if all_active else _without_unneeded(wiring)


def _follow(graph: Graph, catalog: Catalog, link: Link) -> Link | None:
    """The output that really feeds a link: through bypassed nodes; None behind a muted one."""
    while (node := graph.nodes[link.node]).state == "bypassed":
        passed = passed_through(catalog[node.type], link.port, node.inputs)
        if passed is None:
            return None
        link = passed
    return None if node.state == "muted" else link


def passed_through(spec: NodeSpec, output: str, inputs: Mapping[str, Link]) -> Link | None:
    """What a bypassed node gives at an output: its input of that type, of that name if possible."""
    wanted = spec.outputs[output].type
    fitting = [
        name for name, port in spec.inputs.items() if name in inputs and wanted.accepts(port.type)
    ]
    if not fitting:
        return None
    return inputs[output if output in fitting else fitting[0]]


def _state(graph: Graph, link: Link) -> str:
    state = graph.nodes[link.node].state
    if state == "bypassed":
        return "bypassed and has nothing of that type to pass through"
    return state


def _without_unneeded(wiring: Wiring) -> Wiring:
    """Leave out the nodes that only muted or bypassed nodes needed."""
    known = set(wiring.order)
    order = upstream_order(
        wiring.targets,
        lambda name: [link.node for link in wiring.inputs[name].values() if link.node in known],
    )
    return Wiring(wiring.targets, tuple(order), wiring.inputs, wiring.blocked)
