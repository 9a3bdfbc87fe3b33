"""RunResult: how a run ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graph_engine.errors import WeftError
from graph_engine.events import RunStatus
from graph_engine.runner import NodeResult


@dataclass(frozen=True)
class RunResult:
    """How a run ended.

    `outputs` holds what the nodes with effects did (such as the files written), `values` the
    outputs of other targets by port, and `nodes` how each node's part ended.
    """

    status: RunStatus
    seconds: float
    outputs: Mapping[str, Mapping[str, Any]]
    nodes: Mapping[str, NodeResult]
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def error(self) -> WeftError | None:
        """The first error, if the run failed."""
        return next((node.error for node in self.nodes.values() if node.error is not None), None)

    def as_data(self) -> dict[str, Any]:
        """The result as the command line's JSON shows it."""
        evaluations = sum(node.counts.get("unet_evaluations", 0) for node in self.nodes.values())
        data: dict[str, Any] = {
            "status": self.status,
            "seconds": round(self.seconds, 4),
            "outputs": {name: dict(found) for name, found in self.outputs.items()},
            "nodes": {name: node.as_data() for name, node in self.nodes.items()},
            "unet_evaluations": evaluations,
        }
        if self.error is not None:
            data["error"] = self.error.as_data()
        return data
