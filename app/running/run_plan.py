"""RunPlan: what a run of a workflow would do, node by node, as the engine has planned it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from graph_engine.check import Problem
from graph_engine.hosts.engine_process.messages import Planned

Json = Any


@dataclass(frozen=True, slots=True)
class NodePlan:
    """What happens to one node; `known` of its `steps` are in the cache.

    `seconds` is what the node will take, or for a cached one what it took; None if that was never
    measured. The `key` stands for all that decides the node's result.
    """

    status: Literal["cached", "will_run", "skipped"]
    type: str
    reason: str
    key: str
    known: int = 0
    steps: int = 0
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run would compute: so many nodes and steps, in so many seconds as far as known."""

    nodes: int = 0
    steps: int = 0
    seconds: float | None = None


@dataclass(frozen=True)
class RunPlan:
    """The nodes that a run involves, sources first, by their full ids; or why it can't begin."""

    nodes: Mapping[str, NodePlan] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def to_run(self, done: Collection[str] = ()) -> tuple[str, ...]:
        """The nodes that will run, without those whose results have one of the `done` keys."""
        return tuple(
            name
            for name, node in self.nodes.items()
            if node.status == "will_run" and node.key not in done
        )

    def cost(self, done: Collection[str] = ()) -> Cost:
        """What a run costs that leaves out what is done."""
        wanted = [self.nodes[name] for name in self.to_run(done)]
        known = [node.seconds for node in wanted if node.seconds is not None]
        seconds = sum(known) if len(known) == len(wanted) else None
        return Cost(len(wanted), sum(node.steps - node.known for node in wanted), seconds)

    def seconds(self) -> dict[str, float]:
        """What each node takes that will run, as far as it was measured."""
        return {
            name: node.seconds
            for name, node in self.nodes.items()
            if node.status == "will_run" and node.seconds is not None
        }


def read_plan(planned: Planned) -> RunPlan:
    """The engine's answer as a plan."""
    nodes = planned.plan.get("nodes", {})
    return RunPlan({name: _read_node(data) for name, data in nodes.items()}, planned.problems)


def _read_node(data: Mapping[str, Json]) -> NodePlan:
    seconds = data.get("estimated_seconds", data.get("saved_seconds"))
    return NodePlan(
        data["status"],
        data["type"],
        data["reason"],
        data["key"],
        data.get("resumes_at_step", 0),
        data.get("steps", 0),
        seconds,
    )
