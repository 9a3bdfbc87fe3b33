"""What a U-Net predicts, guidance that is left out, batches, and prompts in parts of a picture."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph_engine.context import Context
from graph_engine.errors import NodeError
from nodes.conditioning import CombineConditioning
from nodes.conditioning_settings import RegionConditioning, ScheduleConditioning
from nodes.values import Conditioning, Mask

from .both_sides import Weft, new_picture, pipeline_of, stock_latents
from .families import small_sd1

SAMPLERS = [
    ("ddim", "DDIMScheduler"),
    ("euler", "EulerDiscreteScheduler"),
    ("dpmpp_2m", "DPMSolverMultistepScheduler"),
    ("heun", "HeunDiscreteScheduler"),
    ("unipc", "UniPCMultistepScheduler"),
    ("lcm", "LCMScheduler"),
]


@pytest.fixture(scope="session", params=["epsilon", "v_prediction", "sample"])
def predicting_model(request: pytest.FixtureRequest, models_folder: Path) -> Path:
    """A small model that predicts noise, velocity or the picture."""
    return small_sd1(models_folder / f"predicts-{request.param}", predicts=request.param)


@pytest.fixture
def weft(sd1_model: str, context: Context) -> Weft:
    """The nodes of the small SD 1."""
    return Weft.of(sd1_model, context)


@pytest.mark.parametrize(("sampler", "scheduler"), SAMPLERS)
def test_all_that_a_unet_may_predict(
    predicting_model: Path, context: Context, sampler: str, scheduler: str
) -> None:
    weft = Weft.of(predicting_model.name, context)
    pipeline = pipeline_of("StableDiffusionPipeline", predicting_model, scheduler)
    latents = stock_latents(pipeline, **new_picture())
    assert np.array_equal(weft.samples(sampler=sampler), latents)


@pytest.mark.parametrize("sampler", ["pndm", "euler_ancestral", "dpm2", "dpm2_ancestral"])
def test_a_sampler_that_does_not_know_it(
    predicting_model: Path, context: Context, sampler: str
) -> None:
    weft = Weft.of(predicting_model.name, context)
    if weft.unet.prediction_type != "sample":
        assert weft.samples(sampler=sampler).any()
        return
    with pytest.raises(NodeError) as caught:
        weft.samples(sampler=sampler)
    assert caught.value.port == "sampler"
    assert caught.value.message == (
        f'The U-Net of "{predicting_model.name}" predicts the picture itself, which the sampler'
        f' "{sampler}" does not know.'
    )


@pytest.mark.parametrize(
    ("guidance", "evaluations"), [(0.0, 3), (0.5, 3), (1.0, 3), (1.01, 6), (7.5, 6)]
)
def test_guidance_of_one_or_less_needs_no_negative_pass(
    weft: Weft, models_folder: Path, sd1_model: str, guidance: float, evaluations: int
) -> None:
    pipeline = pipeline_of("StableDiffusionPipeline", models_folder / sd1_model, "DDIMScheduler")
    latents = stock_latents(pipeline, guidance_scale=guidance, **new_picture())
    assert np.array_equal(weft.samples(guidance=guidance, sampler="ddim"), latents)
    assert weft.context.counts["unet_evaluations"] == evaluations


@pytest.fixture(scope="session")
def consistency_model(models_folder: Path) -> Path:
    """A small latent consistency model: guidance is an input of its U-Net."""
    return small_sd1(models_folder / "small-lcm", seed=13, time_cond_proj_dim=16)


@pytest.mark.parametrize("guidance", [1.0, 5.0])
@pytest.mark.parametrize(
    ("kind", "sampler", "scheduler"),
    [
        ("LatentConsistencyModelPipeline", "lcm", "LCMScheduler"),
        ("StableDiffusionPipeline", "euler", "EulerDiscreteScheduler"),
    ],
)
def test_a_model_that_reads_guidance(
    consistency_model: Path,
    context: Context,
    kind: str,
    sampler: str,
    scheduler: str,
    guidance: float,
) -> None:
    weft = Weft.of(consistency_model.name, context)
    pipeline = pipeline_of(kind, consistency_model, scheduler)
    latents = stock_latents(pipeline, guidance_scale=guidance, **new_picture())
    assert np.array_equal(weft.samples(sampler=sampler, guidance=guidance), latents)
    assert context.counts["unet_evaluations"] == 3


@pytest.mark.parametrize("sampler", ["ddim", "dpmpp_2m", "euler"])
def test_the_first_of_a_batch_is_close_to_the_picture_made_alone(weft: Weft, sampler: str) -> None:
    """Not equal: kernels round by the size of a batch. The noise is the same."""
    alone = weft.samples(sampler=sampler)
    first = weft.samples(sampler=sampler, latent=weft.empty(batch=3))[:1]
    assert np.abs(first - alone).max() <= 1e-5 * np.abs(alone).max()


@pytest.mark.parametrize("sampler", [("euler", ""), ("dpmpp_2m_sde", "sde-dpmsolver++")])
def test_a_batch_equals_the_pipelines_batch(
    weft: Weft, models_folder: Path, sd1_model: str, sampler: tuple[str, str]
) -> None:
    name, algorithm = sampler
    kind = "DPMSolverMultistepScheduler" if algorithm else "EulerDiscreteScheduler"
    options = {"algorithm_type": algorithm} if algorithm else {}
    pipeline = pipeline_of(
        "StableDiffusionPipeline", models_folder / sd1_model, kind, options=options
    )
    latents = stock_latents(pipeline, **new_picture(num_images_per_prompt=3))
    assert np.array_equal(weft.samples(sampler=name, latent=weft.empty(batch=3)), latents)


def halves() -> tuple[Mask, Mask]:
    """Masks of the left and the right half."""
    left = np.zeros((1, 64, 64), np.float32)
    left[:, :, :32] = 1
    return Mask(left), Mask(1 - left)


def in_region(weft: Weft, text: str, mask: Mask) -> Conditioning:
    """A prompt that counts inside a mask."""
    node = RegionConditioning(conditioning=weft.prompt(text), mask=mask)
    return node.run(weft.context).conditioning


def combined(weft: Weft, first: Conditioning, second: Conditioning) -> Conditioning:
    """Two prompts at once."""
    return CombineConditioning(first=first, second=second).run(weft.context).conditioning


def test_a_region_of_all_is_no_region(weft: Weft) -> None:
    everywhere = Mask(np.ones((1, 64, 64), np.float32))
    made = weft.samples(positive=in_region(weft, "red", everywhere))
    assert np.array_equal(made, weft.samples(positive=weft.prompt("red")))


def test_two_regions_of_one_prompt_are_no_region(weft: Weft) -> None:
    left, right = (in_region(weft, "red", half) for half in halves())
    made, plain = (
        weft.samples(positive=combined(weft, left, right)),
        weft.samples(positive=weft.prompt("red")),
    )
    assert np.abs(made - plain).max() <= 1e-5 * np.abs(plain).max()


def test_each_side_follows_its_own_prompt(weft: Weft) -> None:
    """In one step, where nothing can spread, each half is that of its prompt alone."""
    left, right = halves()
    both = combined(weft, in_region(weft, "red", left), in_region(weft, "a blue tree", right))
    made = weft.samples(positive=both, steps=1, sampler="ddim")
    red = weft.samples(positive=weft.prompt("red"), steps=1, sampler="ddim")
    blue = weft.samples(positive=weft.prompt("a blue tree"), steps=1, sampler="ddim")
    scale = np.abs(made).max()
    assert np.abs(made - red)[..., :4].max() <= 1e-5 * scale
    assert np.abs(made - blue)[..., 4:].max() <= 1e-5 * scale
    assert np.abs(red - blue).max() > 1e-3 * scale


def scheduled(weft: Weft, text: str, start: float, end: float) -> Conditioning:
    """A prompt that counts for a part of the denoising."""
    node = ScheduleConditioning(conditioning=weft.prompt(text), start=start, end=end)
    return node.run(weft.context).conditioning


@pytest.mark.parametrize(
    ("sampler", "schedule", "steps", "at"),
    [
        ("ddim", "default", 4, 0.5),
        ("euler", "default", 4, 0.5),
        ("ddim", "linspace", 5, 0.5),  # a time step of just 500
        ("ddim", "trailing", 10, 0.3),
    ],
)
def test_a_prompt_that_changes_half_way_equals_two_samplers(
    weft: Weft, sampler: str, schedule: str, steps: int, at: float
) -> None:
    common: dict[str, Any] = {"steps": steps, "sampler": sampler, "schedule": schedule}
    changing = combined(
        weft, scheduled(weft, "red", 0.0, at), scheduled(weft, "a blue tree", at, 1.0)
    )
    first = weft.sample(positive=weft.prompt("red"), end=at, **common)
    rest = weft.samples(positive=weft.prompt("a blue tree"), latent=first, start=at, **common)
    whole = weft.samples(positive=changing, **common)
    assert np.array_equal(whole, rest)
    assert not np.array_equal(whole, weft.samples(positive=weft.prompt("red"), **common))


def test_prompts_at_once_are_weighed_by_their_strengths(weft: Weft) -> None:
    (red,), (blue,) = weft.prompt("red").entries, weft.prompt("a blue tree").entries
    one_step: dict[str, Any] = {"steps": 1, "sampler": "ddim", "guidance": 1.0}
    alone = [weft.samples(positive=Conditioning((entry,)), **one_step) for entry in (red, blue)]
    both = Conditioning((replace(red, strength=3.0), blue))
    made = weft.samples(positive=both, **one_step)
    assert np.allclose(made, 0.75 * alone[0] + 0.25 * alone[1], rtol=1e-4, atol=1e-4)
