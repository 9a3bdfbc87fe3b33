"""ControlNets: Sample equals the stock ControlNet pipelines bit for bit."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph_engine.context import Context
from nodes import ApplyControlNet, InpaintLatent, LatentMask, LoadControlNet
from nodes.values import Control

from .both_sides import (
    Weft,
    as_image,
    as_mask,
    components,
    half_mask,
    new_picture,
    pipeline_of,
    random_picture,
    stock_latents,
)
from .families import small_controlnet, small_sd1, stock

FIRST, SECOND = random_picture(64, 64, 3, seed=2), random_picture(64, 64, 3, seed=3)


@pytest.fixture(scope="session")
def sd1(models_folder: Path, sd1_model: str) -> Path:
    """The folder of a small SD 1, with two ControlNets for it beside it."""
    folder = models_folder / sd1_model
    for seed, name in enumerate(["control-a", "control-b"]):
        small_controlnet(models_folder / name, components(folder)["unet"], seed=seed)
    pooling = {"global_pool_conditions": True}
    small_controlnet(models_folder / "control-whole", components(folder)["unet"], **pooling)
    return folder


@pytest.fixture(scope="session")
def xl(models_folder: Path, sdxl_model: str) -> Path:
    """The folder of a small SDXL, with a ControlNet for it beside it."""
    folder = models_folder / sdxl_model
    small_controlnet(models_folder / "control-xl", components(folder)["unet"])
    return folder


@pytest.fixture
def weft(sd1: Path, context: Context) -> Weft:
    """The nodes of the small SD 1."""
    return Weft.of(sd1.name, context)


def stock_net(model: Path, name: str) -> Any:
    """A ControlNet as diffusers loads it."""
    return stock.ControlNetModel.from_pretrained(model.parent / name)


def control(weft: Weft, name: str = "control-a", picture: Any = FIRST, **params: Any) -> Control:
    """What ApplyControlNet makes of a picture."""
    net = LoadControlNet(model=name).run(weft.context).controlnet
    node = ApplyControlNet(controlnet=net, image=as_image(picture), **params)
    return node.run(weft.context).control


@pytest.mark.parametrize("batch", [1, 2])
@pytest.mark.parametrize("guidance", [1.0, 5.0])
def test_one(weft: Weft, sd1: Path, guidance: float, batch: int) -> None:
    pipeline = pipeline_of(
        "StableDiffusionControlNetPipeline", sd1, controlnet=stock_net(sd1, "control-a")
    )
    latents = stock_latents(
        pipeline, image=FIRST, controlnet_conditioning_scale=0.7, guidance_scale=guidance,
        **new_picture(num_images_per_prompt=batch),
    )  # fmt: skip
    made = weft.samples(
        control=control(weft, strength=0.7), latent=weft.empty(batch=batch), guidance=guidance,
        sampler="pndm",
    )  # fmt: skip
    assert np.array_equal(made, latents)
    assert not np.allclose(
        weft.samples(latent=weft.empty(batch=batch), guidance=guidance, sampler="pndm"), latents
    )


@pytest.mark.parametrize(
    ("sampler", "scheduler"),
    [("euler", "EulerDiscreteScheduler"), ("heun", "HeunDiscreteScheduler")],
)
@pytest.mark.parametrize(("start", "end"), [(0.0, 0.5), (0.25, 1.0), (0.2, 0.8), (0.4, 0.5)])
def test_a_range(
    weft: Weft, sd1: Path, start: float, end: float, sampler: str, scheduler: str
) -> None:
    pipeline = pipeline_of(
        "StableDiffusionControlNetPipeline", sd1, scheduler, controlnet=stock_net(sd1, "control-a")
    )
    latents = stock_latents(
        pipeline, image=FIRST, control_guidance_start=start, control_guidance_end=end,
        **new_picture(4),
    )  # fmt: skip
    made = weft.samples(control=control(weft, start=start, end=end), steps=4, sampler=sampler)
    assert np.array_equal(made, latents)


def test_two_with_ranges_and_strengths_of_their_own(weft: Weft, sd1: Path) -> None:
    nets = [stock_net(sd1, name) for name in ("control-a", "control-b")]
    pipeline = pipeline_of("StableDiffusionControlNetPipeline", sd1, controlnet=nets)
    latents = stock_latents(
        pipeline, image=[FIRST, SECOND], controlnet_conditioning_scale=[0.7, 1.3],
        control_guidance_start=[0.0, 0.4], control_guidance_end=[0.5, 1.0], **new_picture(4),
    )  # fmt: skip
    first = control(weft, strength=0.7, end=0.5)
    both = control(weft, "control-b", SECOND, strength=1.3, start=0.4, previous=first)
    assert np.array_equal(weft.samples(control=both, steps=4, sampler="pndm"), latents)


@pytest.mark.parametrize("batch", [1, 2])
@pytest.mark.parametrize("guidance", [1.0, 5.0])
def test_one_that_sees_the_picture_as_a_whole(
    weft: Weft, sd1: Path, guidance: float, batch: int
) -> None:
    """Such as the ControlNet "shuffle": it steers the positive pass only."""
    pipeline = pipeline_of(
        "StableDiffusionControlNetPipeline", sd1, controlnet=stock_net(sd1, "control-whole")
    )
    latents = stock_latents(
        pipeline, image=FIRST, guidance_scale=guidance, **new_picture(num_images_per_prompt=batch)
    )
    made = weft.samples(
        control=control(weft, "control-whole"), latent=weft.empty(batch=batch), guidance=guidance,
        sampler="pndm",
    )  # fmt: skip
    assert np.array_equal(made, latents)


def test_a_picture_of_another_size_is_resized_and_told(weft: Weft, sd1: Path) -> None:
    small = random_picture(40, 24, 3)
    pipeline = pipeline_of(
        "StableDiffusionControlNetPipeline", sd1, controlnet=stock_net(sd1, "control-a")
    )
    latents = stock_latents(pipeline, image=small, **new_picture())
    made = weft.samples(control=control(weft, picture=small), sampler="pndm")
    # The pipeline resizes in 8 bits, Weft in floating point.
    assert np.abs(made - latents).max() < 0.01 * np.abs(latents).max()
    assert weft.context.warnings == [
        "The control picture is 24 × 40 pixels; it was resized to 64 × 64 like the latent."
    ]


def test_image_to_image(weft: Weft, sd1: Path) -> None:
    picture = random_picture(64, 64, 3)
    pipeline = pipeline_of(
        "StableDiffusionControlNetImg2ImgPipeline", sd1, "EulerAncestralDiscreteScheduler",
        controlnet=stock_net(sd1, "control-a"),
    )  # fmt: skip
    latents = stock_latents(
        pipeline, image=picture, control_image=FIRST, strength=0.7, num_inference_steps=6,
        controlnet_conditioning_scale=0.8, control_guidance_end=0.6,
    )  # fmt: skip
    made = weft.samples(
        latent=weft.encoded(picture), control=control(weft, strength=0.8, end=0.6), strength=0.7,
        steps=6, sampler="euler_ancestral",
    )  # fmt: skip
    assert np.array_equal(made, latents)


@pytest.mark.parametrize("strength", [0.6, 1.0])
def test_inpainting(weft: Weft, sd1: Path, strength: float) -> None:
    picture = random_picture(64, 64, 3)
    pipeline = pipeline_of(
        "StableDiffusionControlNetInpaintPipeline", sd1, "EulerAncestralDiscreteScheduler",
        controlnet=stock_net(sd1, "control-a"),
    )  # fmt: skip
    latents = stock_latents(
        pipeline, image=picture, mask_image=half_mask(), control_image=FIRST, strength=strength,
        num_inference_steps=5, controlnet_conditioning_scale=0.5,
    )  # fmt: skip
    masked = LatentMask(latent=weft.encoded(picture), mask=as_mask(half_mask())).run(weft.context)
    made = weft.samples(
        latent=masked.latent, control=control(weft, strength=0.5), strength=strength, steps=5,
        sampler="euler_ancestral",
    )  # fmt: skip
    assert np.array_equal(made, latents)


@pytest.fixture(scope="session")
def controlled_inpainting_model(sd1: Path) -> Path:
    """A small SD 1 made for inpainting, beside the ControlNets."""
    return small_sd1(sd1.parent / "inpaint-controlled", in_channels=9, out_channels=4)


@pytest.mark.parametrize("strength", [0.6, 1.0])
def test_a_model_made_for_inpainting(
    controlled_inpainting_model: Path, context: Context, strength: float
) -> None:
    folder = controlled_inpainting_model
    weft = Weft.of(folder.name, context)
    picture = random_picture(64, 64, 3)
    pipeline = pipeline_of(
        "StableDiffusionControlNetInpaintPipeline", folder, "EulerAncestralDiscreteScheduler",
        controlnet=stock_net(folder, "control-a"),
    )  # fmt: skip
    latents = stock_latents(
        pipeline, image=picture, mask_image=half_mask(), control_image=FIRST, strength=strength,
        num_inference_steps=5, controlnet_conditioning_scale=0.5,
    )  # fmt: skip
    hole = InpaintLatent(vae=weft.vae, image=as_image(picture), mask=as_mask(half_mask()))
    made = weft.samples(
        latent=hole.run(context).latent, control=control(weft, strength=0.5), strength=strength,
        steps=5, sampler="euler_ancestral",
    )  # fmt: skip
    assert np.array_equal(made, latents)


def test_xl(xl: Path, context: Context) -> None:
    weft = Weft.of(xl.name, context)
    pipeline = pipeline_of(
        "StableDiffusionXLControlNetPipeline", xl, controlnet=stock_net(xl, "control-xl")
    )
    latents = stock_latents(
        pipeline, image=FIRST, controlnet_conditioning_scale=0.7, control_guidance_end=0.7,
        **new_picture(5),
    )  # fmt: skip
    made = weft.samples(control=control(weft, "control-xl", strength=0.7, end=0.7), steps=5)
    assert np.array_equal(made, latents)


def test_xl_image_to_image(xl: Path, context: Context) -> None:
    weft = Weft.of(xl.name, context)
    picture = random_picture(64, 64, 3)
    pipeline = pipeline_of(
        "StableDiffusionXLControlNetImg2ImgPipeline", xl, controlnet=stock_net(xl, "control-xl")
    )
    latents = stock_latents(
        pipeline, image=picture, control_image=FIRST, strength=0.6, num_inference_steps=5,
        controlnet_conditioning_scale=0.7,
    )  # fmt: skip
    made = weft.samples(
        latent=weft.encoded(picture), control=control(weft, "control-xl", strength=0.7),
        strength=0.6, steps=5,
    )  # fmt: skip
    assert np.array_equal(made, latents)


def test_xl_inpainting(xl: Path, context: Context) -> None:
    weft = Weft.of(xl.name, context)
    picture = random_picture(64, 64, 3)
    pipeline = pipeline_of(
        "StableDiffusionXLControlNetInpaintPipeline", xl, "EulerAncestralDiscreteScheduler",
        controlnet=stock_net(xl, "control-xl"),
    )  # fmt: skip
    latents = stock_latents(
        pipeline, image=picture, mask_image=half_mask(), control_image=FIRST, strength=0.6,
        num_inference_steps=5, controlnet_conditioning_scale=0.5, width=64, height=64,
    )  # fmt: skip
    masked = LatentMask(latent=weft.encoded(picture), mask=as_mask(half_mask())).run(context)
    made = weft.samples(
        latent=masked.latent, control=control(weft, "control-xl", strength=0.5), strength=0.6,
        steps=5, sampler="euler_ancestral",
    )  # fmt: skip
    assert np.array_equal(made, latents)
