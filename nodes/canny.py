"""Canny's edge detector: the outlines of pictures, in numpy.

J. Canny, "A Computational Approach to Edge Detection" (1986): blur, gradient, thinning to the
ridges of the gradient, and hysteresis between two thresholds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from nodes.values import FloatArray

LOW = 0.1
HIGH = 0.2
"""Thresholds that suit photographs and flat drawings; OpenCV's usual 100 and 200, in our scale."""

_SIGMA = 1.4
_RADIUS = 4
# Equal gradients on both sides of a sharp edge differ by rounding; this makes them equal again.
_DECIMALS = 4

_Flags = npt.NDArray[np.bool_]


def canny_edges(pixels: FloatArray, low: float = LOW, high: float = HIGH) -> FloatArray:
    """The outlines of pictures, white (1) on black (0), one pixel wide: (batch, height, width, 3).

    `pixels` are (batch, height, width, channels) in 0..1; with two or four channels the last is
    opacity, which is ignored. The strongest channel counts, so that red beside a blue of the same
    brightness has an outline.

    A threshold is the contrast of a sharp straight edge: 1 is black against white. Outlines start
    where the contrast reaches `high` and go on along their line while it reaches `low`.
    """
    colours = pixels[..., :-1] if pixels.shape[-1] in (2, 4) else pixels
    strength, across = _gradient(colours.astype(np.float32))
    ridges = _ridges(strength, across)
    edges = _connected(ridges & (strength >= high), ridges & (strength >= low))
    return np.repeat(edges[..., None], 3, axis=-1).astype(np.float32)


def _gradient(colours: FloatArray) -> tuple[FloatArray, npt.NDArray[np.int8]]:
    """The gradient of the strongest channel: its contrast, and the direction across the edge.

    Directions are eighths of a turn, 0 to 3: along x, along x and y, along y, along x against y.
    """
    taps = np.exp(-0.5 * (np.arange(-_RADIUS, _RADIUS + 1) / _SIGMA) ** 2)
    taps /= taps.sum()
    blurred = _filtered(_filtered(colours, taps, 1), taps, 2)
    slope, smooth = np.array([-1.0, 0.0, 1.0]), np.array([1.0, 2.0, 1.0])
    # The slope that a sharp step of 1 keeps after the blur, so that its contrast is 1.
    step = smooth.sum() * (taps[_RADIUS] + taps[_RADIUS + 1])
    along_x = _filtered(_filtered(blurred, slope, 2), smooth, 1) / np.float32(step)
    along_y = _filtered(_filtered(blurred, slope, 1), smooth, 2) / np.float32(step)
    contrast = np.hypot(along_x, along_y)
    strongest = contrast.argmax(-1)[..., None]
    x, y, strength = (
        np.take_along_axis(values, strongest, -1)[..., 0] for values in (along_x, along_y, contrast)
    )
    across = np.round(np.arctan2(y, x) / (np.pi / 4)).astype(np.int8) % 4
    return strength.round(_DECIMALS), across


def _filtered(values: FloatArray, taps: npt.NDArray[np.float64], axis: int) -> FloatArray:
    """Correlate with `taps` along one axis; beyond the picture its border goes on."""
    radius = len(taps) // 2
    pads = [(0, 0)] * values.ndim
    pads[axis] = (radius, radius)
    padded = np.pad(values, pads, mode="edge")
    total = np.zeros_like(values)
    shifted = np.moveaxis(padded, axis, 0)
    along = np.moveaxis(total, axis, 0)
    for i, tap in enumerate(taps):
        if tap:
            along += np.float32(tap) * shifted[i : i + len(along)]
    return total


def _ridges(strength: FloatArray, across: npt.NDArray[np.int8]) -> _Flags:
    """Where the gradient is largest across the edge; of two equal neighbours the first one."""
    height, width = strength.shape[1:]
    around = np.pad(strength, ((0, 0), (1, 1), (1, 1)))
    ridges = np.zeros(strength.shape, np.bool_)
    for direction, (dy, dx) in enumerate(((0, 1), (1, 1), (1, 0), (1, -1))):
        before = around[:, 1 - dy : 1 - dy + height, 1 - dx : 1 - dx + width]
        after = around[:, 1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width]
        ridges |= (across == direction) & (strength > before) & (strength >= after)
    return ridges


def _connected(strong: _Flags, weak: _Flags) -> _Flags:
    """The strong pixels, and the weak ones that a line of weak ones joins to them."""
    border = ((0, 0), (1, 1), (1, 1))
    found, candidates = np.pad(strong, border), np.pad(weak, border).ravel()
    row = found.shape[2]
    steps = np.array([-row - 1, -row, -row + 1, -1, 1, row - 1, row, row + 1])
    flat = found.reshape(-1)
    front = np.flatnonzero(flat)
    while len(front):
        reached = np.unique(front[:, None] + steps)
        front = reached[candidates[reached] & ~flat[reached]]
        flat[front] = True
    return found[:, 1:-1, 1:-1]
