"""Models that read pictures: editing, depth, ×4 upscaling and T2I-Adapters, as the pipelines."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from graph_engine.context import Context
from nodes import (
    ApplyControlNet,
    DecodeLatent,
    DepthLatent,
    EditLatent,
    LoadControlNet,
    UpscaleLatent,
)
from nodes.latent_files import encode_latent_file, read_latent_file

from .both_sides import (
    Weft,
    as_image,
    new_picture,
    pipeline_of,
    random_picture,
    stock_latents,
)
from .families import small_adapter, small_sd1, small_sdxl, small_upscaler, stock

PICTURE = random_picture(64, 64, 3)
ANCESTRAL = "EulerAncestralDiscreteScheduler"


@pytest.fixture(scope="session")
def editing_model(models_folder: Path) -> Path:
    """A small InstructPix2Pix."""
    return small_sd1(models_folder / "small-edit", seed=8, in_channels=8, out_channels=4)


@pytest.fixture(scope="session")
def xl_editing_model(models_folder: Path) -> Path:
    """A small InstructPix2Pix of SDXL."""
    return small_sdxl(models_folder / "small-xl-edit", seed=14, in_channels=8, out_channels=4)


@pytest.fixture(scope="session")
def depth_model(models_folder: Path) -> Path:
    """A small depth-to-image model."""
    return small_sd1(models_folder / "small-depth", seed=9, in_channels=5, out_channels=4)


@pytest.fixture(scope="session")
def upscaler(models_folder: Path) -> Path:
    """A small ×4 upscaler."""
    return small_upscaler(models_folder / "small-upscaler")


@pytest.fixture(scope="session")
def adapted_model(models_folder: Path) -> Path:
    """A small SD 1 that reads prompts at full size, as real ones do, and an adapter for it."""
    small_adapter(models_folder / "adapter")
    small_adapter(models_folder / "grey-adapter", in_channels=1)
    return small_sd1(
        models_folder / "small-adapted",
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
    )


@pytest.fixture(scope="session")
def adapted_xl_model(models_folder: Path) -> Path:
    """A small SDXL, and an adapter for it."""
    small_adapter(models_folder / "adapter-xl", kind="full_adapter_xl")
    return small_sdxl(models_folder / "small-adapted-xl")


@pytest.mark.parametrize(
    ("guidance", "image_guidance"), [(5.0, 1.5), (5.0, 1.0), (1.0, 1.5), (7.0, 2.5)]
)
def test_editing_by_instructions(
    editing_model: Path, context: Context, guidance: float, image_guidance: float
) -> None:
    weft = Weft.of(editing_model.name, context)
    pipeline = pipeline_of("StableDiffusionInstructPix2PixPipeline", editing_model, ANCESTRAL)
    latents = stock_latents(
        pipeline, image=PICTURE, num_inference_steps=3, guidance_scale=guidance,
        image_guidance_scale=image_guidance,
    )  # fmt: skip
    prepared = EditLatent(vae=weft.vae, image=as_image(PICTURE)).run(context).latent
    made = weft.samples(
        latent=prepared, sampler="euler_ancestral", guidance=guidance,
        image_guidance=image_guidance,
    )  # fmt: skip
    assert np.array_equal(made, latents)
    assert context.counts["unet_evaluations"] == (9 if guidance > 1 else 3)


def test_editing_with_a_negative_prompt(editing_model: Path, context: Context) -> None:
    weft = Weft.of(editing_model.name, context)
    pipeline = pipeline_of("StableDiffusionInstructPix2PixPipeline", editing_model)
    latents = stock_latents(
        pipeline, image=PICTURE, num_inference_steps=3, negative_prompt="green",
        image_guidance_scale=1.5,
    )  # fmt: skip
    prepared = EditLatent(vae=weft.vae, image=as_image(PICTURE)).run(context).latent
    made = weft.samples(latent=prepared, sampler="pndm", negative=weft.prompt("green"))
    assert np.array_equal(made, latents)


@pytest.mark.parametrize("rescale", [0.0, 0.7])
def test_editing_with_xl(xl_editing_model: Path, context: Context, rescale: float) -> None:
    weft = Weft.of(xl_editing_model.name, context)
    pipeline = pipeline_of("StableDiffusionXLInstructPix2PixPipeline", xl_editing_model)
    latents = stock_latents(
        pipeline, image=PICTURE, image_guidance_scale=1.5, guidance_rescale=rescale, **new_picture()
    )
    prepared = EditLatent(vae=weft.vae, image=as_image(PICTURE)).run(context).latent
    assert np.array_equal(weft.samples(latent=prepared, guidance_rescale=rescale), latents)


@pytest.mark.parametrize("strength", [0.6, 1.0])
@pytest.mark.parametrize("shape", [(64, 64), (48, 32)])
def test_depth(
    depth_model: Path, context: Context, shape: tuple[int, int], strength: float
) -> None:
    weft = Weft.of(depth_model.name, context)
    depth = random_picture(*shape, seed=3)
    pipeline = pipeline_of(
        "StableDiffusionDepth2ImgPipeline", depth_model, ANCESTRAL, depth_estimator=None,
        feature_extractor=None,
    )  # fmt: skip
    near = torch.from_numpy(as_image(depth).pixels[..., 0])
    latents = stock_latents(
        pipeline, image=PICTURE, depth_map=near, strength=strength, num_inference_steps=5
    )
    prepared = DepthLatent(vae=weft.vae, image=as_image(PICTURE), depth=as_image(depth))
    made = weft.samples(
        latent=prepared.run(context).latent, strength=strength, steps=5, sampler="euler_ancestral"
    )
    assert np.array_equal(made, latents)


@pytest.mark.parametrize("guidance", [1.0, 5.0])
@pytest.mark.parametrize("noise_level", [0, 40])
def test_upscaling(upscaler: Path, context: Context, noise_level: int, guidance: float) -> None:
    weft = Weft.of(upscaler.name, context)
    small = random_picture(16, 24, 3)
    pipeline = pipeline_of("StableDiffusionUpscalePipeline", upscaler)
    latents = stock_latents(
        pipeline, image=small, num_inference_steps=3, noise_level=noise_level,
        guidance_scale=guidance,
    )  # fmt: skip
    prepared = UpscaleLatent(image=as_image(small), noise_level=noise_level).run(context).latent
    made = weft.sample(latent=prepared, sampler="ddim", guidance=guidance)
    assert np.array_equal(made.samples, latents)
    pixels = stock_latents(
        pipeline, image=small, num_inference_steps=3, noise_level=noise_level,
        guidance_scale=guidance, output_type="np",
    )  # fmt: skip
    decoded = DecodeLatent(vae=weft.vae, latent=made).run(context).image
    assert decoded.pixels.shape == (1, 64, 96, 3)
    assert np.array_equal(decoded.pixels, pixels)


def test_an_enlarged_latent_is_saved_and_loaded(
    upscaler: Path, context: Context, tmp_path: Path
) -> None:
    weft = Weft.of(upscaler.name, context)
    prepared = UpscaleLatent(image=as_image(random_picture(16, 24, 3))).run(context).latent
    made = weft.sample(latent=prepared, sampler="ddim", steps=1)
    for number, latent in enumerate((prepared, made)):
        file = tmp_path / f"{number}.safetensors"
        file.write_bytes(encode_latent_file(latent))
        read = read_latent_file(file)
        assert np.array_equal(read.samples, latent.samples)
        assert (read.width, read.height) == (96, 64)


@pytest.mark.parametrize("batch", [1, 2])
@pytest.mark.parametrize(
    ("adapter", "shape"), [("adapter", (64, 64, 3)), ("grey-adapter", (64, 64))]
)
def test_an_adapter(
    adapted_model: Path, context: Context, adapter: str, shape: tuple[int, ...], batch: int
) -> None:
    weft = Weft.of(adapted_model.name, context)
    sketch = random_picture(*shape, seed=4)
    pipeline = pipeline_of(
        "StableDiffusionAdapterPipeline", adapted_model,
        adapter=stock.T2IAdapter.from_pretrained(adapted_model.parent / adapter),
    )  # fmt: skip
    latents = stock_latents(
        pipeline, image=sketch, adapter_conditioning_scale=0.8,
        **new_picture(num_images_per_prompt=batch),
    )  # fmt: skip
    control = applied(context, adapter, sketch, strength=0.8)
    made = weft.samples(control=control, sampler="pndm", latent=weft.empty(batch=batch))
    assert np.array_equal(made, latents)
    plain = weft.samples(sampler="pndm", latent=weft.empty(batch=batch))
    assert not np.allclose(plain, latents)


def test_two_adapters(adapted_model: Path, context: Context) -> None:
    weft = Weft.of(adapted_model.name, context)
    colours, grey = random_picture(64, 64, 3, seed=4), random_picture(64, 64, 3, seed=5)
    other = small_adapter(adapted_model.parent / "other-adapter", seed=11)
    adapters = [
        stock.T2IAdapter.from_pretrained(adapted_model.parent / name)
        for name in ("adapter", other.name)
    ]
    pipeline = pipeline_of("StableDiffusionAdapterPipeline", adapted_model, adapter=adapters)
    latents = stock_latents(
        pipeline, image=[colours, grey], adapter_conditioning_scale=[0.8, 0.3], **new_picture()
    )
    first = applied(context, "adapter", colours, strength=0.8)
    both = applied(context, other.name, grey, strength=0.3, previous=first)
    assert np.array_equal(weft.samples(control=both, sampler="pndm"), latents)


@pytest.mark.parametrize("end", [0.5, 1.0])
def test_an_adapter_for_xl(adapted_xl_model: Path, context: Context, end: float) -> None:
    weft = Weft.of(adapted_xl_model.name, context)
    sketch = random_picture(64, 64, 3, seed=4)
    pipeline = pipeline_of(
        "StableDiffusionXLAdapterPipeline", adapted_xl_model,
        adapter=stock.T2IAdapter.from_pretrained(adapted_xl_model.parent / "adapter-xl"),
    )  # fmt: skip
    latents = stock_latents(
        pipeline, image=sketch, adapter_conditioning_scale=0.8, adapter_conditioning_factor=end,
        **new_picture(4),
    )  # fmt: skip
    control = applied(context, "adapter-xl", sketch, strength=0.8, end=end)
    assert np.array_equal(weft.samples(control=control, steps=4), latents)


def applied(context: Context, model: str, picture: Any, **params: Any) -> Any:
    """What ApplyControlNet makes of an adapter and a picture."""
    net = LoadControlNet(model=model).run(context).controlnet
    node = ApplyControlNet(controlnet=net, image=as_image(picture), **params)
    return node.run(context).control
