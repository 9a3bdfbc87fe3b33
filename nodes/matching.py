"""Matching: what comes in at several ports, brought to one size, one batch, the same channels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from graph_engine.errors import NodeError

if TYPE_CHECKING:
    from graph_engine.context import Context
    from nodes.values import FloatArray, Image, Mask


def one_size(images: Mapping[str, Image]) -> tuple[int, int]:
    """Width and height of the pictures of several ports; raises NodeError if they differ."""
    first, *others = images
    height, width = images[first].pixels.shape[1:3]
    for port in others:
        other_height, other_width = images[port].pixels.shape[1:3]
        if (other_height, other_width) != (height, width):
            raise NodeError(
                f'The pictures at "{port}" are {other_width} × {other_height} pixels, those at'
                f' "{first}" {width} × {height}; they must be of one size.',
                port=port,
                hint="Put a ResizeImage before it.",
            )
    return width, height


def one_count(counts: Mapping[str, int]) -> int:
    """How many the batches of several ports hold; one goes with any number. Raises NodeError."""
    largest = max(counts, key=lambda port: counts[port])
    for port, count in counts.items():
        if count not in (1, counts[largest]):
            raise NodeError(
                f'The batch at "{port}" holds {count}, that at "{largest}" {counts[largest]};'
                " they must hold equally many, or one of them only one.",
                port=port,
            )
    return counts[largest]


def repeated(array: FloatArray, count: int) -> FloatArray:
    """A batch of one as a batch of `count`, without copying it; a batch of `count` as it is."""
    return np.broadcast_to(array, (count, *array.shape[1:]))


def common_channels(pictures: Iterable[FloatArray]) -> int:
    """How many channels hold what is in all of the pictures: 1, 3 or 4."""
    channels = {pixels.shape[-1] for pixels in pictures}
    return 4 if channels & {2, 4} else max(channels)


def has_opacity(pixels: FloatArray) -> bool:
    """Whether the last channel is opacity."""
    return pixels.shape[-1] in (2, 4)


def with_channels(pixels: FloatArray, channels: int) -> FloatArray:
    """The same pictures in 1, 3 or 4 channels: grey spread to colours, opaque where unknown."""
    have = pixels.shape[-1]
    if have == channels:
        return pixels
    colours = pixels[..., :3] if have >= 3 else np.repeat(pixels[..., :1], 3, axis=-1)
    if channels == 3:
        return colours
    alpha = pixels[..., -1:] if have in (2, 4) else np.ones_like(pixels[..., :1])
    return np.concatenate([colours, alpha], axis=-1)


def fitted_mask(
    mask: Mask, size: tuple[int, int], context: Context, *, port: str = "mask", to: str
) -> FloatArray:
    """The mask's values at `size` (width, height); says so if that is not its own size.

    `to` names what it has to fit, such as "the picture".
    """
    from nodes.resizing import resize

    height, width = mask.values.shape[1:3]
    if (width, height) == size:
        return mask.values
    context.warn(
        f'The mask at "{port}" is {width} × {height} pixels, {to} {size[0]} × {size[1]};'
        " it was resized to fit."
    )
    return resize(mask.values[..., None], size, "bilinear", "stretch")[..., 0]
