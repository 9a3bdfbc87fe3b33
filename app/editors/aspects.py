"""Aspects: sizes of the usual proportions within a family's own number of pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Final

ASPECTS: Final = ((1, 1), (4, 3), (3, 2), (16, 9), (3, 4), (9, 16))
_GRID = 64


@dataclass(frozen=True)
class Preset:
    """A proportion and the size that has it."""

    across: int
    down: int
    width: int
    height: int

    @property
    def name(self) -> str:
        return f"{self.across}:{self.down}"


@cache
def presets(pixels: int) -> tuple[Preset, ...]:
    """The usual proportions, in multiples of 64, with no more pixels than the family's own."""
    return tuple(Preset(across, down, *_size(across, down, pixels)) for across, down in ASPECTS)


def _size(across: int, down: int, pixels: int) -> tuple[int, int]:
    if across < down:
        height, width = _size(down, across, pixels)
        return width, height
    grid = _GRID if pixels >= (4 * _GRID) ** 2 else 8

    def badness(size: tuple[int, int]) -> float:
        ratio = math.log(size[0] / size[1] / (across / down))
        return abs(ratio) + abs(math.log(size[0] * size[1] / pixels))

    most = int(math.sqrt(pixels * across / down) * 1.5) // grid + 1
    sizes = [
        (x * grid, y * grid)
        for x in range(1, most + 1)
        for y in range(1, x + 1)
        if x * y * grid * grid <= pixels
    ]
    return min(sizes, key=badness, default=(grid, grid))
