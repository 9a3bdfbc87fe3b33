"""Text facts: what is known of text encoders and prompts before anything has run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph_engine.errors import NodeError
from graph_engine.keys import key_of
from nodes.facts import ConditioningFacts, EntryFacts
from nodes.values import TextEncoder

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand


def encoded(known: Beforehand, text: str | None, weighting: str | None) -> ConditioningFacts:
    """One prompt, made by the text encoder at `text_encoder`; a linked text is None."""
    encoder = known.inputs["text_encoder"]
    linked = {name: outline.key for name, outline in known.inputs.items()}
    recipe = encoder.facts if isinstance(encoder.facts, TextEncoder) else None
    key = key_of(known.identity, linked, text, weighting)
    return ConditioningFacts((EntryFacts(key, text_encoder=recipe, encoder_key=encoder.key),))


def skipped(known: Beforehand, layers: int | None) -> TextEncoder | None:
    """The recipe at `text_encoder` with layers left out; None where one of both is not known."""
    recipe = known.inputs["text_encoder"].facts
    if layers is None or not isinstance(recipe, TextEncoder):
        return None
    return replace(recipe, clip_skip=layers)


def linked_encoder(encoder: TextEncoder | None) -> TextEncoder:
    """The text encoder at a port; raises NodeError for none, which LoadLoRA may hand out."""
    if encoder is None:
        raise NodeError(
            "There is no text encoder at the other end of the link.",
            port="text_encoder",
            hint="Link the model's text encoder to LoadLoRA too, or link it here directly.",
        )
    return encoder
