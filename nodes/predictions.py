"""Predictions: what a sampler's kept states foretell of its result; without torch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from nodes.values import PREDICTED, VAE_FACTOR, Latent, UNet

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand
    from graph_engine.film_steps import Sketch
    from nodes.values import FloatArray


def latent_sketch(state: Any, known: Beforehand) -> Sketch | None:
    """The prediction in the colours of its U-Net's latent map; None if there is no map for it."""
    from nodes.latent_maps import latent_map
    from nodes.sketches import sketch

    samples, unet = _prediction(state), known.inputs["unet"].facts
    if samples is None or not isinstance(unet, UNet):
        return None
    found = latent_map(unet, known.places)
    if found is None:
        return None
    height, width = samples.shape[2:]
    return sketch(found.colours(samples), width * VAE_FACTOR, height * VAE_FACTOR)


def predicted_latent(state: Any) -> Latent | None:
    """The prediction as a latent of any family; None for a state that was kept without one."""
    samples = _prediction(state)
    if samples is None:
        return None
    height, width = samples.shape[2:]
    return Latent(samples, width * VAE_FACTOR, height * VAE_FACTOR)


def predicted_pixels(state: Any) -> FloatArray | None:
    """The prediction of a model of pixels, (batch, height, width, channels) in 0..1."""
    pixels = _prediction(state)
    if pixels is None:
        return None
    shown: FloatArray = np.clip(np.moveaxis(pixels, 1, -1) / 2 + 0.5, 0, 1)
    return np.ascontiguousarray(shown)


def _prediction(state: Any) -> FloatArray | None:
    found = state.get(PREDICTED) if isinstance(state, Mapping) else None
    return found.astype(np.float32) if isinstance(found, np.ndarray) and found.ndim == 4 else None
