"""Arranging: several pictures as one batch or one grid."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from graph_engine.errors import NodeError

if TYPE_CHECKING:
    from nodes.values import FloatArray, Image


def join(images: Mapping[str, Image]) -> FloatArray:
    """The pictures of several ports as one batch; raises NodeError if their sizes differ."""
    ports = iter(images)
    first = next(ports)
    height, width = images[first].pixels.shape[1:3]
    for port in ports:
        other_height, other_width = images[port].pixels.shape[1:3]
        if (other_height, other_width) != (height, width):
            raise NodeError(
                f'The pictures at "{port}" are {other_width} × {other_height} pixels, those at'
                f' "{first}" {width} × {height}; they must be of one size.',
                port=port,
                hint="Put a ResizeImage before it.",
            )
    channels = max(image.pixels.shape[-1] for image in images.values())
    channels = 4 if channels in (2, 4) else channels
    return np.concatenate([_with_channels(image.pixels, channels) for image in images.values()])


def grid(pixels: FloatArray, columns: int, gap: int, shade: float) -> FloatArray:
    """One picture (1, height, width, channels) with the pictures of a batch in rows."""
    count, height, width, channels = pixels.shape
    columns = columns or math.ceil(math.sqrt(count))
    columns = min(columns, count)
    rows = math.ceil(count / columns)
    size = (rows * (height + gap) - gap, columns * (width + gap) - gap, channels)
    sheet = np.full(size, shade, np.float32)
    if channels in (2, 4):
        sheet[..., -1] = 1
    for i, picture in enumerate(pixels):
        top, left = (i // columns) * (height + gap), (i % columns) * (width + gap)
        sheet[top : top + height, left : left + width] = picture
    return sheet[None]


def _with_channels(pixels: FloatArray, channels: int) -> FloatArray:
    """The same pictures in 1, 3 or 4 channels: grey spread to colours, opaque where unknown."""
    have = pixels.shape[-1]
    if have == channels:
        return pixels
    colours = pixels[..., :3] if have >= 3 else np.repeat(pixels[..., :1], 3, axis=-1)
    if channels == 3:
        return colours
    alpha = pixels[..., -1:] if have in (2, 4) else np.ones_like(pixels[..., :1])
    return np.concatenate([colours, alpha], axis=-1)
