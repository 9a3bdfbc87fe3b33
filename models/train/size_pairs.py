"""Pairs of training pictures that differ in nothing but what SDXL is told about their size."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from models.train.latents import Example
from models.train.pictures import SIZE, Pixels, draw_picture
from models.train.sized_pictures import SMALLEST_ORIGINAL, SOFTNESS, enlarged, softened

OTHER = "other"
"""Name of the second picture; its sizes are the fact ``other_sizes``."""

OPPOSITE = 0.5
"""Share of pairs cut from opposite corners; the others are a crisp picture and its enlargement."""

LEAST_CROP, LARGEST_CROP = 1.35, 1.9
LARGEST_ORIGINAL = 0.45

PLACE_LEVELS = (850, 1000)
"""Noise levels at which the place of a crop is decided: below, the picture itself shows it."""

BLUR_LEVELS = (150, 900)


@dataclass(frozen=True)
class _Shown:
    pixels: Pixels
    sizes: tuple[int, ...]


def draw_pair(seed: int, index: int) -> Example:
    """Examples with the companion ``other`` and the facts ``sizes``, ``other_sizes``, ``levels``.

    ``levels`` are the lowest noise level to train at, and the first that is too high.
    """
    rng = np.random.default_rng((seed, index, 7))
    opposite = rng.random() < OPPOSITE
    one, other, caption = (_opposite_corners if opposite else _crisp_and_enlarged)(rng, seed, index)
    facts: dict[str, npt.NDArray[Any]] = {
        "sizes": np.array(one.sizes, np.float32),
        "other_sizes": np.array(other.sizes, np.float32),
        "levels": np.array(PLACE_LEVELS if opposite else BLUR_LEVELS, np.int64),
    }
    return Example(one.pixels, caption, {OTHER: other.pixels}, facts)


def _opposite_corners(
    rng: np.random.Generator, seed: int, index: int
) -> tuple[_Shown, _Shown, str]:
    original = int(rng.integers(int(LEAST_CROP * SIZE), int(LARGEST_CROP * SIZE) + 1))
    picture = draw_picture(seed, index, original)
    most = original - SIZE
    top, left = (int(place) * most for place in rng.integers(0, 2, 2))
    corners = ((top, left), (most - top, most - left))
    one, other = (
        _Shown(
            np.ascontiguousarray(picture.pixels[y : y + SIZE, x : x + SIZE]),
            (original, original, y, x, SIZE, SIZE),
        )
        for y, x in corners
    )
    return one, other, picture.caption


def _crisp_and_enlarged(
    rng: np.random.Generator, seed: int, index: int
) -> tuple[_Shown, _Shown, str]:
    least, most = (int(share * SIZE) for share in (SMALLEST_ORIGINAL, LARGEST_ORIGINAL))
    original = int(rng.integers(least, most + 1))
    crisp = draw_picture(seed, index)
    small = draw_picture(seed, index, original)
    soft = softened(enlarged(small.pixels, SIZE), SOFTNESS * SIZE / original)
    return (
        _Shown(crisp.pixels, (SIZE, SIZE, 0, 0, SIZE, SIZE)),
        _Shown(soft, (original, original, 0, 0, SIZE, SIZE)),
        crisp.caption,
    )
