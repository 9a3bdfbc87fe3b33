"""KSampler's work: a node's values put together for the steps in sigma space."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import torch

from nodes.diffusion.arrays import to_array
from nodes.diffusion.controls import load_controls
from nodes.diffusion.extra_channels import LoadedExtra, load_extra, noised_small_picture
from nodes.diffusion.k_diffusion import SAMPLERS, Denoise, Step
from nodes.diffusion.k_diffusion.noise import Noise, make_noise
from nodes.diffusion.k_diffusion.noising import (
    draw_noise,
    latent_mask,
    masked,
    noise_around,
    noised,
)
from nodes.diffusion.k_diffusion.schedules import run_sigmas
from nodes.diffusion.k_diffusion.sigmas import SigmaTable, sigma_table
from nodes.diffusion.k_prediction import Guidance, GuidedDenoise, Model
from nodes.diffusion.placed_prompts import PlacedPrompt, place, with_twins
from nodes.diffusion.previews import Previews
from nodes.diffusion.prompts import empty_prompt, negative_prompts, positive_prompts
from nodes.diffusion.schedulers import STABLE_DIFFUSION, low_resolution_scheduler
from nodes.diffusion.states import from_data, to_data
from nodes.diffusion.store import ModelStore
from nodes.diffusion.walking import Advance, noted_chain, walk
from nodes.diffusion.working import working
from nodes.k_sample_steps import Levels, levels_data, levels_key
from nodes.k_sampling_checks import is_ever_guided
from nodes.recipes import scheduler_config
from nodes.values import Latent

if TYPE_CHECKING:
    from graph_engine.beforehand import Chain
    from graph_engine.context import Context
    from nodes.k_sampling import KSampler


@working
@torch.inference_mode()
def k_sample(node: KSampler, context: Context) -> Latent:
    """Denoise a node's latent; close to what ComfyUI's KSampler makes of it.

    Raises NodeError for what can't be sampled and Cancelled within one step of a stop.
    """
    config = scheduler_config(context.places, node.unet.model) or STABLE_DIFFUSION
    table = sigma_table(config)
    chain = _chain(node, table, context)
    sigmas = run_sigmas(
        table,
        node.sampler,
        node.schedule,
        node.steps,
        denoise=node.denoise,
        start=node.start_step,
        end=node.end_step,
        leftover=node.leftover_noise,
    )
    if len(sigmas) < 2:
        context.warn("There is no step to do: the latent is handed on as it is.")
        return node.latent
    latent = node.latent
    samples = torch.from_numpy(latent.samples.copy()).to(context.device.name)
    noise = draw_noise(node.seed, samples) if node.add_noise else torch.zeros_like(samples)
    start = noised(samples, noise, sigmas[0], table)
    own_seed = node.step_noise == "next_seed"
    source = make_noise(node.sampler, node.seed, sigmas, start, own_seed=own_seed)
    memory = SolverMemory(source)

    steps = len(sigmas) - 1
    previews = Previews(context, node.unet, iterations=steps, steps=steps)

    def make_advance() -> Advance:
        denoise: Denoise = make_denoise(node, samples, table, context)
        if latent.noise_mask is not None:
            mask = latent_mask(torch.from_numpy(latent.noise_mask.values.copy()), samples)
            around = noise_around(node.sampler, node.seed, noise)
            denoise = masked(denoise, mask, samples, around)

        def advance(done: int, x: torch.Tensor) -> torch.Tensor:
            shown = _showing(denoise, previews, done)
            return SAMPLERS[node.sampler](Step(done, sigmas, shown, source, memory.history), x)

        return advance

    made = walk(
        context, chain, start, memory, make_advance, previews, iterations=steps, steps=steps
    )
    return Latent(
        to_array(made),
        latent.width,
        latent.height,
        family=latent.family or node.unet.model.family,
        noise_mask=latent.noise_mask,
    )


def _showing(denoise: Denoise, previews: Previews, done: int) -> Denoise:
    """A denoise whose pictures are offered as previews."""

    def denoise_and_show(x: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
        picture = denoise(x, sigma)
        previews.offer(done, lambda: picture)
        return picture

    return denoise_and_show


@dataclass(frozen=True, eq=False)
class SolverMemory:
    """What a sampler's later steps read of its earlier ones, and its source of noise."""

    source: Noise
    history: dict[str, torch.Tensor] = field(default_factory=dict)

    def data(self) -> dict[str, Any]:
        """The history and the source's state."""
        return {"history": to_data(self.history), "noise": to_data(self.source.state())}

    def restore(self, data: Mapping[str, Any], device: torch.device) -> None:
        """Go on from where `data` was taken."""
        self.history.clear()
        self.history.update(from_data(data["history"], device))
        self.source.restore(from_data(data["noise"], torch.device("cpu")))


def _chain(node: KSampler, table: SigmaTable, context: Context) -> Chain | None:
    whole = run_sigmas(table, node.sampler, node.schedule, node.steps, denoise=node.denoise)
    levels = Levels(tuple(whole.tolist()), tuple(table.progress(whole)))
    note = levels_data(levels)
    return noted_chain(node, context, lambda known: levels_key(node, known), note)


def make_denoise(
    node: KSampler, samples: torch.Tensor, table: SigmaTable, context: Context
) -> GuidedDenoise:
    """What predicts for a node: its U-Net, loaded, with its prompts and control."""
    unet = ModelStore.of(context).unet(node.unet, context)
    model = Model(
        unet,
        node.unet,
        table,
        _extra(node, context),
        context.device,
        lambda evaluations: context.count("unet_evaluations", evaluations),
    )
    # A U-Net that was distilled with the guidance as an input needs no negative pass.
    reads_guidance = bool(unet.config.time_cond_proj_dim)  # type: ignore[attr-defined]
    prompts = positive_prompts(node.positive, node.unet, node.latent, context)
    positive = place(prompts, node.positive, node.latent, samples, table)
    negative: list[PlacedPrompt] = []
    if is_ever_guided(node) and not reads_guidance:
        entries = node.negative or empty_prompt(node.positive, context)
        prompts = negative_prompts(entries, node.positive, node.unet, node.latent, context)
        negative = with_twins(place(prompts, entries, node.latent, samples, table), positive)
        positive = with_twins(positive, negative)
    controls = load_controls(node.control, node.latent, context)
    return GuidedDenoise(model, Guidance(positive, negative, node.guidance), controls)


def _extra(node: KSampler, context: Context) -> LoadedExtra | None:
    """The channels that the U-Net reads besides, nothing of them drawn but an upscaler's noise."""
    extra, batch = node.latent.extra, node.latent.samples.shape[0]
    if extra is None:
        return None
    if extra.kind != "upscale":
        return load_extra(extra, batch, None, context)
    if extra.noise_level == 0:
        return replace(load_extra(extra, batch, None, context), noise_level=0)
    generator = torch.Generator("cpu").manual_seed((node.seed - 10) % 2**64)
    scheduler = low_resolution_scheduler(node.unet.model, context.places)
    return noised_small_picture(
        extra.values, extra.noise_level, scheduler, batch, generator, context
    )
