"""The samplers' steps against diffusers' stock schedulers, where both do the same."""

from typing import Any

import pytest
import torch
from diffusers.schedulers.scheduling_dpmsolver_multistep import DPMSolverMultistepScheduler
from diffusers.schedulers.scheduling_euler_discrete import EulerDiscreteScheduler
from diffusers.schedulers.scheduling_heun_discrete import HeunDiscreteScheduler
from diffusers.schedulers.scheduling_lms_discrete import LMSDiscreteScheduler
from diffusers.schedulers.scheduling_unipc_multistep import UniPCMultistepScheduler

from nodes.diffusion.k_diffusion import SAMPLERS, Step
from nodes.diffusion.k_diffusion.noise import GeneratorNoise, NoNoise
from nodes.diffusion.k_diffusion.noising import draw_noise, noised
from nodes.k_samplers import KSamplerName
from tests.nodes.diffusion.k_diffusion.toy_models import SHAPE, STABLE_DIFFUSION, TABLE, Gaussian

SEED = 7
STEPS = 12
# The last step is left out: lms and uni_pc follow ComfyUI there.
COMPARED = STEPS - 1
STOCK: dict[KSamplerName, tuple[Any, dict[str, Any]]] = {
    "euler": (EulerDiscreteScheduler, {}),
    "heun": (HeunDiscreteScheduler, {}),
    "lms": (LMSDiscreteScheduler, {}),
    "dpmpp_2m": (DPMSolverMultistepScheduler, {}),
    "dpmpp_2m_sde": (DPMSolverMultistepScheduler, {"algorithm_type": "sde-dpmsolver++"}),
    "uni_pc": (UniPCMultistepScheduler, {"solver_order": 3, "solver_type": "bh1"}),
    "uni_pc_bh2": (UniPCMultistepScheduler, {"solver_order": 3, "solver_type": "bh2"}),
}


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
@pytest.mark.parametrize("sampler", STOCK)
def test_steps_equal_diffusers(sampler: KSamplerName) -> None:
    kind, options = STOCK[sampler]
    scheduler = kind(**STABLE_DIFFUSION, use_karras_sigmas=True, **options)
    scheduler.set_timesteps(STEPS)
    sigmas = torch.cat([scheduler.sigmas[:-1].unique().flip(0), torch.zeros(1)])
    sigmas = sigmas[-(STEPS + 1) :]
    blank = torch.zeros(SHAPE)
    x = noised(blank, draw_noise(SEED, blank), sigmas[0], TABLE)
    denoise = Gaussian().denoise
    noise = GeneratorNoise(SEED, x) if sampler == "dpmpp_2m_sde" else NoNoise()
    history: dict[str, torch.Tensor] = {}
    ours = x
    for index in range(COMPARED):
        ours = SAMPLERS[sampler](Step(index, sigmas, denoise, noise, history), ours)
    theirs = diffusers_steps(scheduler, x, sampler)
    assert torch.allclose(ours, theirs, rtol=1e-4, atol=1e-5)


def diffusers_steps(scheduler: Any, x: torch.Tensor, sampler: str) -> torch.Tensor:
    """The same steps by a stock scheduler, in its own frame."""
    exploding = sampler in {"euler", "heun", "lms"}
    noise = GeneratorNoise(SEED, x)
    evaluations = COMPARED * scheduler.order
    for index, timestep in enumerate(scheduler.timesteps[:evaluations]):
        sigma = scheduler.sigmas[index]
        frame = 1.0 if exploding else float((1 + sigma**2).sqrt())
        if not index:
            x = x / frame
        scheduler.scale_model_input(x, timestep)
        output = (x * frame - Gaussian().denoise(x * frame, sigma)) / sigma
        drawn = {"variance_noise": noise(sigma, sigma)} if sampler == "dpmpp_2m_sde" else {}
        x = scheduler.step(output, timestep, x, **drawn).prev_sample
    return x if exploding else x * float((1 + scheduler.sigmas[index + 1] ** 2).sqrt())
