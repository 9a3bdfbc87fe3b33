"""Context: what a node may ask of the run that it is part of."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from graph_engine.beforehand import Beforehand, Chain
from graph_engine.checkpoints import Checkpoints
from graph_engine.device import Device
from graph_engine.errors import Cancelled
from graph_engine.events import Event, NodePicture, NodePreview, NodeProgress, NodeWarning
from graph_engine.film_steps import Sketch
from graph_engine.places import Places
from graph_engine.spans import TakeSpan, measured

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Shared = TypeVar("Shared")


class Resources:
    """What nodes of one session share and keep between runs, such as loaded weights."""

    def __init__(self) -> None:
        self._made: dict[type, Any] = {}

    def get(self, kind: type[Shared], make: Callable[[], Shared]) -> Shared:
        """The session's one object of a class, made at the first call."""
        if kind not in self._made:
            self._made[kind] = make()
        found: Shared = self._made[kind]
        return found


@dataclass(frozen=True)
class UpstreamNode:
    """A node that the running one depends on: its id, its type and its effective params."""

    id: str
    type: str
    params: Mapping[str, Any]
    inputs: Mapping[str, str]


@dataclass
class Context:
    """A node's view of its run: progress, cancelling, places, device, and what is shared.

    `workflow_text` is the workflow that runs, as JSON; `upstream` holds the nodes that this one
    depends on, sources first. `beforehand` is what the plan knew of the inputs; None outside a
    run that was planned. `wants_previews` says whether somebody looks while the node works.
    """

    node: str
    places: Places
    device: Device
    resources: Resources
    emit: Callable[[Event], None]
    stop: threading.Event
    workflow_text: Callable[[], str] = lambda: ""
    upstream: Callable[[], tuple[UpstreamNode, ...]] = lambda: ()
    beforehand: Beforehand | None = None
    checkpoints: Checkpoints = field(default_factory=Checkpoints)
    counts: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    result_is_kept: bool = True
    take_span: TakeSpan | None = None
    wants_previews: bool = False

    @property
    def file_stem(self) -> str:
        """The node's id as the beginning of a file name, different for each node of a workflow."""
        return self.node.replace("/", ".")

    def progress(self, done: int, total: int) -> None:
        """Tell how far the node is; raises Cancelled once the run is to stop."""
        if not self.stop.is_set():
            self.emit(NodeProgress(self.node, int(done), int(total)))
        # Asked again: who hears of the progress may be the one who stops the run.
        if self.stop.is_set():
            raise Cancelled

    def resume(self, chain: Chain | None) -> tuple[int, Any | None]:
        """After how many iterations of a chain a state is known, and that state.

        (0, None) means to begin at the start. The step is counted as `resumed_at_step`.
        """
        if chain is None:
            self.count("resumed_at_step", 0)
            return 0, None
        with measured(self.take_span, "read", "step", self.node) as facts:
            iterations, state = self.checkpoints.resume(chain)
            facts["iterations"] = iterations
        self.count("resumed_at_step", chain.steps_after(iterations))
        return iterations, state

    def keep(self, chain: Chain, iterations: int, state: Any) -> None:
        """Keep the state of a chain after some iterations, for a later run to resume from."""
        with measured(self.take_span, "write", "step", self.node) as facts:
            self.checkpoints.keep(chain, iterations, state)
            facts["iterations"] = iterations

    def loading(self, name: str) -> AbstractContextManager[dict[str, Any]]:
        """To be held while a model is loaded, so that a profile tells how long it took."""
        return measured(self.take_span, "load", name, self.node)

    def preview(self, step: int, total: int, shown: bytes | Sketch) -> None:
        """Show a picture (PNG or JPEG bytes, or a sketch) of what the node is making."""
        told = shown if isinstance(shown, Sketch) else Sketch(shown)
        size = (told.width, told.height, told.pictures)
        self.emit(NodePreview(self.node, int(step), int(total), told.picture, *size))

    def show(self, pictures: Iterable[npt.NDArray[np.float32]]) -> None:
        """Show a batch of finished pictures, each (height, width, 1 to 4 channels) in 0..1.

        Does nothing when nobody looks.
        """
        if not self.wants_previews:
            return
        batch = tuple(pictures)
        for i, picture in enumerate(batch):
            height, width, channels = picture.shape
            rows = (picture.clip(0, 1) * 255).round().astype("uint8").tobytes()
            self.emit(NodePicture(self.node, i, len(batch), width, height, channels, rows))

    def warn(self, message: str) -> None:
        """Tell the user something that stops nothing, as one sentence."""
        self.warnings.append(message)
        self.emit(NodeWarning(self.node, message))

    def do_not_keep_result(self) -> None:
        """Have the result serve this run alone, because it hangs on more than the node's key tells.

        The same then goes for the nodes that it is linked to.
        """
        self.result_is_kept = False
        self.checkpoints = Checkpoints()

    def count(self, what: str, number: int) -> None:
        """Add to one of the node's counters, such as `unet_evaluations`."""
        self.counts[what] = self.counts.get(what, 0) + int(number)
