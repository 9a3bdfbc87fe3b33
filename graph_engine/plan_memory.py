"""PlanMemory: what earlier plans found out of nodes, for those that are as they were.

An edit touches a few nodes of many; a plan that begins anew with all of them would take longer
than somebody who drags a value can wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph_engine.beforehand import Beforehand, Chain, Outline
from graph_engine.catalog import Catalog
from graph_engine.graph import Graph, GraphNode
from graph_engine.keys import Ingredients

Sources = Mapping[str, tuple[str, str]]
Facts = Mapping[str, Any]
_MOST = 20_000


@dataclass(slots=True)
class Remembered:
    """A node, what fed it by key and port, and what was found out of the two.

    `feeding` are the facts of its sources by the port that they feed, `facts` its own; None where
    it was not asked, or where it may say something else the next time.
    """

    node: GraphNode
    sources: Sources
    made_of: Ingredients
    key: str
    feeding: Mapping[str, Facts | None] = field(default_factory=dict)
    inputs: Mapping[str, Outline] = field(default_factory=dict)
    identity: str = ""
    facts: Facts | None = None
    chain: Chain | None = None
    no_chain_at: object = None
    """What was noted when its steps could not be told yet."""

    def take(
        self, feeding: Mapping[str, Facts | None], known: Beforehand, facts: Facts | None
    ) -> None:
        """Remember what it says; None where that may be something else the next time."""
        self.feeding, self.inputs, self.identity = feeding, known.inputs, known.identity
        self.facts, self.chain, self.no_chain_at = facts, None, None

    def may_say(self, feeding: Mapping[str, Facts | None]) -> bool:
        """Whether what it said still holds, its sources having these facts now."""
        before = self.feeding
        return (
            self.facts is not None
            and before.keys() == feeding.keys()
            and all(before[port] is facts for port, facts in feeding.items())
        )


class PlanMemory:
    """By the ids of nodes; where another workflow has the same ids, the newest one counts."""

    def __init__(self) -> None:
        self._nodes: dict[str, Remembered] = {}
        self._sound: dict[str, tuple[GraphNode, tuple[str, ...]]] = {}

    def find(self, name: str, node: GraphNode, sources: Sources) -> Remembered | None:
        """What is known of a node that is fed from these sources."""
        found = self._nodes.get(name)
        if found is None or found.node != node or found.sources != sources:
            return None
        return found

    def fed_anew(self, name: str, node: GraphNode, sources: Sources) -> Ingredients | None:
        """What a node is made of whose sources alone have changed; None if it may be more."""
        found = self._nodes.get(name)
        if found is None or found.node != node or found.made_of.files:
            return None
        if found.sources == sources or found.sources.keys() != sources.keys():
            return None
        old = found.made_of
        return Ingredients(
            old.type,
            old.version,
            old.params,
            old.files,
            old.fingerprint,
            old.numerics,
            sources,
            old.outputs,
        )

    def of(self, name: str, made_of: Ingredients | None) -> Remembered | None:
        """What is known of a node that is made of just this."""
        found = self._nodes.get(name)
        return found if found is not None and found.made_of is made_of else None

    def keep(self, name: str, found: Remembered) -> None:
        """Remember a node, in place of what was known of it."""
        if len(self._nodes) >= _MOST:
            self._nodes.clear()
        self._nodes[name] = found

    def doubtful(self, graph: Graph, catalog: Catalog, names: Iterable[str]) -> list[str]:
        """The nodes that were not found sound as they are now, or that name files."""
        return [
            name
            for name in names
            if self._sound.get(name) != (graph.nodes[name], _types(graph, name))
            or catalog[graph.nodes[name].type].files
        ]

    def note_sound(self, graph: Graph, names: Iterable[str]) -> None:
        """Remember nodes in which a check has found nothing wrong."""
        if len(self._sound) >= _MOST:
            self._sound.clear()
        self._sound.update({name: (graph.nodes[name], _types(graph, name)) for name in names})


def _types(graph: Graph, name: str) -> tuple[str, ...]:
    """The types of what feeds a node, which decide whether its links are right."""
    links = graph.nodes[name].inputs.values()
    sources = (graph.nodes.get(link.node) for link in links)
    return tuple(source.type if source is not None else "" for source in sources)
