"""Refining: the node that finishes a latent with another model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from graph_engine.errors import NodeError
from graph_engine.hints import Number, Seed, Slider
from graph_engine.node import Node
from nodes.samplers import SamplerName, ScheduleName
from nodes.sampling import Sample
from nodes.values import Conditioning, Latent, UNet

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand, Chain
    from graph_engine.context import Context
    from graph_engine.film_steps import Sketch, StepFacts


class Refine(Node, version=1, category="Sampling", numerics=("torch", "diffusers")):
    """Go on where a Sample with `end` = `switch` stopped, with a model made for the last steps.

    This is SDXL's ensemble of experts: the same steps, seed, sampler and schedule on both nodes.
    To refine a finished picture instead, give the refiner's U-Net to a Sample with a strength of
    0.2 to 0.4.

    Inputs:
        unet: The U-Net of the refiner.
        positive: What the picture should show, encoded by the refiner's text encoder.
        negative: What it should not show; not linked means an empty prompt.
        latent: The latent of the Sample that stopped at `switch`.
        seed: Where the noise of samplers comes from that add some at each step.
        steps: Denoising steps of the whole, 1 to 150, as on the Sample before.
        guidance: How strictly the prompts are followed, 0 to 100.
        sampler: The method of denoising, as on the Sample before.
        schedule: How noise is spread over the steps, as on the Sample before.
        switch: Where in the denoising to take over, 0 to 1: the `end` of the Sample before.

    Outputs:
        latent: The finished latent, for DecodeLatent.
    """

    unet: UNet
    positive: Conditioning
    negative: Conditioning | None = None
    latent: Latent
    seed: Annotated[int, Seed()] = 0
    steps: Annotated[int, Slider(1, 150)] = 25
    guidance: Annotated[float, Number(0, 100, step=0.5)] = 7.5
    sampler: SamplerName = "dpmpp_2m"
    schedule: ScheduleName = "karras"
    switch: Annotated[float, Slider(0, 1, step=0.01)] = 0.8

    class Outputs(NamedTuple):
        """The finished latent."""

        latent: Latent

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """Refuse what does not belong to one model family, or leaves no step."""
        from nodes.family_checks import check_sampler_inputs
        from nodes.sampling_checks import check_params, check_prediction

        if "switch" not in known.inputs:
            self._check_switch()
        check_params(self._sample())
        check_prediction(known.inputs["unet"].facts, self.sampler)
        return {"latent": check_sampler_inputs(known)}

    def chain(self, known: Beforehand) -> Chain | None:
        """The latents between the steps."""
        return self._sample().chain(known)

    def film(self, known: Beforehand) -> tuple[StepFacts, ...]:
        """Noise level, guidance and active controls of each step."""
        from nodes.sample_film import sample_film

        return sample_film(self._sample(), known)

    def sketch(self, state: Any, known: Beforehand) -> Sketch | None:
        """The predicted picture in the colours of the latent's map."""
        from nodes.predictions import latent_sketch

        return latent_sketch(state, known)

    def foretell(self, state: Any) -> Outputs | None:
        """The predicted latent."""
        from nodes.predictions import predicted_latent

        latent = predicted_latent(state)
        return self.Outputs(latent) if latent is not None else None

    def run(self, context: Context) -> Outputs:
        """Do the steps that are left."""
        self._check_switch()
        return self.Outputs(self._sample().run(context).latent)

    def _check_switch(self) -> None:
        if self.switch >= 1:
            raise NodeError("At a switch of 1 nothing is left to refine.", port="switch")
        if self.switch <= 0:
            raise NodeError(
                "At a switch of 0 there is nothing to go on with.",
                port="switch",
                hint="Use Sample with the refiner's U-Net to do the whole of it.",
            )

    def _sample(self) -> Sample:
        return Sample(
            unet=self.unet,
            positive=self.positive,
            negative=self.negative,
            latent=self.latent,
            seed=self.seed,
            steps=self.steps,
            guidance=self.guidance,
            sampler=self.sampler,
            schedule=self.schedule,
            start=self.switch,
        )
