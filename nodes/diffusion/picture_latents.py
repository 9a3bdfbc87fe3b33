"""Picture latents: pictures as inpainting, editing, depth and upscaling U-Nets read them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.nn import functional

from graph_engine.errors import NodeError
from nodes.brightness import brightness
from nodes.diffusion.arrays import to_array, to_tensor
from nodes.diffusion.vae import as_rgb, cropped, encode_image
from nodes.resizing import resize
from nodes.values import ExtraChannels, Image, Latent, Mask

if TYPE_CHECKING:
    from graph_engine.context import Context
    from nodes.values import VAE, FloatArray


def inpaint_latent(vae: VAE, image: Image, mask: Mask, context: Context) -> Latent:
    """The latent of a picture, with its mask and the picture without the hole beside it.

    As StableDiffusionInpaintPipeline prepares them: the mask is all or nothing, the hole is grey,
    and the mask's cells are its nearest pixels. Raises NodeError for an empty mask or a batch that
    does not fit.
    """
    pixels = cropped(as_rgb(image.pixels))
    repainted = _mask_for(mask, pixels, context) >= 0.5
    hole = Image(np.where(repainted[..., None], np.float32(0.5), pixels))
    whole = encode_image(vae, Image(pixels), tiled=False, context=context)
    masked = encode_image(vae, hole, tiled=False, context=context)
    height, width = whole.samples.shape[2:]
    values = torch.from_numpy(repainted.astype(np.float32))
    cells = functional.interpolate(values[:, None], size=(height, width))
    extra = ExtraChannels("inpaint", to_array(cells), masked.posterior)
    return replace(whole, extra=extra)


def edit_latent(vae: VAE, image: Image, context: Context) -> Latent:
    """An empty latent with the picture's latent beside it, the mode of its posterior, unscaled."""
    encoded = encode_image(vae, image, tiled=False, context=context)
    assert encoded.posterior is not None
    return Latent(
        np.zeros_like(encoded.samples),
        encoded.width,
        encoded.height,
        family=encoded.family,
        blank=True,
        extra=ExtraChannels("edit", encoded.posterior.mean),
    )


def depth_latent(vae: VAE, image: Image, depth: Image, context: Context) -> Latent:
    """The latent of a picture with its depth beside it, stretched to -1..1.

    As StableDiffusionDepth2ImgPipeline prepares a depth map. Raises NodeError for a flat one, or
    a batch that does not fit.
    """
    if len(depth.pixels) not in (1, len(image.pixels)):
        raise NodeError(
            f"There are {len(depth.pixels)} depth pictures for {len(image.pixels)} pictures.",
            port="depth",
            hint="Give one, or one for each picture.",
        )
    encoded = encode_image(vae, image, tiled=False, context=context)
    height, width = encoded.samples.shape[2:]
    near = to_tensor(brightness(depth.pixels)[..., 0], context.device)
    cells = functional.interpolate(
        near.unsqueeze(1), size=(height, width), mode="bicubic", align_corners=False
    )
    least = torch.amin(cells, dim=[1, 2, 3], keepdim=True)
    most = torch.amax(cells, dim=[1, 2, 3], keepdim=True)
    if bool((least == most).any()):
        raise NodeError("The depth is the same everywhere, so it says nothing.", port="depth")
    cells = 2.0 * (cells - least) / (most - least) - 1.0
    return replace(encoded, extra=ExtraChannels("depth", to_array(cells)))


def upscale_latent(image: Image, noise_level: int) -> Latent:
    """An empty latent of a small picture's size, four pixels a cell, with the picture beside it."""
    pixels = cropped(as_rgb(image.pixels))
    batch, height, width, _ = pixels.shape
    small = np.ascontiguousarray((2.0 * pixels - 1.0).transpose(0, 3, 1, 2).astype(np.float32))
    return Latent(
        np.zeros((batch, 4, height, width), np.float32),
        width * 4,
        height * 4,
        blank=True,
        extra=ExtraChannels("upscale", small, noise_level=noise_level),
    )


def _mask_for(mask: Mask, pixels: FloatArray, context: Context) -> FloatArray:
    """A mask brought to a picture's size; raises NodeError if it covers nothing."""
    values = mask.values
    batch, height, width = pixels.shape[:3]
    if values.shape[1:] != (height, width):
        context.warn(
            f"The mask is {values.shape[2]} × {values.shape[1]} pixels; it was resized to"
            f" {width} × {height} like the picture."
        )
        values = resize(values[..., None], (width, height), "bilinear", "stretch")[..., 0]
    if not (values >= 0.5).any():
        raise NodeError("The mask is empty: nothing would be repainted.", port="mask")
    if len(values) not in (1, batch):
        raise NodeError(
            f"There are {len(values)} masks for {batch} pictures.",
            port="mask",
            hint="Give one mask, or one for each picture.",
        )
    return values
