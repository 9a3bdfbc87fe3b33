"""Facts: what is known of values on links before anything has run.

Recipes of models are their own facts: the loaders read them from configs and headers in
milliseconds. `key` stands for all that decides an entry's numbers, but not for its range, so that
moving a range changes only the steps inside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from graph_engine.beforehand import Outline
from graph_engine.keys import key_of
from nodes.values import ControlNet, TextEncoder


@dataclass(frozen=True)
class EntryFacts:
    """One prompt of a conditioning, and the text encoder that makes it if that is known.

    `encoder_key` stands for the text encoder; `start` and `end` are as in ConditioningEntry.
    `is_area` says that it may be bound to a rectangle. `guidance` is its own, or None.
    """

    key: str
    start: float = 0.0
    end: float = 1.0
    text_encoder: TextEncoder | None = None
    encoder_key: str = ""
    is_area: bool = False
    guidance: float | None = None


@dataclass(frozen=True)
class ConditioningFacts:
    """The prompts of a conditioning."""

    entries: tuple[EntryFacts, ...]

    def remade(self, *by: str | float) -> ConditioningFacts:
        """The same prompts after something that changes their numbers but not their ranges."""
        return ConditioningFacts(tuple(replace(e, key=key_of(e.key, *by)) for e in self.entries))


@dataclass(frozen=True)
class ControlEntryFacts:
    """One controlling picture; `controlnet` is None if it is not known."""

    key: str
    start: float
    end: float
    controlnet: ControlNet | None


@dataclass(frozen=True)
class ControlFacts:
    """The controlling pictures of a control."""

    entries: tuple[ControlEntryFacts, ...]


@dataclass(frozen=True)
class LatentFacts:
    """The model family of a latent (empty: any) and the kind of its extra channels, or empty."""

    family: str = ""
    extra: str = ""


def conditioning_facts(outline: Outline | None) -> ConditioningFacts:
    """What is known of a conditioning; of an unknown one, that it counts all the time."""
    if outline is None:
        return ConditioningFacts(())
    if isinstance(outline.facts, ConditioningFacts):
        return outline.facts
    return ConditioningFacts((EntryFacts(outline.key, is_area=True),))


def control_facts(outline: Outline | None) -> ControlFacts:
    """What is known of a control; of an unknown one, that it counts all the time."""
    if outline is None:
        return ControlFacts(())
    if isinstance(outline.facts, ControlFacts):
        return outline.facts
    return ControlFacts((ControlEntryFacts(outline.key, 0.0, 1.0, None),))


def guidance_among(own: Iterable[float | None], guidance: float) -> float:
    """How strictly prompts are followed that count together: as the first says that says it."""
    return next((one for one in own if one is not None), guidance)
