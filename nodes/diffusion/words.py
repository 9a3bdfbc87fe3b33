"""Words: a tokenizer with the learnt words that a recipe adds to it."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import torch

from graph_engine.errors import NodeError
from nodes.diffusion.weight_files import read_tensors
from nodes.embeddings import tensor_names
from nodes.recipes import find_source

if TYPE_CHECKING:
    from transformers.models.clip.tokenization_clip import CLIPTokenizer

    from graph_engine.context import Context
    from graph_engine.model_files import ModelSource
    from nodes.values import TextEncoder


@dataclass(frozen=True, eq=False)
class Words:
    """A tokenizer, and the vectors of the ids that it has beyond the text encoder's own."""

    tokenizer: CLIPTokenizer
    vectors: Mapping[int, torch.Tensor] = field(default_factory=dict)

    def spelt_out(self, text: str) -> str:
        """A prompt with every learnt word of several vectors as that many words.

        `word` becomes `word word_1 word_2`, as diffusers' `maybe_convert_prompt` has it.
        """
        if not self.vectors:
            return text
        added = self.tokenizer.added_tokens_encoder
        found = dict.fromkeys(token for token in self.tokenizer.tokenize(text) if token in added)
        for word in found:
            parts = [word]
            while f"{word}_{len(parts)}" in added:
                parts.append(f"{word}_{len(parts)}")
            text = text.replace(word, " ".join(parts))
        return text


def words_of(
    tokenizer: CLIPTokenizer, recipe: TextEncoder, encoder: int, context: Context
) -> Words:
    """The words that one of a recipe's encoders knows; raises NodeError for one that it has twice.

    Words are added as diffusers' `load_textual_inversion` adds them: the first vector under the
    word itself, further ones under `word_1`, `word_2` …
    """
    if not recipe.embeddings:
        return Words(tokenizer)
    tokenizer = copy.deepcopy(tokenizer)
    vectors: dict[int, torch.Tensor] = {}
    for embedding in recipe.embeddings:
        source = find_source(context.places, embedding.model.name, "embedding")
        learnt = read_vectors(source, recipe, encoder)
        names = [embedding.token, *(f"{embedding.token}_{n}" for n in range(1, len(learnt)))]
        if taken := next((name for name in names if name in tokenizer.get_vocab()), None):
            raise NodeError(
                f'The text encoder of "{recipe.model.name}" has a word "{taken}" already, so'
                f' "{embedding.model.name}" can\'t add it.',
                port="text_encoder",
                hint="Give LoadEmbedding another token, such as <my-style>.",
            )
        for name, vector in zip(names, learnt, strict=True):
            tokenizer.add_tokens(name)
            vectors[cast("int", tokenizer.convert_tokens_to_ids(name))] = vector
    return Words(tokenizer, vectors)


def read_vectors(source: ModelSource, recipe: TextEncoder, encoder: int) -> torch.Tensor:
    """A learnt word's vectors for one of a recipe's encoders, (tokens, width)."""
    name = tensor_names(source, recipe)[encoder]
    assert source.file is not None  # an embedding is never a folder
    tensor = read_tensors(source.file, [name])[name]
    return tensor.reshape(-1, tensor.shape[-1])
