"""Training pictures with an aesthetic score, in pairs: the crisp one scores high, its spoilt twin low."""

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageFilter

from models.train.latents import Example
from models.train.pictures import SIZE, Pixels, choose, draw_picture
from models.train.sized_pictures import enlarged, softened

Spoil = Callable[[Pixels, float], Pixels]
"""From a picture and an amount in 0..1 to the spoilt one."""

SPOILT = "spoilt"
"""Name of the second picture; its numbers are the fact ``spoilt_sizes``."""

CRISP = (6.0, 7.0)
BEST_SPOILT, WORST = 5.0, 1.5
SOFT = (0.8, 3.0)
"""Deviation of the blur in pixels at the best and worst score, whatever else is spoilt. When only
two kinds in seven were blurred, a low score did not mean wider edges, nor did it do much else."""

CROPPED = 0.15
LARGEST_CROP = 1.5


def draw_scored(seed: int, index: int) -> Example:
    """Examples with the companion ``spoilt`` and the facts ``sizes`` and ``spoilt_sizes``.

    These are five numbers, float32: original height and width, top and left of the crop, and the
    aesthetic score, as in the SDXL refiner's ``add_time_ids``.
    """
    rng = np.random.default_rng((seed, index, 4))
    original, top, left = SIZE, 0, 0
    if rng.random() < CROPPED:
        original = int(rng.integers(SIZE + 1, int(LARGEST_CROP * SIZE) + 1))
        top, left = (int(place) for place in rng.integers(0, original - SIZE + 1, 2))
    picture = draw_picture(seed, index, original)
    pixels = np.ascontiguousarray(picture.pixels[top : top + SIZE, left : left + SIZE])
    amount = rng.random()
    softness = SOFT[0] + amount * (SOFT[1] - SOFT[0])
    spoilt = softened(choose(rng, SPOILING)(pixels, amount), softness)
    scores = {
        "sizes": rng.uniform(*CRISP),
        "spoilt_sizes": BEST_SPOILT + amount * (WORST - BEST_SPOILT),
    }
    facts = {
        name: np.array((original, original, top, left, score), np.float32)
        for name, score in scores.items()
    }
    return Example(pixels, picture.caption, {SPOILT: spoilt}, facts)


def _merely_soft(pixels: Pixels, amount: float) -> Pixels:
    return pixels


def _coarse(pixels: Pixels, amount: float) -> Pixels:
    small = Image.fromarray(pixels).resize([int(SIZE * (0.5 - 0.35 * amount))] * 2)
    return enlarged(np.asarray(small), SIZE)


def _rounded(pixels: Pixels, amount: float) -> Pixels:
    """Corners lost, as a model draws them that has not learnt enough."""
    return _filtered(pixels, ImageFilter.MedianFilter(2 * int(2 + 5 * amount) + 1))


def _frayed(pixels: Pixels, amount: float) -> Pixels:
    """Outlines displaced by smooth waves."""
    y, x = np.mgrid[:SIZE, :SIZE]
    reach = 1 + 3 * amount
    down = y + np.rint(reach * np.sin(x / 4.1) * np.cos(y / 5.3)).astype(int)
    across = x + np.rint(reach * np.sin(y / 4.7) * np.cos(x / 6.1)).astype(int)
    moved: Pixels = pixels[down.clip(0, SIZE - 1), across.clip(0, SIZE - 1)]
    return moved


def _faint(pixels: Pixels, amount: float) -> Pixels:
    """Contrast lost towards the mean colour."""
    mean = pixels.mean(axis=(0, 1), keepdims=True)
    faint: Pixels = np.rint(mean + (pixels - mean) * (0.8 - 0.5 * amount)).astype(np.uint8)
    return faint


def _filtered(pixels: Pixels, kernel: ImageFilter.Filter) -> Pixels:
    return np.asarray(Image.fromarray(pixels).filter(kernel))


SPOILING: tuple[Spoil, ...] = (
    _merely_soft,
    _merely_soft,
    _coarse,
    _rounded,
    _rounded,
    _frayed,
    _faint,
)
