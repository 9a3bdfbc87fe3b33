"""Weighted prompts: text to embeddings as ComfyUI does it, of any length and with weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from graph_engine.model_files import ModelSource
from nodes.diffusion.chunks import empty_row, rows_of
from nodes.diffusion.text_encoding import Encoded, Part, Rows, encode_rows
from nodes.diffusion.words import read_vectors
from nodes.prompt_syntax import read_prompt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph_engine.context import Context
    from nodes.diffusion.chunks import Row, Vectors


def encode_weighted(part: Part, text: str, context: Context, warnings: dict[str, None]) -> Encoded:
    """Encode a prompt in chunks put behind each other; warns of embeddings that are not there.

    A token's weight w moves its embedding z away from that of the empty prompt:
    z_empty + (z − z_empty) · w. The pooled embedding is the first chunk's, unweighted.
    """
    vectors = _vectors(part, context, warnings)
    pieces = read_prompt(text, lambda name: _is_there(name, part, context))
    rows = rows_of(pieces, part.words, vectors)
    weighs = any(token.weight != 1 for row in rows for token in row)
    encoded = encode_rows(part, _as_rows([*rows, empty_row(part.words)] if weighs else rows))
    hidden = encoded.hidden[: len(rows)].float()
    if weighs:
        weights = torch.tensor([[token.weight for token in row] for row in rows])
        weights = weights.to(hidden)[:, :, None]
        empty = encoded.hidden[-1:].float()
        hidden = torch.where(weights == 1, hidden, (hidden - empty) * weights + empty)
    return Encoded(hidden.reshape(1, -1, hidden.shape[-1]), encoded.pooled)


def _as_rows(rows: Sequence[Row]) -> Rows:
    vectors = {
        (row, column): token.vector
        for row, tokens in enumerate(rows)
        for column, token in enumerate(tokens)
        if token.vector is not None
    }
    return Rows(torch.tensor([[token.id for token in row] for row in rows]), vectors)


def _is_there(name: str, part: Part, context: Context) -> bool:
    known = any(embedding.token == name for embedding in part.recipe.embeddings)
    return known or isinstance(context.places.find_model("embedding", name), ModelSource)


def _vectors(part: Part, context: Context, warnings: dict[str, None]) -> Vectors:
    """What gives a learnt word's vectors: LoadEmbedding's of that token, or a file's."""

    def vectors(name: str) -> torch.Tensor:
        named = {embedding.token: embedding.model.name for embedding in part.recipe.embeddings}
        source = context.places.find_model("embedding", named.get(name, name))
        if isinstance(source, ModelSource):
            return read_vectors(source, part.recipe, part.number)
        why = source.message.rstrip(".")
        warnings[f'"embedding:{name}" is left out of the prompt: {why}. {source.hint}'.strip()] = (
            None
        )
        return torch.empty(0, 0)

    return vectors
