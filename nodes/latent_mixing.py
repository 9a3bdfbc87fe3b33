"""Latent mixing: latents put into one batch, taken out of it, and put on each other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from graph_engine.errors import NodeError
from nodes.latent_checks import check_latents, pixels_per_cell
from nodes.matching import one_count, repeated
from nodes.resizing import resize
from nodes.values import ExtraChannels, Latent, Mask, Posterior

if TYPE_CHECKING:
    from nodes.values import FloatArray


def join(first: Latent, second: Latent) -> Latent:
    """Two batches of latents of one size as one, with all that belongs to them."""
    check_latents({"first": first, "second": second})
    if (second.width, second.height) != (first.width, first.height):
        raise NodeError(
            f'The latents at "second" are for {second.width} × {second.height} pixels, those at'
            f' "first" for {first.width} × {first.height}; they must be of one size.',
            port="second",
            hint="Put a ResizeLatent before it.",
        )
    return Latent(
        np.concatenate([first.samples, second.samples]),
        first.width,
        first.height,
        family=first.family or second.family,
        blank=first.blank and second.blank,
        noised=first.noised and second.noised,
        posterior=_joined_posteriors(first.posterior, second.posterior),
        noise_mask=_joined_masks(first, second),
        extra=_joined_extras(first, second),
    )


def take(latent: Latent, index: int, count: int) -> Latent:
    """Some latents of a batch with all that belongs to them; raises NodeError if none is there."""
    have = len(latent.samples)
    if index >= have:
        raise NodeError(
            f"The batch holds {have}, counted from 0: there is no latent {index} in it.",
            port="index",
        )
    chosen = slice(index, index + count)

    def part(array: FloatArray) -> FloatArray:
        return array if len(array) == 1 else array[chosen]

    extra, mask = latent.extra, latent.noise_mask
    return replace(
        latent,
        samples=latent.samples[chosen],
        posterior=_of_posterior(latent.posterior, part),
        noise_mask=Mask(part(mask.values)) if mask is not None else None,
        extra=None
        if extra is None
        else replace(
            extra, values=part(extra.values), posterior=_of_posterior(extra.posterior, part)
        ),
    )


def composite(base: Latent, layer: Latent, x: int, y: int, feather: int) -> Latent:
    """A latent with another one on it at (x, y), in pixels, cut where it leaves it.

    Along the layer's sides that lie within the base it fades in over `feather` pixels. All else
    is the base's; only its posterior is dropped, which does not describe the result.
    """
    check_latents({"base": base, "layer": layer})
    factor = pixels_per_cell(base)
    count = one_count({"base": len(base.samples), "layer": len(layer.samples)})
    column, row, cells = x // factor, y // factor, feather // factor
    samples = np.array(repeated(base.samples, count))
    rows, columns = layer.samples.shape[2:]
    part = samples[
        :, :, max(row, 0) : max(row + rows, 0), max(column, 0) : max(column + columns, 0)
    ]
    top, left = max(-row, 0), max(-column, 0)
    within = np.s_[..., top : top + part.shape[2], left : left + part.shape[3]]
    down = _fade(row, rows, base.samples.shape[2], cells)
    across = _fade(column, columns, base.samples.shape[3], cells)
    share = (down[:, None] * across)[within]
    part[...] = part * (1 - share) + layer.samples[within] * share
    return replace(
        base,
        samples=samples,
        family=base.family or layer.family,
        blank=base.blank and layer.blank,
        posterior=None,
    )


def _fade(start: int, length: int, room: int, cells: int) -> FloatArray:
    """How much of a layer is seen along one axis: it rises from its sides within the base."""
    share = np.ones(length, np.float32)
    ramp = np.minimum(np.arange(1, length + 1, dtype=np.float32) / max(cells, 1), 1)
    if start > 0:
        share *= ramp
    if start + length < room:
        share *= ramp[::-1]
    return share


def _of_posterior(
    posterior: Posterior | None, change: Callable[[FloatArray], FloatArray]
) -> Posterior | None:
    """A posterior whose arrays are changed."""
    if posterior is None:
        return None
    mean, deviation = change(posterior.mean), change(posterior.deviation)
    return Posterior(mean, deviation, posterior.scaling_factor)


def _joined_posteriors(first: Posterior | None, second: Posterior | None) -> Posterior | None:
    """Both posteriors as one; None if one is missing or scaled in another way."""
    if first is None or second is None or first.scaling_factor != second.scaling_factor:
        return None
    return Posterior(
        np.concatenate([first.mean, second.mean]),
        np.concatenate([first.deviation, second.deviation]),
        first.scaling_factor,
    )


def _joined_masks(first: Latent, second: Latent) -> Mask | None:
    """The noise masks of both, in pixels; one without a mask is repainted everywhere."""
    if first.noise_mask is None and second.noise_mask is None:
        return None
    return Mask(np.concatenate([_mask_values(first), _mask_values(second)]))


def _mask_values(latent: Latent) -> FloatArray:
    size, count = (latent.width, latent.height), len(latent.samples)
    if latent.noise_mask is None:
        return np.ones((count, latent.height, latent.width), np.float32)
    values = resize(latent.noise_mask.values[..., None], size, "bilinear", "stretch")[..., 0]
    return repeated(values, count)


def _joined_extras(first: Latent, second: Latent) -> ExtraChannels | None:
    """What U-Nets read beside both latents; raises NodeError unless it is of one kind."""
    one, other = first.extra, second.extra
    if one is None and other is None:
        return None
    if (
        one is None
        or other is None
        or (one.kind, one.noise_level) != (other.kind, other.noise_level)
    ):
        raise NodeError(
            "The latents were made for different kinds of U-Nets and can't be one batch.",
            port="second",
            hint="Make both with the same node and the same settings.",
        )
    counts = len(first.samples), len(second.samples)
    posteriors = [
        _of_posterior(extra.posterior, partial(repeated, count=count))
        for extra, count in zip((one, other), counts, strict=True)
    ]
    values = [repeated(one.values, counts[0]), repeated(other.values, counts[1])]
    return replace(one, values=np.concatenate(values), posterior=_joined_posteriors(*posteriors))
