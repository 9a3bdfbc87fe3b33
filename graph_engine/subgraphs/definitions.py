"""Definitions: which nodes stand for which subgraph, and which subgraphs can be opened up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from graph_engine.graph import Graph, free_id
from graph_engine.topology import CycleFound, upstream_order
from graph_engine.workflow import Subgraph, Workflow

PREFIX = "subgraph:"
MAX_NODES = 100_000
MAX_DEPTH = 50


def instance_type(subgraph_id: str) -> str:
    """The type of the nodes that stand for a subgraph."""
    return f"{PREFIX}{subgraph_id}"


def subgraph_id_of(type_id: str) -> str | None:
    """The id of the subgraph that nodes of a type stand for; None for any other type."""
    return type_id.removeprefix(PREFIX) if type_id.startswith(PREFIX) else None


def inside(workflow: Workflow, subgraph_id: str) -> Workflow:
    """The inside of a subgraph as a workflow, with all definitions and what it shows outside.

    Raises KeyError for a subgraph that is not there.
    """
    subgraph = workflow.subgraphs[subgraph_id]
    return Workflow(
        graph=subgraph.graph,
        name=subgraph.name,
        description=subgraph.description,
        layout=subgraph.layout,
        subgraphs=workflow.subgraphs,
        inputs=subgraph.inputs,
        outputs=subgraph.outputs,
        folder=workflow.folder,
    )


def with_inside(workflow: Workflow, subgraph_id: str, changed: Workflow) -> Workflow:
    """The workflow with a changed inside of a subgraph, and the definitions as they are there."""
    subgraph = replace(
        workflow.subgraphs[subgraph_id],
        name=changed.name,
        description=changed.description,
        inputs=changed.inputs,
        outputs=changed.outputs,
        graph=changed.graph,
        layout=changed.layout,
    )
    return replace(workflow, subgraphs={**changed.subgraphs, subgraph_id: subgraph})


def used_in(graph: Graph) -> tuple[str, ...]:
    """The ids of the subgraphs that a graph's nodes stand for, each as often as it does."""
    ids = (subgraph_id_of(node.type) for node in graph.nodes.values())
    return tuple(found for found in ids if found is not None)


def needed_definitions(
    subgraphs: Mapping[str, Subgraph], wanted: Iterable[str]
) -> dict[str, Subgraph]:
    """The wanted definitions and those inside them, in the order in which they stand."""
    needed: dict[str, None] = dict.fromkeys(wanted)
    waiting = list(needed)
    for subgraph_id in waiting:
        if subgraph_id in subgraphs:
            new = [one for one in used_in(subgraphs[subgraph_id].graph) if one not in needed]
            needed.update(dict.fromkeys(new))
            waiting += dict.fromkeys(new)
    return {one: subgraph for one, subgraph in subgraphs.items() if one in needed}


@dataclass(frozen=True)
class Usable:
    """The subgraphs that can be opened up, those inside others first, and why others can't."""

    order: tuple[str, ...]
    refused: Mapping[str, str]


def usable(workflow: Workflow) -> Usable:
    """Sort out the definitions: none may contain itself, be nested too deeply or grow too large."""
    subgraphs = workflow.subgraphs
    uses = {one: _uses(subgraphs, subgraph.graph) for one, subgraph in subgraphs.items()}
    order = _innermost_first(uses)
    sizes: dict[str, int] = {}
    depths: dict[str, int] = {}
    for one in order:
        sizes[one] = _size(subgraphs[one].graph, sizes)
        depths[one] = 1 + max((depths[inner] for inner in uses[one]), default=0)
    refused = {one: _circle(one, uses) for one in subgraphs if one not in sizes}
    if _size(workflow.graph, sizes) > MAX_NODES:
        reason = f"opened up, the workflow would have more than {MAX_NODES:,} nodes"
        refused |= dict.fromkeys(order, reason)
    for one in order:
        if depths[one] > MAX_DEPTH:
            refused[one] = f"it is nested more than {MAX_DEPTH} deep"
    return Usable(tuple(one for one in order if one not in refused), refused)


def _uses(subgraphs: Mapping[str, Subgraph], graph: Graph) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in used_in(graph) if one in subgraphs))


def _innermost_first(uses: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The definitions that don't lead into a circle, each after those that it uses."""
    users: dict[str, list[str]] = {one: [] for one in uses}
    for one, inner in uses.items():
        for used in inner:
            users[used].append(one)
    missing = {one: len(inner) for one, inner in uses.items()}
    order = [one for one, count in missing.items() if count == 0]
    for one in order:
        for user in users[one]:
            missing[user] -= 1
            if missing[user] == 0:
                order.append(user)
    return order


def _size(graph: Graph, sizes: Mapping[str, int]) -> int:
    """How many nodes a graph has when its subgraphs stand open."""
    used = used_in(graph)
    return len(graph.nodes) + sum(sizes.get(one, 0) for one in used)


def _circle(subgraph_id: str, uses: Mapping[str, tuple[str, ...]]) -> str:
    try:
        upstream_order([subgraph_id], lambda one: uses[one])
    except CycleFound as cycle:
        path = " → ".join(reversed(cycle.path))
        inner = "" if subgraph_id in cycle.path else f'"{cycle.path[0]}", which contains '
        return f"it contains {inner}itself: {path}"
    raise AssertionError(f"nothing keeps {subgraph_id} from being opened up")


def with_definitions(
    workflow: Workflow, definitions: Mapping[str, Subgraph]
) -> tuple[Workflow, dict[str, str]]:
    """The workflow with further definitions, and the ids under which they are there.

    One that equals a definition that is there already is that one; a clash gets a free id.
    """
    subgraphs, ids = dict(workflow.subgraphs), dict[str, str]()
    uses = {one: _uses(definitions, subgraph.graph) for one, subgraph in definitions.items()}
    order = _innermost_first(uses)
    for one in (*order, *(circular for circular in definitions if circular not in order)):
        subgraph = _with_types(definitions[one], ids)
        equal = [known for known, other in subgraphs.items() if other == subgraph]
        ids[one] = one if one in equal else equal[0] if equal else free_id(one, subgraphs)
        subgraphs[ids[one]] = subgraph
    return replace(workflow, subgraphs=subgraphs), ids


def _with_types(subgraph: Subgraph, ids: Mapping[str, str]) -> Subgraph:
    """The definition with the nodes inside it standing for subgraphs under their ids."""
    nodes = {}
    for name, node in subgraph.graph.nodes.items():
        used = subgraph_id_of(node.type)
        new_type = instance_type(ids.get(used, used)) if used is not None else node.type
        nodes[name] = node if new_type == node.type else replace(node, type=new_type)
    return replace(subgraph, graph=Graph(nodes))
