"""Plan: what a run will do, node by node, and why; made without running or loading anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from graph_engine.beforehand import Beforehand
from graph_engine.catalog import Catalog
from graph_engine.device import Device
from graph_engine.digests import FileDigests
from graph_engine.errors import NodeError
from graph_engine.graph import Graph
from graph_engine.history import explain
from graph_engine.keys import Ingredients, effective_params, read_ingredients
from graph_engine.places import Places
from graph_engine.plan_memory import PlanMemory, Remembered
from graph_engine.resolve import Wiring
from graph_engine.spec import NodeSpec

PlanStatus = Literal["cached", "will_run", "skipped"]


@dataclass(frozen=True, slots=True)
class Resumption:
    """How many of a node's steps are known already."""

    step: int
    steps: int


@dataclass(frozen=True, slots=True)
class PlannedNode:
    """What happens to one node, and why.

    `steps` is how many steps it has, known ones too; 0 for a node without. `seconds` is what the
    node's work has taken before; None if nothing is known of it.
    """

    id: str
    type: str
    status: PlanStatus
    reason: str
    key: str
    resumes: Resumption | None = None
    steps: int = 0
    seconds: float | None = None

    def as_data(self) -> dict[str, Any]:
        """The node as the command line's JSON shows it."""
        data: dict[str, Any] = {
            "status": self.status,
            "type": self.type,
            "reason": self.reason,
            "key": self.key,
        }
        if self.resumes is not None:
            data["resumes_at_step"] = self.resumes.step
        if self.steps:
            data["steps"] = self.steps
        if self.seconds is not None:
            named = "estimated_seconds" if self.status == "will_run" else "saved_seconds"
            data[named] = round(self.seconds, 3)
        return data


@dataclass(frozen=True)
class Plan:
    """The nodes that a run involves, sources first, with what they are made of and know."""

    nodes: Mapping[str, PlannedNode]
    wiring: Wiring
    ingredients: Mapping[str, Ingredients]
    known: Mapping[str, Beforehand]

    def with_status(self, status: PlanStatus) -> tuple[str, ...]:
        """The ids of the nodes with a status, sources first."""
        return tuple(node.id for node in self.nodes.values() if node.status == status)

    @property
    def estimated_seconds(self) -> float | None:
        """How long the run will take by what was measured; None if that is not known of a node."""
        total = 0.0
        for node in self.nodes.values():
            if node.status == "will_run":
                if node.seconds is None:
                    return None
                total += node.seconds
        return round(total, 3)

    @property
    def makers(self) -> Mapping[str, str]:
        """The first node of each key: equal nodes share one result."""
        return {node.key: node.id for node in reversed(list(self.nodes.values()))}

    def as_data(self) -> dict[str, Any]:
        """The plan as the command line's JSON shows it."""
        return {
            "will_run": list(self.with_status("will_run")),
            "cached": list(self.with_status("cached")),
            "skipped": list(self.with_status("skipped")),
            "estimated_seconds": self.estimated_seconds,
            "nodes": {name: node.as_data() for name, node in self.nodes.items()},
        }


def gather_ingredients(
    graph: Graph,
    catalog: Catalog,
    wiring: Wiring,
    *,
    places: Places,
    digests: FileDigests,
    device: Device,
    memory: PlanMemory | None = None,
) -> tuple[dict[str, Ingredients], dict[str, str]]:
    """What each node that can run is made of, and the keys that follow from it.

    `memory` holds both for nodes that are as they were; files are looked at each time. Raises NodeError if a file can't be read or a node's fingerprint fails.
    """
    memory = memory or PlanMemory()
    ingredients: dict[str, Ingredients] = {}
    keys: dict[str, str] = {}
    digest = cache(digests.digest)
    for name in wiring.order:
        if name in wiring.blocked:
            continue
        node, links = graph.nodes[name], wiring.inputs[name]
        spec = catalog[node.type]
        sources = {port: (keys[link.node], link.port) for port, link in links.items()}
        before = memory.find(name, node, sources)
        if before is None or before.made_of.files or spec.has_fingerprint:
            found = memory.fed_anew(name, node, sources) if not spec.has_fingerprint else None
            try:
                found = found or read_ingredients(
                    spec,
                    effective_params(spec, node, links),
                    sources,
                    places=places,
                    digest=digest,
                    device=device,
                )
            except Exception as error:
                # A fingerprint is a node pack's code and may raise anything.
                raise NodeError(
                    f'Node "{name}" ({spec.type}) can\'t tell what its result depends on: {error}',
                    node=name,
                    type=spec.type,
                ) from error
            if before is None or before.made_of != found:
                before = Remembered(node, sources, found, found.key)
                memory.keep(name, before)
        ingredients[name], keys[name] = before.made_of, before.key
    return ingredients, keys


def make_plan(
    graph: Graph,
    catalog: Catalog,
    wiring: Wiring,
    ingredients: Mapping[str, Ingredients],
    keys: Mapping[str, str],
    *,
    is_known: Callable[[str], bool],
    known: Mapping[str, Beforehand],
    resumption: Callable[[str], Resumption | None],
    last: Mapping[str, Any],
    seconds: Callable[[str, int], float | None],
) -> Plan:
    """Decide for each node whether it runs.

    `is_known` tells whether a key's result is at hand, `known` what the nodes know beforehand,
    `resumption` where a node that runs can go on, and `seconds` what a node takes for some steps.
    """
    needed = {name for name in wiring.targets if name not in wiring.blocked}
    runs: set[str] = set()
    cached: set[str] = set()
    for name in reversed(wiring.order):
        if name in wiring.blocked:
            continue
        effects = catalog[graph.nodes[name].type].effects
        if not effects and is_known(keys[name]):
            cached.add(name)
        elif name in needed:
            runs.add(name)
            needed.update(link.node for link in wiring.inputs[name].values())
    makers: dict[str, str] = {}
    nodes: dict[str, PlannedNode] = {}
    for name in wiring.order:
        type_id, key = graph.nodes[name].type, keys.get(name, "")
        status: PlanStatus = "skipped"
        resumes = None
        if name in wiring.blocked:
            reason = wiring.blocked[name]
        elif name in cached:
            status, reason = "cached", "its result is known"
        elif name not in runs:
            reason = "nothing that runs needs it"
        elif catalog[type_id].effects:
            status, reason = "will_run", "it saves or shows something, so it always runs"
        elif key in makers:
            status, reason = "cached", f'it equals "{makers[key]}"'
        else:
            makers[key] = name
            sources = {port: link.node for port, link in wiring.inputs[name].items()}
            status, reason = "will_run", explain(last.get(name), ingredients[name], sources)
            resumes = resumption(name)
        steps, takes = 0, None
        if status != "skipped":
            steps = _count_steps(catalog[type_id], ingredients[name], resumes)
            takes = seconds(name, steps - (resumes.step if resumes is not None else 0))
        nodes[name] = PlannedNode(name, type_id, status, reason, key, resumes, steps, takes)
    return Plan(nodes, wiring, ingredients, known)


def _count_steps(spec: NodeSpec, made_of: Ingredients, resumes: Resumption | None) -> int:
    """How many steps a node has; before its steps were ever laid out, as many as it is given."""
    if resumes is not None:
        return resumes.steps
    given = made_of.params.get("steps") if spec.has_steps else None
    return given if isinstance(given, int) else 0
