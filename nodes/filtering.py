"""Filtering: the Gaussian blur, and the sharpening that is made of it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from nodes.matching import has_opacity

if TYPE_CHECKING:
    from nodes.values import FloatArray

_REACH = 3.0
_BLOCK = 128


def gaussian(values: FloatArray, radius: float) -> FloatArray:
    """Blur (batch, height, width, …) with a Gaussian whose standard deviation is `radius` pixels.

    Beyond the picture its border goes on. The Gaussian is cut off at three deviations.
    """
    reach = math.ceil(_REACH * radius)
    if not reach:
        return values
    taps = np.exp(-0.5 * (np.arange(-reach, reach + 1) / radius) ** 2)
    taps = (taps / taps.sum()).astype(np.float32)
    across = _down_columns(np.swapaxes(_down_columns(values, taps), 1, 2), taps)
    return np.ascontiguousarray(np.swapaxes(across, 1, 2))


def blur(pixels: FloatArray, radius: float) -> FloatArray:
    """Blur pictures; a colour counts as much as it is opaque, so that nothing hidden shines out."""
    if not has_opacity(pixels):
        return gaussian(pixels, radius).clip(0, 1)
    colours, opacity = pixels[..., :-1], pixels[..., -1:]
    weighted = gaussian(np.concatenate([colours * opacity, opacity], axis=-1), radius)
    total = weighted[..., -1:]
    seen = np.divide(weighted[..., :-1], total, out=colours.copy(), where=total > 0)
    return np.concatenate([seen, total], axis=-1).clip(0, 1)


def sharpen(pixels: FloatArray, radius: float, amount: float) -> FloatArray:
    """Unsharp masking: what a blur takes away from the colours is added `amount` times."""
    colours = pixels[..., :-1] if has_opacity(pixels) else pixels
    sharp = colours + (colours - blur(pixels, radius)[..., : colours.shape[-1]]) * amount
    return np.concatenate([sharp.clip(0, 1), pixels[..., colours.shape[-1] :]], axis=-1)


def _down_columns(values: FloatArray, taps: FloatArray) -> FloatArray:
    """Correlate along the second axis, block by block, each as a product with a banded matrix."""
    reach, height = len(taps) // 2, values.shape[1]
    rows = np.ascontiguousarray(values).reshape(*values.shape[:2], -1)
    rows = np.pad(rows, ((0, 0), (reach, reach), (0, 0)), mode="edge")
    padded = np.pad(taps, _BLOCK - 1)
    band = sliding_window_view(padded, _BLOCK + 2 * reach)[::-1]
    blocks = [
        band[: min(_BLOCK, height - top), : min(_BLOCK, height - top) + 2 * reach]
        @ rows[:, top : top + _BLOCK + 2 * reach]
        for top in range(0, height, _BLOCK)
    ]
    return np.concatenate(blocks, axis=1).reshape(values.shape)
