"""Plain prompts: text to embeddings as diffusers' pipelines do it, of one fixed length."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nodes.diffusion.text_encoding import Encoded, Part, Rows, encode_rows

if TYPE_CHECKING:
    from transformers.models.clip.tokenization_clip import CLIPTokenizer

    from graph_engine.context import Context


def encode_plain(part: Part, text: str, _context: Context, warnings: dict[str, None]) -> Encoded:
    """Encode a prompt, cut or filled up to the tokenizer's length.

    Learnt words are read as diffusers' `load_textual_inversion` has them read.
    """
    tokenizer = part.words.tokenizer
    spelt = part.words.spelt_out(text)
    if lost := lost_words(tokenizer, spelt):
        warnings[f'The prompt is too long; left out is: "{lost}".'] = None
    tokens = tokenizer(
        spelt,
        padding="max_length",
        max_length=tokenizer.model_max_length,
        truncation=True,
        return_tensors="pt",
    )
    use_mask = getattr(part.model.config, "use_attention_mask", False)
    vectors = {
        (0, column): part.words.vectors[token]
        for column, token in enumerate(tokens.input_ids[0].tolist())
        if token in part.words.vectors
    }
    return encode_rows(
        part, Rows(tokens.input_ids, vectors, tokens.attention_mask if use_mask else None)
    )


def lost_words(tokenizer: CLIPTokenizer, text: str) -> str:
    """The end of a prompt that the tokenizer has no room for, as it was written."""
    offsets = tokenizer(
        text, add_special_tokens=False, return_offsets_mapping=True, verbose=False
    ).offset_mapping
    room = tokenizer.model_max_length - 2  # the start and the end token
    return text[offsets[room][0] :].strip() if len(offsets) > room else ""
