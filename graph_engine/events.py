"""Events: what a run tells while it goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

NodeStatus = Literal["ran", "cached", "resumed", "skipped", "failed"]
RunStatus = Literal["ok", "failed", "cancelled"]


@dataclass(frozen=True)
class RunStarted:
    """The plan is made: how many nodes will run, and which are known already."""

    nodes: tuple[str, ...]
    cached: tuple[str, ...] = ()


@dataclass(frozen=True)
class NodeStarted:
    """A node begins."""

    node: str
    type: str


@dataclass(frozen=True)
class NodeProgress:
    """A node has done `done` of `total` steps."""

    node: str
    done: int
    total: int


@dataclass(frozen=True)
class NodePreview:
    """A picture of what a node is making, as PNG or JPEG bytes.

    It may be a small one: `width` and `height` are what each of the `pictures` of a batch, which
    stand in a square, will have in the end; 0 where that is not known.
    """

    node: str
    step: int
    total: int
    picture: bytes
    width: int = 0
    height: int = 0
    pictures: int = 1


@dataclass(frozen=True)
class NodePicture:
    """A finished picture at full size, the one with this index (from 0) of a node's batch.

    `pixels` holds its rows from the top, 8 bits for each channel: grey, grey and opacity, colours,
    or colours and opacity.
    """

    node: str
    index: int
    total: int
    width: int
    height: int
    channels: int
    pixels: bytes | memoryview = b""


@dataclass(frozen=True)
class NodeWarning:
    """Something that the user should know but that stops nothing."""

    node: str
    message: str


@dataclass(frozen=True)
class NodeFinished:
    """A node is done: it ran, was served from the cache, or was skipped for a reason.

    `memory` is what `graph_engine.node_memory` measured while it ran.
    """

    node: str
    status: NodeStatus
    seconds: float = 0.0
    counts: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""
    memory: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class NodeFailed:
    """A node could not do its work."""

    node: str
    error: Mapping[str, str]


@dataclass(frozen=True)
class RunFinished:
    """The run is over."""

    status: RunStatus
    seconds: float


@dataclass(frozen=True)
class Profiled:
    """Where the time of a job went, told when it is over: a trace as `weft run --profile` writes."""

    trace: Mapping[str, Any]


@dataclass(frozen=True)
class CellStarted:
    """A cell of a sweep begins, as the `number`th (from 1) of `total`; its run's events follow."""

    cell: tuple[int, ...]
    number: int
    total: int


@dataclass(frozen=True)
class CellFinished:
    """A cell of a sweep is done; `files` are the pictures that it saved, `error` why it failed."""

    cell: tuple[int, ...]
    status: RunStatus
    seconds: float = 0.0
    unet_evaluations: int = 0
    files: tuple[str, ...] = ()
    error: Mapping[str, str] = field(default_factory=dict)


Event = (
    RunStarted
    | NodeStarted
    | NodeProgress
    | NodePreview
    | NodePicture
    | NodeWarning
    | NodeFinished
    | NodeFailed
    | RunFinished
    | CellStarted
    | CellFinished
    | Profiled
)


def event_data(event: Event) -> dict[str, Any]:
    """The event as JSON data, `"event"` naming its kind; pictures are left out, not their size."""
    if isinstance(event, NodePreview):
        data = {**vars(event), "picture": f"{len(event.picture)} bytes"}
    elif isinstance(event, NodePicture):
        data = {**vars(event), "pixels": f"{len(event.pixels)} bytes"}
    else:
        data = asdict(event)
    return {"event": type(event).__name__, **data}
