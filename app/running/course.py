"""Course: what the latest job of a document has told of its nodes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.canvas.node_status import NodeStatus
from app.look.words import tr
from app.running.plan_statuses import Span, steps_of
from app.running.run_plan import RunPlan
from app.running.words import measured_text, took_text
from graph_engine.events import (
    Event,
    NodeFailed,
    NodeFinished,
    NodeProgress,
    NodeStarted,
    RunFinished,
    RunStarted,
)

Spans = Mapping[str, Span]


@dataclass
class Course:
    """Follows the events of one job.

    What it says of a node holds for the key that the node had when the job was asked for, and so
    is over when an edit gives the node another one.
    """

    job: str
    plan: RunPlan
    spans: Spans = field(default_factory=dict)
    statuses: dict[str, NodeStatus] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    """The keys of what has run to its end."""
    measured: dict[str, str] = field(default_factory=dict)
    """What was measured of what has run, by key, in words."""
    cached: int = 0
    """How many nodes did not have to run."""
    is_over: bool = False

    def take(self, event: Event) -> bool:
        """Follow an event; says whether it has changed what is to be shown of a node."""
        before = dict(self.statuses) if isinstance(event, RunStarted | RunFinished) else None
        if isinstance(event, RunStarted):
            self.statuses = dict.fromkeys(event.nodes, NodeStatus("waiting"))
            self.cached = len(event.cached)
        elif isinstance(event, NodeStarted):
            self.statuses[event.node] = NodeStatus("running")
        elif isinstance(event, NodeProgress):
            self.statuses[event.node] = self._stepping(event)
        elif isinstance(event, NodeFailed):
            error = event.error
            message, hint = error.get("message", ""), error.get("hint", "")
            word = tr("failed")
            self.statuses[event.node] = NodeStatus("failed", word, message=message, hint=hint)
        elif isinstance(event, NodeFinished):
            self._finish(event)
        elif isinstance(event, RunFinished):
            self.end()
        return before is None or before != self.statuses

    def end(self) -> None:
        """The job is over: what has not come to an end has no status any more."""
        self.is_over = True
        over = {name: one for name, one in self.statuses.items() if one.state in ("done", "failed")}
        self.statuses = over

    def _stepping(self, event: NodeProgress) -> NodeStatus:
        before = self.statuses.get(event.node)
        known = event.done
        if before is not None and before.steps is not None:
            known = before.steps.known - before.steps.first
        steps = steps_of(event.total, known, event.done, self.spans.get(event.node))
        word = tr("{done} / {total}", done=event.done, total=event.total)
        return NodeStatus("running", word, steps)

    def _finish(self, event: NodeFinished) -> None:
        if event.status in ("ran", "resumed"):
            message = measured_text(event.seconds, event.memory)
            word = took_text(event.seconds)
            self.statuses[event.node] = NodeStatus("done", word, message=message)
            planned = self.plan.nodes.get(event.node)
            if planned is not None:
                self.done.add(planned.key)
                self.measured[planned.key] = message
        elif event.status != "failed":
            self.statuses.pop(event.node, None)
