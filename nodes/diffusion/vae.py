"""VAE: pictures to latents and back, as diffusers' pipelines do it, within the memory there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from graph_engine.errors import NodeError
from nodes.diffusion.arrays import to_array, to_tensor
from nodes.diffusion.store import ModelStore
from nodes.diffusion.tiling import Pictures, within_memory
from nodes.diffusion.working import working
from nodes.sampling_checks import check_vae
from nodes.values import VAE_FACTOR, Image, Latent, Posterior

if TYPE_CHECKING:
    from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
    from diffusers.models.autoencoders.vae import DiagonalGaussianDistribution

    from graph_engine.context import Context
    from nodes.values import VAE, FloatArray


@working
@torch.inference_mode()
def decode_latent(recipe: VAE, latent: Latent, *, tiled: bool, context: Context) -> Image:
    """Decode to pixels in 0..1, (batch, height, width, 3).

    Warns where memory is only enough for one picture after the other, or for tiles.
    """
    check_vae(recipe, latent)
    vae = ModelStore.of(context).vae(recipe, context)

    def decode() -> Image:
        samples = _tensor(latent.samples, vae, context)
        decoded = vae.decode(samples / recipe.scaling_factor, return_dict=False)[0]
        return Image(to_array((decoded * 0.5 + 0.5).clamp(0, 1).permute(0, 2, 3, 1)))

    batch, _, height, width = latent.samples.shape
    size = Pictures(batch, width * recipe.factor, height * recipe.factor)
    return within_memory(decode, vae, size, "decode", context, tiled=tiled)


@working
@torch.inference_mode()
def encode_image(recipe: VAE, image: Image, *, tiled: bool, context: Context) -> Latent:
    """Encode to the mean of the VAE's posterior, times its scaling factor; the posterior is kept.

    Warns where memory is only enough for one picture after the other, or for tiles. Raises
    NodeError for a picture smaller than one latent cell.
    """
    pixels = cropped(as_rgb(image.pixels))
    vae = ModelStore.of(context).vae(recipe, context)

    def encode() -> DiagonalGaussianDistribution:
        # Permuted here, not in numpy: convolutions round differently for another memory layout,
        # and the pipelines' pictures lie in memory with their channels last.
        tensor = _tensor(pixels, vae, context).permute(0, 3, 1, 2)
        drawn_from: DiagonalGaussianDistribution = vae.encode(2.0 * tensor - 1.0).latent_dist
        return drawn_from

    size = Pictures(len(pixels), pixels.shape[2], pixels.shape[1])
    posterior = within_memory(encode, vae, size, "encode", context, tiled=tiled)
    return Latent(
        to_array(recipe.scaling_factor * posterior.mean),
        width=pixels.shape[2],
        height=pixels.shape[1],
        family=recipe.model.family,
        posterior=Posterior(
            to_array(posterior.mean), to_array(posterior.std), recipe.scaling_factor
        ),
    )


def _tensor(array: FloatArray, vae: AutoencoderKL, context: Context) -> torch.Tensor:
    """An array on the device, in the dtype that the VAE runs in."""
    return to_tensor(array, context.device, vae.dtype)


def as_rgb(pixels: FloatArray) -> FloatArray:
    """The colours of a picture of 1 to 4 channels, without its transparency."""
    return np.repeat(pixels[..., :1], 3, axis=-1) if pixels.shape[-1] < 3 else pixels[..., :3]


def cropped(pixels: FloatArray) -> FloatArray:
    """The centre of a picture, its sides cut to multiples of the VAE's factor."""
    height, width = pixels.shape[1:3]
    if min(height, width) < VAE_FACTOR:
        raise NodeError(
            f"The picture is {width} × {height} pixels; the smallest that can be encoded is"
            f" {VAE_FACTOR} × {VAE_FACTOR}.",
            port="image",
        )
    top, left = (height % VAE_FACTOR) // 2, (width % VAE_FACTOR) // 2
    bottom = top + height - height % VAE_FACTOR
    right = left + width - width % VAE_FACTOR
    return pixels[:, top:bottom, left:right]
