"""Weights: what Ctrl+Up and Ctrl+Down make of the words of a prompt."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

STEP: Final = 0.05
EMPHASIS: Final = 1.1
"""The weight of brackets without a number."""

_LEAST, _MOST = 0.0, 10.0
_BETWEEN_WORDS = frozenset(" \t\r\n,;()[]\u2028\u2029")


@dataclass(frozen=True)
class Weighed:
    """A part of the text from `start` to `end` and what takes its place, to be selected then."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Group:
    """A pair of brackets: the places of both, where its words end, and its weight."""

    open: int
    close: int
    inner_end: int
    weight: float


def change_weight(text: str, start: int, end: int, steps: int) -> Weighed | None:
    """Weigh the selected words, or those at the cursor, by some steps more or less.

    Brackets that the words have already change their number; at 1.0 they go. None where there
    are no words or the brackets around them don't match.
    """
    groups = list(_groups(text))
    group = _selected_group(text, groups, start, end)
    if group is not None:
        words = text[group.open + 1 : group.inner_end]
        return Weighed(group.open, group.close + 1, _written(words, group.weight, steps))
    start, end = _word_at(text, start) if start == end else _trimmed(text, start, end)
    while start > 0 and text[start - 1] == "\\":
        start -= 1  # a bracket right behind a backslash would be no bracket
    if start >= end or not _is_balanced(text, start, end):
        return None
    return Weighed(start, end, _written(text[start:end], 1.0, steps))


def _written(words: str, weight: float, steps: int) -> str:
    changed = round(min(max(weight + steps * STEP, _LEAST), _MOST), 4)
    return words if changed == 1.0 else f"({words}:{changed:g})"


def _groups(text: str) -> Iterator[_Group]:
    """All pairs of brackets, the inner ones of a nest first."""
    waiting: list[int] = []
    for at, character in enumerate(text):
        if character not in "()" or (at and text[at - 1] == "\\"):
            continue
        if character == "(":
            waiting.append(at)
        elif waiting:
            yield _read_group(text, waiting.pop(), at)


def _read_group(text: str, opened: int, closed: int) -> _Group:
    before, colon, behind = text[opened + 1 : closed].rpartition(":")
    if colon and before:
        try:
            weight = float(behind)
        except ValueError:
            weight = math.nan
        if math.isfinite(weight):
            return _Group(opened, closed, opened + 1 + len(before), weight)
    return _Group(opened, closed, closed, EMPHASIS)


def _selected_group(text: str, groups: list[_Group], start: int, end: int) -> _Group | None:
    if start == end:
        around = (g for g in groups if g.open <= start <= g.close + 1)
        return min(around, key=lambda g: g.close - g.open, default=None)
    start, end = _trimmed(text, start, end)
    for group in groups:
        whole = (start, end) == (group.open, group.close + 1)
        if whole or (start == group.open + 1 and end in (group.inner_end, group.close)):
            return group
    return None


def _word_at(text: str, at: int) -> tuple[int, int]:
    start = end = at
    while start > 0 and text[start - 1] not in _BETWEEN_WORDS:
        start -= 1
    while end < len(text) and text[end] not in _BETWEEN_WORDS:
        end += 1
    while end > start and text[end - 1] == ".":
        end -= 1
    return start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _is_balanced(text: str, start: int, end: int) -> bool:
    depth = 0
    for at in range(start, end):
        if text[at] not in "()" or (at and text[at - 1] == "\\"):
            continue
        depth += 1 if text[at] == "(" else -1
        if depth < 0:
            return False
    return depth == 0
