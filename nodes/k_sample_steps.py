"""KSampler's steps: which a run does, and the keys of the states after each; without torch.

The noise levels come from the model's table, which needs torch. A run notes those of its whole
schedule; a plan reads the note, whatever part of the schedule its node takes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph_engine.beforehand import Beforehand, Chain
from graph_engine.keys import key_of
from nodes.facts import ControlEntryFacts, EntryFacts, conditioning_facts, control_facts
from nodes.k_samplers import RULES, part_of
from nodes.k_sampling_checks import is_guided
from nodes.sample_steps import empty_prompt

if TYPE_CHECKING:
    from nodes.k_sampling import KSampler

_ROUNDING = 1e-5
"""How near, in the progress of the denoising, a noise level counts as perhaps at a point."""


@dataclass(frozen=True)
class Levels:
    """Noise levels, one more than steps, and how far the denoising is at each, 0 to 1."""

    sigmas: tuple[float, ...]
    progress: tuple[float, ...]

    def part(self, start: int, end: int, *, leftover: bool) -> Levels:
        """Those of a run from step `start` to `end`."""
        part = part_of(len(self.sigmas) - 1, start, end, leftover=leftover)
        taken = slice(part.first, part.last + 1)
        if part.steps < 1 or not part.to_zero:
            return Levels(self.sigmas[taken], self.progress[taken])
        return Levels((*self.sigmas[taken][:-1], 0.0), (*self.progress[taken][:-1], 1.0))


def levels_key(node: KSampler, known: Beforehand) -> str:
    """Under which key the noise levels of a node's whole schedule are noted."""
    unet = known.inputs["unet"].key
    return key_of(
        known.identity, "levels", unet, node.sampler, node.schedule, node.steps, node.denoise
    )


def levels_data(levels: Levels) -> dict[str, Any]:
    """Levels as a note."""
    return {"sigmas": list(levels.sigmas), "progress": list(levels.progress)}


def noted_levels(node: KSampler, known: Beforehand) -> Levels | None:
    """The noise levels that a node steps along, as a run has noted them."""
    note = known.recall(levels_key(node, known))
    if note is None:
        return None
    levels = Levels(tuple(note["sigmas"]), tuple(note["progress"]))
    return levels.part(node.start_step, node.end_step, leftover=node.leftover_noise)


def k_sample_chain(node: KSampler, known: Beforehand) -> Chain | None:
    """The states after each step; None while a param is linked or the levels are not noted."""
    scalars = (node.seed, node.steps, node.guidance, node.sampler, node.schedule, node.denoise,
               node.start_step, node.end_step, node.add_noise, node.leftover_noise,
               node.step_noise)  # fmt: skip
    if any(value is None for value in scalars):
        return None
    levels = noted_levels(node, known)
    if levels is None:
        return None
    count = len(levels.sigmas) - 1
    if count < 1:
        return None
    keys = [key_of(known.identity, "start", *_read_at_start(node, known, levels))]
    for index in range(count):
        keys.append(key_of(keys[-1], *_read_by_step(node, known, levels, index)))
    return Chain(keys, count)


def _read_at_start(node: KSampler, known: Beforehand, levels: Levels) -> Iterator[Any]:
    """All that decides the first state, and what later ones draw their noise from."""
    rule = RULES[node.sampler]
    yield from (known.inputs["unet"].key, known.inputs["latent"].key, node.sampler)
    yield from (levels.sigmas[0], node.add_noise)
    if node.add_noise or rule.noise != "none" or rule.own_inpaint_noise:
        yield node.seed
    if rule.noise == "draws":
        yield node.step_noise
    if rule.sees_whole_run:
        yield levels.sigmas


def _read_by_step(node: KSampler, known: Beforehand, levels: Levels, index: int) -> Iterator[Any]:
    """All that decides one step besides the states before it."""
    inputs, sigmas = known.inputs, levels.sigmas
    yield from (sigmas[index], sigmas[index + 1])
    between = RULES[node.sampler].evaluates_between and sigmas[index + 1] > 0
    span = (levels.progress[index], levels.progress[index + between])
    positive = conditioning_facts(inputs.get("positive")).entries
    negative = conditioning_facts(inputs.get("negative")).entries
    yield _active(positive, span)
    own = _own_guidances(positive, span)
    if own:
        yield own
    if any(is_guided(one) for one in (node.guidance, *own)):
        yield node.guidance
        yield _active(negative, span) if negative else empty_prompt(inputs.get("positive"))
        # A rectangle of one side gets a twin with a text of the other side, whatever its range.
        for side, other in ((positive, negative), (negative, positive)):
            yield [entry.key for entry in side] if _has_area(other, span) else None
    yield _active(control_facts(inputs.get("control")).entries, span)


def _own_guidances(entries: Sequence[EntryFacts], span: tuple[float, float]) -> list[float]:
    """The guidances of their own that prompts have which take part in a span, in their order."""
    return [
        entry.guidance for entry in entries if entry.guidance is not None and _active([entry], span)
    ]


def _has_area(entries: Sequence[EntryFacts], span: tuple[float, float]) -> bool:
    return bool(_active([entry for entry in entries if entry.is_area], span))


def _active(
    entries: Sequence[EntryFacts] | Sequence[ControlEntryFacts], span: tuple[float, float]
) -> list[Any]:
    """What stands for the entries that take part in a span of the denoising.

    One whose range begins or ends there, or so near that rounding decides, with its range.
    """
    begins, ends = span[0] - _ROUNDING, span[1] + _ROUNDING
    found: list[Any] = []
    for entry in entries:
        start = entry.start if entry.start > 0 else -math.inf
        end = entry.end if entry.end < 1 else math.inf
        if start <= begins and ends <= end:
            found.append(entry.key)
        elif start <= ends and begins <= end:
            found.append([entry.key, entry.start, entry.end])
    return found
