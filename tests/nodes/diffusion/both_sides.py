"""Both sides of a comparison: stock pipelines of a saved model, and the nodes on the same one."""

import inspect
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import torch

from graph_engine.context import Context
from nodes import EmptyLatent, EncodeImage, EncodeText, LoadCheckpoint, Sample
from nodes.values import VAE, Conditioning, FloatArray, Image, Latent, Mask, TextEncoder, UNet

from .families import stock

PROMPT = "a red circle on a blue background"
SEED = 7


@contextmanager
def quiet() -> Iterator[None]:
    """Leave out what the libraries warn of: each other's old ways."""
    stock.utils.logging.set_verbosity_error()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@cache
def components(folder: Path) -> dict[str, Any]:
    """The parts of a saved pipeline as diffusers loads them."""
    pipeline = stock.DiffusionPipeline.from_pretrained(folder, dtype=torch.float32)
    found: dict[str, Any] = pipeline.components
    return found


def pipeline_of(
    kind: str, folder: Path, scheduler: str = "", *, options: Any = None, **parts: Any
) -> Any:
    """A stock pipeline of a saved model's parts; `scheduler` is made with `options` from its own.

    `parts` are more parts, such as a ControlNet, and settings of the constructor.
    """
    made = getattr(stock, kind)
    wanted = inspect.signature(made.__init__).parameters
    given = {name: part for name, part in components(folder).items() if name in wanted}
    if scheduler:
        own = given["scheduler"].config
        with quiet():
            given["scheduler"] = getattr(stock, scheduler).from_config(own, **(options or {}))
    if "requires_safety_checker" in wanted:
        given |= {"safety_checker": None, "requires_safety_checker": False}
    if "add_watermarker" in wanted:
        given["add_watermarker"] = False
    pipeline = made(**(given | parts))
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def stock_latents(pipeline: Any, *, seed: int = SEED, **options: Any) -> np.ndarray:
    """The latents that a pipeline makes, or pixels if that is the `output_type`."""
    options = {"prompt": PROMPT, "guidance_scale": 5.0, "output_type": "latent"} | options
    generator = torch.Generator().manual_seed(seed)
    with quiet():
        made = pipeline(generator=generator, **options).images
    latents: np.ndarray = made if isinstance(made, np.ndarray) else made.detach().numpy()
    return latents


def new_picture(steps: int = 3, size: int = 64, **options: Any) -> dict[str, Any]:
    """What text-to-image pipelines are called with."""
    return {"num_inference_steps": steps, "width": size, "height": size, **options}


def random_picture(*shape: int, seed: int = 1) -> PIL.Image.Image:
    """A picture of random pixels: (height, width, channels), or in grey (height, width)."""
    pixels = np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)
    return PIL.Image.fromarray(pixels)


def half_mask(size: int = 64) -> PIL.Image.Image:
    """A mask that repaints a rectangle right of the middle."""
    values = np.zeros((size, size), np.uint8)
    values[size // 8 : size // 2, size // 2 :] = 255
    return PIL.Image.fromarray(values)


def as_image(picture: PIL.Image.Image) -> Image:
    """A picture as it crosses links."""
    pixels = np.asarray(picture, np.float32)[None] / np.float32(255)
    return Image(pixels if pixels.ndim == 4 else pixels[..., None])


def as_mask(picture: PIL.Image.Image) -> Mask:
    """A grey picture as a mask."""
    return Mask(np.asarray(picture, np.float32)[None] / np.float32(255))


@dataclass(frozen=True)
class Weft:
    """The nodes of one model, run one by one."""

    context: Context
    unet: UNet
    text_encoder: TextEncoder
    vae: VAE

    @classmethod
    def of(cls, model: str, context: Context) -> "Weft":
        """The parts of a checkpoint."""
        return cls(context, *LoadCheckpoint(model=model).run(context))

    def prompt(self, text: str = PROMPT) -> Conditioning:
        """An encoded prompt."""
        node = EncodeText(text_encoder=self.text_encoder, text=text)
        return node.run(self.context).conditioning

    def empty(self, *, size: int = 64, batch: int = 1) -> Latent:
        """An empty latent, square."""
        node = EmptyLatent(width=size, height=size, batch=batch)
        return node.run(self.context).latent

    def encoded(self, picture: PIL.Image.Image) -> Latent:
        """A picture's latent."""
        return EncodeImage(vae=self.vae, image=as_image(picture)).run(self.context).latent

    def sample(self, **params: Any) -> Latent:
        """Sample with three steps of euler and guidance 5, unless told otherwise."""
        given: dict[str, Any] = {"unet": self.unet, "seed": SEED, "steps": 3, "guidance": 5.0,
                                 "sampler": "euler", "schedule": "default"}  # fmt: skip
        if "positive" not in params:
            given["positive"] = self.prompt()
        if "latent" not in params:
            given["latent"] = self.empty()
        return Sample(**(given | params)).run(self.context).latent

    def samples(self, **params: Any) -> FloatArray:
        """The numbers that Sample makes."""
        return self.sample(**params).samples
