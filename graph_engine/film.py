"""Film: every step of the samplers on the way to a result, and the pictures that they foretold.

What the steps foretold lies beside the states that runs keep, so that the film is there during a
run, after it, after a restart, and for steps that came from the cache.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph_engine.beforehand import Beforehand, Chain
from graph_engine.catalog import Catalog
from graph_engine.errors import InputError, NodeError
from graph_engine.film_steps import Sketch, Split, StepFacts
from graph_engine.foresight import foreseen_chain, node_beforehand
from graph_engine.graph import Link
from graph_engine.node import Node
from graph_engine.session import Session
from graph_engine.spec import NodeSpec
from graph_engine.subgraphs.expansion import expand
from graph_engine.subgraphs.specs import catalog_of
from graph_engine.workflow import Workflow

_PICTURES = "Image"


@dataclass(frozen=True)
class Section:
    """The part of a film that one node made: its steps, and which of them are at hand (from 1)."""

    node: str
    type: str
    steps: tuple[StepFacts, ...]
    known: frozenset[int]


class Film:
    """The film of a workflow's targets; raises what `Session.plan` raises.

    Steps count from 1. A step is at hand once a run has kept it.
    """

    def __init__(self, session: Session, workflow: Workflow, targets: Iterable[str] = ()) -> None:
        self._session = session
        self._workflow = workflow
        self._graph = expand(workflow).graph
        self._catalog = catalog_of(workflow, session.catalog)
        self._plan = session.plan(workflow, targets)
        self._chains: dict[str, Chain] = {}
        self._facts: dict[str, tuple[StepFacts, ...]] = {}
        self._values: dict[str, tuple[Any, ...]] = {}
        for name, known in self._plan.known.items():
            facts = self._node(name).film(known)
            chain = foreseen_chain(self._graph, self._catalog, self._plan.wiring, name, known)
            if facts:
                self._facts[name] = facts
            if facts and chain is not None and chain.steps == len(facts):
                self._chains[name] = chain

    def sections(self) -> tuple[Section, ...]:
        """What each sampler does, in the order of the run, and what is at hand of it now."""
        order = (name for name in self._plan.wiring.order if name in self._facts)
        return tuple(
            Section(name, self._graph.nodes[name].type, self._facts[name], self._known(name))
            for name in order
        )

    @property
    def catalog(self) -> Catalog:
        """The node types of the workflow, its subgraphs included."""
        return self._catalog

    def facts(self, node: str, step: int) -> StepFacts:
        """What a step does; raises InputError where there is none."""
        facts = self._facts.get(node, ())
        if not 1 <= step <= len(facts):
            raise InputError(f'The node "{node}" has no step {step}.')
        return facts[step - 1]

    def split(self, node: str, step: int) -> Split:
        """How two nodes share a node's steps; raises NodeError if they can't."""
        return self._node(node).split(step, self._plan.known[node])

    def sketch(self, node: str, step: int) -> Sketch | None:
        """A small picture of what a step foretold; None if it is not at hand."""
        state = self._state(node, step)
        return self._node(node).sketch(state, self._beforehand(node)) if state is not None else None

    def picture(self, node: str, step: int) -> Any:
        """What a step foretold at full size, as the value that the next decoder makes of it.

        None if the step is not at hand, or nothing behind the sampler decodes what it makes.
        """
        state = self._state(node, step)
        outputs = self._node(node).foretell(state) if state is not None else None
        if outputs is None:
            return None
        ports = self._spec(node).outputs
        made = dict(zip(ports, outputs, strict=True))
        for port, spec in ports.items():
            if _PICTURES in spec.type.names:
                return made[port]
        decoder = next(self._decoders(node), None)
        if decoder is None:
            return None
        name, port, source = decoder
        return self._decoded(name, {port: made[source]})

    def _known(self, name: str) -> frozenset[int]:
        chain = self._chains.get(name)
        if chain is None:
            return frozenset()
        at_hand = self._session.checkpoints.known(chain)
        steps = range(1, chain.steps + 1)
        return frozenset(step for step in steps if _iterations(chain, step) in at_hand)

    def _state(self, node: str, step: int) -> Any | None:
        if node not in self._facts:
            raise InputError(f'The node "{node}" has no film.')
        chain = self._chains.get(node)
        if chain is None or not 1 <= step <= chain.steps:
            return None
        return self._session.checkpoints.state(chain, _iterations(chain, step))

    def _decoders(self, node: str) -> Iterator[tuple[str, str, str]]:
        """The nodes behind a sampler, nearest first, that make pictures of what it makes.

        Each with its port for that, and the sampler's output of the same type.
        """
        ports = self._spec(node).outputs.items()
        outputs = {kind: name for name, port in ports for kind in port.type.names}
        reached, waiting = {node}, [node]
        while waiting:
            name = waiting.pop(0)
            for consumer, port in self._consumers(name):
                spec = self._spec(consumer)
                kind = next((k for k in spec.inputs[port].type.names if k in outputs), "")
                if consumer in reached or not kind:
                    continue
                if any(_PICTURES in made.type.names for made in spec.outputs.values()):
                    yield consumer, port, outputs[kind]
                reached.add(consumer)
                waiting.append(consumer)

    def _consumers(self, name: str) -> Iterator[tuple[str, str]]:
        for consumer in self._plan.wiring.order:
            for port, link in self._plan.wiring.inputs[consumer].items():
                if link.node == name:
                    yield consumer, port

    def _decoded(self, name: str, given: Mapping[str, Any]) -> Any:
        outputs = self._run(name, given)
        ports = self._spec(name).outputs
        return next(
            value
            for value, port in zip(outputs, ports.values(), strict=True)
            if _PICTURES in port.type.names
        )

    def _value(self, link: Link) -> Any:
        """What comes over a link, from the cache or made now; raises NodeError for long work."""
        name = link.node
        if name not in self._values:
            cached = self._session.cache.get(self._plan.nodes[name].key)
            self._values[name] = cached if cached is not None else self._run(name, {})
        ports = list(self._spec(name).outputs)
        return self._values[name][ports.index(link.port)]

    def _run(self, name: str, given: Mapping[str, Any]) -> tuple[Any, ...]:
        spec = self._spec(name)
        if name in self._facts:
            raise NodeError(f'"{name}" would have to run first.', node=name)
        values: dict[str, Any] = {
            port.name: None for port in spec.inputs.values() if not port.required
        }
        values.update(self._plan.ingredients[name].params)
        for port, link in self._plan.wiring.inputs[name].items():
            values[port] = given[port] if port in given else self._value(link)
        context = self._session.quiet_context(self._workflow, name)
        outputs = spec.node_class(**values).run(context)
        return tuple(outputs) if isinstance(outputs, tuple) else ()

    def _beforehand(self, name: str) -> Beforehand:
        return self._plan.known[name]

    def _node(self, name: str) -> Node:
        links = self._plan.wiring.inputs[name]
        return node_beforehand(self._spec(name), self._graph.nodes[name], links)

    def _spec(self, name: str) -> NodeSpec:
        return self._catalog[self._graph.nodes[name].type]


def _iterations(chain: Chain, step: int) -> int:
    """After how many iterations a step is done."""
    return -(-step * chain.iterations // chain.steps)
