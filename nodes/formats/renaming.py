"""Renaming: what all parts' renamings share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

Change = Literal["", "flat", "transposed", "first third", "second third", "last third"]
"""How a tensor becomes what is wanted: `flat` drops the size-1 dimensions of a 1 × 1 convolution,
the thirds are rows of the query, key and value in one matrix."""

Renamed = Iterator[tuple[str, Change]]
"""The new names of a tensor, of which there may be none or several, each with its change."""


def as_is(name: str) -> Renamed:
    """The name itself."""
    yield name, ""


def split(name: str) -> tuple[str, str]:
    """A tensor's module and its last word, such as `weight`."""
    module, _, last = name.rpartition(".")
    return module, last
