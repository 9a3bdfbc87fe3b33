"""The samplers on pictures whose distribution is known: their order, and where noise leads."""

import math

import pytest
import torch

from nodes.diffusion.k_diffusion.schedules import schedule_sigmas
from nodes.k_samplers import RULES, KSamplerName
from tests.nodes.diffusion.k_diffusion.toy_models import TABLE, Gaussian, sampled

MODEL = Gaussian()
STOCHASTIC = [name for name, rule in RULES.items() if rule.noise != "none" and name != "lcm"]
# The power of the number of steps with which the error falls. The multistep ones begin with a
# step of first order, and uni_pc ends with one too, which holds it to the second.
ORDERS: dict[KSamplerName, float] = {
    "euler": 1,
    "ddim": 1,
    "heun": 2,
    "dpm_2": 2,
    "dpmpp_2m": 2,
    "lms": 3,
    "uni_pc": 2,
    "uni_pc_bh2": 2,
}


def levels(steps: int) -> torch.Tensor:
    return torch.linspace(math.log(8), math.log(0.3), steps + 1, dtype=torch.float64).exp().float()


def error(sampler: KSamplerName, steps: int) -> float:
    """How far a run in float64, above whose rounding the order shows, is from the exact flow."""
    start = MODEL.mean + torch.linspace(-12, 12, 16, dtype=torch.float64).reshape(1, 1, 4, 4)
    sigmas = levels(steps)
    exact = MODEL.flow(start, float(sigmas[0]), float(sigmas[-1]))
    return float((sampled(sampler, sigmas, start, MODEL.denoise) - exact).abs().max())


@pytest.mark.parametrize("sampler", ORDERS)
def test_deterministic_samplers_converge_with_their_order(sampler: KSamplerName) -> None:
    coarse, fine = error(sampler, 12), error(sampler, 96)
    assert abs(math.log(coarse / fine, 8) - ORDERS[sampler]) < 0.25
    assert fine < 0.01


@pytest.mark.parametrize("sampler", STOCHASTIC)
def test_stochastic_samplers_arrive_at_the_distribution(sampler: KSamplerName) -> None:
    # A path costs more than draws, but its samplers need fewer steps.
    steps = 60 if RULES[sampler].noise == "path" else 150
    sigmas = schedule_sigmas(TABLE, "karras", steps)[:-1]
    generator = torch.Generator().manual_seed(1)
    spread = math.hypot(MODEL.deviation, float(sigmas[0]))
    x = MODEL.mean + spread * torch.randn(1, 1, 160, 160, generator=generator)
    x = sampled(sampler, sigmas, x, MODEL.denoise)
    assert abs(float(x.mean()) - MODEL.mean) < 0.02
    assert abs(float(x.std()) / math.hypot(MODEL.deviation, float(sigmas[-1])) - 1) < 0.05


def test_lcm_redraws_the_noise_around_what_it_saw() -> None:
    sigmas = torch.tensor([10.0, 2.0])
    x = torch.full((1, 1, 100, 100), 5.0)
    seen = MODEL.denoise(x, sigmas[0])
    x = sampled("lcm", sigmas, x, MODEL.denoise)
    assert abs(float((x - seen).std()) - 2) < 0.05
    assert abs(float((x - seen).mean())) < 0.1
