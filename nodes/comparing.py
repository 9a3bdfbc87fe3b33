"""Comparing: two pictures side by side with their difference, and how large it is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from nodes.arranging import grid
from nodes.matching import common_channels, with_channels

if TYPE_CHECKING:
    from nodes.values import FloatArray

_GAP = 8


def difference(first: FloatArray, second: FloatArray) -> FloatArray:
    """How far two pictures of one size lie apart, per pixel and channel; the sign is lost."""
    channels = common_channels([first, second])
    apart: FloatArray = np.abs(with_channels(first, channels) - with_channels(second, channels))
    return apart


def figures(apart: FloatArray) -> dict[str, float | None]:
    """A difference in numbers, as JSON holds them.

    `largest_difference` and `mean_difference` are of values in 0..1; `psnr` is the peak
    signal-to-noise ratio in decibels, None for equal pictures, where it is infinite.
    """
    error = float(np.mean(np.square(apart, dtype=np.float64)))
    return {
        "psnr": -10 * math.log10(error) if error else None,
        "largest_difference": float(apart.max()),
        "mean_difference": float(apart.mean(dtype=np.float64)),
    }


def comparison(first: FloatArray, second: FloatArray, apart: FloatArray) -> FloatArray:
    """One picture: the first, the second, and their difference with its largest value white.

    What differs only in opacity is grey in the difference.
    """
    channels = max(3, common_channels([first, second]))
    shown = apart[..., :3]
    if apart.shape[-1] == 4:
        shown = np.maximum(shown, apart[..., 3:])
    largest = shown.max()
    shown = shown / largest if largest else shown
    panels = [with_channels(panel, channels) for panel in (first, second, shown)]
    sheet: FloatArray = grid(np.stack(panels), columns=3, gap=_GAP, shade=1.0)[0]
    return sheet
