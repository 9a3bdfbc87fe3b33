"""Picture latents: nodes that prepare pictures for U-Nets that read more than a latent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from graph_engine.hints import Slider
from graph_engine.node import Node
from nodes.facts import LatentFacts
from nodes.values import VAE, Image, Latent, Mask

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand
    from graph_engine.context import Context


class InpaintLatent(Node, version=1, category="Latents", numerics=("torch", "diffusers")):
    """Prepare a picture and a mask for a model made for inpainting (a U-Net of 9 channels).

    The model sees the picture with the hole, so what it paints fits its surroundings. For a usual
    model use EncodeImage and LatentMask.

    Inputs:
        vae: The VAE of the model that will sample.
        image: The picture. Sides that are no multiples of 8 are cropped.
        mask: Where to repaint: 1 (white) is repainted, values from 0.5 on count as the hole. A
            mask of another size is resized.

    Outputs:
        latent: For Sample with an inpainting model. A strength below 1 keeps traces of what was
            in the hole.
    """

    vae: VAE
    image: Image
    mask: Mask

    class Outputs(NamedTuple):
        """The picture, the hole and the mask."""

        latent: Latent

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """The family and the extra channels."""
        return {"latent": LatentFacts(_family(known), "inpaint")}

    def run(self, context: Context) -> Outputs:
        """Encode the picture twice, whole and with the hole."""
        from nodes.diffusion.picture_latents import inpaint_latent

        return self.Outputs(inpaint_latent(self.vae, self.image, self.mask, context))


class EditLatent(Node, version=1, category="Latents", numerics=("torch", "diffusers")):
    """Prepare a picture for a model that edits it by instructions (InstructPix2Pix).

    Inputs:
        vae: The VAE of the model that will sample.
        image: The picture. Sides that are no multiples of 8 are cropped.

    Outputs:
        latent: For Sample with an editing model, whose `image_guidance` says how strictly the
            picture is kept.
    """

    vae: VAE
    image: Image

    class Outputs(NamedTuple):
        """An empty canvas with the picture beside it."""

        latent: Latent

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """The family and the extra channels."""
        return {"latent": LatentFacts(_family(known), "edit")}

    def run(self, context: Context) -> Outputs:
        """Encode the picture."""
        from nodes.diffusion.picture_latents import edit_latent

        return self.Outputs(edit_latent(self.vae, self.image, context))


class DepthLatent(Node, version=1, category="Latents", numerics=("torch", "diffusers")):
    """Prepare a picture and its depth for a depth-to-image model (Stable Diffusion 2 depth).

    Inputs:
        vae: The VAE of the model that will sample.
        image: The picture. Sides that are no multiples of 8 are cropped.
        depth: How near each point is, as a picture: bright is near. Only the differences count.

    Outputs:
        latent: For Sample with a depth model; `strength` says how much of the picture goes.
    """

    vae: VAE
    image: Image
    depth: Image

    class Outputs(NamedTuple):
        """The picture with its depth."""

        latent: Latent

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """The family and the extra channels."""
        return {"latent": LatentFacts(_family(known), "depth")}

    def run(self, context: Context) -> Outputs:
        """Encode the picture and bring the depth to its size."""
        from nodes.diffusion.picture_latents import depth_latent

        return self.Outputs(depth_latent(self.vae, self.image, self.depth, context))


class UpscaleLatent(Node, version=1, category="Latents"):
    """Prepare a small picture for a model that makes it four times larger (×4 upscaler).

    Inputs:
        image: The small picture. Sides that are no multiples of 8 are cropped.
        noise_level: How much noise to add to the small picture, 0 to 350. More lets the model
            invent more detail.

    Outputs:
        latent: For Sample with an upscaling model, then DecodeLatent with the same model's VAE.
    """

    image: Image
    noise_level: Annotated[int, Slider(0, 350)] = 20

    class Outputs(NamedTuple):
        """An empty canvas with the small picture beside it."""

        latent: Latent

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """The extra channels."""
        return {"latent": LatentFacts(extra="upscale")}

    def run(self, context: Context) -> Outputs:
        """Bring the picture to the range that the model reads."""
        from nodes.diffusion.picture_latents import upscale_latent

        return self.Outputs(upscale_latent(self.image, self.noise_level))


def _family(known: Beforehand) -> str:
    vae = known.inputs["vae"].facts
    return vae.model.family if isinstance(vae, VAE) else ""
