"""Brightness: pictures in one channel, for models that read no colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from nodes.values import FloatArray

WEIGHTS = np.array([0.299, 0.587, 0.114], np.float32)
"""How bright red, green and blue look: ITU-R recommendation BT.601, as in Pillow's mode "L"."""


def brightness(pixels: FloatArray) -> FloatArray:
    """How bright pictures of 1 to 4 channels are, (batch, height, width, 1), without opacity.

    A grey keeps its value to the bit, whether it is spread over colours or not.
    """
    if pixels.shape[-1] < 3:
        return pixels[..., :1]
    red, green, blue = (pixels[..., i : i + 1] for i in range(3))
    weighed = pixels[..., :3] @ WEIGHTS[:, None]
    return np.where((red == green) & (green == blue), red, weighed)
