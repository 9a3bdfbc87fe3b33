"""Conditioning arithmetic: encoded prompts put together, mixed, and given settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from graph_engine.errors import NodeError
from nodes.conditioning_checks import check_entries, check_ranges_meet
from nodes.values import Area, Conditioning, ConditioningEntry, Mask, SizeConditioning

if TYPE_CHECKING:
    from graph_engine.context import Context
    from nodes.values import FloatArray


def combine(first: Conditioning, second: Conditioning) -> Conditioning:
    """All entries of both."""
    check_entries(first, second)
    return Conditioning((*first.entries, *second.entries))


def concatenate(first: Conditioning, second: Conditioning, context: Context) -> Conditioning:
    """Each entry of `first` with the tokens of `second` behind its own."""
    check_entries(first, second)
    behind = _only(second, context).embedding

    def joined(entry: ConditioningEntry) -> ConditioningEntry:
        tokens = np.concatenate([entry.embedding, behind], axis=1)
        return replace(entry, embedding=tokens)

    return _each(first, joined)


def average(
    first: Conditioning, second: Conditioning, weight: float, context: Context
) -> Conditioning:
    """Each entry of `first` mixed with the one of `second`; `weight` is the share of `first`."""
    check_entries(first, second)
    other = _only(second, context)

    def mixed(entry: ConditioningEntry) -> ConditioningEntry:
        tokens = _of_length(other.embedding, entry.embedding.shape[1])
        pooled = _mix(entry.pooled, other.pooled, weight)
        embedding = entry.embedding * weight + tokens * (1.0 - weight)
        return replace(entry, embedding=embedding, pooled=pooled)

    return _each(first, mixed)


def zeroed(conditioning: Conditioning) -> Conditioning:
    """The same entries without content."""

    def zeros(entry: ConditioningEntry) -> ConditioningEntry:
        pooled = None if entry.pooled is None else np.zeros_like(entry.pooled)
        return replace(entry, embedding=np.zeros_like(entry.embedding), pooled=pooled)

    return _each(conditioning, zeros)


def with_sizes(
    conditioning: Conditioning,
    original_width: int,
    original_height: int,
    crop_x: int,
    crop_y: int,
    target_width: int,
    target_height: int,
) -> Conditioning:
    """Every entry with these sizes."""
    size = SizeConditioning(
        original=(original_width, original_height),
        crop=(crop_x, crop_y),
        target=(target_width, target_height),
    )
    return _each(conditioning, lambda entry: replace(entry, size=size))


def with_score(conditioning: Conditioning, score: float) -> Conditioning:
    """Every entry with an aesthetic score."""
    return _each(conditioning, lambda entry: replace(entry, aesthetic=score))


def with_guidance(conditioning: Conditioning, guidance: float) -> Conditioning:
    """Every entry with a guidance of its own."""
    return _each(conditioning, lambda entry: replace(entry, guidance=guidance))


def scheduled(conditioning: Conditioning, start: float, end: float) -> Conditioning:
    """The entries in the part of their ranges from `start` to `end`; raises NodeError."""
    narrowed = [
        replace(entry, start=max(entry.start, start), end=min(entry.end, end))
        for entry in conditioning.entries
    ]
    left = tuple(entry for entry in narrowed if entry.start < entry.end)
    check_ranges_meet(start, end, anything_left=bool(left))
    return Conditioning(left)


def region_of(mask: Mask | None, x: int, y: int, width: int, height: int) -> Mask | Area:
    """The region that is meant by a mask or a rectangle; raises NodeError for both or neither."""
    has_area = width > 0 and height > 0
    if mask is None and not has_area:
        raise NodeError(
            "The region needs a mask, or a width and a height above 0.",
            port="mask",
            hint="Link a mask, or give the rectangle's size in pixels.",
        )
    if mask is None:
        return Area(x, y, width, height)
    if width > 0 or height > 0:
        raise NodeError(
            "The region is given twice, by a mask and by a rectangle.",
            port="width",
            hint="Set width and height to 0, or unlink the mask.",
        )
    if not mask.values.any():
        raise NodeError(
            "The mask is empty (black everywhere): the prompt would count nowhere.", port="mask"
        )
    return mask


def in_region(conditioning: Conditioning, region: Mask | Area, strength: float) -> Conditioning:
    """Every entry in a region, its strength multiplied."""
    return _each(
        conditioning,
        lambda entry: replace(entry, region=region, strength=entry.strength * strength),
    )


def _each(
    conditioning: Conditioning, change: Callable[[ConditioningEntry], ConditioningEntry]
) -> Conditioning:
    return Conditioning(tuple(change(entry) for entry in conditioning.entries))


def _only(conditioning: Conditioning, context: Context) -> ConditioningEntry:
    """The first entry; warns of further ones, which don't count."""
    if len(conditioning.entries) > 1:
        context.warn(
            f"Only the first of the {len(conditioning.entries)} prompts in the second conditioning"
            " is used."
        )
    return conditioning.entries[0]


def _of_length(embedding: FloatArray, tokens: int) -> FloatArray:
    """An embedding cut, or filled up with zeros, to a number of tokens."""
    cut = embedding[:, :tokens]
    return np.pad(cut, ((0, 0), (0, tokens - cut.shape[1]), (0, 0)))


def _mix(first: FloatArray | None, second: FloatArray | None, weight: float) -> FloatArray | None:
    """Pooled embeddings mixed; of one that is missing, the other."""
    if first is None or second is None:
        return second if first is None else first
    return first * weight + second * (1.0 - weight)
