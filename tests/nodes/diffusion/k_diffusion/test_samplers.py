"""Whole runs in sigma space against numbers that ComfyUI gave."""

from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest
import torch
from safetensors import safe_open

from nodes.diffusion.k_diffusion.noising import (
    draw_noise,
    latent_mask,
    masked,
    noise_around,
    noised,
)
from nodes.diffusion.k_diffusion.schedules import run_sigmas
from nodes.diffusion.k_diffusion.sigmas import sigma_table
from nodes.k_samplers import KSamplerName, KScheduleName
from tests.nodes.diffusion.k_diffusion.toy_models import (
    SHAPE,
    STABLE_DIFFUSION,
    TABLE,
    denoiser,
    random_net,
    sampled,
)

SEED = 7
LATENT = torch.arange(32).reshape(SHAPE).sin()
MASK = torch.linspace(0, 1, 15).reshape(1, 3, 5)
# Adams' coefficients of neighbouring levels nearly cancel, and ComfyUI integrates them in float32
# where numpy 2 is installed; with numpy 1 its numbers equal ours.
LOOSER = {("lms", "linear_quadratic"): 1.5e-4}


@dataclass(frozen=True)
class Case:
    """What a KSampler is asked for, beyond a plain run."""

    sampler: KSamplerName = "euler"
    schedule: KScheduleName = "karras"
    prediction_type: str = "epsilon"
    steps: int = 10
    denoise: float = 1.0
    start: int = 0
    end: int | None = None
    leftover: bool = False
    add_noise: bool = True
    picture: bool = True
    mask: bool = False
    zero_snr: bool = False


CASES = {
    "image to image": Case("dpmpp_2m", denoise=0.6),
    "image to image, one level dropped": Case("uni_pc", "normal", denoise=0.35),
    "whole but for a hair": Case("euler", "ddim_uniform", denoise=0.9999),
    "predicts the picture": Case("heun", "beta", prediction_type="sample"),
    "first half, noise left": Case("dpmpp_2m_sde", "simple", start=0, end=5, leftover=True),
    "first half, none left": Case("dpmpp_3m_sde", "simple", start=0, end=5),
    "second half": Case("dpmpp_sde", "karras", start=5, end=10000, add_noise=False),
    "middle": Case("lms", "exponential", start=3, end=7, leftover=True),
    "masked": Case("dpmpp_2m", "karras", mask=True),
    "masked, noise of its own": Case("ddim", "ddim_uniform", mask=True, denoise=0.8),
    "masked, no noise": Case("uni_pc_bh2", "normal", start=2, add_noise=False, mask=True),
    "masked, ancestral": Case("euler_ancestral", "sgm_uniform", mask=True),
    "no signal at the end": Case("dpmpp_2m", "normal", "v_prediction", zero_snr=True),
    "no signal, ancestral": Case("dpm_2_ancestral", "simple", "v_prediction", zero_snr=True),
    "start beyond the end": Case(start=8, end=8),
    "no denoising": Case(denoise=0.0),
}


@pytest.fixture(scope="module")
def golden() -> dict[str, torch.Tensor]:
    """What ComfyUI 0.3.64 made of the same nets: the upper left number of each channel."""
    with safe_open(Path(__file__).with_name("comfyui.safetensors"), "pt") as file:
        assert file.metadata()["source"].startswith("ComfyUI 0.3.64")
        return {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118


def run(case: Case) -> torch.Tensor:
    """A run as the KSampler node puts its parts together."""
    table = sigma_table({**STABLE_DIFFUSION, "rescale_betas_zero_snr": case.zero_snr})
    latent = LATENT if case.picture else torch.zeros(SHAPE)
    sigmas = run_sigmas(
        table,
        case.sampler,
        case.schedule,
        case.steps,
        denoise=case.denoise,
        start=case.start,
        end=case.end,
        leftover=case.leftover,
    )
    if len(sigmas) < 2:
        return latent
    noise = draw_noise(SEED, latent) if case.add_noise else torch.zeros(SHAPE)
    denoise = denoiser(random_net(), table, case.prediction_type)
    if case.mask:
        around = noise_around(case.sampler, SEED, noise)
        denoise = masked(denoise, latent_mask(MASK, latent), latent, around)
    return sampled(case.sampler, sigmas, noised(latent, noise, sigmas[0], table), denoise, SEED)


def relative_error(x: torch.Tensor, wanted: torch.Tensor) -> float:
    return float((x[:, :, 0, 0] - wanted).abs().max() / wanted.abs().max())


@pytest.mark.parametrize("schedule", get_args(KScheduleName))
@pytest.mark.parametrize("sampler", get_args(KSamplerName))
def test_runs_equal_comfyuis(
    golden: dict[str, torch.Tensor], sampler: KSamplerName, schedule: KScheduleName
) -> None:
    wanted = golden[f"{sampler}/{schedule}"]
    bound = LOOSER.get((sampler, schedule), 1e-5)
    for i, prediction_type in enumerate(("epsilon", "v_prediction")):
        for j, steps in enumerate((10, 20)):
            case = Case(sampler, schedule, prediction_type, steps, picture=False)
            assert relative_error(run(case), wanted[i, j]) <= bound


@pytest.mark.parametrize("name", CASES)
def test_parts_of_runs_equal_comfyuis(golden: dict[str, torch.Tensor], name: str) -> None:
    assert relative_error(run(CASES[name]), golden[f"case/{name}"]) <= 1e-5


@pytest.mark.parametrize("sampler", ["uni_pc", "uni_pc_bh2"])
def test_one_step_of_unipc_gives_the_models_picture(sampler: KSamplerName) -> None:
    # ComfyUI returns the noise itself here.
    sigmas = run_sigmas(TABLE, sampler, "normal", 1)
    x = noised(torch.zeros(SHAPE), draw_noise(SEED, LATENT), sigmas[0], TABLE)
    denoise = denoiser(random_net(), TABLE, "epsilon")
    assert torch.allclose(sampled(sampler, sigmas, x, denoise), denoise(x, sigmas[0]), atol=2e-3)
