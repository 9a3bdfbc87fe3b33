"""SDXL and its refiner: Sample and Refine equal the stock pipelines bit for bit."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from graph_engine import Session, Workflow
from graph_engine.context import Context
from graph_engine.errors import NodeError
from nodes import DecodeLatent, EmptyLatent, Refine
from nodes.conditioning_settings import AestheticScore, SizeConditioning
from tests.graph_engine.graphs import node, workflow_of

from .both_sides import (
    SEED,
    Weft,
    new_picture,
    pipeline_of,
    random_picture,
    stock_latents,
)

TEXT_TO_IMAGE = "StableDiffusionXLPipeline"
IMAGE_TO_IMAGE = "StableDiffusionXLImg2ImgPipeline"


@pytest.fixture
def base(models_folder: Path, sdxl_model: str) -> Path:
    """The folder of a small SDXL."""
    return models_folder / sdxl_model


@pytest.fixture
def refiner(models_folder: Path, refiner_model: str) -> Path:
    """The folder of a small refiner."""
    return models_folder / refiner_model


@pytest.fixture
def weft(base: Path, context: Context) -> Weft:
    """The nodes of the small SDXL."""
    return Weft.of(base.name, context)


@pytest.fixture
def refining(refiner: Path, context: Context) -> Weft:
    """The nodes of the small refiner."""
    return Weft.of(refiner.name, context)


@pytest.mark.parametrize(
    ("sampler", "schedule", "scheduler", "options"),
    [
        ("euler", "default", "EulerDiscreteScheduler", {}),
        ("euler_ancestral", "trailing", "EulerAncestralDiscreteScheduler",
         {"timestep_spacing": "trailing"}),
        ("dpmpp_2m", "karras", "DPMSolverMultistepScheduler", {"use_karras_sigmas": True}),
        ("dpmpp_2m_sde", "karras", "DPMSolverMultistepScheduler",
         {"use_karras_sigmas": True, "algorithm_type": "sde-dpmsolver++"}),
        ("ddim", "default", "DDIMScheduler", {}),
        ("unipc", "default", "UniPCMultistepScheduler", {}),
    ],
)  # fmt: skip
def test_text_to_image(
    weft: Weft, base: Path, sampler: str, schedule: str, scheduler: str, options: dict[str, Any]
) -> None:
    latents = stock_latents(
        pipeline_of(TEXT_TO_IMAGE, base, scheduler, options=options), **new_picture()
    )
    assert np.array_equal(weft.samples(sampler=sampler, schedule=schedule), latents)


def test_the_picture(weft: Weft, base: Path, context: Context) -> None:
    pixels = stock_latents(pipeline_of(TEXT_TO_IMAGE, base), **new_picture(), output_type="np")
    decoded = DecodeLatent(vae=weft.vae, latent=weft.sample()).run(context).image
    assert np.array_equal(decoded.pixels, pixels)


@pytest.mark.parametrize("negative", ["green", ""])
def test_a_negative_prompt_is_encoded_even_if_it_is_empty(
    weft: Weft, base: Path, negative: str
) -> None:
    pipeline = pipeline_of(TEXT_TO_IMAGE, base)
    latents = stock_latents(pipeline, negative_prompt=negative, **new_picture())
    assert np.array_equal(weft.samples(negative=weft.prompt(negative)), latents)
    assert not np.array_equal(weft.samples(), latents)


def test_sizes_and_crops(weft: Weft, base: Path, context: Context) -> None:
    latents = stock_latents(
        pipeline_of(TEXT_TO_IMAGE, base),
        original_size=(512, 768),
        crops_coords_top_left=(16, 32),
        target_size=(1024, 960),
        negative_original_size=(256, 320),
        negative_crops_coords_top_left=(8, 0),
        negative_target_size=(512, 640),
        negative_prompt="green",
        **new_picture(),
    )
    positive = SizeConditioning(
        conditioning=weft.prompt(), original_width=768, original_height=512, crop_x=32, crop_y=16,
        target_width=960, target_height=1024,
    )  # fmt: skip
    negative = SizeConditioning(
        conditioning=weft.prompt("green"), original_width=320, original_height=256, crop_x=0,
        crop_y=8, target_width=640, target_height=512,
    )  # fmt: skip
    made = weft.samples(
        positive=positive.run(context).conditioning, negative=negative.run(context).conditioning
    )
    assert np.array_equal(made, latents)


def test_sizes_of_the_prompt_serve_the_negative_that_is_not_given(
    weft: Weft, base: Path, context: Context
) -> None:
    pipeline = pipeline_of(TEXT_TO_IMAGE, base)
    latents = stock_latents(pipeline, original_size=(512, 768), **new_picture())
    sized = SizeConditioning(
        conditioning=weft.prompt(), original_width=768, original_height=512,
        target_width=64, target_height=64,
    )  # fmt: skip
    assert np.array_equal(weft.samples(positive=sized.run(context).conditioning), latents)


def test_the_refiner_takes_them_over_too(refining: Weft, refiner: Path, context: Context) -> None:
    picture = random_picture(64, 64, 3)
    pipeline = pipeline_of(
        IMAGE_TO_IMAGE, refiner, requires_aesthetics_score=True, force_zeros_for_empty_prompt=False
    )
    latents = stock_latents(
        pipeline, image=picture, strength=0.6, num_inference_steps=5, original_size=(512, 768),
        crops_coords_top_left=(8, 16),
    )  # fmt: skip
    sized = SizeConditioning(
        conditioning=refining.prompt(), original_width=768, original_height=512, crop_x=16,
        crop_y=8,
    )  # fmt: skip
    made = refining.samples(
        positive=sized.run(context).conditioning, latent=refining.encoded(picture), strength=0.6,
        steps=5,
    )  # fmt: skip
    assert np.array_equal(made, latents)


def test_known_steps_are_not_taken_for_those_of_other_sizes(base: Path, tmp_path: Path) -> None:
    """The sizes of a prompt that counts later are read from the start, by the missing negative."""

    def made(cache: str, *widths: int) -> np.ndarray:
        """The latent of the last of several runs, which differ in the width of the later prompt."""
        with Session(models=[base.parent], cache=tmp_path / cache, output=tmp_path) as session:
            for width in widths:
                run = session.run(changing_prompt(base.name, width), targets=["sample"])
        samples: np.ndarray = run.values["sample"]["latent"].samples
        return samples

    assert np.array_equal(made("one", 1024, 256), made("other", 256))
    assert not np.array_equal(made("one", 1024), made("other", 256))


def changing_prompt(model: str, width: int) -> Workflow:
    """A workflow whose later prompt, which stands first, is told a width."""
    return workflow_of(
        model=node("LoadCheckpoint", model=model),
        empty=node("EmptyLatent", width=64, height=64),
        red=node("EncodeText", {"text_encoder": "model.text_encoder"}, text="red"),
        blue=node("EncodeText", {"text_encoder": "model.text_encoder"}, text="blue"),
        sized=node("SizeConditioning", {"conditioning": "blue.conditioning"}, original_width=width),
        early=node("ScheduleConditioning", {"conditioning": "red.conditioning"}, end=0.5),
        late=node("ScheduleConditioning", {"conditioning": "sized.conditioning"}, start=0.5),
        both=node(
            "CombineConditioning", {"first": "late.conditioning", "second": "early.conditioning"}
        ),
        sample=node(
            "Sample",
            {"unet": "model.unet", "positive": "both.conditioning", "latent": "empty.latent"},
            steps=4,
            sampler="euler",
            schedule="default",
        ),
    )


def test_rescaled_guidance(weft: Weft, base: Path) -> None:
    pipeline = pipeline_of(TEXT_TO_IMAGE, base)
    latents = stock_latents(pipeline, guidance_rescale=0.7, **new_picture())
    assert np.array_equal(weft.samples(guidance_rescale=0.7), latents)


@pytest.mark.parametrize(("steps", "guidance"), [(1, 0.0), (1, 1.0), (4, 0.0)])
def test_distilled_models_take_few_steps_without_guidance(
    weft: Weft, base: Path, steps: int, guidance: float
) -> None:
    """SDXL-Turbo's way: trailing steps of euler_ancestral, and no negative pass."""
    options = {"timestep_spacing": "trailing"}
    pipeline = pipeline_of(TEXT_TO_IMAGE, base, "EulerAncestralDiscreteScheduler", options=options)
    latents = stock_latents(pipeline, **new_picture(steps, guidance_scale=guidance))
    made = weft.samples(
        steps=steps, guidance=guidance, sampler="euler_ancestral", schedule="trailing"
    )
    assert np.array_equal(made, latents)
    assert weft.context.counts["unet_evaluations"] == steps


