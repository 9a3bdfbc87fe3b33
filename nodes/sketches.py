"""Sketches: small pictures of latents, as previews and the film show them; without torch."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np

from graph_engine.film_steps import Sketch
from nodes.arranging import grid

if TYPE_CHECKING:
    from nodes.values import FloatArray

_GAP_SHADE = 0.5
_QUALITY = 95


def sketch(colours: FloatArray, width: int, height: int) -> Sketch:
    """All pictures of a batch (batch, rows, columns, channels; 0..1) in a square, as a JPEG.

    `width` and `height` are the sides that each will have in the end.
    """
    from nodes.picture_files import to_pillow

    rgb = np.repeat(colours[..., :1], 3, axis=-1) if colours.shape[-1] < 3 else colours[..., :3]
    shown = grid(rgb, columns=0, gap=1, shade=_GAP_SHADE)[0]
    stream = io.BytesIO()
    to_pillow(shown).save(stream, "JPEG", quality=_QUALITY, subsampling=0)
    return Sketch(stream.getvalue(), width, height, len(colours))
