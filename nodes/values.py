"""Values: what crosses the links between nodes, as frozen dataclasses of numpy arrays and scalars.

Tensors are C-contiguous float32 arrays, also where they were computed in half precision: float32
holds float16 and bfloat16 exactly. Nobody may change an array that came over a link.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

VAE_FACTOR = 8
"""Pixels per latent cell, along each side, of every Stable Diffusion VAE."""


@dataclass(frozen=True, eq=False, slots=True)
class Image:
    """Pictures of one size: `pixels` in 0..1, (batch, height, width, 1 to 4 channels)."""

    pixels: FloatArray


@dataclass(frozen=True, eq=False, slots=True)
class Mask:
    """Where to repaint: `values` in 0..1, (batch, height, width), 1 = repaint."""

    values: FloatArray


@dataclass(frozen=True, eq=False, slots=True)
class Posterior:
    """What a VAE's encoder says of a picture: a normal distribution per latent cell.

    `mean` and `deviation` are as the VAE gives them, before its scaling factor; both have the
    shape of the latent.
    """

    mean: FloatArray
    deviation: FloatArray
    scaling_factor: float


@dataclass(frozen=True, eq=False, slots=True)
class Latent:
    """A picture as the sampler sees it.

    `samples`, (batch, channels, height / 8, width / 8), are in the sampler's space: the VAE's
    latents times its scaling factor, as diffusers' pipelines hold them between their steps.
    DecodeLatent divides by that factor, so a latent survives any number of samplers unrounded.
    `width` and `height` are pixels. `family` names the latent space (empty: any). `blank` says
    that there is no picture in it yet. `posterior` is what EncodeImage keeps for Sample.
    """

    samples: FloatArray
    width: int
    height: int
    family: str = ""
    blank: bool = False
    posterior: Posterior | None = None
    noise_mask: Mask | None = None


@dataclass(frozen=True, eq=False, slots=True)
class ModelRef:
    """Where weights are found: the part of a model that was named as a model of some kind.

    `kind` is what the name was given as (`checkpoint`, or the part itself), `part` what is
    wanted of it (`unet`, `text_encoder`, `vae`), `family` what its weights belong to, or empty.
    """

    name: str
    kind: str
    part: str
    family: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class UNet:
    """The recipe of a U-Net: its weights, and what its configs say of it."""

    model: ModelRef
    prediction_type: str = "epsilon"
    channels: int = 4
    context_width: int = 768


@dataclass(frozen=True, eq=False, slots=True)
class TextEncoder:
    """The recipe of a text encoder with its tokenizer; `width` is that of its embeddings."""

    model: ModelRef
    width: int = 768


@dataclass(frozen=True, eq=False, slots=True)
class VAE:
    """The recipe of a variational autoencoder; `channels` are those of its latents."""

    model: ModelRef
    channels: int = 4
    scaling_factor: float = 0.18215


@dataclass(frozen=True, eq=False, slots=True)
class ConditioningEntry:
    """One encoded prompt: `embedding` (1, tokens, width), `pooled` (1, width) or None.

    It takes part with its `strength` relative to the other entries, from `start` to `end` of the
    denoising (0 is pure noise, 1 the finished picture). `text_encoder` made it.
    """

    embedding: FloatArray
    pooled: FloatArray | None
    text_encoder: TextEncoder | None
    strength: float = 1.0
    start: float = 0.0
    end: float = 1.0


@dataclass(frozen=True, eq=False, slots=True)
class Conditioning:
    """What a sampler is steered by: one or more encoded prompts."""

    entries: tuple[ConditioningEntry, ...]
