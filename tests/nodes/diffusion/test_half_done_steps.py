"""A step that breaks off when it is all but done leaves no trace in what the sampler remembers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import torch

from graph_engine.context import Context
from nodes.diffusion.k_diffusion import SAMPLERS, Step
from nodes.diffusion.k_diffusion.noise import make_noise
from nodes.diffusion.k_sampling import SolverMemory
from nodes.diffusion.schedulers import library_warnings_ignored, step_options
from nodes.diffusion.states import SchedulerHistory, from_data, to_data
from nodes.diffusion.store import ModelStore
from nodes.diffusion.walking import Advance, Memory, walk
from nodes.k_samplers import KSamplerName

from .families import small_scheduler
from .machines import SECOND, Machine, on

STEPS = 5


def breaking_off(advance: Advance) -> Advance:
    """The same, but for that memory runs out at the end of every step, the first time."""
    tried: set[int] = set()

    def advance_at_second_try(done: int, latents: torch.Tensor) -> torch.Tensor:
        made = advance(done, latents)
        if done not in tried:
            tried.add(done)
            raise torch.OutOfMemoryError
        return made

    return advance_at_second_try


def walked(context: Context, start: torch.Tensor, memory: Memory, advance: Advance) -> torch.Tensor:
    # On a device with a memory of its own there is always something to be freed.
    own = on(context, ModelStore(hardware=Machine()), SECOND)
    with library_warnings_ignored():
        return walk(
            own, None, start, memory, lambda: advance, Nobody(), iterations=STEPS, steps=STEPS
        )


class Nobody:
    """Watches no step."""

    def frame(self) -> dict[str, Any]:
        return {}


@dataclass(frozen=True)
class Both:
    """A stock scheduler's history and a generator."""

    history: SchedulerHistory
    generator: torch.Generator

    def data(self) -> dict[str, Any]:
        return {"history": self.history.data(), "state": to_data(self.generator.get_state())}

    def restore(self, data: Mapping[str, Any], device: torch.device) -> None:
        self.history.restore(data["history"], device)
        self.generator.set_state(from_data(data["state"], torch.device("cpu")))


@pytest.mark.parametrize(
    "kind",
    [
        "DPMSolverMultistepScheduler",
        "EulerAncestralDiscreteScheduler",
        "HeunDiscreteScheduler",
        "KDPM2AncestralDiscreteScheduler",
        "LCMScheduler",
        "PNDMScheduler",
        "UniPCMultistepScheduler",
    ],
)
def test_stock_schedulers(context: Context, kind: str) -> None:
    made = []
    for wrap in (lambda advance: advance, breaking_off):
        with library_warnings_ignored():
            scheduler = small_scheduler(kind)
            scheduler.set_timesteps(STEPS)
        generator = torch.Generator().manual_seed(1)
        memory = Both(SchedulerHistory(scheduler), generator)
        options = step_options(scheduler, generator)
        made.append(walked(context, start(), memory, wrap(stock_advance(scheduler, options))))
    assert torch.equal(*made)


def stock_advance(scheduler: Any, options: dict[str, Any]) -> Advance:
    def advance(done: int, latents: torch.Tensor) -> torch.Tensor:
        timestep = scheduler.timesteps[done]
        given = scheduler.scale_model_input(latents, timestep)
        made: torch.Tensor = scheduler.step(
            torch.sin(given), timestep, latents, **options, return_dict=False
        )[0]
        return made

    return advance


@pytest.mark.parametrize("sampler", ["euler_ancestral", "lms", "dpmpp_2m", "lcm", "uni_pc"])
def test_samplers_in_sigma_space(context: Context, sampler: KSamplerName) -> None:
    sigmas = torch.tensor([10.0, 5.0, 2.0, 1.0, 0.5, 0.1])
    made = []
    for wrap in (lambda advance: advance, breaking_off):
        memory = SolverMemory(make_noise(sampler, 3, sigmas, start()))
        made.append(walked(context, start(), memory, wrap(k_advance(sampler, sigmas, memory))))
    assert torch.equal(*made)


def k_advance(sampler: KSamplerName, sigmas: torch.Tensor, memory: SolverMemory) -> Advance:
    def advance(done: int, x: torch.Tensor) -> torch.Tensor:
        step = Step(done, sigmas, lambda x, sigma: torch.sin(x), memory.source, memory.history)
        return SAMPLERS[sampler](step, x)

    return advance


def start() -> torch.Tensor:
    return torch.linspace(-3, 3, 32).reshape(1, 2, 4, 4)
