"""Folding: the statuses of all nodes as one level shows them, inner ones on their instances."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.canvas.node_status import NodeStatus, Steps
from app.look.words import tr_count

# What is worth telling of an instance comes first; "idle" says nothing.
_ORDER = ("failed", "running", "waiting", "resumes", "will_run", "done", "cached")


def on_level(statuses: Mapping[str, NodeStatus], prefix: str) -> dict[str, NodeStatus]:
    """The statuses of the nodes below a prefix, such as "refiner/", by their ids there."""
    found: dict[str, NodeStatus] = {}
    inner: dict[str, list[NodeStatus]] = {}
    for name, status in statuses.items():
        if prefix and not name.startswith(prefix):
            continue
        own, slash, _ = name[len(prefix) :].partition("/")
        if slash:
            inner.setdefault(own, []).append(status)
        else:
            found[own] = status
    return {**found, **{name: fold(several) for name, several in inner.items()}}


def fold(several: Iterable[NodeStatus]) -> NodeStatus:
    """What an instance shows, by the statuses of the nodes inside it."""
    by_state: dict[str, list[NodeStatus]] = {}
    for status in several:
        by_state.setdefault(status.state, []).append(status)
    state = next((state for state in _ORDER if state in by_state), "")
    if not state:
        return NodeStatus()
    if state in ("resumes", "will_run"):
        return _to_run([*by_state.get("resumes", ()), *by_state.get("will_run", ())])
    if state in ("done", "cached"):
        return NodeStatus("done" if state == "done" else "cached")
    return by_state[state][0]


def _to_run(several: list[NodeStatus]) -> NodeStatus:
    """As many steps as the inner nodes have together, the known ones first."""
    steps = [status.steps for status in several if status.steps is not None]
    total = sum(one.end - one.first for one in steps)
    known = sum(one.known - one.first for one in steps)
    if not total:
        return NodeStatus("will_run")
    word = tr_count(total - known, "{number} step", "{number} steps")
    return NodeStatus("resumes" if known else "will_run", word, Steps(total, known, known))
