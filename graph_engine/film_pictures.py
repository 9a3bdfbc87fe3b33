"""Film pictures: the frames of a film as one picture each, whatever a batch holds."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from PIL.Image import Image

_GAP = 8
_SHADE = 128
_MOST_EXACT = 2 * 2**20

Pixels = npt.NDArray[np.float32]


def as_one(pixels: Pixels, gap: int = _GAP) -> Image:
    """The pictures of a batch, (batch, height, width, channels) in 0..1, in a square."""
    from PIL import Image as Pillow

    rgb = np.repeat(pixels[..., :1], 3, axis=-1) if pixels.shape[-1] < 3 else pixels[..., :3]
    shown = (rgb.clip(0, 1) * 255).round().astype(np.uint8)
    count, height, width, _ = shown.shape
    columns = math.ceil(math.sqrt(count))
    rows = math.ceil(count / columns)
    size = (rows * (height + gap) - gap, columns * (width + gap) - gap, 3)
    sheet = np.full(size, _SHADE, np.uint8)
    for at, picture in enumerate(shown):
        top, left = (at // columns) * (height + gap), (at % columns) * (width + gap)
        sheet[top : top + height, left : left + width] = picture
    return Pillow.fromarray(sheet)


def encoded(picture: Image) -> bytes:
    """A picture as bytes that are quick to write, send and read: exact unless it is large."""
    stream = io.BytesIO()
    if picture.width * picture.height <= _MOST_EXACT:
        picture.save(stream, "PNG", compress_level=1)
    else:
        picture.save(stream, "JPEG", quality=95, subsampling=0)
    return stream.getvalue()


def opened(data: bytes) -> Image:
    """A small picture from its bytes."""
    from PIL import Image as Pillow

    with Pillow.open(io.BytesIO(data)) as picture:
        return picture.convert("RGB")


def pixels_of(value: Any) -> Pixels:
    """The pixels of a value of the type Image, whichever node pack defines it."""
    pixels: Pixels = np.asarray(value.pixels, np.float32)
    return pixels
