"""Job: one run that was asked for, from its place in the queue to how it ended."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

Json = Any
JobState = Literal["waiting", "running", "done", "failed", "stopped", "offered"]
JobKind = Literal["run", "sweep", "verify"]
STATES: tuple[JobState, ...] = ("waiting", "running", "done", "failed", "stopped", "offered")
OVER: frozenset[JobState] = frozenset({"done", "failed", "stopped"})
_TUPLES = frozenset({"targets"})


@dataclass(frozen=True, slots=True)
class Job:
    """A run of a workflow as it was when it was asked for.

    `text` is the workflow's JSON and `folder` where its file lies, or empty; `document` is the key
    of the page that asked. Times are seconds since 1970. An `offered` job was running when the
    engine or the studio ended: it can be run again, which goes on from its last step, or discarded.
    `settings` is what a kind other than `run` needs besides the workflow.
    """

    id: str
    title: str
    text: str
    folder: str = ""
    document: str = ""
    targets: tuple[str, ...] = ()
    kind: JobKind = "run"
    settings: Mapping[str, Json] = field(default_factory=dict)
    note: str = ""
    estimate: float | None = None
    node_seconds: Mapping[str, float] = field(default_factory=dict)
    """How long each node that will run may take, where that is known."""

    state: JobState = "waiting"
    added: float = 0.0
    started: float = 0.0
    ended: float = 0.0
    deaths: int = 0
    """How many times in a row the engine died over it."""
    is_stopping: bool = False

    node: str = ""
    node_type: str = ""
    step: int = 0
    steps: int = 0
    """How many steps of how many the node that runs now has done; 0 of 0 if it counts none."""
    done: int = 0
    total: int = 0
    """Steps of all nodes that run; a node that counts none is one step."""
    fraction: float = 0.0
    """How much is done, by time where that is known; it never goes back."""
    left: float | None = None
    """About how many seconds are left."""

    seconds: float = 0.0
    unet_evaluations: int = 0
    outputs: Mapping[str, Json] = field(default_factory=dict)
    nodes: Mapping[str, Json] = field(default_factory=dict)
    error: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether it has ended, and belongs to the history."""
        return self.state in OVER

    @property
    def files(self) -> tuple[str, ...]:
        """The pictures and other files that it wrote, in the order of its nodes."""
        found: list[str] = []
        for said in self.outputs.values():
            values = said.values() if isinstance(said, Mapping) else ()
            lists = (value for value in values if isinstance(value, list | tuple))
            found += [name for names in lists for name in names if isinstance(name, str)]
        return tuple(found)

    def as_new(self) -> Job:
        """The job as it was when it was asked for."""
        asked = ("id", "title", "text", "folder", "document", "targets", "kind", "settings", "note")
        again = ("estimate", "node_seconds")
        return Job(**{name: getattr(self, name) for name in (*asked, *again)})


_KEPT_APART = ("id", "text")


def job_data(job: Job) -> str:
    """All of a job but its id and its workflow, as JSON text."""
    data = {one.name: getattr(job, one.name) for one in fields(job) if one.name not in _KEPT_APART}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)


def read_job(id: str, data: str, text: str) -> Job:
    """The job of this data; raises ValueError or TypeError if it is none.

    What a later Weft wrote besides is passed over.
    """
    found = json.loads(data)
    names = {one.name for one in fields(Job)}
    known = {name: value for name, value in found.items() if name in names}
    for name in _TUPLES & known.keys():
        known[name] = tuple(known[name])
    if known.get("state") not in STATES:
        raise ValueError(f"there is no state {known.get('state')!r}")
    return Job(**{**known, "id": id, "text": text})
