"""Resizing: pictures in floating point, one channel at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as Pillow

if TYPE_CHECKING:
    from nodes.picture_edits import Fit, Method
    from nodes.values import FloatArray

Box = tuple[float, float, float, float]
_METHODS = {
    "lanczos": Pillow.Resampling.LANCZOS,
    "bicubic": Pillow.Resampling.BICUBIC,
    "bilinear": Pillow.Resampling.BILINEAR,
    "box": Pillow.Resampling.BOX,
    "nearest": Pillow.Resampling.NEAREST,
}


def resize(pixels: FloatArray, size: tuple[int, int], method: Method, fit: Fit) -> FloatArray:
    """Pictures (batch, height, width, channels) at another size (width, height), within 0..1."""
    size, box = _placed(pixels.shape[2], pixels.shape[1], size, fit)
    resized = [
        np.stack([_channel(picture[..., i], size, method, box) for i in range(picture.shape[-1])])
        for picture in pixels
    ]
    # Lanczos and bicubic overshoot at edges.
    return np.ascontiguousarray(np.stack(resized).transpose(0, 2, 3, 1).clip(0, 1))


def _channel(values: FloatArray, size: tuple[int, int], method: Method, box: Box) -> FloatArray:
    channel = Pillow.fromarray(np.ascontiguousarray(values, np.float32))
    return np.asarray(channel.resize(size, _METHODS[method], box=box), np.float32)


def _placed(
    width: int, height: int, size: tuple[int, int], fit: Fit
) -> tuple[tuple[int, int], Box]:
    """The size that comes out, and the part of the picture that goes in."""
    whole = (0.0, 0.0, float(width), float(height))
    if fit == "stretch":
        return size, whole
    scales = (size[0] / width, size[1] / height)
    if fit == "contain":
        scale = min(scales)
        return (max(1, round(width * scale)), max(1, round(height * scale))), whole
    scale = max(scales)
    part_width, part_height = size[0] / scale, size[1] / scale
    left, top = (width - part_width) / 2, (height - part_height) / 2
    return size, (left, top, left + part_width, top + part_height)
