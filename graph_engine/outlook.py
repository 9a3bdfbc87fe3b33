"""Outlook: what nodes say against a link that is not made yet, asking only those it reaches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph_engine.beforehand import Beforehand, Outline
from graph_engine.catalog import Catalog
from graph_engine.errors import NodeError
from graph_engine.foresight import node_beforehand
from graph_engine.graph import GraphNode, Link
from graph_engine.places import Places
from graph_engine.resolve import passed_through
from graph_engine.spec import NodeSpec
from graph_engine.subgraphs import expand, open_up
from graph_engine.topology import upstream_order
from graph_engine.workflow import Workflow

Facts = Mapping[str, Any]


class Outlook:
    """What the nodes of a graph know beforehand, as the ground for trying links.

    A check leaves out what is not in order; here a workflow may be half built: a port that lacks
    its link is unknown, as is what a node with a wrong param makes. Subgraphs stand open, but
    links may be tried at their instances. Raises CycleFound.
    """

    def __init__(self, workflow: Workflow, catalog: Catalog, places: Places) -> None:
        graph = expand(workflow).graph
        self._opened = open_up(workflow)
        self._graph = graph
        self._catalog = catalog
        self._places = places
        order = upstream_order(graph.nodes, graph.sources)
        self._position = {name: at for at, name in enumerate(order)}
        self._links = {name: self._sources_of(graph.nodes[name]) for name in order}
        self._consumers: dict[str, list[str]] = {name: [] for name in order}
        for name, links in self._links.items():
            for link in links.values():
                self._consumers[link.node].append(name)
        self._specs = {name: spec for name in order if (spec := self._askable(name)) is not None}
        self._facts: dict[str, Facts] = {}
        self._objections: dict[str, str] = {}
        self._without_links: dict[Any, tuple[Facts, str]] = {}
        for name in order:
            self._facts[name], self._objections[name] = self._ask_once(name)

    def objection(self, node: str, port: str, link: Link) -> str:
        """What a node would say against this link, or one behind it; empty if none would."""
        source = self._source(link)
        if source is None:
            return ""
        tried: dict[str, dict[str, Link]] = {}
        for end in self._opened.inner_inputs(Link(node, port)):
            if end.node in self._specs:
                tried.setdefault(end.node, {})[end.port] = source
        return self._objection(tried)

    def _objection(self, tried: Mapping[str, Mapping[str, Link]]) -> str:
        """What is said against links at some nodes, asking these and what their change reaches."""
        changed: dict[str, Facts] = {}
        waiting = {(self._position[name], name) for name in tried}
        while waiting:
            entry = min(waiting)
            waiting.remove(entry)
            name = entry[1]
            said, objection = self._ask(name, {**self._links[name], **tried.get(name, {})}, changed)
            if objection and objection != self._objections[name]:
                return objection
            if not _same(said, self._facts[name]):
                changed[name] = said
                waiting |= {(self._position[other], other) for other in self._consumers[name]}
        return ""

    def facts_of(self, link: Link) -> Any:
        """What is known of an output; None if nothing is."""
        source = self._source(link)
        return self._facts[source.node].get(source.port) if source is not None else None

    def _source(self, link: Link) -> Link | None:
        """The output that really feeds a link: through bypassed nodes; None if there is none."""
        link = self._opened.follow(link)
        while (node := self._graph.nodes.get(link.node)) is not None:
            spec = self._catalog.get(node.type)
            if spec is None or link.port not in spec.outputs or node.state == "muted":
                return None
            if node.state == "active":
                return link
            passed = passed_through(spec, link.port, node.inputs)
            if passed is None:
                return None
            link = passed
        return None

    def _sources_of(self, node: GraphNode) -> dict[str, Link]:
        found = {port: self._source(link) for port, link in node.inputs.items()}
        return {port: link for port, link in found.items() if link is not None}

    def _askable(self, name: str) -> NodeSpec | None:
        """The spec of a node that can be asked: an active one whose params are in order."""
        node = self._graph.nodes[name]
        spec = self._catalog.get(node.type)
        if spec is None or node.state != "active" or not spec.has_outline:
            return None
        for port in spec.scalars:
            if port.name in node.inputs:
                continue
            if port.name not in node.params and port.required:
                return None
            if port.problem(node.params.get(port.name, port.default)):
                return None
        return spec

    def _ask_once(self, name: str) -> tuple[Facts, str]:
        """Ask a node; of those alike that hang on nothing, such as loaders, only the first."""
        node, links = self._graph.nodes[name], self._links[name]
        if links or node.inputs or name not in self._specs:
            return self._ask(name, links, {})
        alike = (node.type, repr(sorted(node.params.items())))
        if alike not in self._without_links:
            self._without_links[alike] = self._ask(name, links, {})
        return self._without_links[alike]

    def _ask(
        self, name: str, links: Mapping[str, Link], changed: Mapping[str, Facts]
    ) -> tuple[Facts, str]:
        """What a node says of its outputs and what it objects to, by links and changed facts."""
        spec = self._specs.get(name)
        if spec is None:
            return {}, ""
        inputs = {port: Outline("") for port in spec.required_ports}
        for port, link in links.items():
            facts = changed.get(link.node, self._facts.get(link.node, {}))
            inputs[port] = Outline("", facts.get(link.port))
        try:
            node = node_beforehand(spec, self._graph.nodes[name], links)
            return node.outline(Beforehand(self._places, inputs)), ""
        except NodeError as error:
            return {}, error.message
        except Exception:  # noqa: BLE001 - a node pack's code may raise anything
            return {}, ""


def _same(one: Facts, other: Facts) -> bool:
    try:
        return bool(one == other)
    except Exception:  # noqa: BLE001 - values of a node pack may refuse to be compared
        return False
