"""Sample's steps: which a run does, and the keys of the states after each; without torch.

The time steps come from diffusers' schedulers, which need torch. A run notes them; a plan reads
the note. Where there is no note nothing was sampled that way, so there is no step to resume from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph_engine.beforehand import Beforehand, Chain, Outline
from graph_engine.errors import NodeError
from graph_engine.keys import key_of
from nodes.facts import conditioning_facts, control_facts, guidance_among
from nodes.values import UNet

if TYPE_CHECKING:
    from nodes.sampling import Sample


@dataclass(frozen=True)
class Layout:
    """All time steps of a sampler; one of order 2 visits each but the first twice.

    `trained` is the number of time steps that the model was trained on. `sigmas` are the noise
    levels at the time steps, for the film; older notes lack them.
    """

    timesteps: tuple[float, ...]
    order: int
    trained: int
    sigmas: tuple[float, ...] = ()

    def progress(self, index: int) -> float:
        """How far the denoising is at a time step: 0 is pure noise, 1 the finished picture.

        Rounded, so that 700 of 1000 time steps are 0.3 and not a little more.
        """
        return round(1 - self.timesteps[index] / self.trained, 9)


@dataclass(frozen=True)
class Chosen:
    """The time steps of a layout that one node does: from `first` up to `last`, not included."""

    first: int
    last: int

    def steps(self, layout: Layout, steps: int) -> int:
        """How many of the user's `steps` these are."""
        return max(round((self.last - self.first) * steps / len(layout.timesteps)), 1)


def choose_steps(layout: Layout, node: Sample) -> Chosen:
    """The time steps that strength, start and end leave, counted as the pipelines count them.

    Strength as in StableDiffusionImg2ImgPipeline; start and end as `denoising_start` and
    `denoising_end` of StableDiffusionXLImg2ImgPipeline. Raises NodeError if none is left.
    """
    count, trained = len(layout.timesteps), layout.trained
    first = 0
    if node.start > 0:
        left = sum(t < round(trained - node.start * trained) for t in layout.timesteps)
        # A second-order sampler visits each time step but the first twice; an even number left
        # would begin between the two.
        left += layout.order == 2 and left % 2 == 0
        first = max(count - left, 0)
    elif node.strength < 1:
        first = (node.steps - min(int(node.steps * node.strength), node.steps)) * layout.order
    last = count
    if node.end < 1:
        cutoff = round(trained - node.end * trained)
        last = first + sum(t >= cutoff for t in layout.timesteps[first:])
    if first >= last:
        raise NodeError(
            f"Of {node.steps} steps none lies between start {node.start:g} and end {node.end:g}.",
            port="end",
            hint="Move start and end apart, or use more steps.",
        )
    return Chosen(first, last)


def layout_key(node: Sample, known: Beforehand) -> str:
    """Under which key the layout of a node's sampler is noted."""
    return key_of(
        known.identity, "layout", known.inputs["unet"].key, node.sampler, node.schedule, node.steps
    )


def layout_data(layout: Layout) -> dict[str, Any]:
    """A layout as a note."""
    return {
        "timesteps": list(layout.timesteps),
        "order": layout.order,
        "trained": layout.trained,
        "sigmas": list(layout.sigmas),
    }


def noted_layout(node: Sample, known: Beforehand) -> Layout | None:
    """The layout of a node's sampler, as a run has noted it."""
    note = known.recall(layout_key(node, known))
    if note is None:
        return None
    sigmas = tuple(note.get("sigmas", ()))
    return Layout(tuple(note["timesteps"]), note["order"], note["trained"], sigmas)


def sample_chain(node: Sample, known: Beforehand) -> Chain | None:
    """The states after each iteration; None while a param is linked or the layout is not noted."""
    scalars = (node.seed, node.steps, node.guidance, node.image_guidance, node.sampler,
               node.schedule, node.strength, node.start, node.end, node.guidance_rescale)  # fmt: skip
    if any(value is None for value in scalars):
        return None
    layout = noted_layout(node, known)
    if layout is None:
        return None
    chosen = choose_steps(layout, node)
    key = key_of(
        layout_key(node, known), known.inputs["latent"].key, node.seed, node.strength, node.start
    )
    keys = [key]
    for index in range(chosen.first, chosen.last):
        key = key_of(key, index, *_read_by_step(node, known, layout, chosen.first, index))
        keys.append(key)
    return Chain(keys, chosen.steps(layout, node.steps))


def control_progress(layout: Layout, first: int, index: int) -> tuple[float, float]:
    """How far a step begins and ends, as the ControlNet pipelines count: by steps, not by noise."""
    count = len(layout.timesteps) - first
    return (index - first) / count, (index - first + 1) / count


def is_control_active(start: float, end: float, begins: float, ends: float) -> bool:
    """Whether a control takes part in a step, as the ControlNet pipelines decide it."""
    return not (begins < start or ends > end)


def is_prompt_active(start: float, end: float, at: float) -> bool:
    """Whether a prompt takes part at a point of the denoising, 0 (pure noise) to 1 (picture).

    A step that lies at `end` still belongs to the prompt, as it belongs to a Sample of that `end`.
    """
    return (start <= 0 or start < at) and (at <= end or end >= 1)


def _read_by_step(
    node: Sample, known: Beforehand, layout: Layout, first: int, index: int
) -> Iterator[Any]:
    """All that decides one step besides the state that it starts from."""
    inputs = known.inputs
    at = layout.progress(index)
    yield inputs["unet"].key
    yield _active_prompts(inputs.get("positive"), at)
    guidance = guidance_at(node, inputs, at)
    yield guidance  # also where it is not above 1: U-Nets distilled with it read it then too
    if guidance > 1:
        yield from (node.guidance_rescale, node.image_guidance)
        yield _active_prompts(inputs.get("negative"), at) or _stand_in(inputs)
    begins, ends = control_progress(layout, first, index)
    yield [
        entry.key
        for entry in control_facts(inputs.get("control")).entries
        if is_control_active(entry.start, entry.end, begins, ends)
    ]


def guidance_at(node: Sample, inputs: Mapping[str, Outline], at: float) -> float:
    """How strictly the prompts are followed that count at a point of the denoising."""
    entries = conditioning_facts(inputs.get("positive")).entries
    active = (each.guidance for each in entries if is_prompt_active(each.start, each.end, at))
    return guidance_among(active, node.guidance)


def _active_prompts(outline: Outline | None, at: float) -> list[str]:
    entries = conditioning_facts(outline).entries
    return [entry.key for entry in entries if is_prompt_active(entry.start, entry.end, at)]


def _stand_in(inputs: Mapping[str, Outline]) -> list[str]:
    """What the prompt depends on that stands in for a negative that is not linked.

    SDXL's has the sizes of the first positive prompt, whether that one is active or not.
    """
    unet, positive = inputs["unet"].facts, inputs.get("positive")
    if isinstance(unet, UNet) and not unet.pooled_width:
        return empty_prompt(positive)
    return ["empty", *[entry.key for entry in conditioning_facts(positive).entries[:1]]]


def empty_prompt(positive: Outline | None) -> list[str]:
    """What the empty prompt depends on that stands in for a negative: the text encoder."""
    entries = conditioning_facts(positive).entries
    return ["empty", *dict.fromkeys(entry.encoder_key or entry.key for entry in entries[:1])]
