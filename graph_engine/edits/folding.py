"""Folding: several nodes become one that stands for a subgraph, and the other way round."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from graph_engine.catalog import Catalog
from graph_engine.edits.edit import Edit, node_of
from graph_engine.edits.folded_layout import inner_layout, outer_layout, unfolded_layout
from graph_engine.edits.shown_ports import Shown, shown_by
from graph_engine.edits.subgraphs import as_it_was, subgraph_of
from graph_engine.errors import EditError
from graph_engine.graph import Graph, GraphNode, Link, free_id, is_node_id
from graph_engine.subgraphs.definitions import instance_type, subgraph_id_of, usable
from graph_engine.subgraphs.expansion import filled
from graph_engine.topology import path_between
from graph_engine.workflow import Subgraph, Workflow

_START, _END = "", "."


@dataclass(frozen=True)
class Fold:
    """Put nodes into a new subgraph, with one node in their place that stands for it.

    An output outside that feeds several of them becomes one input; an output of theirs that is
    used outside becomes an output; each is named after the inner port. Refused if a path outside
    leads from one of the nodes to another, because the new node would then feed itself.
    """

    nodes: Collection[str]
    id: str
    name: str

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        graph = workflow.graph
        for name in self.nodes:
            node_of(graph, name)
        self._check(workflow)
        wanted = frozenset(self.nodes)
        chosen = {name: node for name, node in graph.nodes.items() if name in wanted}
        linked = {link.node for node in graph.nodes.values() for link in node.inputs.values()}
        instance = free_id(self.id, (graph.nodes.keys() | linked) - chosen.keys())
        shown = shown_by(workflow, chosen)
        subgraph = self._definition(workflow, chosen, shown)
        folded = GraphNode(
            instance_type(self.id), inputs={name: link for link, name in shown.inputs.items()}
        )
        changed = replace(
            workflow,
            graph=_folded_graph(graph, chosen, instance, folded, shown.outputs),
            layout=outer_layout(workflow, chosen, instance, subgraph),
            subgraphs={**workflow.subgraphs, self.id: subgraph},
            inputs=_folded_inputs(workflow, chosen, instance, shown),
            outputs={
                name: Link(instance, shown.outputs[link]) if link.node in chosen else link
                for name, link in workflow.outputs.items()
            },
        )
        return changed, as_it_was(workflow)

    def _definition(
        self, workflow: Workflow, chosen: Mapping[str, GraphNode], shown: Shown
    ) -> Subgraph:
        return Subgraph(
            name=self.name,
            inputs={name: tuple(targets) for name, targets in shown.targets.items()},
            outputs={name: link for link, name in shown.outputs.items()},
            graph=Graph({name: _without_outside(node, chosen) for name, node in chosen.items()}),
            layout=inner_layout(workflow, chosen),
        )

    def _check(self, workflow: Workflow) -> None:
        if not self.nodes:
            raise EditError("There is nothing to fold: no node is chosen.")
        if not is_node_id(self.id):
            raise EditError(
                f'"{self.id}" can\'t be a subgraph\'s id: use letters, digits, "_" and "-".'
            )
        if self.id in workflow.subgraphs:
            raise EditError(f'There is already a subgraph "{self.id}".')
        if any("" in workflow.graph.nodes[name].inputs for name in self.nodes):
            raise EditError("A node with an input without a name can't be folded.")
        if path := _path_outside(workflow.graph, set(self.nodes)):
            raise EditError(
                "These nodes can't become one, which would then feed itself: "
                + " → ".join(path)
                + ".",
                node=path[1],
                hint=f'Take "{path[1]}" along, or leave "{path[-1]}" out.',
            )


@dataclass(frozen=True)
class Unfold:
    """Put what is inside a node that stands for a subgraph in its place; the definition stays."""

    node: str

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        graph = workflow.graph
        instance = node_of(graph, self.node)
        subgraph = self._subgraph(workflow, instance)
        ids = _free_ids(subgraph.graph.nodes, graph.nodes.keys() - {self.node})
        inner = filled(subgraph, instance, lambda name: ids.get(name, name))
        if instance.state == "muted":
            inner = {name: replace(node, state="muted") for name, node in inner.items()}

        def follow(link: Link) -> Link | None:
            if link.node != self.node:
                return link
            end = subgraph.outputs.get(link.port)
            return None if end is None else Link(ids.get(end.node, end.node), end.port)

        nodes: dict[str, GraphNode] = {}
        for name, node in graph.nodes.items():
            nodes |= inner if name == self.node else {name: _followed(node, follow)}
        changed = replace(
            workflow,
            graph=Graph(nodes),
            layout=unfolded_layout(workflow.layout, self.node, subgraph, ids, nodes),
            inputs={
                name: tuple(_spread(targets, self.node, subgraph, ids))
                for name, targets in workflow.inputs.items()
            },
            outputs={
                name: end
                for name, link in workflow.outputs.items()
                if (end := follow(link)) is not None
            },
        )
        return changed, as_it_was(workflow)

    def _subgraph(self, workflow: Workflow, instance: GraphNode) -> Subgraph:
        subgraph_id = subgraph_id_of(instance.type)
        if subgraph_id is None:
            raise EditError(f'The node "{self.node}" is no subgraph.', node=self.node)
        subgraph = subgraph_of(workflow, subgraph_id)
        if reason := usable(workflow).refused.get(subgraph_id):
            raise EditError(
                f'The subgraph "{subgraph_id}" can\'t be unfolded: {reason}.', node=self.node
            )
        if instance.state == "bypassed":
            raise EditError(
                f'"{self.node}" is bypassed as a whole, which its nodes one by one can\'t be.',
                node=self.node,
                hint="Activate it first.",
            )
        return subgraph


def _without_outside(node: GraphNode, chosen: Collection[str]) -> GraphNode:
    inputs = {port: link for port, link in node.inputs.items() if link.node in chosen}
    return node if len(inputs) == len(node.inputs) else replace(node, inputs=inputs)


def _folded_graph(
    graph: Graph,
    chosen: Collection[str],
    instance: str,
    folded: GraphNode,
    outputs: Mapping[Link, str],
) -> Graph:
    nodes: dict[str, GraphNode] = {}
    for name, node in graph.nodes.items():
        if name in chosen and instance not in nodes:
            nodes[instance] = folded
        if name not in chosen:
            nodes[name] = _followed(
                node, lambda x: Link(instance, outputs[x]) if x in outputs else x
            )
    return Graph(nodes)


def _folded_inputs(
    workflow: Workflow, chosen: Collection[str], instance: str, shown: Shown
) -> dict[str, tuple[Link, ...]]:
    """What the subgraph around shows, leading to the new node where it led to folded ones."""
    return {
        name: tuple(
            dict.fromkeys(
                Link(instance, shown.passed_on[end]) if end.node in chosen else end for end in ends
            )
        )
        for name, ends in workflow.inputs.items()
    }


def _followed(node: GraphNode, follow: Callable[[Link], Link | None]) -> GraphNode:
    inputs = {p: end for p, link in node.inputs.items() if (end := follow(link)) is not None}
    return node if inputs == node.inputs else replace(node, inputs=inputs)


def _spread(
    targets: Iterable[Link], instance: str, subgraph: Subgraph, ids: Mapping[str, str]
) -> Iterable[Link]:
    """Inner inputs with those that an instance fed in place of its own."""
    for target in targets:
        if target.node == instance:
            inner = subgraph.inputs.get(target.port, ())
            yield from (Link(ids.get(end.node, end.node), end.port) for end in inner)
        else:
            yield target


def _free_ids(names: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
    used, ids = set(taken), dict[str, str]()
    for name in names:
        ids[name] = free_id(name, used)
        used.add(ids[name])
    return ids


def _path_outside(graph: Graph, chosen: set[str]) -> list[str] | None:
    """A path from a chosen node over others to a chosen node again."""

    def sources(name: str) -> list[str]:
        if name == _START:
            return []
        if name == _END:
            return [x for inner in chosen for x in graph.sources(inner) if x not in chosen]
        return [_START if source in chosen else source for source in graph.sources(name)]

    path = path_between(_START, _END, sources)
    if path is not None:
        start = next(x for x in graph.sources(path[1]) if x in chosen)
        end = next(
            inner for inner in graph.nodes if inner in chosen and path[-2] in graph.sources(inner)
        )
        return [start, *path[1:-1], end]
    return None
