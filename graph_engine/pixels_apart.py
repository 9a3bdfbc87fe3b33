"""Pixels apart: how far the pixels of two picture files lie apart; Pillow is imported when asked."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph_engine.errors import InputError

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class PixelsApart:
    """A difference in numbers; `largest` and `mean` are of channels in 0..255.

    `psnr` is the peak signal-to-noise ratio in decibels, None for equal pictures, where it is
    infinite. `pixels` of `of` pixels differ.
    """

    pixels: int
    of: int
    largest: int
    mean: float
    psnr: float | None

    def as_data(self) -> dict[str, Any]:
        """The difference as JSON data."""
        return asdict(self)


def read_pixels(file: Path) -> Pixels:
    """The 8-bit RGBA pixels of a picture file (height, width, 4); raises InputError."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(file, formats=("PNG", "JPEG", "WEBP")) as opened:
            return np.asarray(opened.convert("RGBA"))
    except FileNotFoundError as error:
        raise InputError(f'There is no file "{file}".') from error
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise InputError(f'"{file}" is no PNG, JPEG or WebP picture that can be read.') from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        # Pillow's decoders raise all of these for broken data.
        raise InputError(f'The picture "{file}" is damaged or cut off: {error}.') from error


def pixels_apart(first: Pixels, second: Pixels) -> PixelsApart | None:
    """How far two pictures lie apart; None if they are not of one size."""
    if first.shape != second.shape:
        return None
    apart = np.abs(first.astype(np.int16) - second)
    error = float(np.mean(np.square(apart, dtype=np.float64)))
    return PixelsApart(
        pixels=int(np.count_nonzero(apart.any(axis=-1))),
        of=apart.shape[0] * apart.shape[1],
        largest=int(apart.max(initial=0)),
        mean=float(apart.mean()),
        psnr=10 * math.log10(255**2 / error) if error else None,
    )
