"""Picture settings: how a picture was made, in the words that all programs share."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

Json = Any
Program = Literal["", "Weft", "A1111", "ComfyUI", "InvokeAI"]
MAX_TEXT = 20_000
_MAX_NAMES = 64


@dataclass(frozen=True)
class PictureSettings:
    """What a picture tells of its making; what it does not tell is empty or None.

    `workflow` is the name of the workflow inside, `models` are all that are named (the one that
    sampled first), and `nodes` the types of the nodes. `can_open` says that Weft's own workflow
    is inside.
    """

    program: Program = ""
    prompt: str = ""
    negative: str = ""
    seed: int | None = None
    steps: int | None = None
    sampler: str = ""
    schedule: str = ""
    guidance: float | None = None
    strength: float | None = None
    models: tuple[str, ...] = ()
    workflow: str = ""
    nodes: tuple[str, ...] = ()
    can_open: bool = False

    @property
    def model(self) -> str:
        """The model that sampled."""
        return self.models[0] if self.models else ""


def parse_loosely(text: str) -> Json:
    """The data of JSON text; None where there is none that can be read."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def as_object(value: Json) -> dict[str, Json]:
    """The value if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_text(value: Json) -> str:
    """The value if it is text, cut at a length that nobody reads."""
    return value.strip()[:MAX_TEXT] if isinstance(value, str) else ""


def as_whole(value: Json) -> int | None:
    """A whole number, also one written as text; None for anything else."""
    number = as_number(value) if not isinstance(value, int) else value
    if isinstance(value, str) and value.strip().isdecimal() and len(value) < 40:
        number = int(value)
    if number is None or isinstance(number, bool) or number != int(number):
        return None
    return int(number) if abs(number) < 2**64 else None


def as_number(value: Json) -> float | None:
    """A number, also one written as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def unique(names: Iterator[str]) -> tuple[str, ...]:
    """The names without those that are empty or given before, as many as anybody reads."""
    found = dict.fromkeys(name for name in names if name)
    return tuple(found)[:_MAX_NAMES]
