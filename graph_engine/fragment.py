"""Fragment: a part of a workflow as text, as the clipboard holds it, and what pastes it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph_engine.catalog import Catalog
from graph_engine.check import link_problem
from graph_engine.edits import AddNodes, Edit
from graph_engine.graph import Graph, GraphNode, Link
from graph_engine.pasted_text import read_pasted
from graph_engine.positions import Point, moved, placed
from graph_engine.subgraphs import (
    catalog_of,
    instance_type,
    needed_definitions,
    subgraph_id_of,
    with_definitions,
)
from graph_engine.subgraphs.definitions import used_in
from graph_engine.workflow import Layout, Subgraph, Workflow
from graph_engine.workflow_io import format_workflow

Json = Any
_KEY = "fragment"


@dataclass(frozen=True)
class Fragment:
    """Nodes with the links among them, their layout and the subgraphs that they stand for.

    `inputs` are the links from outside.
    """

    nodes: Mapping[str, GraphNode]
    layout: Layout
    subgraphs: Mapping[str, Subgraph]
    inputs: Mapping[tuple[str, str], Link]


def copy_fragment(
    workflow: Workflow,
    node_ids: Collection[str],
    frames: Sequence[Json] = (),
    notes: Sequence[Json] = (),
) -> str:
    """Nodes, frames and notes as the text of a small workflow.

    The links among the nodes are the workflow's; those from outside stand apart, so that they can
    be linked again where it is pasted with its inputs.
    """
    chosen, layout = set(node_ids), workflow.layout
    nodes = {name: node for name, node in workflow.graph.nodes.items() if name in chosen}
    inside, outside = _apart(Graph(nodes))
    places = {name: place for name, place in layout.nodes.items() if name in nodes}
    dots = {
        key: points for key, points in layout.reroutes.items() if key.partition(".")[0] in nodes
    }
    inputs = {f"{name}.{port}": str(link) for (name, port), link in outside.items()}
    return format_workflow(
        Workflow(
            graph=Graph(inside),
            layout=Layout(places, tuple(frames), tuple(notes), dots),
            subgraphs=needed_definitions(workflow.subgraphs, used_in(Graph(inside))),
            extra={_KEY: {"inputs": inputs}},
        )
    )


def paste_edits(
    workflow: Workflow, catalog: Catalog, text: str, at: Point, *, keep_inputs: bool = False
) -> tuple[Edit, tuple[str, ...]]:
    """The edit that pastes a fragment with its top left corner at a point, and the new ids.

    With `keep_inputs` the links from outside are made again where their sources are still there
    and fit. Raises EditError, in a sentence, for text that can't be pasted.
    """
    fragment = read_fragment(text)
    ids = _fresh_ids(fragment.nodes, _taken(workflow.graph))
    target, types = with_definitions(workflow, fragment.subgraphs)
    nodes = {ids[name]: _renamed(node, ids, types) for name, node in fragment.nodes.items()}
    if keep_inputs:
        nodes = _with_outside(target, catalog_of(target, catalog), fragment, nodes, ids)
    layout = moved(placed(fragment.layout, Graph(fragment.nodes)), at)
    layout = replace(
        layout,
        nodes={ids[name]: place for name, place in layout.nodes.items()},
        reroutes=_dots_of(layout.reroutes, nodes, ids),
    )
    new = {key: one for key, one in target.subgraphs.items() if key not in workflow.subgraphs}
    return AddNodes(nodes, layout, new), tuple(ids.values())


def read_fragment(text: str) -> Fragment:
    """The fragment in a text: what `copy_fragment` gave, or any workflow, fenced or not.

    Raises EditError, in a sentence, for text that holds no workflow or one that is too large.
    """
    workflow = read_pasted(text)
    nodes, layout = workflow.graph.nodes, workflow.layout
    inside, outside = _apart(workflow.graph)
    places = {name: place for name, place in layout.nodes.items() if name in nodes}
    return Fragment(
        inside,
        Layout(places, layout.frames, layout.notes, layout.reroutes),
        needed_definitions(workflow.subgraphs, used_in(workflow.graph)),
        {**outside, **_outside_links(workflow)},
    )


def _apart(graph: Graph) -> tuple[dict[str, GraphNode], dict[tuple[str, str], Link]]:
    """The nodes with the links among them only, and the links from outside."""
    inside: dict[str, GraphNode] = {}
    outside: dict[tuple[str, str], Link] = {}
    for name, node in graph.nodes.items():
        kept: dict[str, Link] = {}
        for port, link in node.inputs.items():
            if link.node in graph.nodes:
                kept[port] = link
            else:
                outside[name, port] = link
        inside[name] = replace(node, inputs=kept)
    return inside, outside


def _outside_links(workflow: Workflow) -> dict[tuple[str, str], Link]:
    """The links from outside that a copied fragment notes; what is no link is left out."""
    noted = workflow.extra.get(_KEY)
    inputs = noted.get("inputs") if isinstance(noted, dict) else None
    links = {}
    for key, text in inputs.items() if isinstance(inputs, dict) else ():
        name, _, port = key.partition(".")
        if name in workflow.graph.nodes and isinstance(text, str):
            try:
                links[name, port] = Link.parse(text)
            except ValueError:
                continue
    return links


def _fresh_ids(names: Iterable[str], taken: Collection[str]) -> dict[str, str]:
    """A free id for each name: the name itself, or its word with the next free number."""
    fresh: dict[str, str] = {}
    used, numbers = set(taken), dict[str, int]()
    for name in names:
        new_id, stem = name, re.sub(r"_\d+$", "", name) or name
        while new_id in used:
            numbers[stem] = numbers.get(stem, 1) + 1
            new_id = f"{stem}_{numbers[stem]}"
        used.add(new_id)
        fresh[name] = new_id
    return fresh


def _taken(graph: Graph) -> set[str]:
    """The ids that nodes have, and those that links lead to in vain."""
    linked = (link.node for node in graph.nodes.values() for link in node.inputs.values())
    return {*graph.nodes, *linked}


def _renamed(node: GraphNode, ids: Mapping[str, str], subgraphs: Mapping[str, str]) -> GraphNode:
    """The node with its links, and the subgraph that it may stand for, under their new ids."""
    inputs = {port: Link(ids[link.node], link.port) for port, link in node.inputs.items()}
    subgraph_id = subgraph_id_of(node.type)
    if subgraph_id is None:
        return replace(node, inputs=inputs)
    new_type = instance_type(subgraphs.get(subgraph_id, subgraph_id))
    return replace(node, type=new_type, inputs=inputs)


def _with_outside(
    workflow: Workflow,
    catalog: Catalog,
    fragment: Fragment,
    nodes: Mapping[str, GraphNode],
    ids: Mapping[str, str],
) -> dict[str, GraphNode]:
    """The new nodes, linked to sources outside that are there and fit."""
    linked = dict(nodes)
    graph = Graph({**workflow.graph.nodes, **nodes})
    for (name, port), link in fragment.inputs.items():
        new_id = ids[name]
        there = link.node in workflow.graph.nodes
        if there and not link_problem(graph, catalog, new_id, port, link):
            node = linked[new_id]
            linked[new_id] = replace(node, inputs={**node.inputs, port: link})
    return linked


def _dots_of(
    reroutes: Mapping[str, Json], nodes: Mapping[str, GraphNode], ids: Mapping[str, str]
) -> dict[str, Json]:
    """The dots of the wires that were pasted, under the new ids."""
    dots = {}
    for key, points in reroutes.items():
        name, _, port = key.partition(".")
        if name in ids and port in nodes[ids[name]].inputs:
            dots[f"{ids[name]}.{port}"] = points
    return dots
