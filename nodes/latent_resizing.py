"""Latent resizing: the field's usual interpolations of latents, as products with matrices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from graph_engine.errors import NodeError
from nodes.latent_checks import check_resizable, pixels_per_cell
from nodes.resizing import resize
from nodes.values import Mask

if TYPE_CHECKING:
    from nodes.latent_edits import LatentFit, LatentMethod
    from nodes.values import Latent

_Weights = npt.NDArray[np.float64]
_CUBIC = -0.75


def resize_latent(
    latent: Latent, width: int, height: int, method: LatentMethod, fit: LatentFit
) -> Latent:
    """A latent for pictures of another size, in pixels; its noise mask goes with it.

    The posterior is dropped: it does not describe the resized latent. Raises NodeError for a
    latent with channels that can't be resized, and for a size that has no whole cells.
    """
    check_resizable(latent.extra.kind if latent.extra is not None else "")
    factor = pixels_per_cell(latent)
    _check_cells(width, height, factor)
    rows, columns = latent.samples.shape[2:]
    x, y = (0, 0) if fit == "stretch" else _cut(columns, rows, width / height)
    samples = latent.samples[:, :, y : rows - y, x : columns - x]
    down = _matrix(samples.shape[2], height // factor, method)
    across = _matrix(samples.shape[3], width // factor, method)
    mask = latent.noise_mask
    if mask is not None:
        mask = _resized_mask(mask, (x / columns, y / rows), (width, height))
    return replace(
        latent,
        samples=(down @ samples @ across.T).astype(np.float32),
        width=width,
        height=height,
        posterior=None,
        noise_mask=mask,
    )


def _check_cells(width: int, height: int, factor: int) -> None:
    for port, size in (("width", width), ("height", height)):
        if size % factor:
            raise NodeError(
                f'"{port}" is {size}; a cell of this latent is {factor} pixels wide and high, so'
                f" it must be divisible by {factor}.",
                port=port,
            )


def _cut(columns: int, rows: int, proportion: float) -> tuple[int, int]:
    """How many cells to leave out on each side, so that a latent has the new proportions."""
    if columns / rows > proportion:
        return min(round((columns - rows * proportion) / 2), (columns - 1) // 2), 0
    return 0, min(round((rows - columns / proportion) / 2), (rows - 1) // 2)


def _resized_mask(mask: Mask, cut: tuple[float, float], size: tuple[int, int]) -> Mask:
    """A mask at another size, without a share of its width and height on each side."""
    height, width = mask.values.shape[1:]
    x, y = round(cut[0] * width), round(cut[1] * height)
    part = mask.values[:, y : height - y, x : width - x, None]
    return Mask(resize(part, size, "bilinear", "stretch")[..., 0])


def _matrix(old: int, new: int, method: LatentMethod) -> _Weights:
    """What each of `new` cells takes from `old` ones; cells beyond the border equal it.

    These are PyTorch's interpolations: "nearest-exact", and bilinear and bicubic between the
    cells' centres without smoothing; "area" averages the cells that a new one touches.
    """
    weights = np.zeros((new, old))
    rows = np.arange(new)
    if method == "area":
        for row in rows:
            start, end = row * old // new, -(-(row + 1) * old // new)
            weights[row, start:end] = 1 / (end - start)
        return weights
    centres = (rows + 0.5) * old / new
    if method == "nearest":
        weights[rows, np.floor(centres).astype(int).clip(0, old - 1)] = 1
        return weights
    centres -= 0.5
    if method == "bilinear":
        centres = centres.clip(0)
    left = np.floor(centres).astype(int)
    kernel = _KERNELS[method]
    for column in (left - 1, left, left + 1, left + 2):
        np.add.at(weights, (rows, column.clip(0, old - 1)), kernel(np.abs(centres - column)))
    return weights


def _hat(distance: _Weights) -> _Weights:
    return np.maximum(1 - distance, 0)


def _cubic(distance: _Weights) -> _Weights:
    """Keys' cubic convolution (1981) with PyTorch's parameter."""
    d = distance
    near = ((_CUBIC + 2) * d - (_CUBIC + 3)) * d * d + 1
    far = _CUBIC * (((d - 5) * d + 8) * d - 4)
    return np.where(d <= 1, near, np.where(d < 2, far, 0.0))


_KERNELS: dict[str, Callable[[_Weights], _Weights]] = {"bilinear": _hat, "bicubic": _cubic}
