"""Inversion: the node that finds the noise which a picture is denoised from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from graph_engine.hints import Number, Slider
from graph_engine.node import Node
from nodes.values import Conditioning, Latent, UNet

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand
    from graph_engine.context import Context

InversionSchedule = Literal["default", "leading", "trailing"]


class InvertLatent(Node, version=1, category="Sampling", numerics=("torch", "diffusers")):
    """Find the noise that a picture is denoised from (DDIM inversion).

    A Sample with sampler "ddim", the same steps, strength, schedule and prompt, and a guidance of
    1, makes the picture again; with another prompt it makes a picture of the same composition.

    Inputs:
        unet: The U-Net of the model.
        positive: What the picture shows.
        negative: Used only while `guidance` is above 1; not linked means an empty prompt.
        latent: The latent of the picture, from EncodeImage.
        steps: Steps, 1 to 150; more find the noise more exactly.
        guidance: How strictly the prompts are followed, 0 to 100. From 1 downwards the negative
            prompt is left out; above 1 the picture is found again less exactly.
        schedule: How the time steps are spaced, as on the Sample that goes on.
        strength: How much of the way to pure noise is gone, 0 to 1, as on the Sample that goes on.

    Outputs:
        latent: The noise, for Sample, which adds none to it.
    """

    unet: UNet
    positive: Conditioning
    negative: Conditioning | None = None
    latent: Latent
    steps: Annotated[int, Slider(1, 150)] = 50
    guidance: Annotated[float, Number(0, 100, step=0.5)] = 1.0
    schedule: InversionSchedule = "default"
    strength: Annotated[float, Slider(0, 1, step=0.01)] = 1.0

    class Outputs(NamedTuple):
        """The noise."""

        latent: Latent

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """Refuse what does not belong to one model family."""
        from nodes.family_checks import check_sampler_inputs
        from nodes.inversion_checks import check_params

        check_params(self)
        return {"latent": check_sampler_inputs(known)}

    def run(self, context: Context) -> Outputs:
        """Refuse what can't work, then load the U-Net and go the way back."""
        from nodes.inversion_checks import check_inversion

        check_inversion(self, context)
        from nodes.diffusion.inversion import invert

        return self.Outputs(invert(self, context))
