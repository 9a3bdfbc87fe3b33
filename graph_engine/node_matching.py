"""Node matching: which nodes of two versions of a graph are the same ones, renamed or not."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping

from graph_engine.graph import Graph, GraphNode, Link
from graph_engine.topology import CycleFound, upstream_order


def match_nodes(before: Graph, after: Graph) -> dict[str, str]:
    """The ids of nodes in `before` that are in `after` too, with their ids there.

    Nodes match that have the same id and type; then those under another id whose type, params and
    links are the same; then those that have only the id in common.
    """
    matched = {
        name: name
        for name, node in before.nodes.items()
        if name in after.nodes and after.nodes[name].type == node.type
    }
    matched.update(_renamed(before, after, matched))
    taken = set(matched.values())
    for name in before.nodes:
        if name in after.nodes and name not in matched and name not in taken:
            matched[name] = name
    return matched


def _renamed(before: Graph, after: Graph, matched: Mapping[str, str]) -> dict[str, str]:
    """Nodes without a match so far that say the same under another id, sources first."""
    taken, found = set(matched.values()), dict(matched)
    waiting: dict[str, deque[str]] = defaultdict(deque)
    for name, node in after.nodes.items():
        if name not in taken:
            waiting[_content(node, node.inputs.items())].append(name)
    for name in _sources_first(before):
        if name in found:
            continue
        node = before.nodes[name]
        links = [
            (port, Link(found.get(link.node, f"?{link.node}"), link.port))
            for port, link in node.inputs.items()
        ]
        if candidates := waiting.get(_content(node, links)):
            found[name] = candidates.popleft()
    return {name: other for name, other in found.items() if name not in matched}


def _content(node: GraphNode, links: Iterable[tuple[str, Link]]) -> str:
    named = sorted((port, str(link)) for port, link in links)
    return json.dumps([node.type, node.params, named], sort_keys=True)


def _sources_first(graph: Graph) -> list[str]:
    try:
        return upstream_order(graph.nodes, graph.sources)
    except CycleFound:
        return list(graph.nodes)
