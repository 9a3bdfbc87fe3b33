"""Framing: pictures cut to a part of them, or put into a larger frame to be painted on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from graph_engine.errors import NodeError
from nodes.filtering import gaussian

if TYPE_CHECKING:
    from nodes.values import FloatArray


class Margins(NamedTuple):
    """Pixels added at each side."""

    left: int
    top: int
    right: int
    bottom: int


def crop(pixels: FloatArray, x: int, y: int, width: int, height: int) -> FloatArray:
    """The part of pictures from (x, y) on, as far as they reach; raises NodeError if it is empty.

    `x` and `y` are not negative.
    """
    have_height, have_width = pixels.shape[1:3]
    for port, start, end in (("x", x, have_width), ("y", y, have_height)):
        if start >= end:
            raise NodeError(
                f'The part lies outside the picture: "{port}" is {start}, and the picture is'
                f" {have_width} × {have_height} pixels.",
                port=port,
            )
    return np.ascontiguousarray(pixels[:, y : y + height, x : x + width])


def pad(pixels: FloatArray, margins: Margins) -> FloatArray:
    """Pictures with margins in which the colours of their border go on outwards.

    They go on as they are at the border and more and more blurred away from it, so that neither
    a seam nor streaks meet the VAE. The picture itself is unchanged.
    """
    left, top, right, bottom = margins
    sides = ((0, 0), (top, bottom), (left, right), (0, 0))
    extended = np.pad(pixels, sides, mode="edge")
    widest = max(margins)
    if not widest:
        return extended
    softness = widest / 4
    blurred = gaussian(extended, softness).clip(0, 1)
    height, width = pixels.shape[1:3]
    share = np.minimum(_beyond(width, height, margins) / np.float32(softness), 1)
    share = (share * share * (3 - 2 * share))[..., None]
    return np.ascontiguousarray(extended * (1 - share) + blurred * share)


def margin_mask(width: int, height: int, margins: Margins, feathering: int) -> FloatArray:
    """1 in the margins, falling to 0 within `feathering` pixels into the picture: (1, h, w).

    It falls with the square of the distance to the nearest margin, as users of other programs
    know it.
    """
    left, top, right, bottom = margins
    x, y = np.arange(width), np.arange(height)
    far = np.full(1, max(width, height) + feathering)
    across = np.minimum(x if left else far, x[::-1] if right else far)
    down = np.minimum(y if top else far, y[::-1] if bottom else far)
    distance = np.minimum(across[None, :], down[:, None]).astype(np.float32)
    inside = np.zeros((height, width), np.float32)
    if feathering:
        inside += (1 - distance / feathering).clip(0) ** 2
    padded = np.pad(inside, ((top, bottom), (left, right)), constant_values=1)
    return padded[None]


def _beyond(width: int, height: int, margins: Margins) -> FloatArray:
    """How far each pixel of the padded picture lies outside the picture; 0 within it."""
    left, top, right, bottom = margins
    x = np.arange(-left, width + right, dtype=np.float32)
    y = np.arange(-top, height + bottom, dtype=np.float32)
    dx = np.maximum(np.maximum(-x, x - (width - 1)), 0)
    dy = np.maximum(np.maximum(-y, y - (height - 1)), 0)
    return np.hypot(dx[None, :], dy[:, None])
