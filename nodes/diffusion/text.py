"""Text: prompts to embeddings, as diffusers' pipelines or ComfyUI encode them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from nodes.diffusion.arrays import to_array
from nodes.diffusion.ladder import with_less_memory
from nodes.diffusion.plain_prompts import encode_plain
from nodes.diffusion.store import ModelStore
from nodes.diffusion.text_encoding import Part
from nodes.diffusion.weighted_prompts import encode_weighted
from nodes.diffusion.words import words_of
from nodes.diffusion.working import working
from nodes.values import Conditioning, ConditioningEntry

if TYPE_CHECKING:
    from graph_engine.context import Context
    from nodes.text import Weighting
    from nodes.values import TextEncoder


@working
@torch.inference_mode()
def encode_text(
    recipe: TextEncoder, text: str, context: Context, weighting: Weighting = "none"
) -> Conditioning:
    """Encode a prompt with all text encoders of a recipe.

    Their embeddings stand side by side; the pooled embedding is the last one's. Warns of words
    that are left out.
    """
    encode = encode_weighted if weighting == "comfy" else encode_plain
    warnings: dict[str, None] = {}  # in order, and each once: two encoders may warn of the same
    store = ModelStore.of(context)
    parts = [
        Part(loaded.model, words_of(loaded.tokenizer, recipe, number, context), recipe, number)
        for number, loaded in enumerate(store.text_encoders(recipe, context))
    ]
    encoded = with_less_memory(
        lambda: [encode(part, text, context, warnings) for part in parts],
        store.rungs(context),
        context,
    )
    for warning in warnings:
        context.warn(warning)
    length = min(part.hidden.shape[1] for part in encoded)
    hidden = torch.cat([part.hidden[:, :length] for part in encoded], dim=-1)
    pooled = encoded[-1].pooled
    entry = ConditioningEntry(
        to_array(hidden), None if pooled is None else to_array(pooled[:1]), recipe
    )
    return Conditioning((entry,))
