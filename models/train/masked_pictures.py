"""Training pictures with holes: boxes, brush strokes, strips at the border, whole objects."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from models.train.architecture import DOWNSAMPLING
from models.train.latents import Example
from models.train.pictures import SHADES, SIZE, Pixels, choose, draw_picture

Mask = npt.NDArray[np.bool_]
DrawMask = Callable[[np.random.Generator, Pixels], Mask]

GREY = 128
"""What the hole shows: the middle of the range, as the inpainting pipelines fill it."""

OBJECT_CONTRAST = 40.0

MANY_SHADES = 48
"""Of the backgrounds in two pictures of three. With the usual ones it was enough to see which of
the ten colours the rest of a picture shows, and to paint that colour's own shade: the prediction
followed 3 % of a change of shade in the masked picture, at every noise level."""


def draw_masked(seed: int, index: int) -> Example:
    """Examples with the companion ``masked`` and the fact ``mask``, on the latents' grid.

    The mask is uint8 of shape (1, 16, 16); 1 is the hole. As in the pipelines a cell takes the
    mask's value at its upper left pixel.
    """
    picture = draw_picture(seed, index, shades=MANY_SHADES if index % 3 else SHADES)
    mask = draw_mask(np.random.default_rng((seed, index, 3)), picture.pixels)
    masked = np.where(mask[..., None], np.uint8(GREY), picture.pixels)
    cells = mask[None, ::DOWNSAMPLING, ::DOWNSAMPLING].astype(np.uint8)
    return Example(picture.pixels, picture.caption, {"masked": masked}, {"mask": cells})


def draw_mask(rng: np.random.Generator, pixels: Pixels) -> Mask:
    """A random hole, True inside."""
    kind = choose(rng, tuple(_MASKS), tuple(_MASKS.values()))
    return kind(rng, pixels)


def _object_mask(rng: np.random.Generator, pixels: Pixels) -> Mask:
    """A box around the objects, or around those of the left or right half, with some margin."""
    edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]]).astype(float)
    contrast = np.linalg.norm(pixels - np.median(edge, axis=0), axis=2) > OBJECT_CONTRAST
    side = rng.integers(4)
    if side < 2 and contrast[:, : SIZE // 2].any() and contrast[:, SIZE // 2 :].any():
        half = slice(0, SIZE // 2) if side else slice(SIZE // 2, SIZE)
        contrast[:, half] = False
    y, x = np.nonzero(contrast)
    if not len(x):
        return _box_mask(rng, pixels)
    margins = rng.integers(3, 26, 4)
    return _box(
        x.min() - margins[0], y.min() - margins[1], x.max() + margins[2], y.max() + margins[3]
    )


def _box_mask(rng: np.random.Generator, pixels: Pixels) -> Mask:
    width, height = rng.integers(SIZE // 4, SIZE * 7 // 8, 2)
    left, top = rng.integers(0, SIZE - width + 1), rng.integers(0, SIZE - height + 1)
    return _box(left, top, left + width, top + height)


def _brush_mask(rng: np.random.Generator, pixels: Pixels) -> Mask:
    """One to three broad strokes."""
    canvas = Image.new("1", (SIZE, SIZE))
    draw = ImageDraw.Draw(canvas)
    for _ in range(int(rng.integers(1, 4))):
        points = [(int(x), int(y)) for x, y in rng.integers(0, SIZE, (int(rng.integers(2, 5)), 2))]
        width = int(rng.integers(14, 40))
        draw.line(points, fill=1, width=width, joint="curve")
        for x, y in points:
            draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=1)
    return np.asarray(canvas)


def _strip_mask(rng: np.random.Generator, pixels: Pixels) -> Mask:
    """Strips along one to three borders, as outpainting needs them."""
    mask = np.zeros((SIZE, SIZE), bool)
    for turns in rng.permutation(4)[: int(rng.integers(1, 4))]:
        turned = np.rot90(mask, turns)  # a view
        turned[: int(rng.integers(SIZE // 8, SIZE // 2))] = True
    return mask


def _whole_mask(rng: np.random.Generator, pixels: Pixels) -> Mask:
    return np.ones((SIZE, SIZE), bool)


def _box(left: int, top: int, right: int, bottom: int) -> Mask:
    mask = np.zeros((SIZE, SIZE), bool)
    mask[max(0, top) : bottom + 1, max(0, left) : right + 1] = True
    return mask


_MASKS: dict[DrawMask, float] = {
    _object_mask: 0.45,
    _box_mask: 0.2,
    _brush_mask: 0.13,
    _strip_mask: 0.17,
    _whole_mask: 0.05,
}
