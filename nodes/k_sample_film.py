"""KSampler's film: noise level, guidance and active controls of each step; without torch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_engine.errors import NodeError
from graph_engine.film_steps import Split, StepFacts
from nodes.facts import conditioning_facts, control_facts, guidance_among
from nodes.k_sample_steps import noted_levels
from nodes.k_samplers import RULES
from nodes.sample_film import between, control_names

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand
    from nodes.k_sampling import KSampler


def k_sample_film(node: KSampler, known: Beforehand) -> tuple[StepFacts, ...]:
    """What each step does; only how many there are until a run has noted the noise levels."""
    settings = (node.steps, node.denoise, node.start_step, node.end_step, node.guidance)
    if any(value is None for value in settings):
        return ()
    levels = noted_levels(node, known)
    if levels is None:
        count = min(node.end_step, node.steps) - node.start_step
        return (StepFacts(guidance=node.guidance),) * max(count, 0)
    controls = control_facts(known.inputs.get("control")).entries
    prompts = conditioning_facts(known.inputs.get("positive")).entries
    draws = RULES[node.sampler].noise == "draws"
    found = []
    for index, (sigma, at) in enumerate(zip(levels.sigmas[:-1], levels.progress, strict=False), 1):
        active = [each for each in controls if each.start <= at <= each.end]
        is_last = index == len(levels.sigmas) - 1
        border = None if is_last else between(at, levels.progress[index])
        own = (each.guidance for each in prompts if each.start <= at <= each.end)
        guidance = guidance_among(own, node.guidance)
        found.append(StepFacts(sigma, guidance, control_names(active), border, draws))
    return tuple(found)


def k_sample_split(node: KSampler, step: int) -> Split:
    """As ComfyUI's advanced samplers go on: noise left over by one, none added by the other."""
    if RULES[node.sampler].sees_whole_run:
        raise NodeError(
            f'The sampler "{node.sampler}" lays its path over the whole run, so that another seed'
            " can't begin in the middle.",
            port="sampler",
            hint="Branch with another prompt or guidance.",
        )
    at = node.start_step + step
    return Split({"end_step": at, "leftover_noise": True}, {"start_step": at, "add_noise": False})