def test_a_batch_and_a_picture_that_is_not_square(weft: Weft, base: Path, context: Context) -> None:
    size = {"width": 64, "height": 48}
    latents = stock_latents(
        pipeline_of(TEXT_TO_IMAGE, base), **new_picture(**size, num_images_per_prompt=2)
    )
    empty = EmptyLatent(batch=2, **size).run(context).latent
    assert np.array_equal(weft.samples(latent=empty), latents)


@pytest.mark.parametrize("strength", [0.6, 1.0])
@pytest.mark.parametrize(
    ("sampler", "scheduler"),
    [("euler", "EulerDiscreteScheduler"), ("euler_ancestral", "EulerAncestralDiscreteScheduler")],
)
def test_image_to_image(
    weft: Weft, base: Path, sampler: str, scheduler: str, strength: float
) -> None:
    picture = random_picture(64, 64, 3)
    latents = stock_latents(
        pipeline_of(IMAGE_TO_IMAGE, base, scheduler),
        image=picture, strength=strength, num_inference_steps=5,
    )  # fmt: skip
    made = weft.samples(latent=weft.encoded(picture), sampler=sampler, strength=strength, steps=5)
    assert np.array_equal(made, latents)


@pytest.mark.parametrize(
    ("sampler", "scheduler"),
    [
        ("euler", "EulerDiscreteScheduler"),
        ("dpmpp_2m", "DPMSolverMultistepScheduler"),
        ("heun", "HeunDiscreteScheduler"),
        ("euler_ancestral", "EulerAncestralDiscreteScheduler"),
    ],
)
def test_an_ensemble_of_experts(
    weft: Weft, refining: Weft, base: Path, refiner: Path, sampler: str, scheduler: str
) -> None:
    first = stock_latents(
        pipeline_of(TEXT_TO_IMAGE, base, scheduler), denoising_end=0.8, **new_picture(10)
    )
    latents = stock_latents(
        pipeline_of(IMAGE_TO_IMAGE, refiner, scheduler, requires_aesthetics_score=True,
                    force_zeros_for_empty_prompt=False),
        image=torch.from_numpy(first), denoising_start=0.8, num_inference_steps=10,
    )  # fmt: skip
    common: dict[str, Any] = {"seed": SEED, "steps": 10, "guidance": 5.0, "sampler": sampler,
                              "schedule": "default"}  # fmt: skip
    half = weft.sample(end=0.8, **common)
    assert np.array_equal(half.samples, first)
    refine = Refine(
        unet=refining.unet, positive=refining.prompt(), latent=half, switch=0.8, **common
    )
    assert np.array_equal(refine.run(refining.context).latent.samples, latents)


