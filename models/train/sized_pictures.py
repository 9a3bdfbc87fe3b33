"""Training pictures with what SDXL is told about them: original size, crop and target size."""

import numpy as np
from PIL import Image, ImageFilter

from models.train.latents import Example
from models.train.pictures import Pixels, draw_picture

WHOLE, CROPPED = 0.4, 0.35
"""Shares of pictures shown as they are, and cut from larger ones; the rest were enlarged."""

LARGEST_CROP = 1.75
AT_SIDE = 0.6
"""Share of crops that touch a side, in each direction. With offsets drawn evenly the usual one was
so small that after 85,000 samples the U-Net knew a crop from its size but not from its place."""

SMALLEST_ORIGINAL = 0.2
SOFTNESS = 1.2
"""Deviation of the blur in enlarged pictures, in pixels of the original. Bilinear enlarging alone
does not outlast the autoencoder: edges came out 0.25 pixels wider for an original of 32 pixels."""


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
        top, left = _offset(rng, original - size), _offset(rng, original - size)
        large, caption = _drawn(seed, index, original)
        pixels = large[top : top + size, left : left + size]
    else:
        original, top, left = int(rng.integers(int(SMALLEST_ORIGINAL * size), size)), 0, 0
        small, caption = _drawn(seed, index, original)
        pixels = softened(enlarged(small, size), SOFTNESS * size / original)
    numbers = (original, original, top, left, size, size)
    return Example(pixels, caption, facts={"sizes": np.array(numbers, np.float32)})


def enlarged(pixels: Pixels, size: int) -> Pixels:
    """A small picture blown up: blurred as such pictures are."""
    image = Image.fromarray(pixels).resize((size, size), Image.Resampling.BILINEAR)
    return np.asarray(image)


def softened(pixels: Pixels, deviation: float) -> Pixels:
    """The picture under a Gaussian of so many pixels."""
    return np.asarray(Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(deviation)))


def _offset(rng: np.random.Generator, most: int) -> int:
    """Of a crop, along one axis."""
    if rng.random() < AT_SIDE:
        return int(rng.integers(2)) * most
    return int(rng.integers(0, most + 1))


def _drawn(seed: int, index: int, size: int) -> tuple[Pixels, str]:
    picture = draw_picture(seed, index, size)
    return picture.pixels, picture.caption
