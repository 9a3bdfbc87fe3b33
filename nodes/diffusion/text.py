"""Text: prompts to embeddings, as diffusers' pipelines encode them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from nodes.diffusion.arrays import to_array
from nodes.diffusion.store import ModelStore
from nodes.values import Conditioning, ConditioningEntry

if TYPE_CHECKING:
    from transformers.models.clip.tokenization_clip import CLIPTokenizer

    from graph_engine.context import Context
    from nodes.values import TextEncoder


@torch.inference_mode()
def encode_text(recipe: TextEncoder, text: str, context: Context) -> Conditioning:
    """Encode a prompt: the last hidden state after the final norm, (1, 77, width).

    Warns of the words beyond the tokenizer's length, which are left out.
    """
    loaded = ModelStore.of(context).text_encoder(recipe, context)
    if lost := lost_words(loaded.tokenizer, text):
        context.warn(f'The prompt is too long; left out is: "{lost}".')
    tokens = loaded.tokenizer(
        text,
        padding="max_length",
        max_length=loaded.tokenizer.model_max_length,
        truncation=True,
        return_tensors="pt",
    )
    use_mask = getattr(loaded.model.config, "use_attention_mask", False)
    mask = tokens.attention_mask.to(context.device.name) if use_mask else None
    hidden = loaded.model(tokens.input_ids.to(context.device.name), attention_mask=mask)[0]
    entry = ConditioningEntry(to_array(hidden), None, recipe)
    return Conditioning((entry,))


def lost_words(tokenizer: CLIPTokenizer, text: str) -> str:
    """The end of a prompt that the tokenizer has no room for, as it was written."""
    offsets = tokenizer(
        text, add_special_tokens=False, return_offsets_mapping=True, verbose=False
    ).offset_mapping
    room = tokenizer.model_max_length - 2  # the start and the end token
    return text[offsets[room][0] :].strip() if len(offsets) > room else ""
