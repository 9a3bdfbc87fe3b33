"""Prompt syntax: ComfyUI's brackets, weights and embeddings in a prompt, read without tokens."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graph_engine.hints import FileHint, ModelFile, Prompt

EMPHASIS = 1.1
"""What a pair of brackets without a number multiplies the weight by."""

_MARK = "embedding:"
# A mark counts at the start of a piece of text, or after a space or a line break.
_BEFORE_MARK = re.compile(rf"[ \n](?={_MARK})")
_ESCAPED = {"\\(": "\0\1", "\\)": "\0\2"}


@dataclass(frozen=True)
class Text:
    """A piece of a prompt with one weight."""

    text: str
    weight: float


@dataclass(frozen=True)
class EmbeddingWord:
    """A learnt word, asked for by name: `embedding:name`, with the weight it has there."""

    name: str
    weight: float


Piece = Text | EmbeddingWord
IsThere = Callable[[str], bool]


@dataclass(frozen=True)
class WeightedPrompt(Prompt):
    """A prompt that may mention embeddings by the names of their files."""

    def files_in(self, value: Any) -> Mapping[str, tuple[FileHint, str]]:
        hint = ModelFile(kind="embedding")
        if _MARK not in value:
            return {}
        # Whether a comma belongs to a name is only known where the files are.
        pieces = [*read_prompt(value, lambda _: True), *read_prompt(value, lambda _: False)]
        names = [piece.name for piece in pieces if isinstance(piece, EmbeddingWord)]
        return {f"{_MARK}{name}": (hint, name) for name in names}


def read_prompt(prompt: str, is_there: IsThere) -> list[Piece]:
    r"""The pieces of a prompt in their order.

    `(x)` weighs 1.1 times what is around it, `(x:1.3)` exactly 1.3, `\(` and `\)` are brackets
    to be read. Square brackets mean nothing. `is_there` tells whether there is an embedding of a
    name; commas around a name that is not there are taken for punctuation.
    """
    return [
        piece
        for text, weight in _weighted(_escape(prompt))
        for part in _BEFORE_MARK.split(_unescape(text))
        for piece in _pieces(part, weight, is_there)
    ]


def _weighted(prompt: str) -> Iterator[tuple[str, float]]:
    """A prompt's texts with their weights; a stack, so that no depth of brackets is too deep."""
    waiting = [(prompt, 1.0)]
    while waiting:
        text, weight = waiting.pop()
        parts = list(_bracketed(text))
        if parts == [text] and not _is_group(text):
            yield text, weight
            continue
        waiting.extend(
            _inside(part, weight) if _is_group(part) else (part, weight) for part in reversed(parts)
        )


def _bracketed(text: str) -> Iterator[str]:
    """The outermost pairs of brackets and what is between them; an open one takes all the rest."""
    depth = start = 0
    for index, character in enumerate(text):
        if character == "(":
            if depth == 0 and index > start:
                yield text[start:index]
                start = index
            depth += 1
        elif character == ")":
            depth -= 1
            if depth == 0:
                yield text[start : index + 1]
                start = index + 1
    if start < len(text):
        yield text[start:]


def _is_group(text: str) -> bool:
    return len(text) >= 2 and text[0] == "(" and text[-1] == ")"


def _inside(group: str, weight: float) -> tuple[str, float]:
    """What is in a pair of brackets, and its weight: the number behind the last colon, if any."""
    inner = group[1:-1]
    before, colon, behind = inner.rpartition(":")
    if colon and before:
        try:
            number = float(behind)
        except ValueError:
            return inner, weight * EMPHASIS
        if math.isfinite(number):
            return before, number
    return inner, weight * EMPHASIS


def _pieces(text: str, weight: float, is_there: IsThere) -> Iterator[Piece]:
    if not text.startswith(_MARK) or not text[len(_MARK) :].strip():
        if text:
            yield Text(text, weight)
        return
    name, *rest = text[len(_MARK) :].split()
    if not is_there(name) and (bare := name.strip(",")) != name:
        rest.insert(0, name[len(bare) :])
        name = bare
    yield EmbeddingWord(name, weight)
    if rest:
        yield Text(" ".join(rest), weight)


def _escape(text: str) -> str:
    for written, code in _ESCAPED.items():
        text = text.replace(written, code)
    return text


def _unescape(text: str) -> str:
    for written, code in _ESCAPED.items():
        text = text.replace(code, written[1])
    return text