@pytest.mark.parametrize(
    ("switch", "words"), [(0.0, "nothing to go on with"), (1.0, "nothing is left to refine")]
)
def test_a_switch_that_leaves_one_model_out(
    refining: Weft, context: Context, switch: float, words: str
) -> None:
    refine = Refine(
        unet=refining.unet, positive=refining.prompt(), latent=refining.empty(), switch=switch
    )
    with pytest.raises(NodeError, match=words) as caught:
        refine.run(context)
    assert caught.value.port == "switch"


def test_a_picture_refined(refining: Weft, refiner: Path, context: Context) -> None:
    picture = random_picture(64, 64, 3)
    pipeline = pipeline_of(
        IMAGE_TO_IMAGE, refiner, requires_aesthetics_score=True, force_zeros_for_empty_prompt=False
    )
    latents = stock_latents(
        pipeline,
        image=picture, strength=0.4, num_inference_steps=5, negative_prompt="green",
        aesthetic_score=7.0, negative_aesthetic_score=2.0,
    )  # fmt: skip
    positive = AestheticScore(conditioning=refining.prompt(), score=7.0).run(context)
    negative = AestheticScore(conditioning=refining.prompt("green"), score=2.0).run(context)
    made = refining.samples(
        positive=positive.conditioning, negative=negative.conditioning,
        latent=refining.encoded(picture), strength=0.4, steps=5,
    )  # fmt: skip
    assert np.array_equal(made, latents)
