"""Control: the node that lets a picture steer a sampler through a ControlNet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from graph_engine.errors import NodeError
from graph_engine.hints import Number, Slider
from graph_engine.keys import key_of
from graph_engine.node import Node
from nodes.facts import ControlEntryFacts, ControlFacts, control_facts
from nodes.values import Control, ControlEntry, ControlNet, Image

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand
    from graph_engine.context import Context


class ApplyControlNet(Node, version=1, category="Conditioning"):
    """Let a picture (edges, depth, a pose …) steer the composition.

    Inputs:
        controlnet: The ControlNet or T2I-Adapter, for the family of the model that samples.
        image: The picture in the form that the ControlNet was trained on, such as that of
            CannyEdges. It is resized to the size of the latent.
        previous: Another control that takes part too.
        strength: How strongly it steers, 0 to 10; 1 is as trained.
        start: Where in the denoising it begins, 0 to 1, counted in steps.
        end: Where it ends. Composition settles early, so 0.5 often suffices and leaves the
            details free.

    Outputs:
        control: For Sample's or KSampler's `control`, or another ApplyControlNet's `previous`.
    """

    controlnet: ControlNet
    image: Image
    previous: Control | None = None
    strength: Annotated[float, Number(0, 10, step=0.05)] = 1.0
    start: Annotated[float, Slider(0, 1, step=0.01)] = 0.0
    end: Annotated[float, Slider(0, 1, step=0.01)] = 1.0

    class Outputs(NamedTuple):
        """The control."""

        control: Control

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """The range apart from what else decides the control."""
        if not {"strength", "start", "end"}.isdisjoint(known.inputs):
            return {}
        self._check_range()
        net, image = known.inputs["controlnet"], known.inputs["image"]
        entry = ControlEntryFacts(
            key_of(net.key, image.key, self.strength),
            self.start,
            self.end,
            net.facts if isinstance(net.facts, ControlNet) else None,
        )
        before = control_facts(known.inputs.get("previous")).entries
        return {"control": ControlFacts((*before, entry))}

    def run(self, context: Context) -> Outputs:
        """Put the entry behind the previous ones."""
        self._check_range()
        entry = ControlEntry(self.controlnet, self.image, self.strength, self.start, self.end)
        before = self.previous.entries if self.previous is not None else ()
        return self.Outputs(Control((*before, entry)))

    def _check_range(self) -> None:
        if self.start >= self.end:
            raise NodeError(
                f"The control can't start at {self.start:g} and end at {self.end:g}: the start"
                " must be before the end.",
                port="start",
            )
