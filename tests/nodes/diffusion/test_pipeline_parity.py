"""Pictures equal those of diffusers' stock pipelines bit for bit: fp32, CPU, the same seed."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import PIL.Image
import pytest
import torch

from graph_engine.context import Context
from nodes import EncodeImage, LoadCheckpoint
from nodes.diffusion.sampling import lay_out
from nodes.diffusion.schedulers import set_steps
from nodes.sample_steps import choose_steps
from nodes.values import Image

from .conftest import PROMPT, MakePicture, Model
from .families import stock

# diffusers' own, of numpy and of old configs, and torchsde's of a rounding error.
pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::FutureWarning", "ignore:Should have t:UserWarning"
)

# Each sampler as a user of the pipelines sets it up.
SAMPLERS: list[tuple[str, str, str, dict[str, Any]]] = [
    ("ddim", "default", "DDIMScheduler", {}),
    ("ddim", "trailing", "DDIMScheduler", {"timestep_spacing": "trailing"}),
    ("euler", "default", "EulerDiscreteScheduler", {}),
    ("euler", "karras", "EulerDiscreteScheduler", {"use_karras_sigmas": True}),
    ("euler_ancestral", "default", "EulerAncestralDiscreteScheduler", {}),
    ("dpmpp_2m", "karras", "DPMSolverMultistepScheduler", {"use_karras_sigmas": True}),
    ("dpmpp_2m", "default", "DPMSolverMultistepScheduler", {}),
    ("pndm", "default", "PNDMScheduler", {}),
    ("unipc", "default", "UniPCMultistepScheduler", {}),
    ("unipc", "exponential", "UniPCMultistepScheduler", {"use_exponential_sigmas": True}),
    ("ddpm", "linspace", "DDPMScheduler", {"timestep_spacing": "linspace"}),
    ("heun", "default", "HeunDiscreteScheduler", {}),
    ("dpm2", "karras", "KDPM2DiscreteScheduler", {"use_karras_sigmas": True}),
    ("dpm2_ancestral", "default", "KDPM2AncestralDiscreteScheduler", {}),
    (
        "dpmpp_2m_sde",
        "karras",
        "DPMSolverMultistepScheduler",
        {"algorithm_type": "sde-dpmsolver++", "use_karras_sigmas": True},
    ),
    ("dpmpp_3m", "default", "DPMSolverMultistepScheduler", {"solver_order": 3}),
    ("deis", "default", "DEISMultistepScheduler", {}),
    ("lcm", "default", "LCMScheduler", {}),
    ("tcd", "default", "TCDScheduler", {}),
    ("lms", "karras", "LMSDiscreteScheduler", {"use_karras_sigmas": True}),
    ("euler", "beta", "EulerDiscreteScheduler", {"use_beta_sigmas": True}),
    ("dpmpp_sde", "default", "DPMSolverSDEScheduler", {"noise_sampler_seed": 7}),
    ("edm_euler", "default", "EDMEulerScheduler", {}),
    ("edm_euler", "exponential", "EDMEulerScheduler", {"sigma_schedule": "exponential"}),
]


def pipeline_of(kind: str, model: Model, scheduler: str, options: dict[str, Any]) -> Any:
    """A stock pipeline of the model's parts, made with a scheduler."""
    made = getattr(stock, scheduler).from_config(model.scheduler_config, **options)
    parts = {**model.pipeline.components, "scheduler": made}
    pipeline = getattr(stock, kind)(**parts, requires_safety_checker=False)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def pictures(pipeline: Any, **options: Any) -> np.ndarray:
    """What a text-to-image pipeline makes."""
    options = {"num_inference_steps": 5, "guidance_scale": 5.0, "width": 64, "height": 64} | options
    pixels: np.ndarray = pipeline(
        PROMPT, generator=torch.Generator().manual_seed(7), output_type="np", **options
    ).images
    return pixels


@pytest.mark.parametrize(
    ("sampler", "schedule", "scheduler", "options"),
    SAMPLERS,
    ids=[f"{sampler}-{schedule}" for sampler, schedule, *_ in SAMPLERS],
)
def test_every_sampler_equals_the_text_to_image_pipeline(
    model: Model,
    make_picture: MakePicture,
    sampler: str,
    schedule: str,
    scheduler: str,
    options: dict[str, Any],
) -> None:
    pipeline = pipeline_of("StableDiffusionPipeline", model, scheduler, options)
    made = make_picture(
        model.name, seed=7, steps=5, guidance=5.0, sampler=sampler, schedule=schedule
    )
    assert np.array_equal(made.image.pixels, pictures(pipeline))


