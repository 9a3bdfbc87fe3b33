"""Conditioning facts: what is known of a conditioning before the nodes that change it have run.

A number that comes over a link is not known then (None); the outline of its node stands for it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph_engine.keys import key_of
from nodes.conditioning_checks import check_ranges_meet, check_same_family
from nodes.facts import ConditioningFacts, conditioning_facts

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand


def remade(known: Beforehand, *settings: float | None) -> ConditioningFacts:
    """The prompts of `conditioning` after a node that changes them, but not their ranges."""
    before = conditioning_facts(known.inputs["conditioning"])
    return before.remade(known.identity, _settings_key(known, settings))


def placed(known: Beforehand, *settings: float | None) -> ConditioningFacts:
    """The prompts of `conditioning` in a region: `mask`, or without one a rectangle."""
    is_area = "mask" not in known.inputs
    entries = remade(known, *settings).entries
    return ConditioningFacts(tuple(replace(entry, is_area=is_area) for entry in entries))


def combined(known: Beforehand) -> ConditioningFacts:
    """The prompts of `first` and `second`; raises NodeError for two families."""
    first, second = _two(known)
    return ConditioningFacts((*first.entries, *second.entries))


def mixed(known: Beforehand, *settings: float | None) -> ConditioningFacts:
    """The prompts of `first`, each changed by that of `second`; raises NodeError."""
    first, second = _two(known)
    other = [entry.key for entry in second.entries[:1]]
    return first.remade(known.identity, _settings_key(known, settings), *other)


def scheduled(
    known: Beforehand, start: float | None, end: float | None
) -> ConditioningFacts | None:
    """The prompts of `conditioning` in the part of their ranges from `start` to `end`.

    None if start or end are not known yet. Raises NodeError if nothing is left.
    """
    if start is None or end is None:
        return None
    narrowed = [
        replace(entry, start=max(entry.start, start), end=min(entry.end, end))
        for entry in conditioning_facts(known.inputs["conditioning"]).entries
    ]
    left = tuple(entry for entry in narrowed if entry.start < entry.end)
    check_ranges_meet(start, end, anything_left=bool(left))
    return ConditioningFacts(left)


def guided(known: Beforehand, guidance: float | None) -> ConditioningFacts | None:
    """The prompts of `conditioning` with a guidance of their own; None if it is not known yet."""
    if guidance is None:
        return None
    entries = conditioning_facts(known.inputs["conditioning"]).entries
    return ConditioningFacts(tuple(replace(entry, guidance=guidance) for entry in entries))


def _settings_key(known: Beforehand, settings: tuple[float | None, ...]) -> str:
    """What stands for a node's settings, those that come over links included."""
    linked = {
        name: outline.key
        for name, outline in known.inputs.items()
        if name not in ("conditioning", "first", "second")
    }
    return key_of(settings, linked)


def _two(known: Beforehand) -> tuple[ConditioningFacts, ConditioningFacts]:
    first = conditioning_facts(known.inputs["first"])
    second = conditioning_facts(known.inputs["second"])
    encoders = [entry.text_encoder for entry in (*first.entries, *second.entries)]
    known_ones = [encoder for encoder in encoders if encoder is not None]
    for encoder in known_ones[1:]:
        check_same_family(known_ones[0], encoder)
    return first, second
