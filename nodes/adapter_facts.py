"""Adapter facts: what is known of recipes with LoRAs and learnt words before anything has run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from nodes.embeddings import embedding_recipe, with_embedding
from nodes.loras import lora_reference, with_lora
from nodes.values import TextEncoder, UNet

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand


def lora_outline(
    known: Beforehand,
    model: str | None,
    unet_strength: float | None,
    text_strength: float | None,
) -> Mapping[str, Any]:
    """The recipes with a LoRA, where they and its strengths are known; raises NodeError."""
    if model is None or unet_strength is None or text_strength is None:
        return {}
    unet, encoder = (
        outline.facts if (outline := known.inputs.get(port)) is not None else None
        for port in ("unet", "text_encoder")
    )
    if not isinstance(unet, UNet):
        return {}
    linked = "text_encoder" in known.inputs
    if linked and not isinstance(encoder, TextEncoder):
        return {}
    lora = lora_reference(known.places, model, unet, encoder)
    return {
        "unet": with_lora(unet, lora, unet_strength),
        "text_encoder": with_lora(encoder, lora, text_strength) if encoder is not None else None,
    }


def embedding_outline(known: Beforehand, model: str | None, token: str | None) -> Mapping[str, Any]:
    """The recipe with a learnt word, where all is known; raises NodeError."""
    encoder = known.inputs["text_encoder"].facts
    if model is None or token is None or not isinstance(encoder, TextEncoder):
        return {}
    learnt = embedding_recipe(known.places, model, token, encoder)
    return {"text_encoder": with_embedding(encoder, learnt)}