def test_negative_prompt_rescaled_guidance_and_no_guidance(
    model: Model, make_picture: MakePicture
) -> None:
    pipeline = pipeline_of("StableDiffusionPipeline", model, "EulerDiscreteScheduler", {})
    common: dict[str, Any] = {"seed": 7, "steps": 3, "sampler": "euler", "schedule": "default"}
    negative = make_picture(
        model.name, negative="green", guidance=6.0, guidance_rescale=0.7, **common
    )
    assert np.array_equal(
        negative.image.pixels,
        pictures(
            pipeline,
            num_inference_steps=3,
            negative_prompt="green",
            guidance_scale=6.0,
            guidance_rescale=0.7,
        ),
    )
    alone = make_picture(model.name, guidance=1.0, **common)
    assert np.array_equal(
        alone.image.pixels, pictures(pipeline, num_inference_steps=3, guidance_scale=1.0)
    )


def test_a_batch_equals_the_pipelines_batch(model: Model, make_picture: MakePicture) -> None:
    pipeline = pipeline_of("StableDiffusionPipeline", model, "EulerAncestralDiscreteScheduler", {})
    made = make_picture(
        model.name,
        seed=7,
        steps=3,
        guidance=5.0,
        sampler="euler_ancestral",
        schedule="default",
        batch=3,
    )
    pixels = pictures(pipeline, num_inference_steps=3, num_images_per_prompt=3)
    assert np.array_equal(made.image.pixels, pixels)


@pytest.mark.parametrize("strength", [0.5, 1.0])
@pytest.mark.parametrize(
    ("sampler", "scheduler"),
    [
        ("ddim", "DDIMScheduler"),
        ("euler", "EulerDiscreteScheduler"),
        ("dpmpp_2m", "DPMSolverMultistepScheduler"),
        ("heun", "HeunDiscreteScheduler"),
        ("euler_ancestral", "EulerAncestralDiscreteScheduler"),
        ("pndm", "PNDMScheduler"),
        ("unipc", "UniPCMultistepScheduler"),
    ],
)
def test_image_to_image_latents_equal_the_pipelines(
    model: Model,
    make_picture: MakePicture,
    context: Context,
    sampler: str,
    scheduler: str,
    strength: float,
) -> None:
    bytes_ = np.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    pipeline = pipeline_of("StableDiffusionImg2ImgPipeline", model, scheduler, {})
    latents = pipeline(
        PROMPT,
        image=PIL.Image.fromarray(bytes_),
        strength=strength,
        num_inference_steps=6,
        guidance_scale=5.0,
        generator=torch.Generator().manual_seed(7),
        output_type="latent",
    ).images
    vae = LoadCheckpoint(model=model.name).run(context).vae
    image = Image(bytes_[None].astype(np.float32) / np.float32(255))
    made = make_picture(
        model.name,
        latent=EncodeImage(vae=vae, image=image).run(context).latent,
        seed=7,
        steps=6,
        guidance=5.0,
        sampler=sampler,
        schedule="default",
        strength=strength,
    )
    assert np.array_equal(made.latent.samples, latents.numpy())


@pytest.mark.parametrize("sampler", ["ddim", "euler", "dpmpp_2m", "heun"])
@pytest.mark.parametrize("start", [0.2, 0.5, 0.81])
def test_start_and_end_leave_the_time_steps_of_the_xl_pipeline(start: float, sampler: str) -> None:
    kind = {"ddim": "DDIM", "euler": "EulerDiscrete", "dpmpp_2m": "DPMSolverMultistep"}
    scheduler = getattr(stock, f"{kind.get(sampler, 'HeunDiscrete')}Scheduler")(steps_offset=1)
    set_steps(scheduler, 20, "cpu", sampler)
    layout = lay_out(scheduler)
    pipeline = SimpleNamespace(scheduler=scheduler)
    timesteps, _ = stock.StableDiffusionXLImg2ImgPipeline.get_timesteps(
        pipeline, 20, 1.0, "cpu", denoising_start=start
    )
    cutoff = round(1000 - 0.9 * 1000)
    timesteps = timesteps[: len([t for t in timesteps if t >= cutoff])]
    node: Any = SimpleNamespace(start=start, end=0.9, strength=1.0, steps=20)
    chosen = choose_steps(layout, node)
    assert list(layout.timesteps[chosen.first : chosen.last]) == timesteps.tolist()
    # ddim counts its steps from the time step that it is given.
    assert getattr(scheduler, "_begin_index", chosen.first) == chosen.first


@pytest.mark.parametrize("sampler", ["ddim", "euler"])
def test_two_samplers_that_share_the_steps_equal_one(
    model: Model, make_picture: MakePicture, sampler: str
) -> None:
    common: dict[str, Any] = {
        "seed": 7,
        "steps": 6,
        "guidance": 5.0,
        "sampler": sampler,
        "schedule": "default",
    }
    whole = make_picture(model.name, **common)
    half = make_picture(model.name, end=0.5, **common)
    rest = make_picture(model.name, latent=half.latent, start=0.5, **common)
    assert np.array_equal(rest.latent.samples, whole.latent.samples)
