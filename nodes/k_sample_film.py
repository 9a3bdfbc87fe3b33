"""KSampler's film: noise level, guidance and active controls of each step; without torch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_engine.film_steps import StepFacts
from nodes.facts import control_facts
from nodes.k_sample_steps import noted_levels
from nodes.sample_film import between, control_names

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand
    from nodes.k_sampling import KSampler


def k_sample_film(node: KSampler, known: Beforehand) -> tuple[StepFacts, ...]:
    """What each step does; only how many there are until a run has noted the noise levels."""
    settings = (node.steps, node.denoise, node.start_step, node.end_step)
    if any(value is None for value in settings):
        return ()
    levels = noted_levels(node, known)
    if levels is None:
        count = min(node.end_step, node.steps) - node.start_step
        return (StepFacts(guidance=node.guidance),) * max(count, 0)
    controls = control_facts(known.inputs.get("control")).entries
    found = []
    for index, (sigma, at) in enumerate(zip(levels.sigmas[:-1], levels.progress, strict=False), 1):
        active = [each for each in controls if each.start <= at <= each.end]
        is_last = index == len(levels.sigmas) - 1
        border = None if is_last else between(at, levels.progress[index])
        found.append(StepFacts(sigma, node.guidance, control_names(active), border))
    return tuple(found)
