"""Mask shapes: masks grown, shrunk, and combined with each other."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from nodes.mask_edits import Combination
    from nodes.values import FloatArray

_LOWEST = -1.0


def grow(values: FloatArray, pixels: int, *, rounded: bool) -> FloatArray:
    """Masks (batch, height, width) larger on all sides, or smaller for a negative number.

    Each pixel takes the largest value within a disc of that radius, or within a square; for
    smaller masks the smallest. What lies beyond the mask doesn't count.
    """
    if pixels < 0:
        return -grow(-values, -pixels, rounded=rounded)
    largest = np.full_like(values, _LOWEST)
    height = values.shape[1]
    for dy in range(min(pixels, height - 1) + 1):
        reach = math.isqrt(pixels * pixels - dy * dy) if rounded else pixels
        row = _largest_along_x(values, reach)
        above, below = largest[:, : height - dy], largest[:, dy:]
        np.maximum(above, row[:, dy:], out=above)
        np.maximum(below, row[:, : height - dy], out=below)
    return largest


def combine(first: FloatArray, second: FloatArray, how: Combination) -> FloatArray:
    """Two masks of the same shape as one."""
    return _COMBINATIONS[how](first, second)


def _largest_along_x(values: FloatArray, reach: int) -> FloatArray:
    """The largest value within `reach` pixels to the left and right, by doubling windows."""
    reach = min(reach, values.shape[2] - 1)
    window = np.pad(values, ((0, 0), (0, 0), (reach, reach)), constant_values=_LOWEST)
    width, wanted = 1, 2 * reach + 1
    while width < wanted:
        step = min(width, wanted - width)
        window = np.maximum(window[..., :-step], window[..., step:])
        width += step
    return window


_COMBINATIONS: dict[str, Callable[[FloatArray, FloatArray], FloatArray]] = {
    "union": np.maximum,
    "intersection": np.minimum,
    "difference": lambda first, second: np.maximum(first - second, 0),
    "exclusive": lambda first, second: np.abs(first - second),
}
