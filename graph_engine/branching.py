"""Branching: a variant of a workflow that shares a sampler's steps up to one, and differs after.

Another prompt or guidance comes in on the way to the sampler, with the range in which it counts.
Another seed needs a second sampler that goes on where the first one stops. Either way the steps
before have the same keys as in the workflow branched from, so that only those after are computed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from graph_engine.catalog import Catalog
from graph_engine.errors import NodeError
from graph_engine.film import Film
from graph_engine.film_steps import Split
from graph_engine.graph import Graph, GraphNode, Link
from graph_engine.workflow import Layout, Workflow

_POSITIVE = "positive"
_CONDITIONING = "Conditioning"
_TEXT = "text"
_LATENT, _CONTROL, _PREVIOUS = "latent", "control", "previous"
_COLUMN, _ROW = 260, 360
_FINE = 10**6


@dataclass(frozen=True)
class Branch:
    """What is another after the step; None: as before."""

    prompt: str | None = None
    guidance: float | None = None
    seed: int | None = None


@dataclass(frozen=True)
class Branched:
    """The variant, and the sampler that does the steps that differ."""

    workflow: Workflow
    node: str


def branch(film: Film, workflow: Workflow, node: str, step: int, changes: Branch) -> Branched:
    """Branch from a sampler after a step, counted from 1.

    Raises NodeError for a place where that can't be done, with the reason.
    """
    if changes == Branch():
        raise NodeError("Nothing is another after the step: change prompt, guidance or seed.")
    if node not in workflow.graph.nodes:
        raise NodeError(
            f'"{node}" lies inside a subgraph, where no branch can begin.',
            node=node,
            hint="Ungroup the subgraph first.",
        )
    facts = film.facts(node, step)
    if facts.border is None:
        raise NodeError(
            f"Nothing comes after step {step} that could be another.",
            node=node,
            hint="Choose an earlier step, or run the workflow once.",
        )
    editing = _Editing(workflow, film.catalog, node)
    if changes.seed is None:
        editing.change_prompt(facts.border, changes)
        return Branched(editing.workflow, node)
    if not facts.draws:
        raise NodeError(
            "This sampler draws no noise after the start, so that another seed changes nothing.",
            node=node,
            port="seed",
            hint="Branch with another prompt or guidance, or choose an ancestral or sde sampler.",
        )
    going_on = editing.go_on(film.split(node, step), changes)
    return Branched(editing.workflow, going_on)


class _Editing:
    """A workflow that is being changed around one sampler; new nodes stand below all others."""

    def __init__(self, workflow: Workflow, catalog: Catalog, node: str) -> None:
        self._source = workflow
        self._catalog = catalog
        self._node = node
        self._nodes = dict(workflow.graph.nodes)
        self._places = dict(workflow.layout.nodes)
        self._column = 0

    @property
    def workflow(self) -> Workflow:
        """The workflow as it is now."""
        layout: Layout = replace(self._source.layout, nodes=self._places)
        return replace(self._source, graph=Graph(self._nodes), layout=layout, source="")

    def change_prompt(self, border: float, changes: Branch) -> None:
        """Let the prompts count up to a point, and from there on others, or other guidance."""
        before = self._prompt_link()
        after = self._rewritten(before, changes.prompt) if changes.prompt is not None else before
        if changes.guidance is not None:
            after = self._wrapped("GuidanceConditioning", after, {"guidance": changes.guidance})
        first = self._wrapped("ScheduleConditioning", before, {"end": border})
        second = self._wrapped("ScheduleConditioning", after, {"start": border})
        both = self._add(
            "CombineConditioning",
            GraphNode("CombineConditioning", {}, {"first": first, "second": second}),
        )
        self._link(self._node, _POSITIVE, Link(both, "conditioning"))

    def go_on(self, split: Split, changes: Branch) -> str:
        """Stop the sampler early, and have another one go on; returns that one."""
        sampler = self._nodes[self._node]
        consumers = Graph(self._nodes).consumers(self._node)
        output = next(iter(self._catalog[sampler.type].outputs))
        params = {**sampler.params, **split.second, "seed": changes.seed}
        if changes.guidance is not None:
            params["guidance"] = changes.guidance
        inputs = {port: link for port, link in sampler.inputs.items() if port not in params}
        inputs[_LATENT] = Link(self._node, output)
        if changes.prompt is not None:
            inputs[_POSITIVE] = self._rewritten(self._prompt_link(), changes.prompt)
        if _CONTROL in inputs and split.controls_from:
            control = self._moved_control(inputs.pop(_CONTROL), split.controls_from)
            inputs |= {_CONTROL: control} if control is not None else {}
        after = self._add(self._node, GraphNode(sampler.type, params, inputs))
        kept = {port: link for port, link in sampler.inputs.items() if port not in split.first}
        self._nodes[self._node] = replace(
            sampler, params={**sampler.params, **split.first}, inputs=kept
        )
        for consumer, port in consumers:
            self._link(consumer, port, Link(after, self._nodes[consumer].inputs[port].port))
        return after

    def _moved_control(self, link: Link, share: float) -> Link | None:
        """A control whose ranges count from a share of the steps on; None if none is left."""
        node = self._nodes[link.node]
        before = node.inputs.get(_PREVIOUS)
        moved = self._moved_control(before, share) if before is not None else None
        start, end = (float(node.params.get(name, at)) for name, at in (("start", 0), ("end", 1)))
        if (start, end) == (0.0, 1.0) and moved == before:
            return link
        if end <= share:
            return moved
        # Rounded outwards: no step at an end of the range may be lost.
        begin = math.floor(_moved(start, share) * _FINE) / _FINE
        finish = math.ceil(_moved(end, share) * _FINE) / _FINE
        params = {**node.params, "start": begin, "end": min(finish, 1.0)}
        inputs = {port: source for port, source in node.inputs.items() if port != _PREVIOUS}
        inputs |= {_PREVIOUS: moved} if moved is not None else {}
        return Link(self._add(link.node, replace(node, params=params, inputs=inputs)), link.port)

    def _prompt_link(self) -> Link:
        link = self._nodes[self._node].inputs.get(_POSITIVE)
        if link is None:
            raise NodeError("Nothing is linked to the prompt.", node=self._node, port=_POSITIVE)
        return link

    def _rewritten(self, link: Link, text: str) -> Link:
        """The same prompt with another text: a copy of the nodes from the text to the link."""
        node = self._nodes.get(link.node)
        spec = self._catalog.get(node.type) if node is not None else None
        if node is None or spec is None:
            raise NodeError(f'"{link.node}" is no node whose text can be another.', node=self._node)
        if _TEXT in {scalar.name for scalar in spec.scalars}:
            inputs = {port: source for port, source in node.inputs.items() if port != _TEXT}
            params = {**node.params, _TEXT: text}
            return Link(
                self._add(link.node, replace(node, params=params, inputs=inputs)), link.port
            )
        through = next(
            (
                port
                for port in node.inputs
                if port in spec.inputs and _CONDITIONING in spec.inputs[port].type.names
            ),
            None,
        )
        if through is None:
            raise NodeError(
                f'The prompt comes from "{link.node}", which has no text to change.',
                node=self._node,
                port=_POSITIVE,
            )
        source = self._rewritten(node.inputs[through], text)
        copy = replace(node, inputs={**node.inputs, through: source})
        return Link(self._add(link.node, copy), link.port)

    def _wrapped(self, kind: str, link: Link, params: Mapping[str, Any]) -> Link:
        name = self._add(kind, GraphNode(kind, params, {"conditioning": link}))
        return Link(name, "conditioning")

    def _add(self, word: str, node: GraphNode) -> str:
        name = Graph(self._nodes).new_id(_stem(word))
        self._nodes[name] = node
        self._places[name] = {"at": self._free_place()}
        return name

    def _link(self, node: str, port: str, link: Link) -> None:
        inputs = {**self._nodes[node].inputs, port: link}
        self._nodes[node] = replace(self._nodes[node], inputs=inputs)

    def _free_place(self) -> list[float]:
        """A place in a row below all nodes of the workflow branched from."""
        places = [place["at"] for place in self._source.layout.nodes.values() if "at" in place]
        left = min((at[0] for at in places), default=0.0)
        below = max((at[1] for at in places), default=0.0) + _ROW
        self._column += 1
        return [left + (self._column - 1) * _COLUMN, below]


def _moved(at: float, share: float) -> float:
    """A point of the whole as a point of what comes after a share."""
    return min(max((at - share) / (1 - share), 0.0), 1.0)


def _stem(word: str) -> str:
    """The word of an id: of a type its first part, of an id without its number."""
    if word.endswith(_CONDITIONING):
        word = word.removesuffix(_CONDITIONING).lower()
    stem, _, number = word.rpartition("_")
    return stem if stem and number.isdecimal() else word
