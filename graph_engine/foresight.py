"""Foresight: asks the nodes of a workflow what they can say before anything runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any

from graph_engine.beforehand import Beforehand, Chain, Outline
from graph_engine.catalog import Catalog
from graph_engine.check import Problem
from graph_engine.errors import NodeError
from graph_engine.graph import Graph, GraphNode, Link
from graph_engine.keys import Ingredients, effective_params
from graph_engine.node import Node
from graph_engine.places import Places
from graph_engine.plan_memory import PlanMemory
from graph_engine.resolve import Wiring
from graph_engine.spec import NodeSpec


@dataclass(frozen=True)
class Foresight:
    """What the nodes know beforehand, by id, the problems that they foresee, and what they say.

    `facts` holds by node and output what is known of values that have not been made.
    """

    known: Mapping[str, Beforehand]
    problems: tuple[Problem, ...]
    facts: Mapping[str, Mapping[str, Any]]


def look_ahead(
    graph: Graph,
    catalog: Catalog,
    wiring: Wiring,
    ingredients: Mapping[str, Ingredients],
    *,
    places: Places,
    recall: Callable[[str], Any | None],
    memory: PlanMemory | None = None,
) -> Foresight:
    """Go through the nodes, sources first, and ask those that have something to say.

    Without `ingredients` (a check, which hashes no files) outlines have no keys. Those of which
    `memory` knows what they say are not asked again.
    """
    known: dict[str, Beforehand] = {}
    facts: dict[str, Mapping[str, Any]] = {}
    problems: list[Problem] = []
    without_links: dict[tuple[str, str] | None, Mapping[str, Any]] = {}
    for name in wiring.order:
        spec = catalog[graph.nodes[name].type]
        if name in wiring.blocked or not spec.has_outline:
            continue
        made_of, links = ingredients.get(name), wiring.inputs[name]
        feeding = {port: facts.get(link.node) for port, link in links.items()}
        before = memory.of(name, made_of) if memory is not None else None
        if before is not None and before.facts is not None and before.may_say(feeding):
            known[name] = Beforehand(places, before.inputs, before.identity, recall)
            facts[name] = before.facts
            continue
        inputs = {
            port: Outline(_key(made_of, port), (feeding[port] or {}).get(link.port))
            for port, link in links.items()
        }
        identity = made_of.identity if made_of is not None else ""
        known[name] = Beforehand(places, inputs, identity, recall)
        # Loaders read files: of those alike that hang on nothing, one speaks for all.
        alike = None if inputs else (spec.type, repr(graph.nodes[name].params))
        asked = _Recall(recall)
        if alike in without_links:
            facts[name] = without_links[alike]
        else:
            try:
                node = node_beforehand(spec, graph.nodes[name], links)
                facts[name] = node.outline(Beforehand(places, inputs, identity, asked))
            except Exception as error:  # noqa: BLE001 - a node pack's code may raise anything
                problems.append(_problem(name, spec.type, error))
                continue
        if alike is not None:
            without_links[alike] = facts[name]
        if before is not None:
            before.take(feeding, known[name], facts[name] if not asked.was_asked else None)
    return Foresight(known, tuple(problems), facts)


class _Recall:
    """Gives what earlier runs noted, and remembers that it was asked: the next run notes more."""

    def __init__(self, recall: Callable[[str], Any | None]) -> None:
        self._recall = recall
        self.was_asked = False

    def __call__(self, key: str) -> Any | None:
        self.was_asked = True
        return self._recall(key)


def _key(made_of: Ingredients | None, port: str) -> str:
    """What stands for the value at a linked input; empty where it is not known."""
    return ":".join(made_of.inputs[port]) if made_of is not None else ""


def facts_data(facts: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """What is known of outputs, by node and port, as JSON data."""
    described = {
        node: {
            port: asdict(known)
            for port, known in outputs.items()
            if is_dataclass(known) and not isinstance(known, type)
        }
        for node, outputs in facts.items()
    }
    return {node: outputs for node, outputs in described.items() if outputs}


def foreseen_chain(
    graph: Graph, catalog: Catalog, wiring: Wiring, name: str, known: Beforehand | None
) -> Chain | None:
    """The steps that a node will pass, if it can tell; raises NodeError if its code fails."""
    if known is None:
        return None
    try:
        spec, links = catalog[graph.nodes[name].type], wiring.inputs[name]
        return node_beforehand(spec, graph.nodes[name], links).chain(known)
    except Exception as error:
        problem = _problem(name, graph.nodes[name].type, error)
        raise NodeError(problem.message, node=name, type=problem.type, hint=problem.hint) from error


def node_beforehand(spec: NodeSpec, node: GraphNode, links: Mapping[str, Link]) -> Node:
    """The node with its params; linked inputs are None."""
    params = effective_params(spec, node, links)
    return spec.node_class(**{**dict.fromkeys(spec.inputs), **params})


def _problem(name: str, type_id: str, error: Exception) -> Problem:
    where = f'Node "{name}" ({type_id})'
    if isinstance(error, NodeError):
        port = f', "{error.port}"' if error.port else ""
        return Problem(
            f"{where}{port}: {error.message}", name, type_id, error.port, hint=error.hint
        )
    return Problem(f"{where} can't tell what it will make: {error}", name, type_id)
