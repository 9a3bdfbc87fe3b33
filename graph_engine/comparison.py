"""Comparison of two workflows: nodes are matched, then each value and link is looked at."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph_engine.catalog import Catalog
from graph_engine.difference import Change, Difference, NodeDifference, ParamChange
from graph_engine.graph import Graph, GraphNode, Link
from graph_engine.node_matching import match_nodes
from graph_engine.spec import NodeSpec
from graph_engine.workflow import Layout, Subgraph, Workflow

Json = Any


def compare(before: Workflow, after: Workflow, catalog: Catalog | None = None) -> Difference:
    """What sets two workflows apart; with a catalogue, a param at its default is as if given."""
    old, new = _Side.of_workflow(before), _Side.of_workflow(after)
    inner = {
        name: _compare(
            _Side.of_subgraph(before.subgraphs[name]),
            _Side.of_subgraph(after.subgraphs[name]),
            catalog,
        )
        for name in before.subgraphs
        if name in after.subgraphs
    }
    return _compare(
        old,
        new,
        catalog,
        subgraphs={name: found for name, found in inner.items() if not found.is_empty},
        subgraphs_added=tuple(name for name in after.subgraphs if name not in before.subgraphs),
        subgraphs_removed=tuple(name for name in before.subgraphs if name not in after.subgraphs),
    )


@dataclass(frozen=True)
class _Side:
    """One of the two things compared: a workflow or the definition of a subgraph."""

    graph: Graph
    layout: Layout
    properties: Mapping[str, str]

    @classmethod
    def of_workflow(cls, workflow: Workflow) -> _Side:
        texts = {"name": workflow.name, "description": workflow.description}
        return cls(workflow.graph, workflow.layout, {**_given(texts), **_texts(workflow.extra)})

    @classmethod
    def of_subgraph(cls, subgraph: Subgraph) -> _Side:
        texts = {"name": subgraph.name, "description": subgraph.description}
        inputs = {
            f"input {name}": ", ".join(map(str, inner)) for name, inner in subgraph.inputs.items()
        }
        outputs = {f"output {name}": str(inner) for name, inner in subgraph.outputs.items()}
        named = {**_given(texts), **inputs, **outputs, **_texts(subgraph.extra)}
        return cls(subgraph.graph, subgraph.layout, named)


def _compare(before: _Side, after: _Side, catalog: Catalog | None, **subgraphs: Any) -> Difference:
    matches = match_nodes(before.graph, after.graph)
    return Difference(
        nodes=tuple(_node_differences(before, after, matches, catalog)),
        matches=matches,
        properties=_changes(before.properties, after.properties),
        layout=tuple(_layout_differences(before.layout, after.layout, matches)),
        **subgraphs,
    )


def _node_differences(
    before: _Side, after: _Side, matches: Mapping[str, str], catalog: Catalog | None
) -> Iterator[NodeDifference]:
    """The nodes that differ, in their order in `after`, those that are gone at the end."""
    origins = {new: old for old, new in matches.items()}
    for name in after.graph.nodes:
        old = origins.get(name, "")
        found = _node_difference(before, after, matches, old, name, catalog)
        if old != name or found.kind != "moved" or found.moved:
            yield found
    for name in before.graph.nodes:
        if name not in matches:
            yield _node_difference(before, after, matches, name, "", catalog)


def _node_difference(
    before: _Side,
    after: _Side,
    matches: Mapping[str, str],
    old_id: str,
    new_id: str,
    catalog: Catalog | None,
) -> NodeDifference:
    nothing = GraphNode("")
    old = before.graph.nodes[old_id] if old_id else nothing
    new = after.graph.nodes[new_id] if new_id else nothing
    in_both = bool(old_id and new_id)
    type_id = new.type if new_id else old.type
    spec = catalog.get(type_id) if catalog is not None and in_both else None
    # What is gone keeps its links as they were; the others' lead to ids as they are now.
    known = matches if in_both else {}
    old_links = {port: _led(link, known) for port, link in old.inputs.items()}
    return NodeDifference(
        before=old_id,
        after=new_id,
        type=type_id,
        params=tuple(_param_changes(old.params, new.params, spec)),
        links=_changes(old_links, {port: str(link) for port, link in new.inputs.items()}),
        properties=_changes(_properties(old), _properties(new)) if in_both else (),
        moved=in_both
        and not _same(before.layout.nodes.get(old_id), after.layout.nodes.get(new_id)),
    )


def _led(link: Link, matches: Mapping[str, str]) -> str:
    """A link with the id that its source has now."""
    return f"{matches.get(link.node, link.node)}.{link.port}"


def _properties(node: GraphNode) -> dict[str, str]:
    return {"type": node.type, "state": node.state, **_texts(node.extra)}


def _param_changes(
    before: Mapping[str, Json], after: Mapping[str, Json], spec: NodeSpec | None
) -> Iterator[ParamChange]:
    defaults = {port.name: port.default for port in spec.scalars} if spec else {}
    for name in (*before, *(name for name in after if name not in before)):
        change = ParamChange(
            name,
            before.get(name, defaults.get(name)),
            after.get(name, defaults.get(name)),
            name in before,
            name in after,
        )
        known = (change.given_before and change.given_after) or name in defaults
        if not known or not _same(change.before, change.after):
            yield change


def _layout_differences(before: Layout, after: Layout, matches: Mapping[str, str]) -> Iterator[str]:
    if not _same(before.frames, after.frames):
        yield "frames"
    if not _same(before.notes, after.notes):
        yield "notes"
    dots = {_renamed_key(key, matches): points for key, points in before.reroutes.items()}
    if not _same(dots, after.reroutes):
        yield "wires"
    if not _same(before.extra, after.extra):
        yield "other"


def _renamed_key(key: str, matches: Mapping[str, str]) -> str:
    node, dot, port = key.partition(".")
    return matches.get(node, node) + dot + port


def _given(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text}


def _texts(extra: Mapping[str, Json]) -> dict[str, str]:
    return {key: json.dumps(value, sort_keys=True) for key, value in extra.items()}


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    names: Iterable[str] = dict.fromkeys((*before, *after))
    found = (Change(name, before.get(name), after.get(name)) for name in names)
    return tuple(change for change in found if change.before != change.after)


def _same(before: Json, after: Json) -> bool:
    """Whether two values say the same: 20 and 20.0 do, 1 and true don't."""
    numbers = isinstance(before, int | float) and isinstance(after, int | float)
    if numbers and not isinstance(before, bool) and not isinstance(after, bool):
        return bool(before == after)
    return json.dumps(before, sort_keys=True) == json.dumps(after, sort_keys=True)
