"""Text encoding: rows of tokens through one text encoder, to embeddings and a pooled one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import torch

from graph_engine.errors import NodeError

if TYPE_CHECKING:
    from torch import nn

    from nodes.diffusion.words import Words
    from nodes.values import TextEncoder

Places = Mapping[tuple[int, int], torch.Tensor]


@dataclass(frozen=True, eq=False)
class Rows:
    """Token ids, (rows, length), with the vectors that stand in for some by row and column.

    An id beyond the vocabulary must have such a vector.
    """

    ids: torch.Tensor
    vectors: Places = field(default_factory=dict)
    mask: torch.Tensor | None = None


@dataclass(frozen=True, eq=False)
class Part:
    """One of a recipe's text encoders, the `number`-th, loaded, with the words that it knows."""

    model: Any
    words: Words
    recipe: TextEncoder
    number: int


@dataclass(frozen=True, eq=False)
class Encoded:
    """What a text encoder makes: `hidden` (rows, length, width), `pooled` (rows, width) or None."""

    hidden: torch.Tensor
    pooled: torch.Tensor | None


def encode_rows(part: Part, rows: Rows) -> Encoded:
    """Run a text encoder as the pipelines do.

    Stable Diffusion 1 and 2 read the last layer, or one that `clip_skip` layers come after, behind
    the final norm; SDXL the last but one, or one that `clip_skip` layers come before it, and
    without the norm.
    """
    model, skip = part.model, part.recipe.clip_skip
    ids = rows.ids.to(model.device)
    mask = rows.mask.to(model.device) if rows.mask is not None else None
    with _standing_in(model.get_input_embeddings(), rows.vectors):
        if "text_encoder_2" in part.recipe.encoders:
            output = model(ids, attention_mask=mask, output_hidden_states=True)
            pooled = output[0] if output[0].ndim == 2 else None
            return Encoded(_state_before(output.hidden_states, skip + 1, part.recipe), pooled)
        if skip == 0:
            return Encoded(model(ids, attention_mask=mask)[0], None)
        output = model(ids, attention_mask=mask, output_hidden_states=True)
    state = _state_before(output.hidden_states, skip, part.recipe)
    return Encoded(model.final_layer_norm(state), None)


def _state_before(states: Sequence[torch.Tensor], layers: int, recipe: TextEncoder) -> torch.Tensor:
    """What the text encoder has made before its last layers; raises NodeError if it has less."""
    if layers >= len(states):
        most = len(states) - 1 - (layers - recipe.clip_skip)
        raise NodeError(
            f'The text encoder of "{recipe.model.name}" has {len(states) - 1} layers;'
            f" {recipe.clip_skip} of them can't be left out.",
            port="text_encoder",
            hint=f"Set ClipSkip's layers to {most} at most.",
        )
    return states[-(layers + 1)]


@contextmanager
def _standing_in(embeddings: nn.Module, vectors: Places) -> Iterator[None]:
    """Have the token embeddings give these vectors at their places, and leave the weights alone."""
    if not vectors:
        yield
        return
    last = int(embeddings.num_embeddings) - 1  # type: ignore[arg-type]

    def clamp(_module: nn.Module, given: tuple[torch.Tensor]) -> tuple[torch.Tensor]:
        return (given[0].clamp(max=last),)

    def replace(_module: nn.Module, _given: Any, made: torch.Tensor) -> torch.Tensor:
        made = made.clone()
        for (row, column), vector in vectors.items():
            made[row, column] = vector.to(device=made.device, dtype=made.dtype)
        return made

    hooks = (
        embeddings.register_forward_pre_hook(clamp),
        embeddings.register_forward_hook(replace),
    )
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()
