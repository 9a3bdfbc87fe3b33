"""Chunks: a weighted prompt of any length as rows of tokens that a text encoder can read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nodes.prompt_syntax import EmbeddingWord

if TYPE_CHECKING:
    import torch
    from transformers.models.clip.tokenization_clip import CLIPTokenizer

    from nodes.diffusion.words import Words
    from nodes.prompt_syntax import Piece

KEPT_WHOLE = 7
"""A piece of text of up to so many tokens is not spread over two chunks."""


@dataclass(frozen=True, eq=False, slots=True)
class Token:
    """A token with its weight; `vector` stands in for the token's own one."""

    id: int
    weight: float = 1.0
    vector: torch.Tensor | None = None


Row = list[Token]
Vectors = Callable[[str], "torch.Tensor"]


def rows_of(pieces: Sequence[Piece], words: Words, vectors: Vectors) -> list[Row]:
    """A prompt's pieces as rows of the tokenizer's length, each with a start and an end token.

    `vectors` gives the vectors, (tokens, width), of a learnt word asked for by name. A piece is a
    run of one weight: what stands between brackets. One that does not fit a row any more goes to
    the next; a long one is cut where the row ends.
    """
    tokenizer = words.tokenizer
    room = tokenizer.model_max_length - 2
    rows: list[Row] = [[]]
    for piece in pieces:
        tokens = _tokens(piece, words, vectors)
        while len(rows[-1]) + len(tokens) > room:
            fitting = room - len(rows[-1]) if len(tokens) > KEPT_WHOLE else 0
            rows[-1] += tokens[:fitting]
            tokens = tokens[fitting:]
            rows.append([])
        rows[-1] += tokens
    return [_framed(row, tokenizer) for row in rows]


def empty_row(words: Words) -> Row:
    """The row of a prompt without words."""
    return _framed([], words.tokenizer)


def _tokens(piece: Piece, words: Words, vectors: Vectors) -> Row:
    if isinstance(piece, EmbeddingWord):
        return [Token(0, piece.weight, vector) for vector in vectors(piece.name)]
    text = words.spelt_out(piece.text)
    ids = words.tokenizer(text, add_special_tokens=False, verbose=False).input_ids
    learnt = words.vectors
    return [Token(0 if n in learnt else n, piece.weight, learnt.get(n)) for n in ids]


def _framed(row: Row, tokenizer: CLIPTokenizer) -> Row:
    """A row between start and end, filled up with what the tokenizer pads with.

    That is the end token for Stable Diffusion 1 and SDXL's first encoder, and "!" (0) for Stable
    Diffusion 2 and SDXL's second.
    """
    framed = [Token(tokenizer.bos_token_id), *row, Token(tokenizer.eos_token_id)]
    padding = tokenizer.model_max_length - len(framed)
    return framed + [Token(tokenizer.pad_token_id)] * padding
