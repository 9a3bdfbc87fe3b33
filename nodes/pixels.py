"""Pixels: the node that samples pictures from models without prompts and latents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from graph_engine.hints import Number, Seed
from graph_engine.node import Node
from nodes.values import Image, UNet

if TYPE_CHECKING:
    from graph_engine.beforehand import Beforehand, Chain
    from graph_engine.context import Context
    from graph_engine.film_steps import Sketch, StepFacts

PixelSampler = Literal["ddpm", "ddim"]


class SamplePixels(Node, version=1, category="Sampling", numerics=("torch", "diffusers")):
    """Make pictures with a model that knows one kind of picture and reads no prompt.

    This is the plain ancestor of Stable Diffusion: a U-Net that denoises the pixels themselves. In
    float32 on a CPU the pictures equal those of diffusers' DDPMPipeline and DDIMPipeline.

    Inputs:
        unet: The U-Net of an unconditional model, from LoadUNet.
        seed: Where the noise comes from; the same seed gives the same picture. 0 to 2⁶⁴ − 1.
        steps: Denoising steps, 1 to 1000. "ddpm" needs about 1000, "ddim" about 50.
        sampler: The method of denoising: "ddpm" adds fresh noise at each step, "ddim" adds none.
        batch: How many pictures to make at once, each from its own noise.

    Outputs:
        image: The pictures, of the size that the model was trained on.
    """

    unet: UNet
    seed: Annotated[int, Seed()] = 0
    steps: Annotated[int, Number(1, 1000)] = 50
    sampler: PixelSampler = "ddim"
    batch: Annotated[int, Number(1, 64)] = 1

    class Outputs(NamedTuple):
        """The pictures."""

        image: Image

    def outline(self, known: Beforehand) -> Mapping[str, Any]:
        """Refuse a U-Net that reads prompts."""
        from nodes.family_checks import check_unconditional

        unet = known.inputs["unet"].facts
        if isinstance(unet, UNet):
            check_unconditional(unet)
        return {}

    def chain(self, known: Beforehand) -> Chain | None:
        """The pictures between the steps."""
        from nodes.pixel_steps import pixel_chain

        return pixel_chain(self, known)

    def film(self, known: Beforehand) -> tuple[StepFacts, ...]:
        """As many steps as there are; nothing steers them."""
        from graph_engine.film_steps import StepFacts

        return (StepFacts(),) * (self.steps or 0)

    def sketch(self, state: Any, known: Beforehand) -> Sketch | None:
        """The predicted picture."""
        from nodes.predictions import predicted_pixels
        from nodes.sketches import sketch

        pixels = predicted_pixels(state)
        return sketch(pixels, pixels.shape[2], pixels.shape[1]) if pixels is not None else None

    def foretell(self, state: Any) -> Outputs | None:
        """The predicted picture."""
        from nodes.predictions import predicted_pixels

        pixels = predicted_pixels(state)
        return self.Outputs(Image(pixels)) if pixels is not None else None

    def run(self, context: Context) -> Outputs:
        """Load the U-Net and denoise."""
        from nodes.family_checks import check_unconditional

        check_unconditional(self.unet)
        from nodes.diffusion.pixels import sample_pixels

        return self.Outputs(sample_pixels(self, context))
