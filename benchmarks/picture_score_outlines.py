"""Measures outlines: how far two agree, how soft they are, how well a shape fits, what is hollow."""

import numpy as np
import numpy.typing as npt

from benchmarks.picture_score_analysis import (
    BORDER,
    CONTRAST,
    Mask,
    Pixels,
    components,
    shape_fit,
)
from models.train.shapes import Shape
from nodes.canny import canny_edges

Values = npt.NDArray[np.float64]

TOLERANCE = 2
"""Pixels by which an outline may be off."""

MIDDLE = 3
"""Pixels around the middle that decide whether a shape is hollow."""

SOFT = (0.15, 0.85)
"""Shares of the object's colour between which a pixel belongs to neither side."""


def outlines(pixels: Pixels) -> Mask:
    """Canny edges with the thresholds of the Canny node."""
    edges: Mask = canny_edges((pixels / 255).astype(np.float32)[None])[0, ..., 0] > 0.5
    return edges


def agreement(found: Mask, wanted: Mask) -> float:
    """F1 of two outlines, 0 to 1: a pixel agrees if the other has one within the tolerance."""
    if not found.any() or not wanted.any():
        return 0.0
    precision = (found & _grown(wanted)).sum() / found.sum()
    recall = (wanted & _grown(found)).sum() / wanted.sum()
    return float(2 * precision * recall / max(1e-9, precision + recall))


def edge_width(pixels: Pixels) -> float:
    """Mean width in pixels of the transition between the largest object and the background."""
    share = object_share(pixels)
    inside = share > 0.5
    rim = inside & ~_shrunk(inside)
    soft = (share > SOFT[0]) & (share < SOFT[1]) & _grown(rim, 6)
    return float(soft.sum() / max(1, rim.sum()))


def fit(pixels: Pixels, shape: Shape) -> float:
    """Overlap (IoU) of the largest object with the best template of a shape."""
    return shape_fit(_largest(object_share(pixels) > 0.5), shape)


def filled(pixels: Pixels) -> Mask:
    """The largest object with its holes closed."""
    body = _largest(_foreground(pixels))
    outside = max(components(~body), key=lambda part: int(_rim(part)))
    closed: Mask = ~outside
    return closed


def hollow_share(pixels: Pixels) -> float:
    """How much of the largest object, its holes closed, is hole: 0 to 1."""
    closed = filled(pixels)
    hole = closed & ~_foreground(pixels)
    return float(hole.sum() / closed.sum())


def is_hollow(pixels: Pixels) -> bool:
    """True if the middle of what stands out shows the background, closed outline or not."""
    foreground = _foreground(pixels)
    y, x = np.nonzero(foreground)
    if not len(x):
        return False
    middle_y, middle_x = (y.min() + y.max()) // 2, (x.min() + x.max()) // 2
    top, left = max(0, middle_y - MIDDLE), max(0, middle_x - MIDDLE)
    middle = foreground[top : middle_y + MIDDLE + 1, left : middle_x + MIDDLE + 1]
    return bool(middle.mean() < 0.5)


def object_share(pixels: Pixels) -> Values:
    """How far each pixel is from the background's colour (0) towards the largest object's (1)."""
    values = pixels.astype(np.float64)
    background = _background(values)
    body = _largest(_foreground(pixels))
    direction = np.median(values[body], axis=0) - background
    share: Values = (values - background) @ direction / float(direction @ direction)
    return share


def _foreground(pixels: Pixels) -> Mask:
    values = pixels.astype(np.float64)
    apart: Mask = np.linalg.norm(values - _background(values), axis=2) > CONTRAST
    return apart


def _background(values: Values) -> Values:
    inside = np.zeros(values.shape[:2], dtype=bool)
    inside[BORDER:-BORDER, BORDER:-BORDER] = True
    middle: Values = np.median(values[~inside], axis=0)
    return middle


def _largest(mask: Mask) -> Mask:
    if not mask.any():
        return np.ones_like(mask)
    return max(components(mask), key=lambda part: int(part.sum()))


def _rim(mask: Mask) -> int:
    """Pixels at the picture's border."""
    return int(mask[0].sum() + mask[-1].sum() + mask[:, 0].sum() + mask[:, -1].sum())


def _grown(mask: Mask, reach: int = TOLERANCE) -> Mask:
    height, width = mask.shape
    padded = np.pad(mask, reach)
    steps = range(2 * reach + 1)
    shifted = [padded[y : y + height, x : x + width] for y in steps for x in steps]
    grown: Mask = np.any(shifted, axis=0)
    return grown


def _shrunk(mask: Mask) -> Mask:
    inner: Mask = ~_grown(~mask, 1)
    return inner
