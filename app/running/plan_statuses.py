"""Plan statuses: what a plan says of nodes, as the canvas shows it."""

from __future__ import annotations

from collections.abc import Mapping

from app.canvas.node_status import IDLE, NodeStatus, Steps
from app.look.words import tr, tr_count
from app.running.run_plan import NodePlan
from app.running.words import took_text

Span = tuple[int, int, int]


def plan_status(node: NodePlan, span: Span | None = None) -> NodeStatus:
    """The status of a node before it runs.

    `span` says at which of how many steps it begins and ends, if others do the rest.
    """
    if node.status == "skipped":
        return IDLE
    if node.status == "cached":
        word = took_text(node.seconds) if node.seconds is not None else ""
        return NodeStatus("cached", word)
    if not node.steps:
        return NodeStatus("will_run")
    steps = steps_of(node.steps, node.known, node.known, span)
    if node.known >= node.steps:
        return NodeStatus("resumes", tr("steps known"), steps)
    if node.known:
        word = tr("from {step}", step=steps.first + node.known + 1)
        return NodeStatus("resumes", word, steps)
    return NodeStatus("will_run", tr_count(node.steps, "{number} step", "{number} steps"), steps)


def steps_of(total: int, known: int, done: int, span: Span | None) -> Steps:
    """The steps of a node among those that it shares with others."""
    if span is None or span[1] - span[0] != total:
        return Steps(total, known, done)
    first, last, whole = span
    return Steps(whole, first + known, first + done, first, last)


def span_of(params: Mapping[str, object], own: int) -> Span | None:
    """Which of the given steps a node does, where its params leave some to other nodes."""
    whole = params.get("steps")
    if not isinstance(whole, int) or not 0 < own < whole:
        return None
    if _part(params.get("start")) or _part(params.get("switch")):
        return whole - own, whole, whole
    return (0, own, whole) if _part(params.get("end")) else None


def _part(value: object) -> bool:
    return isinstance(value, int | float) and 0 < value < 1
