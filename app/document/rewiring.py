"""Rewiring: the edits behind gestures that take nodes out of wires and put them in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from app.document.draft import Draft
from graph_engine.catalog import Catalog
from graph_engine.edits import Connect, Disconnect, Edit, RemoveNodes, SetState
from graph_engine.graph import Graph, Link, NodeState
from graph_engine.types import PortType
from graph_engine.workflow import Workflow

Rewire = Callable[[Workflow, Catalog, Iterable[str]], Edit]


def remove(nodes: Iterable[str]) -> Edit:
    """Remove nodes with all their links."""
    return RemoveNodes(tuple(nodes))


def remove_and_heal(workflow: Workflow, catalog: Catalog, nodes: Iterable[str]) -> Edit:
    """Remove nodes; what they fed is fed by what fed them, where the types allow it."""
    chosen = tuple(nodes)
    draft = Draft(workflow, catalog)
    for node in chosen:
        _heal(draft, node)
    draft.do(RemoveNodes(chosen))
    return draft.edit


def take_out(workflow: Workflow, catalog: Catalog, nodes: Iterable[str]) -> Edit:
    """Free nodes of all their links to others, and heal the wires that they were part of."""
    chosen = list(nodes)
    draft = Draft(workflow, catalog)
    for node in chosen:
        _heal(draft, node, around=chosen)
    for node in chosen:
        for name, link in tuple(draft.workflow.graph.nodes[node].inputs.items()):
            if link.node not in chosen:
                draft.do(Disconnect(node, name))
        for consumer, name in draft.workflow.graph.consumers(node):
            if consumer not in chosen:
                draft.do(Disconnect(consumer, name))
    return draft.edit


def insert(
    workflow: Workflow, catalog: Catalog, node: str, consumer: str, name: str
) -> Edit | None:
    """Put a free node into the wire to an input; None where no pair of its ports fits."""
    graph = workflow.graph
    link = graph.nodes[consumer].inputs.get(name)
    if link is None or node in (consumer, link.node) or not is_free(graph, node):
        return None
    for input_name in inputs_for(graph, catalog, node, output_type(graph, catalog, link)):
        for output in outputs_for(graph, catalog, node, input_type(graph, catalog, consumer, name)):
            draft = Draft(workflow, catalog)
            done = draft.attempt(Connect(consumer, name, Link(node, output))) and draft.attempt(
                Connect(node, input_name, link)
            )
            if done:
                return draft.edit
    return None


def is_free(graph: Graph, node: str) -> bool:
    """Whether nothing is linked to a node."""
    return not graph.nodes[node].inputs and not graph.consumers(node)


def move_outputs(workflow: Workflow, catalog: Catalog, before: Link, after: Link) -> Edit:
    """Let everything that an output feeds be fed by another; raises EditError if one can't."""
    draft = Draft(workflow, catalog)
    for consumer, name in workflow.graph.consumers(before.node):
        if workflow.graph.nodes[consumer].inputs[name] == before:
            draft.do(Connect(consumer, name, after))
    return draft.edit


def break_port(
    workflow: Workflow, catalog: Catalog, node: str, port: str, *, is_output: bool
) -> Edit:
    """Take away all links at a port."""
    draft = Draft(workflow, catalog)
    graph = workflow.graph
    if not is_output:
        if port in graph.nodes[node].inputs:
            draft.do(Disconnect(node, port))
        return draft.edit
    for consumer, name in graph.consumers(node):
        if graph.nodes[consumer].inputs[name].port == port:
            draft.do(Disconnect(consumer, name))
    return draft.edit


def toggle_state(
    workflow: Workflow, catalog: Catalog, nodes: Iterable[str], state: NodeState
) -> Edit:
    """Give nodes a state; if all have it already, make them active again."""
    chosen = list(nodes)
    graph = workflow.graph
    all_have_it = all(graph.nodes[node].state == state for node in chosen)
    draft = Draft(workflow, catalog)
    draft.do(*(SetState(node, "active" if all_have_it else state) for node in chosen))
    return draft.edit


def output_type(graph: Graph, catalog: Catalog, link: Link) -> PortType | None:
    """The type of an output; None where it is not known."""
    node = graph.nodes.get(link.node)
    spec = catalog.get(node.type) if node else None
    port = spec.outputs.get(link.port) if spec else None
    return port.type if port else None


def input_type(graph: Graph, catalog: Catalog, node: str, name: str) -> PortType | None:
    """The type of an input; None where it is not known."""
    spec = catalog.get(graph.nodes[node].type)
    port = spec.inputs.get(name) if spec else None
    return port.type if port else None


def inputs_for(graph: Graph, catalog: Catalog, node: str, given: PortType | None) -> Iterator[str]:
    """The inputs of a node that take a type, required and free ones first."""
    spec = catalog.get(graph.nodes[node].type)
    if spec is None or given is None:
        return
    linked = graph.nodes[node].inputs
    fitting = [port for port in spec.inputs.values() if port.type.accepts(given)]
    # A scalar is at home in its field; a wire to it is wanted only if nothing else fits.
    fitting.sort(key=lambda port: (port.name in linked, port.type.is_scalar, not port.required))
    yield from (port.name for port in fitting)


def outputs_for(
    graph: Graph, catalog: Catalog, node: str, wanted: PortType | None
) -> Iterator[str]:
    """The outputs of a node that an input of a type takes."""
    spec = catalog.get(graph.nodes[node].type)
    if spec is None or wanted is None:
        return
    yield from (port.name for port in spec.outputs.values() if wanted.accepts(port.type))


def _heal(draft: Draft, node: str, around: Iterable[str] = ()) -> None:
    """Feed the consumers of a node from the node's own sources, as a bypass would."""
    graph, catalog = draft.workflow.graph, draft.catalog
    outside = set(around)
    sources = [link for link in graph.nodes[node].inputs.values() if link.node not in outside]
    for consumer, name in graph.consumers(node):
        if consumer in outside:
            continue
        wanted = input_type(graph, catalog, consumer, name)
        for link in sources:
            given = output_type(graph, catalog, link)
            if wanted is not None and given is not None and wanted.accepts(given):
                draft.attempt(Connect(consumer, name, link))
                break
