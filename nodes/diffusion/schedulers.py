"""Schedulers: a stock diffusers scheduler for a sampler and a schedule, set as the model says."""

from __future__ import annotations

import importlib
import inspect
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from graph_engine.errors import NodeError
from nodes.recipes import scheduler_config
from nodes.samplers import find_sampler

if TYPE_CHECKING:
    import torch

    from graph_engine.places import Places
    from nodes.samplers import SamplerName, ScheduleName
    from nodes.values import ModelRef, UNet

# What a U-Net without a scheduler config was most likely trained on: Stable Diffusion 1's.
STABLE_DIFFUSION = {
    "num_train_timesteps": 1000,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "steps_offset": 1,
    "clip_sample": False,
    "set_alpha_to_one": False,
}
# What the pipelines' constructors set, whatever the config says.
_ENFORCED = {"steps_offset": 1, "clip_sample": False}
_SPACINGS = ("trailing", "leading", "linspace")
_SIGMA_FLAGS = {
    "karras": "use_karras_sigmas",
    "exponential": "use_exponential_sigmas",
    "beta": "use_beta_sigmas",
}


class Scheduler(Protocol):
    """What all stock schedulers have, without a common base class that declares it."""

    order: int
    config: Any
    timesteps: torch.Tensor
    init_noise_sigma: Any

    def set_begin_index(self, begin_index: int) -> None:
        """Begin at a later time step than the first."""

    def set_timesteps(self, num_inference_steps: int, device: str) -> None:
        """Lay out the time steps."""

    def scale_model_input(self, sample: torch.Tensor, timestep: torch.Tensor) -> torch.Tensor:
        """The latents as the U-Net wants them at a time step."""

    def add_noise(
        self, original_samples: torch.Tensor, noise: torch.Tensor, timesteps: torch.Tensor
    ) -> torch.Tensor:
        """The latents as noisy as they are at a time step."""

    def step(
        self, model_output: torch.Tensor, timestep: torch.Tensor, sample: torch.Tensor, **rest: Any
    ) -> Any:
        """One step; with `return_dict=False` a tuple whose first item are the new latents."""


def make_scheduler(
    sampler: SamplerName,
    schedule: ScheduleName,
    unet: UNet,
    seed: int,
    places: Places,
) -> Scheduler:
    """The scheduler that `from_config` makes of the model's own scheduler config.

    A model without one is taken to be trained as Stable Diffusion 1 was. `seed` is only read by
    dpmpp_sde, whose noise is a Brownian tree of its own. Raises NodeError for a pair that does
    not go together.
    """
    config = scheduler_config(places, unet.model)
    found = find_sampler(sampler, schedule)
    module = importlib.import_module(f"diffusers.schedulers.scheduling_{found.module}")
    options: dict[str, Any] = {**found.options, "prediction_type": unet.prediction_type}
    if schedule in _SPACINGS:
        options["timestep_spacing"] = schedule
    if sampler == "edm_euler" and schedule != "default":
        options["sigma_schedule"] = schedule
    if schedule != "default" and "beta" in found.schedules:
        options |= {flag: name == schedule for name, flag in _SIGMA_FLAGS.items()}
    if sampler == "dpmpp_sde":
        options["noise_sampler_seed"] = seed
    given = {**(config or STABLE_DIFFUSION), **_ENFORCED}
    with library_warnings_ignored():
        scheduler: Scheduler = getattr(module, found.scheduler).from_config(given, **options)
    return scheduler


def low_resolution_scheduler(model: ModelRef, places: Places) -> Scheduler:
    """The scheduler that adds noise to the small picture of a ×4 upscaler."""
    from diffusers.schedulers.scheduling_ddpm import DDPMScheduler

    config = scheduler_config(places, model, "low_res_scheduler")
    scheduler: Scheduler = DDPMScheduler.from_config(config or STABLE_DIFFUSION)
    return scheduler


def inverse_scheduler(schedule: str, unet: UNet, places: Places) -> Scheduler:
    """The scheduler that steps backwards along DDIM's time steps.

    Raises NodeError if the model's own schedule is one that it can't do.
    """
    from diffusers.schedulers.scheduling_ddim_inverse import DDIMInverseScheduler

    given = {**(scheduler_config(places, unet.model) or STABLE_DIFFUSION), **_ENFORCED}
    if schedule != "default":
        given["timestep_spacing"] = schedule
    if given.get("timestep_spacing") == "linspace":
        raise NodeError(
            f'The model "{unet.model.name}" spaces its time steps by "linspace", which can\'t be'
            " inverted.",
            port="schedule",
            hint='Choose "leading" or "trailing", here and on the Sample that goes on.',
        )
    scheduler: Scheduler = DDIMInverseScheduler.from_config(
        given, prediction_type=unet.prediction_type
    )
    return scheduler


def set_steps(scheduler: Scheduler, steps: int, device: str, sampler: str) -> None:
    """Lay out the time steps; raises NodeError for a number that the sampler can't do."""
    try:
        with library_warnings_ignored():
            scheduler.set_timesteps(steps, device=device)
    except (ValueError, IndexError, ZeroDivisionError, RuntimeError) as error:
        raise NodeError(
            f'The sampler "{sampler}" can\'t make a schedule of {steps} steps: {error}',
            port="steps",
            hint="Choose another number of steps, or another sampler or schedule.",
        ) from error


def step_options(scheduler: Scheduler, generator: torch.Generator) -> dict[str, Any]:
    """What a scheduler's step wants beyond the prediction: the generator, and no eta for ddim."""
    parameters = inspect.signature(scheduler.step).parameters
    options: dict[str, Any] = {}
    if "eta" in parameters:
        options["eta"] = 0.0
    if "generator" in parameters:
        options["generator"] = generator
    return options


@contextmanager
def library_warnings_ignored() -> Iterator[None]:
    """Leave out what the libraries say of each other.

    Diffusers turns tensors to arrays in a way that a later numpy will refuse, and asks torchsde
    for a noise level that lies beyond the last one by a rounding error.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.filterwarnings("ignore", "Should have t", UserWarning)
        yield
