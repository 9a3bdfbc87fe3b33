"""Reads background, colour, shape and count off the pixels of a picture of shapes."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from models.train.shapes import COLOURS, PALETTE, SHAPES, Colour, Shape, outline

Mask = npt.NDArray[np.bool_]
Pixels = npt.NDArray[np.uint8]

BORDER = 3
"""Pixels at each edge that only show background: no training picture reaches them."""

CONTRAST = 30.0
"""Euclidean RGB distance from the background that makes a pixel part of an object. The closest
two colours (orange, yellow) are 77 apart, at least 50 after their random shading."""

SMALLEST_OBJECT = 0.006
"""Fraction of the picture; the smallest object drawn covers 0.02."""

TEMPLATE_SIZE = 40
TEMPLATE_ROTATIONS = (-0.16, -0.08, 0.0, 0.08, 0.16)


@dataclass(frozen=True)
class Thing:
    """One connected object."""

    colour: Colour
    shape: Shape


@dataclass(frozen=True)
class Reading:
    """What the pixels show."""

    background: Colour
    things: tuple[Thing, ...]


def read_picture(pixels: Pixels) -> Reading:
    """Analyse uint8 RGB pixels of shape (height, width, 3)."""
    values = pixels.astype(np.float64)
    background = np.median(_border(values), axis=0)
    foreground = np.linalg.norm(values - background, axis=2) > CONTRAST
    smallest = SMALLEST_OBJECT * foreground.size
    things = []
    for component in components(foreground):
        if component.sum() >= smallest:
            colour = np.median(values[component], axis=0)
            mask = _half_contrast(values, component, background, colour)
            things.append(Thing(nearest_colour(colour), nearest_shape(mask)))
    return Reading(nearest_colour(background), tuple(things))


def nearest_colour(colour: npt.NDArray[np.float64]) -> Colour:
    """The palette entry with the least Euclidean RGB distance."""
    return min(COLOURS, key=lambda name: float(np.linalg.norm(colour - np.array(PALETTE[name]))))


def nearest_shape(mask: Mask) -> Shape:
    """The shape whose outline, at the mask's centroid and area, overlaps it best (IoU)."""
    return max(SHAPES, key=lambda shape: shape_fit(mask, shape))


def shape_fit(mask: Mask, shape: Shape) -> float:
    """The best overlap (IoU) with the shape's outline at the mask's centroid and area."""
    canonical = _canonical(mask)
    return max(_overlap(canonical, template) for template in _templates(shape))


def components(mask: Mask) -> Iterator[Mask]:
    """The 4-connected regions of a mask, each as a mask of the same size."""
    left = mask.copy()
    height, width = mask.shape
    while left.any():
        start = int(np.argmax(left))
        stack = [divmod(start, width)]
        left[stack[0]] = False
        region = np.zeros_like(mask)
        while stack:
            y, x = stack.pop()
            region[y, x] = True
            for near in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)):
                if 0 <= near[0] < height and 0 <= near[1] < width and left[near]:
                    left[near] = False
                    stack.append(near)
        yield region


def _border(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    inside = np.zeros(values.shape[:2], dtype=bool)
    inside[BORDER:-BORDER, BORDER:-BORDER] = True
    return values[~inside]


def _half_contrast(
    values: npt.NDArray[np.float64],
    component: Mask,
    background: npt.NDArray[np.float64],
    colour: npt.NDArray[np.float64],
) -> Mask:
    """The component cut where it is half background: blur moves other thresholds outwards."""
    direction = colour - background
    share = (values - background) @ direction / float(direction @ direction)
    inner = component & (share > 0.5)
    return inner if inner.any() else component


def _canonical(mask: Mask) -> Mask:
    """The mask resampled so that its centroid is the middle and its area a fixed share."""
    y, x = np.nonzero(mask)
    scale = 2.0 * np.sqrt(len(x)) / TEMPLATE_SIZE
    steps = (np.arange(TEMPLATE_SIZE) - (TEMPLATE_SIZE - 1) / 2) * scale
    rows = np.rint(y.mean() + steps).astype(int)
    columns = np.rint(x.mean() + steps).astype(int)
    inside_rows = (rows >= 0) & (rows < mask.shape[0])
    inside_columns = (columns >= 0) & (columns < mask.shape[1])
    resampled = mask[np.ix_(rows.clip(0, mask.shape[0] - 1), columns.clip(0, mask.shape[1] - 1))]
    framed: Mask = resampled & inside_rows[:, None] & inside_columns[None, :]
    return framed


@cache
def _templates(shape: Shape) -> tuple[Mask, ...]:
    side = 200
    templates = []
    for rotation in TEMPLATE_ROTATIONS:
        canvas = Image.new("1", (side, side))
        points = [(side / 2 + 60 * x, side / 2 + 60 * y) for x, y in outline(shape, rotation)]
        ImageDraw.Draw(canvas).polygon(points, fill=1)
        templates.append(_canonical(np.asarray(canvas)))
    return tuple(templates)


def _overlap(one: Mask, other: Mask) -> float:
    return float((one & other).sum() / (one | other).sum())
