"""Arranging: several pictures as one batch or one grid."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from nodes.matching import common_channels, has_opacity, one_size, with_channels

if TYPE_CHECKING:
    from nodes.values import FloatArray, Image


def join(images: Mapping[str, Image]) -> FloatArray:
    """The pictures of several ports as one batch; raises NodeError if their sizes differ."""
    one_size(images)
    pictures = [image.pixels for image in images.values()]
    channels = common_channels(pictures)
    return np.concatenate([with_channels(pixels, channels) for pixels in pictures])


def grid(pixels: FloatArray, columns: int, gap: int, shade: float) -> FloatArray:
    """One picture (1, height, width, channels) with the pictures of a batch in rows."""
    count, height, width, channels = pixels.shape
    columns = columns or math.ceil(math.sqrt(count))
    columns = min(columns, count)
    rows = math.ceil(count / columns)
    size = (rows * (height + gap) - gap, columns * (width + gap) - gap, channels)
    sheet = np.full(size, shade, np.float32)
    if has_opacity(pixels):
        sheet[..., -1] = 1
    for i, picture in enumerate(pixels):
        top, left = (i // columns) * (height + gap), (i % columns) * (width + gap)
        sheet[top : top + height, left : left + width] = picture
    return sheet[None]
