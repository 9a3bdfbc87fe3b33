"""KSampler: the node that denoises in sigma space, by ComfyUI's rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from graph_engine.hints import Number, Seed, Slider
from graph_engine.node import Node
from nodes.k_samplers import KSamplerName, KScheduleName
from nodes.values import Conditioning, Control, Latent, UNet

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand, Chain
    from graph_engine.context import Context
    from graph_engine.film_steps import Sketch, Split, StepFacts

StepNoise = Literal["same_seed", "next_seed"]


class KSampler(
    Node, version=1, category="Sampling", numerics=("torch", "diffusers", "torchsde", "scipy")
):
    """Denoise a latent by ComfyUI's rules: its samplers, schedules, noise and guidance.

    With the same settings it gives ComfyUI's latents, to about a millionth (docs/exactness.md has
    the measured numbers). To get the numbers of diffusers' pipelines use Sample.

    Inputs:
        unet: The U-Net of the model.
        positive: What the picture should show.
        negative: What the picture should not show; not linked means an empty prompt. It is not
            used while `guidance` is 1.
        latent: What to start from: an EmptyLatent for a new picture, or an encoded picture or
            another sampler's latent to work on. Of a LatentMask only the masked part changes.
        control: Pictures that steer through ControlNets or T2I-Adapters.
        seed: Where the noise comes from; the same seed gives the same picture. 0 to 2⁶⁴ − 1.
        steps: Denoising steps, 1 to 10000; more is slower and finer. 20 to 30 are usual.
        guidance: How strictly the prompts are followed, 0 to 100 (ComfyUI's cfg). Useful from 3
            to 12; 1 leaves the negative prompt out, which halves the work.
        sampler: The method of denoising. "dpmpp_2m", "uni_pc" and "ddim" reach a finished picture
            in few steps; the ancestral and sde ones, "ddpm" and "lcm" add fresh noise and never
            settle; "heun", "dpm_2", "dpm_2_ancestral", "dpmpp_2s_ancestral" and "dpmpp_sde" ask
            the model twice a step. "lcm" is for models distilled for it.
        schedule: How noise is spread over the steps. "ddim_uniform" and "beta" may give a few
            steps more or fewer than `steps`.
        denoise: How much of a given picture is repainted, 0 (nothing) to 1. Below 1, all `steps`
            are done over the last part of a longer schedule.
        start_step: How many steps of the schedule to leave out at its beginning, to go on where
            another KSampler's `end_step` stopped; from the last step on, nothing is done.
        end_step: After which step to stop.
        add_noise: Whether the latent gets noise first. Turn it off to go on with a latent that
            has noise left.
        leftover_noise: Whether a run that stops at `end_step` leaves the noise that is still
            there to the next KSampler, instead of removing it in its last step.
        step_noise: Where the noise comes from that samplers add at their steps. "same_seed": from
            `seed` once more, as ComfyUI up to 0.3.64 has it. "next_seed": from the following
            seed, as later versions have it on a CPU. Only for "euler_ancestral",
            "dpm_2_ancestral", "dpmpp_2s_ancestral", "ddpm" and "lcm".

    Outputs:
        latent: The denoised latent, for DecodeLatent.
    """

    unet: UNet
    positive: Conditioning
    negative: Conditioning | None = None
    latent: Latent
    control: Control | None = None
    seed: Annotated[int, Seed()] = 0
    steps: Annotated[int, Number(1, 10000)] = 20
    guidance: Annotated[float, Number(0, 100, step=0.5)] = 8.0
    sampler: KSamplerName = "euler"
    schedule: KScheduleName = "normal"
    denoise: Annotated[float, Slider(0, 1, step=0.01)] = 1.0
    start_step: Annotated[int, Number(0, 10000)] = 0
    end_step: Annotated[int, Number(0, 10000)] = 10000
    add_noise: bool = True
    leftover_noise: bool = False
    step_noise: StepNoise = "same_seed"

    class Outputs(NamedTuple):
        """The denoised latent."""

        latent: Latent

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """Refuse what does not belong to one model family, or can't be a run."""
        from nodes.family_checks import check_sampler_inputs
        from nodes.k_sampling_checks import check_params

        check_params(self)
        return {"latent": check_sampler_inputs(known)}

    def chain(self, known: Beforehand) -> Chain | None:
        """The latents between the steps."""
        from nodes.k_sample_steps import k_sample_chain

        return k_sample_chain(self, known)

    def film(self, known: Beforehand) -> tuple[StepFacts, ...]:
        """Noise level, guidance and active controls of each step."""
        from nodes.k_sample_film import k_sample_film

        return k_sample_film(self, known)

    def sketch(self, state: Any, known: Beforehand) -> Sketch | None:
        """The predicted picture in the colours of the latent's map."""
        from nodes.predictions import latent_sketch

        return latent_sketch(state, known)

    def split(self, step: int, known: Beforehand) -> Split:
        """With `end_step` on the first and `start_step` on the second."""
        from nodes.k_sample_film import k_sample_split

        return k_sample_split(self, step)

    def foretell(self, state: Any) -> Outputs | None:
        """The predicted latent."""
        from nodes.predictions import predicted_latent

        latent = predicted_latent(state)
        return self.Outputs(latent) if latent is not None else None

    def run(self, context: Context) -> Outputs:
        """Refuse what can't work, then load the U-Net and denoise."""
        from nodes.k_sampling_checks import check_k_sampling

        check_k_sampling(self, context)
        from nodes.diffusion.k_sampling import k_sample

        return self.Outputs(k_sample(self, context))
