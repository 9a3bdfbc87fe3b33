"""Union: two workflows drawn as one: the nodes of both, and which wires came and went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.canvas.wire import Key
from graph_engine.difference import Difference, Kind, NodeDifference
from graph_engine.graph import Graph, GraphNode, Link, free_id
from graph_engine.subgraphs import inside, subgraph_id_of
from graph_engine.workflow import Layout, Workflow

TOP = ""


@dataclass(frozen=True)
class LostWire:
    """A link that is no more: from an output to an input, by the ids in the union."""

    source: Link
    target: Key


@dataclass(frozen=True)
class UnitedLevel:
    """The top level, or the inside of a subgraph that is in both.

    `shown` leads from the ids before to those in the union. What `lost` holds is drawn besides the
    union's links, but the links of `ghosts`, the nodes that are gone, which are links there too.
    """

    found: Difference
    shown: Mapping[str, str]
    ghosts: frozenset[str]
    new: frozenset[Key]
    lost: tuple[LostWire, ...]

    def id_of(self, node: NodeDifference) -> str:
        """The id that a node has in the union."""
        return node.after or self.shown[node.before]

    def kinds(self, graph: Graph, *, moved: bool) -> dict[str, Kind]:
        """What became of the nodes that differ; one that holds a changed subgraph is changed."""
        kinds: dict[str, Kind] = {
            name: "changed"
            for name, node in graph.nodes.items()
            if (subgraph_id_of(node.type) or "") in self.found.subgraphs
        }
        for node in self.found.nodes:
            if node.kind != "moved" or (moved and self.id_of(node) not in kinds):
                kinds[self.id_of(node)] = node.kind
        return kinds


@dataclass(frozen=True)
class Union:
    """What is drawn, and what is to be known of its levels by the subgraph's id."""

    workflow: Workflow
    levels: Mapping[str, UnitedLevel]


def unite(before: Workflow, after: Workflow, found: Difference) -> Union:
    """The workflow after, with what is gone put back at its old places."""
    workflow, top = _unite_level(before, after, found)
    levels = {TOP: top}
    subgraphs = {**before.subgraphs, **after.subgraphs}
    for name, inner_found in found.subgraphs.items():
        inner = inside(before, name), inside(after, name)
        united, levels[name] = _unite_level(*inner, inner_found)
        subgraphs[name] = replace(after.subgraphs[name], graph=united.graph, layout=united.layout)
    return Union(replace(workflow, subgraphs=subgraphs, source=""), levels)


def _unite_level(
    before: Workflow, after: Workflow, found: Difference
) -> tuple[Workflow, UnitedLevel]:
    nodes = dict(after.graph.nodes)
    shown = dict(found.matches)
    for name in before.graph.nodes:
        if name not in shown:
            shown[name] = free_id(name, nodes)
            nodes[shown[name]] = GraphNode("")
    ghosts = {shown[node.before]: node.before for node in found.of_kind("removed")}
    for ghost, name in ghosts.items():
        nodes[ghost] = _ghost(before.graph.nodes[name], shown)
    workflow = replace(
        after, graph=Graph(nodes), layout=_layout(before.layout, after.layout, ghosts)
    )
    new, lost = _wires(before, found, shown)
    return workflow, UnitedLevel(found, shown, frozenset(ghosts), frozenset(new), tuple(lost))


def _ghost(node: GraphNode, shown: Mapping[str, str]) -> GraphNode:
    links = {port: _led(link, shown) for port, link in node.inputs.items()}
    return replace(node, inputs=links)


def _layout(before: Layout, after: Layout, ghosts: Mapping[str, str]) -> Layout:
    places = {ghost: before.nodes[name] for ghost, name in ghosts.items() if name in before.nodes}
    return replace(after, nodes={**after.nodes, **places})


def _wires(
    before: Workflow, found: Difference, shown: Mapping[str, str]
) -> tuple[list[Key], list[LostWire]]:
    new: list[Key] = []
    lost: list[LostWire] = []
    for node in found.nodes:
        here = node.after or shown[node.before]
        for change in node.links:
            if change.after is not None:
                new.append((here, change.name))
            if change.before is not None:
                link = before.graph.nodes[node.before].inputs[change.name]
                lost.append(LostWire(_led(link, shown), (here, change.name)))
    return new, lost


def _led(link: Link, shown: Mapping[str, str]) -> Link:
    return Link(shown.get(link.node, link.node), link.port)
