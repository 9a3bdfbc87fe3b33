"""Blending: one picture over another, as the W3C's "Compositing and Blending Level 1" has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from nodes.matching import common_channels, has_opacity, with_channels

if TYPE_CHECKING:
    from nodes.picture_mixing import BlendMode
    from nodes.values import FloatArray


def blend(base: FloatArray, layer: FloatArray, weight: float, mode: BlendMode) -> FloatArray:
    """Pictures with others of the same size over them, seen by `weight` and their own opacity."""
    below, above = _same_channels(base, layer)
    return _trimmed(_over(below, above, np.full(below.shape[:3], weight, np.float32), mode), base)


def composite(base: FloatArray, layer: FloatArray, cover: FloatArray, x: int, y: int) -> FloatArray:
    """Pictures with a layer at (x, y), cut where it leaves them; all batches are of one length.

    `cover`, (batch, height, width) of the layer, says how much of it is seen, besides its opacity.
    """
    below, above = _same_channels(base, layer)
    result = np.array(below)
    top, left = max(y, 0), max(x, 0)
    bottom, right = y + layer.shape[1], x + layer.shape[2]
    part = result[:, top : max(bottom, 0), left : max(right, 0)]
    if part.size:
        within = np.s_[:, top - y : top - y + part.shape[1], left - x : left - x + part.shape[2]]
        part[...] = _over(part, above[within], cover[within], "normal")
    return _trimmed(result, base)


def _over(base: FloatArray, layer: FloatArray, cover: FloatArray, mode: BlendMode) -> FloatArray:
    """A layer over pictures with the same channels; what is not covered stays bit for bit.

    Where nothing is opaque the colour stays that of the base.
    """
    seen = cover[..., None]
    if not has_opacity(base):
        return base * (1 - seen) + _MODES[mode](base, layer) * seen
    below, above = base[..., -1:], layer[..., -1:] * seen
    colours, over = base[..., :-1], layer[..., :-1]
    mixed = over * (1 - below) + _MODES[mode](colours, over) * below
    opacity = above + below * (1 - above)
    share = np.divide(above, opacity, out=np.zeros_like(opacity), where=opacity > 0)
    return np.concatenate([colours * (1 - share) + mixed * share, opacity], axis=-1)


def _same_channels(base: FloatArray, layer: FloatArray) -> tuple[FloatArray, FloatArray]:
    channels = common_channels([base, layer])
    return with_channels(base, channels), with_channels(layer, channels)


def _trimmed(pixels: FloatArray, base: FloatArray) -> FloatArray:
    """Without the opacity that only the layer had: on an opaque base everything is opaque."""
    return pixels[..., :-1].copy() if has_opacity(pixels) and not has_opacity(base) else pixels


def _overlay(base: FloatArray, layer: FloatArray) -> FloatArray:
    return np.where(base <= 0.5, 2 * base * layer, 1 - 2 * (1 - base) * (1 - layer))


def _soft_light(base: FloatArray, layer: FloatArray) -> FloatArray:
    dark = ((16 * base - 12) * base + 4) * base
    raised = np.where(base <= 0.25, dark, np.sqrt(base))
    darker = base - (1 - 2 * layer) * base * (1 - base)
    return np.where(layer <= 0.5, darker, base + (2 * layer - 1) * (raised - base))


_MODES: dict[str, Callable[[FloatArray, FloatArray], FloatArray]] = {
    "normal": lambda base, layer: layer,
    "multiply": lambda base, layer: base * layer,
    "screen": lambda base, layer: base + layer - base * layer,
    "overlay": _overlay,
    "hard_light": lambda base, layer: _overlay(layer, base),
    "soft_light": _soft_light,
    "darken": np.minimum,
    "lighten": np.maximum,
    "add": lambda base, layer: np.minimum(base + layer, 1),
    "subtract": lambda base, layer: np.maximum(base - layer, 0),
    "difference": lambda base, layer: np.abs(base - layer),
}
