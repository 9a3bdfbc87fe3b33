"""Training pictures with what SDXL is told about them: original size, crop and target size."""

import numpy as np
from PIL import Image

from models.train.latents import Example
from models.train.pictures import Pixels, draw_picture

WHOLE, CROPPED = 0.55, 0.25
"""Shares of pictures shown as they are, and cut from larger ones; the rest were enlarged."""

LARGEST_CROP = 1.6
SMALLEST_ORIGINAL = 0.2


def draw_sized(seed: int, size: int, index: int) -> Example:
    """Examples of ``size`` × ``size`` with the fact ``sizes``: six numbers, float32.

    They are original height and width, top and left of the crop, target height and width, as in
    SDXL's ``add_time_ids`` (D. Podell et al. 2023).
    """
    rng = np.random.default_rng((seed, index, 1))
    kind = rng.random()
    if kind < WHOLE:
        pixels, caption = _drawn(seed, index, size)
        original, top, left = size, 0, 0
    elif kind < WHOLE + CROPPED:
        original = int(rng.integers(size + 1, int(LARGEST_CROP * size) + 1))
        top, left = (int(place) for place in rng.integers(0, original - size + 1, 2))
        large, caption = _drawn(seed, index, original)
        pixels = large[top : top + size, left : left + size]
    else:
        original, top, left = int(rng.integers(int(SMALLEST_ORIGINAL * size), size)), 0, 0
        small, caption = _drawn(seed, index, original)
        pixels = enlarged(small, size)
    numbers = (original, original, top, left, size, size)
    return Example(pixels, caption, facts={"sizes": np.array(numbers, np.float32)})


def enlarged(pixels: Pixels, size: int) -> Pixels:
    """A small picture blown up: blurred as such pictures are."""
    image = Image.fromarray(pixels).resize((size, size), Image.Resampling.BILINEAR)
    return np.asarray(image)


def _drawn(seed: int, index: int, size: int) -> tuple[Pixels, str]:
    picture = draw_picture(seed, index, size)
    return picture.pixels, picture.caption
