"""Embeddings: learnt words in files, found and checked by their shapes alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from graph_engine.errors import NodeError
from nodes.family_checks import family_name
from nodes.recipes import find_source
from nodes.values import Embedding, ModelRef, TextEncoder

if TYPE_CHECKING:
    from graph_engine.model_files import ModelSource
    from graph_engine.places import Places

_KEYS = {"text_encoder": "clip_l", "text_encoder_2": "clip_g"}
"""What files for SDXL call the vectors for each of its text encoders."""

_UNNAMED = ("emb_params", "string_to_param", "clip_l", "clip_g", "clip_h")


def embedding_recipe(places: Places, name: str, token: str, encoder: TextEncoder) -> Embedding:
    """The recipe of a learnt word for a text encoder; raises NodeError where it does not fit.

    An empty `token` means the one that the file tells, or else the file's name.
    """
    source = find_source(places, name, "embedding")
    tensor_names(source, encoder)
    model = ModelRef(source.name, "embedding", "embedding", source.family)
    return Embedding(model, token.strip() or _own_token(source))


def with_embedding(encoder: TextEncoder, embedding: Embedding) -> TextEncoder:
    """A recipe with one more learnt word; raises NodeError for one that it has already."""
    if any(known.token == embedding.token for known in encoder.embeddings):
        raise NodeError(
            f'The text encoder has learnt a word "{embedding.token}" already.',
            port="token",
            hint="Give this one another token, such as <my-style>.",
        )
    return replace(encoder, embeddings=(*encoder.embeddings, embedding))


def tensor_names(source: ModelSource, encoder: TextEncoder) -> tuple[str, ...]:
    """The tensor with the word's vectors for each part of a text encoder; raises NodeError."""
    shapes = source.file.tensors if source.file is not None else {}
    names = tuple(_KEYS.get(part, "") for part in encoder.encoders)
    if not all(name in shapes for name in names):
        names = () if len(encoder.encoders) > 1 else _single(source)
    elif "clip_g" in shapes and "clip_g" not in names:
        names = ()  # one for SDXL, whose first encoder is as wide as Stable Diffusion 1's
    width = sum(shapes[name].shape[-1] for name in names)
    if not names or width != encoder.width:
        width = width or source.context_width
        raise NodeError(
            f'The embedding "{source.name}" is for {family_name(source.family)} ({width} wide), but'
            f' the text encoder of "{encoder.model.name}" is that of'
            f" {family_name(encoder.model.family)} ({encoder.width} wide).",
            port="model",
            hint=f"Choose an embedding for {family_name(encoder.model.family)}.",
        )
    return names


def _single(source: ModelSource) -> tuple[str, ...]:
    """The name of the one tensor of vectors in a file; empty if there are several."""
    vectors = [
        name
        for name, info in (source.file.tensors if source.file is not None else {}).items()
        if 1 <= len(info.shape) <= 2 and info.dtype.startswith(("F", "BF"))
    ]
    named = [name for name in vectors if "string_to_param" in name or name == "emb_params"]
    chosen = named or vectors
    return (chosen[0],) if len(chosen) == 1 else ()


def _own_token(source: ModelSource) -> str:
    """The word that a file was saved under by diffusers; else the file's name, as elsewhere."""
    (name,) = _single(source) or ("clip_l",)
    return PurePosixPath(source.name).stem if name.startswith(_UNNAMED) else name
