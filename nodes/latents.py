"""Latents: nodes that make latents, and turn them into pictures and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from graph_engine.hints import Number, Size
from graph_engine.node import Node
from nodes.facts import LatentFacts
from nodes.values import VAE, VAE_FACTOR, Image, Latent

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand
    from graph_engine.context import Context


class EmptyLatent(Node, version=1, category="Latents"):
    """An empty canvas: the size and number of the pictures to make.

    Inputs:
        width: Width in pixels, a multiple of 8. A model makes its best pictures at the size that
            it was trained for: 512 for Stable Diffusion 1.x, 768 for most 2.x.
        height: Height in pixels, a multiple of 8.
        batch: How many pictures to make at once, each from its own noise.

    Outputs:
        latent: The empty latent, for Sample.
    """

    width: Annotated[int, Size()] = 512
    height: Annotated[int, Size()] = 512
    batch: Annotated[int, Number(1, 64)] = 1

    class Outputs(NamedTuple):
        """The canvas."""

        latent: Latent

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """An empty latent belongs to any family."""
        return {"latent": LatentFacts()}

    def run(self, context: Context) -> Outputs:
        """Make zeros of four channels, as all Stable Diffusion models have."""
        import numpy as np

        shape = (self.batch, 4, self.height // VAE_FACTOR, self.width // VAE_FACTOR)
        samples = np.zeros(shape, np.float32)
        return self.Outputs(Latent(samples, self.width, self.height, blank=True))


class EncodeImage(Node, version=1, category="Latents", numerics=("torch", "diffusers")):
    """Turn a picture into a latent, to repaint it with Sample at a strength below 1.

    A picture whose sides are no multiples of 8 is cropped around its centre. Transparency is
    ignored.

    Inputs:
        vae: The VAE of the model that will sample.
        image: The picture, or a batch of them.
        tiled: Encode in overlapping tiles. Needs less memory for large pictures; slightly
            different numbers.

    Outputs:
        latent: The latent. Sample draws it from the VAE's distribution with its own seed, as
            diffusers' image-to-image pipeline does; every other node sees the mean.
    """

    vae: VAE
    image: Image
    tiled: bool = False

    class Outputs(NamedTuple):
        """The encoded picture."""

        latent: Latent

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """The family of the VAE."""
        vae = known.inputs["vae"].facts
        return {"latent": LatentFacts(vae.model.family if isinstance(vae, VAE) else "")}

    def run(self, context: Context) -> Outputs:
        """Encode the picture."""
        from nodes.diffusion.vae import encode_image

        return self.Outputs(encode_image(self.vae, self.image, tiled=self.tiled, context=context))


class DecodeLatent(Node, version=1, category="Latents", numerics=("torch", "diffusers")):
    """Turn a latent into the picture that it stands for.

    Inputs:
        vae: The VAE of the model that sampled.
        latent: The latent, from Sample.
        tiled: Decode in overlapping tiles. Needs less memory for large pictures; slightly
            different numbers.

    Outputs:
        image: The picture, or a batch of them.
    """

    vae: VAE
    latent: Latent
    tiled: bool = False

    class Outputs(NamedTuple):
        """The picture."""

        image: Image

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """Refuse a latent of another family."""
        from nodes.family_checks import check_decoding

        check_decoding(known)
        return {}

    def run(self, context: Context) -> Outputs:
        """Decode the latent."""
        from nodes.diffusion.vae import decode_latent

        image = decode_latent(self.vae, self.latent, tiled=self.tiled, context=context)
        context.show(image.pixels)
        return self.Outputs(image)
