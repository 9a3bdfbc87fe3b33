"""Sampling: the node that denoises a latent under a prompt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from graph_engine.hints import Number, Seed, Slider
from graph_engine.node import Node
from nodes.samplers import SamplerName, ScheduleName
from nodes.values import Conditioning, Control, Latent, UNet

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand, Chain
    from graph_engine.context import Context
    from graph_engine.film_steps import Sketch, Split, StepFacts


class Sample(Node, version=1, category="Sampling", numerics=("torch", "diffusers")):
    """Denoise a latent, step by step, into what the prompts describe.

    In float32 on a CPU every number equals that of diffusers' Stable Diffusion pipelines with the
    same seed: the same noise, the same order of work, the samplers' own code.

    Inputs:
        unet: The U-Net of the model.
        positive: What the picture should show.
        negative: What the picture should not show; not linked means an empty prompt. It is used
            only while `guidance` is above 1.
        latent: What to start from: an EmptyLatent for a new picture, or an encoded picture or
            another sampler's latent to work on.
        control: Pictures that steer through ControlNets or T2I-Adapters.
        seed: Where the noise comes from; the same seed gives the same picture. 0 to 2⁶⁴ − 1.
        steps: Denoising steps, 1 to 150; more is slower and finer.
        guidance: How strictly the prompts are followed, 0 to 100. Useful from 3 to 12; from 1
            downwards the negative prompt is left out, which halves the work.
        sampler: The method of denoising. "dpmpp_2m", "unipc" and "ddim" reach a finished picture
            in few steps; the ancestral and sde ones add fresh noise and never settle; "lcm" and
            "tcd" are for models distilled for them, "edm_euler" for models trained in EDM's frame.
        schedule: How noise is spread over the steps. "default" is what the model's config says;
            "karras", "exponential" and "beta" place the noise levels by formula;
            "trailing", "leading" and "linspace" space the time steps evenly.
        strength: How much of a given picture is repainted, 0 to 1: 0.3 changes details, 0.75
            keeps the composition, 1 keeps almost nothing. That share of the steps is done. Leave
            it at 1 for an EmptyLatent.
        start: Where in the denoising to begin, 0 to 1, without adding noise: to go on with a
            latent that another Sample left at its `end`. Strength is not used then.
        end: Where in the denoising to stop, 0 to 1; below 1 some noise is left for another
            Sample to go on with.
        guidance_rescale: Counters the overexposure of high guidance, 0 (off) to 1; 0.7 is usual
            for models that predict velocity.
        image_guidance: How strictly an edited picture is kept, 1 to 100. Only for models that
            edit pictures (InstructPix2Pix).

    Outputs:
        latent: The denoised latent, for DecodeLatent.
    """

    unet: UNet
    positive: Conditioning
    negative: Conditioning | None = None
    latent: Latent
    control: Control | None = None
    seed: Annotated[int, Seed()] = 0
    steps: Annotated[int, Slider(1, 150)] = 25
    guidance: Annotated[float, Number(0, 100, step=0.5)] = 7.5
    sampler: SamplerName = "dpmpp_2m"
    schedule: ScheduleName = "karras"
    strength: Annotated[float, Slider(0, 1, step=0.01)] = 1.0
    start: Annotated[float, Slider(0, 1, step=0.01)] = 0.0
    end: Annotated[float, Slider(0, 1, step=0.01)] = 1.0
    guidance_rescale: Annotated[float, Slider(0, 1, step=0.05)] = 0.0
    image_guidance: Annotated[float, Number(1, 100, step=0.1)] = 1.5

    class Outputs(NamedTuple):
        """The denoised latent."""

        latent: Latent

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """Refuse what does not belong to one model family, or can't be a run."""
        from nodes.family_checks import check_sampler_inputs
        from nodes.sampling_checks import check_params, check_prediction

        check_params(self)
        check_prediction(known.inputs["unet"].facts, self.sampler)
        finished = "end" in known.inputs or self.end >= 1
        return {"latent": check_sampler_inputs(known, finished=finished)}

    def chain(self, known: Beforehand) -> Chain | None:
        """The latents between the steps."""
        from nodes.sample_steps import sample_chain

        return sample_chain(self, known)

    def film(self, known: Beforehand) -> tuple[StepFacts, ...]:
        """Noise level, guidance and active controls of each step."""
        from nodes.sample_film import sample_film

        return sample_film(self, known)

    def sketch(self, state: Any, known: Beforehand) -> Sketch | None:
        """The predicted picture in the colours of the latent's map."""
        from nodes.predictions import latent_sketch

        return latent_sketch(state, known)

    def split(self, step: int, known: Beforehand) -> Split:
        """With `end` on the first and `start` on the second, where they meet."""
        from nodes.sample_film import sample_split

        return sample_split(self, step, known)

    def foretell(self, state: Any) -> Outputs | None:
        """The predicted latent."""
        from nodes.predictions import predicted_latent

        latent = predicted_latent(state)
        return self.Outputs(latent) if latent is not None else None

    def run(self, context: Context) -> Outputs:
        """Refuse what can't work, then load the U-Net and denoise."""
        from nodes.sampling_checks import check_sampling

        check_sampling(self, context)
        from nodes.diffusion.sampling import sample

        return self.Outputs(sample(self, context))
