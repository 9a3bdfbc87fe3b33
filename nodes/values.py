"""Values: what crosses the links between nodes, as frozen dataclasses of numpy arrays and scalars.

Tensors are C-contiguous float32 arrays, also where they were computed in half precision: float32
holds float16 and bfloat16 exactly. Nobody may change an array that came over a link.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

VAE_FACTOR = 8
"""Pixels per latent cell, along each side, of every Stable Diffusion VAE."""

PREDICTED = "predicted"
"""Under which name a sampler's kept states hold the latents (or pixels) predicted in that step."""


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


ExtraKind = Literal["inpaint", "edit", "depth", "upscale"]


@dataclass(frozen=True, eq=False, slots=True)
class ExtraChannels:
    """What a U-Net with more than four input channels reads beside the noisy latent.

    `inpaint`: `values` is the mask (batch, 1, h, w), 1 = repaint, and `posterior` the picture
    with the hole, encoded. `edit` (InstructPix2Pix): `values` is the picture's latent, unscaled.
    `depth`: `values` is the depth map in -1..1. `upscale`: `values` is the small picture in -1..1,
    and `noise_level` the noise to add to it. h and w are those of the latent.
    """

    kind: ExtraKind
    values: FloatArray
    posterior: Posterior | None = None
    noise_level: int = 0


@dataclass(frozen=True, eq=False, slots=True)
class Latent:
    """A picture as the sampler sees it.

    `samples`, (batch, channels, height / 8, width / 8), are in the sampler's space: the VAE's
    latents times its scaling factor, as diffusers' pipelines hold them between their steps.
    DecodeLatent divides by that factor, so a latent survives any number of samplers unrounded.
    `width` and `height` are pixels. `family` names the model family whose latent space it is in
    (empty: any). `blank` says that there is no picture in it yet. `posterior` is what EncodeImage
    keeps for Sample. `noise_mask` says where to repaint, in pixels of any size. `noised` says that
    it is the noise of a picture, as InvertLatent finds it, so that Sample adds none.
    """

    samples: FloatArray
    width: int
    height: int
    family: str = ""
    blank: bool = False
    posterior: Posterior | None = None
    noise_mask: Mask | None = None
    extra: ExtraChannels | None = None
    noised: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class ModelRef:
    """Where weights are found: the part of a model that was named as a model of some kind.

    `kind` is what the name was given as (`checkpoint`, or the part itself), `part` what is
    wanted of it (`unet`, `text_encoder`, `vae`, `controlnet`, `lora`, `embedding`), `family` what
    its weights belong to (`sd1`, `sd2`, `sdxl`, `sdxl_refiner`), or empty.
    """

    name: str
    kind: str
    part: str
    family: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class LoRA:
    """A low-rank change of weights (Hu et al., arXiv 2106.09685) and how strongly it counts."""

    model: ModelRef
    strength: float


@dataclass(frozen=True, eq=False, slots=True)
class Embedding:
    """A learnt word (textual inversion, Gal et al., arXiv 2208.01618): `token` stands for it."""

    model: ModelRef
    token: str


Task = Literal["text", "inpaint", "edit", "depth", "upscale", "unconditional"]


@dataclass(frozen=True, eq=False, slots=True)
class UNet:
    """The recipe of a U-Net: its weights, and what its configs say of it.

    `channels` are those it takes and `latent_channels` those of the latent it denoises; the rest
    is what its `task` adds. `context_width` is that of the embeddings it reads, `pooled_width`
    that of the pooled embedding (0: none, as before SDXL). `aesthetic` says that it reads an
    aesthetic score in place of the target size, `zero_negative` that a missing negative prompt
    means zeros instead of the empty prompt.
    """

    model: ModelRef
    prediction_type: str = "epsilon"
    channels: int = 4
    context_width: int = 768
    latent_channels: int = 4
    pooled_width: int = 0
    task: Task = "text"
    aesthetic: bool = False
    zero_negative: bool = False
    loras: tuple[LoRA, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class TextEncoder:
    """The recipe of what encodes prompts: one text encoder with its tokenizer, or SDXL's two.

    `encoders` are the parts of the model, in the order in which their embeddings stand side by
    side; `width` is that of all together, `pooled_width` that of the pooled embedding (0: none).
    `clip_skip` counts the layers left out at the end.
    """

    model: ModelRef
    width: int = 768
    pooled_width: int = 0
    encoders: tuple[str, ...] = ("text_encoder",)
    clip_skip: int = 0
    loras: tuple[LoRA, ...] = ()
    embeddings: tuple[Embedding, ...] = ()


@dataclass(frozen=True, eq=False, slots=True)
class VAE:
    """The recipe of a variational autoencoder.

    `channels` are those of its latents, `factor` the pixels per latent cell along each side.
    """

    model: ModelRef
    channels: int = 4
    scaling_factor: float = 0.18215
    factor: int = VAE_FACTOR


@dataclass(frozen=True, eq=False, slots=True)
class ControlNet:
    """The recipe of a ControlNet (Zhang et al., arXiv 2302.05543) or T2I-Adapter (2302.08453)."""

    model: ModelRef
    architecture: Literal["controlnet", "adapter"] = "controlnet"
    context_width: int = 768


@dataclass(frozen=True, eq=False, slots=True)
class ControlEntry:
    """One picture that steers through a ControlNet, from `start` to `end` of the denoising."""

    controlnet: ControlNet
    image: Image
    strength: float = 1.0
    start: float = 0.0
    end: float = 1.0


@dataclass(frozen=True, eq=False, slots=True)
class Control:
    """What a sampler is steered by besides prompts; the entries' effects add up."""

    entries: tuple[ControlEntry, ...]


@dataclass(frozen=True, eq=False, slots=True)
class SizeConditioning:
    """What SDXL is told of a picture's making: pixels, widths before heights.

    The size it had, where it was cropped, and the size it is shown at.
    """

    original: tuple[int, int]
    crop: tuple[int, int]
    target: tuple[int, int]


@dataclass(frozen=True, eq=False, slots=True)
class Area:
    """A rectangle in pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, eq=False, slots=True)
class ConditioningEntry:
    """One encoded prompt: `embedding` (1, tokens, width), `pooled` (1, width) or None.

    It takes part with its `strength` relative to the other entries, from `start` to `end` of the
    denoising (0 is pure noise, 1 the finished picture), inside its `region` if it has one.
    `text_encoder` made it. `size` and `aesthetic` are what SDXL and its refiner read besides;
    None means the latent's own size, and 6.0 (2.5 in a negative). `guidance` is how strictly it is
    followed where it counts; None means what the sampler says.
    """

    embedding: FloatArray
    pooled: FloatArray | None
    text_encoder: TextEncoder | None
    strength: float = 1.0
    start: float = 0.0
    end: float = 1.0
    size: SizeConditioning | None = None
    aesthetic: float | None = None
    region: Mask | Area | None = None
    guidance: float | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Conditioning:
    """What a sampler is steered by: one or more encoded prompts."""

    entries: tuple[ConditioningEntry, ...]
