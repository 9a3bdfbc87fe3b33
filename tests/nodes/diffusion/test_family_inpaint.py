"""Inpainting: with any model and with one made for it, equal to the stock pipelines bit for bit."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from graph_engine.context import Context
from nodes import InpaintLatent, LatentMask, Refine
from nodes.values import Latent, Mask

from .both_sides import (
    SEED,
    Weft,
    as_image,
    as_mask,
    half_mask,
    pipeline_of,
    random_picture,
    stock_latents,
)
from .families import small_sd1, small_sdxl

PICTURE = random_picture(64, 64, 3)
SAMPLERS = [
    ("pndm", ""),
    ("ddim", "DDIMScheduler"),
    ("euler_ancestral", "EulerAncestralDiscreteScheduler"),
    ("heun", "HeunDiscreteScheduler"),
]
SD1, XL = "StableDiffusionInpaintPipeline", "StableDiffusionXLInpaintPipeline"


@pytest.fixture(scope="session")
def inpainting_model(models_folder: Path) -> Path:
    """A small SD 1 made for inpainting: its U-Net takes nine channels."""
    return small_sd1(models_folder / "small-inpaint", seed=5, in_channels=9, out_channels=4)


@pytest.fixture(scope="session")
def xl_inpainting_model(models_folder: Path) -> Path:
    """A small SDXL made for inpainting."""
    return small_sdxl(models_folder / "small-xl-inpaint", seed=6, in_channels=9, out_channels=4)


def masked(weft: Weft, mask: Mask | None = None) -> Latent:
    """The picture with a mask, for a U-Net of four channels."""
    node = LatentMask(latent=weft.encoded(PICTURE), mask=mask or as_mask(half_mask()))
    return node.run(weft.context).latent


def with_hole(weft: Weft) -> Latent:
    """The picture with a hole, for a U-Net of nine channels."""
    node = InpaintLatent(vae=weft.vae, image=as_image(PICTURE), mask=as_mask(half_mask()))
    return node.run(weft.context).latent


def stock_inpainted(pipeline: Any, strength: float, **options: Any) -> np.ndarray:
    """What an inpainting pipeline makes of the same picture and mask."""
    settings: dict[str, Any] = {
        "image": PICTURE,
        "mask_image": half_mask(),
        "strength": strength,
        "num_inference_steps": 5,
        "width": 64,
        "height": 64,
    }
    return stock_latents(pipeline, **(settings | options))


@pytest.mark.parametrize("strength", [0.6, 1.0])
@pytest.mark.parametrize(("sampler", "scheduler"), SAMPLERS)
def test_any_model(
    sd1_model: str,
    models_folder: Path,
    context: Context,
    sampler: str,
    scheduler: str,
    strength: float,
) -> None:
    weft = Weft.of(sd1_model, context)
    pipeline = pipeline_of(SD1, models_folder / sd1_model, scheduler)
    made = weft.samples(latent=masked(weft), strength=strength, steps=5, sampler=sampler)
    assert np.array_equal(made, stock_inpainted(pipeline, strength))


@pytest.mark.parametrize("guidance", [1.0, 5.0])
@pytest.mark.parametrize("strength", [0.6, 1.0])
@pytest.mark.parametrize(("sampler", "scheduler"), SAMPLERS[:3])
def test_a_model_made_for_inpainting(
    inpainting_model: Path,
    context: Context,
    sampler: str,
    scheduler: str,
    strength: float,
    guidance: float,
) -> None:
    weft = Weft.of(inpainting_model.name, context)
    pipeline = pipeline_of(SD1, inpainting_model, scheduler)
    made = weft.samples(
        latent=with_hole(weft), strength=strength, steps=5, sampler=sampler, guidance=guidance
    )
    assert np.array_equal(made, stock_inpainted(pipeline, strength, guidance_scale=guidance))


@pytest.mark.parametrize("strength", [0.6, 1.0])
def test_xl(sdxl_model: str, models_folder: Path, context: Context, strength: float) -> None:
    weft = Weft.of(sdxl_model, context)
    pipeline = pipeline_of(XL, models_folder / sdxl_model, "EulerAncestralDiscreteScheduler")
    made = weft.samples(latent=masked(weft), strength=strength, steps=5, sampler="euler_ancestral")
    assert np.array_equal(made, stock_inpainted(pipeline, strength))


@pytest.mark.parametrize("strength", [0.6, 1.0])
def test_xl_made_for_inpainting(
    xl_inpainting_model: Path, context: Context, strength: float
) -> None:
    weft = Weft.of(xl_inpainting_model.name, context)
    pipeline = pipeline_of(XL, xl_inpainting_model)
    made = weft.samples(latent=with_hole(weft), strength=strength, steps=5)
    assert np.array_equal(made, stock_inpainted(pipeline, strength))


@pytest.mark.parametrize(
    ("sampler", "scheduler"),
    [("euler", ""), ("euler_ancestral", "EulerAncestralDiscreteScheduler")],
)
def test_a_mask_through_an_ensemble_of_experts(
    sdxl_model: str,
    refiner_model: str,
    models_folder: Path,
    context: Context,
    sampler: Any,
    scheduler: str,
) -> None:
    weft, refining = Weft.of(sdxl_model, context), Weft.of(refiner_model, context)
    first = stock_inpainted(
        pipeline_of(XL, models_folder / sdxl_model, scheduler), 1.0, denoising_end=0.6
    )
    latents = stock_inpainted(
        pipeline_of(
            XL, models_folder / refiner_model, scheduler, requires_aesthetics_score=True,
            force_zeros_for_empty_prompt=False,
        ),
        1.0, image=torch.from_numpy(first), denoising_start=0.6,
    )  # fmt: skip
    half = weft.sample(latent=masked(weft), steps=5, end=0.6, sampler=sampler)
    assert np.array_equal(half.samples, first)
    refine = Refine(
        unet=refining.unet, positive=refining.prompt(), latent=half, switch=0.6, steps=5, seed=SEED,
        guidance=5.0, sampler=sampler, schedule="default",
    )  # fmt: skip
    assert np.array_equal(refine.run(context).latent.samples, latents)


def test_a_model_made_for_inpainting_in_two_goes(inpainting_model: Path, context: Context) -> None:
    weft = Weft.of(inpainting_model.name, context)
    whole = weft.samples(latent=with_hole(weft), steps=4, sampler="ddim")
    half = weft.sample(latent=with_hole(weft), steps=4, end=0.5, sampler="ddim")
    rest = weft.samples(latent=half, steps=4, start=0.5, sampler="ddim")
    assert np.array_equal(rest, whole)


def test_the_picture_stays_outside_the_mask(sd1_model: str, context: Context) -> None:
    weft = Weft.of(sd1_model, context)
    made = weft.samples(latent=masked(weft), steps=2)
    empty = weft.samples(latent=masked(weft, Mask(np.ones((1, 64, 64), np.float32))), steps=2)
    again = weft.samples(latent=masked(weft), steps=2, positive=weft.prompt("green"))
    outside = np.ones((8, 8), bool)
    outside[1:4, 4:] = False
    assert np.array_equal(made[..., outside], again[..., outside])
    assert not np.array_equal(made[..., ~outside], again[..., ~outside])
    assert not np.array_equal(made[..., outside], empty[..., outside])


def test_a_soft_mask_of_a_model_made_for_inpainting_is_all_or_nothing(
    inpainting_model: Path, context: Context
) -> None:
    weft = Weft.of(inpainting_model.name, context)
    values = np.zeros((1, 64, 64), np.float32)
    values[:, 8:32, 32:] = 0.5
    values[:, 32:40] = 0.49
    node = InpaintLatent(vae=weft.vae, image=as_image(PICTURE), mask=Mask(values))
    soft = node.run(context).latent
    assert np.array_equal(weft.samples(latent=soft), weft.samples(latent=with_hole(weft)))
