"""Sample's film: noise level, guidance and active controls of each step; without torch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph_engine.errors import NodeError
from graph_engine.film_steps import Split, StepFacts
from nodes.facts import control_facts
from nodes.sample_steps import (
    Layout,
    choose_steps,
    control_progress,
    guidance_at,
    is_control_active,
    noted_layout,
)

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand
    from nodes.facts import ControlEntryFacts
    from nodes.sampling import Sample


_DRAWING = frozenset({"ddpm", "euler_ancestral", "dpmpp_2m_sde", "lcm", "tcd"})


def sample_film(node: Sample, known: Beforehand) -> tuple[StepFacts, ...]:
    """What each of the user's steps does; only how many there are until a run has noted them."""
    settings = (node.steps, node.strength, node.start, node.end, node.sampler, node.schedule,
                node.guidance)  # fmt: skip
    if any(value is None for value in settings):
        return ()
    layout = noted_layout(node, known)
    if layout is None:
        share = node.end - node.start if node.start > 0 else node.end - (1 - node.strength)
        return (StepFacts(guidance=node.guidance),) * max(round(share * node.steps), 1)
    chosen = choose_steps(layout, node)
    iterations, steps = chosen.last - chosen.first, chosen.steps(layout, node.steps)
    controls = control_facts(known.inputs.get("control")).entries
    found = []
    for step in range(steps):
        index = chosen.first + _iterations(step, iterations, steps)
        following = chosen.first + _iterations(step + 1, iterations, steps)
        begins, ends = control_progress(layout, chosen.first, index)
        active = [
            each for each in controls if is_control_active(each.start, each.end, begins, ends)
        ]
        found.append(
            StepFacts(
                sigma=layout.sigmas[index] if index < len(layout.sigmas) else None,
                guidance=guidance_at(node, known.inputs, layout.progress(index)),
                controls=control_names(active),
                border=_border(layout, following),
                draws=node.sampler in _DRAWING and layout.order == 1,
            )
        )
    return tuple(found)


def sample_split(node: Sample, step: int, known: Beforehand) -> Split:
    """The steps up to one for a node that ends there, the others for one that starts there."""
    layout = noted_layout(node, known)
    if layout is None:
        raise NodeError("Nobody knows the steps before the first run.", hint="Run it once.")
    chosen = choose_steps(layout, node)
    index = chosen.first + _iterations(
        step, chosen.last - chosen.first, chosen.steps(layout, node.steps)
    )
    border = _border(layout, index)
    if border is not None:
        first, second = replace(node, end=border), replace(node, start=border)
        halves = choose_steps(layout, first).last, choose_steps(layout, second).first
        if halves == (index, index):
            share = (index - chosen.first) / (len(layout.timesteps) - chosen.first)
            return Split({"end": border}, {"start": border}, share)
    raise NodeError(
        f'The sampler "{node.sampler}" can\'t be handed over after step {step}.',
        port="sampler",
        hint="Branch with another prompt or guidance, or use KSampler.",
    )


def control_names(entries: list[ControlEntryFacts]) -> tuple[str, ...]:
    """The names of the models of controls; a word for those that are not known."""
    return tuple(
        each.controlnet.model.name if each.controlnet is not None else "control" for each in entries
    )


def _iterations(steps: int, iterations: int, whole: int) -> int:
    """After how many iterations some of the user's steps are done."""
    return -(-steps * iterations // whole)


def _border(layout: Layout, index: int) -> float | None:
    """A point between the time step before an index and the next other one; None at the end."""
    before = layout.progress(index - 1)
    later = (layout.progress(each) for each in range(index, len(layout.timesteps)))
    after = next((progress for progress in later if progress > before), None)
    return between(before, after) if after is not None else None


def between(before: float, after: float) -> float | None:
    """A point between two, with no more digits than it needs; None if there is none."""
    middle = (before + after) / 2
    for digits in (2, 3, 4, 5, 6, 9):
        found = round(middle, digits)
        if before < found < after:
            return found
    return None
