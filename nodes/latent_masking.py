"""Latent masking: masks made to fit the latent whose picture they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph_engine.errors import NodeError
from nodes.latent_checks import pixels_per_cell
from nodes.matching import fitted_mask
from nodes.values import Mask

if TYPE_CHECKING:
    from graph_engine.context import Context
    from nodes.values import FloatArray, Latent


def mask_for(latent: Latent, mask: Mask, context: Context) -> Mask:
    """A mask of the size of a latent's pictures; raises NodeError if it covers nothing of them."""
    count = len(latent.samples)
    if len(mask.values) not in (1, count):
        raise NodeError(
            f"There are {len(mask.values)} masks for a batch of {count}; there must be one for"
            " each, or one for all.",
            port="mask",
        )
    size = (latent.width, latent.height)
    cropped = Mask(_cropped(mask.values, size, pixels_per_cell(latent)))
    values = fitted_mask(cropped, size, context, to="the latent's picture")
    if not values.any():
        raise NodeError(
            "The mask is empty: it is 0 everywhere, so there is nothing to repaint.",
            port="mask",
            hint="Look at it with ImageFromMask and PreviewImage.",
        )
    if latent.blank:
        context.warn("The latent is empty: what the mask keeps will be flat grey.")
    return Mask(values)


def _cropped(values: FloatArray, size: tuple[int, int], cell: int) -> FloatArray:
    """The centre of masks for a picture that EncodeImage cut to `size`; others as they are."""
    height, width = values.shape[1:]
    beyond_x, beyond_y = width % cell, height % cell
    if (width - beyond_x, height - beyond_y) != size:
        return values
    top, left = beyond_y // 2, beyond_x // 2
    return np.ascontiguousarray(values[:, top : top + size[1], left : left + size[0]])
