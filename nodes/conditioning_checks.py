"""Conditioning checks: what can't be put together is refused in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph_engine.errors import NodeError
from nodes.family_checks import family_name

if TYPE_CHECKING:
    from nodes.values import Conditioning, ConditioningEntry, TextEncoder


def check_same_family(first: TextEncoder, second: TextEncoder) -> None:
    """Raise NodeError unless what two text encoders make can go into one U-Net."""
    families = {encoder.model.family for encoder in (first, second) if encoder.model.family}
    widths = {(encoder.width, encoder.pooled_width) for encoder in (first, second)}
    if len(families) > 1 or len(widths) > 1:
        raise _two_families(
            f'by "{first.model.name}" for {family_name(first.model.family)}, {first.width} wide',
            f'by "{second.model.name}" for {family_name(second.model.family)}, {second.width} wide',
        )


def check_entries(first: Conditioning, second: Conditioning) -> None:
    """Raise NodeError for an empty conditioning, or two that were made for different families."""
    for port, conditioning in (("first", first), ("second", second)):
        if not conditioning.entries:
            raise NodeError("The conditioning is empty; it needs at least one prompt.", port=port)
    reference = first.entries[0]
    for entry in (*first.entries, *second.entries):
        if reference.text_encoder is not None and entry.text_encoder is not None:
            check_same_family(reference.text_encoder, entry.text_encoder)
        if entry.embedding.shape[-1] != reference.embedding.shape[-1]:
            raise _two_families(_in_words(reference), _in_words(entry))


def check_ranges_meet(start: float, end: float, *, anything_left: bool) -> None:
    """Raise NodeError for a range that is empty, or in which no prompt counts."""
    if start >= end:
        raise NodeError(
            f"The prompt can't start at {start:g} and end at {end:g}: the start must be before the"
            " end.",
            port="start",
        )
    if not anything_left:
        raise NodeError(
            f"No prompt is left from {start:g} to {end:g}: the conditioning has ranges already,"
            " and they lie elsewhere.",
            port="start",
            hint="A second ScheduleConditioning can only narrow a range.",
        )


def _two_families(first: str, second: str) -> NodeError:
    return NodeError(
        f"The conditionings belong to two model families: the first was encoded {first}, the"
        f" second {second}.",
        port="second",
        hint="Encode both prompts with one text encoder.",
    )


def _in_words(entry: ConditioningEntry) -> str:
    encoder = entry.text_encoder
    maker = f'by "{encoder.model.name}" ' if encoder is not None else ""
    return f"{maker}{entry.embedding.shape[-1]} wide"
