"""A run that was saved after any of its steps goes on with the same bits."""

from collections.abc import Iterator
from itertools import pairwise
from typing import get_args

import pytest
import torch

from nodes.diffusion.k_diffusion import SAMPLERS, Step
from nodes.diffusion.k_diffusion.noise import BrownianNoise, GeneratorNoise, Noise, make_noise
from nodes.diffusion.k_diffusion.noising import draw_noise, noised
from nodes.diffusion.k_diffusion.schedules import run_sigmas
from nodes.k_samplers import KSamplerName, KScheduleName
from tests.nodes.diffusion.k_diffusion.toy_models import SHAPE, TABLE, denoiser, random_net

SEED = 11
Saved = tuple[torch.Tensor, dict[str, torch.Tensor], torch.Tensor]


def steps(
    sampler: KSamplerName, sigmas: torch.Tensor, x: torch.Tensor, saved: Saved | None, first: int
) -> Iterator[Saved]:
    """What would be saved after each step, from copies of what was saved before."""
    noise = make_noise(sampler, SEED, sigmas, x)
    history: dict[str, torch.Tensor] = {}
    if saved is not None:
        x, history, state = saved[0].clone(), dict(saved[1]), saved[2]
        noise.restore(state)
    denoise = denoiser(random_net(), TABLE, "epsilon")
    for index in range(first, len(sigmas) - 1):
        x = SAMPLERS[sampler](Step(index, sigmas, denoise, noise, history), x)
        copies = {name: tensor.clone() for name, tensor in history.items()}
        yield x.clone(), copies, noise.state().clone()


@pytest.mark.parametrize("schedule", ["karras", "normal"])
@pytest.mark.parametrize("sampler", get_args(KSamplerName))
def test_a_resumed_run_has_the_same_bits(sampler: KSamplerName, schedule: KScheduleName) -> None:
    sigmas = run_sigmas(TABLE, sampler, schedule, 8)
    blank = torch.zeros(SHAPE)
    start = noised(blank, draw_noise(SEED, blank), sigmas[0], TABLE)
    whole = list(steps(sampler, sigmas, start, None, 0))
    assert len(whole) == 8
    for done, saved in enumerate(whole[:-1], start=1):
        *_, last = steps(sampler, sigmas, torch.zeros(SHAPE), saved, done)
        assert torch.equal(last[0], whole[-1][0]), f"resumed after {done} steps"


@pytest.mark.parametrize("sampler", get_args(KSamplerName))
def test_a_step_changes_no_tensor_that_was_saved(sampler: KSamplerName) -> None:
    sigmas = run_sigmas(TABLE, sampler, "karras", 6)
    x = torch.zeros(SHAPE) + sigmas[0]
    noise = make_noise(sampler, SEED, sigmas, x)
    denoise = denoiser(random_net(), TABLE, "v_prediction")
    history: dict[str, torch.Tensor] = {}
    for index in range(6):
        before = {"x": x, **history}
        copies = {name: tensor.clone() for name, tensor in before.items()}
        x = SAMPLERS[sampler](Step(index, sigmas, denoise, noise, history), x)
        assert all(torch.equal(tensor, copies[name]) for name, tensor in before.items())
        assert all(tensor.shape == x.shape for tensor in history.values())


@pytest.mark.parametrize("sampler", ["euler", "heun", "dpm_2", "ddim"])
def test_two_runs_of_half_the_steps_equal_a_whole_one(sampler: KSamplerName) -> None:
    blank = torch.zeros(SHAPE)
    denoise = denoiser(random_net(), TABLE, "epsilon")

    def run(latent: torch.Tensor, sigmas: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
        x = noised(latent, noise, sigmas[0], TABLE)
        source = make_noise(sampler, SEED, sigmas, x)
        for index in range(len(sigmas) - 1):
            x = SAMPLERS[sampler](Step(index, sigmas, denoise, source, {}), x)
        return x

    noise = draw_noise(SEED, blank)
    first = run_sigmas(TABLE, sampler, "karras", 10, end=4, leftover=True)
    second = run_sigmas(TABLE, sampler, "karras", 10, start=4)
    halves = run(run(blank, first, noise), second, blank)
    assert torch.equal(halves, run(blank, run_sigmas(TABLE, sampler, "karras", 10), noise))


@pytest.mark.parametrize("sampler", ["euler_ancestral", "dpmpp_2m_sde"])
def test_noise_is_seeded(sampler: KSamplerName) -> None:
    sigmas = run_sigmas(TABLE, sampler, "karras", 5)
    like = torch.zeros(SHAPE)

    def first(seed: int, *, own_seed: bool = False) -> torch.Tensor:
        noise = make_noise(sampler, seed, sigmas, like, own_seed=own_seed)
        return noise(sigmas[0], sigmas[1])

    assert torch.equal(first(3), first(3))
    assert not torch.equal(first(3), first(4))
    drawn_anew = sampler == "euler_ancestral"
    assert torch.equal(first(3, own_seed=True), first(4 if drawn_anew else 3))
    assert torch.equal(first(3), draw_noise(3, like)) == drawn_anew


def test_a_generator_goes_on_where_it_was() -> None:
    noise: Noise = GeneratorNoise(SEED, torch.zeros(SHAPE))
    level = torch.tensor(1.0)
    noise(level, level)
    state = noise.state()
    then = [noise(level, level) for _ in range(3)]
    other: Noise = GeneratorNoise(SEED + 1, torch.zeros(SHAPE))
    other.restore(state)
    assert all(torch.equal(other(level, level), drawn) for drawn in then)


def test_a_brownian_path_does_not_depend_on_what_was_asked() -> None:
    """Whole against rebuilt at each step, backwards, with other questions between, and alone."""
    sigmas = run_sigmas(TABLE, "dpmpp_sde", "karras", 40)[:-1]
    like = torch.zeros(SHAPE)
    pairs = list(pairwise(sigmas))
    pairs += [(a, (a * b).sqrt()) for a, b in pairs] + [(sigmas[0], sigmas[-1])]
    path = BrownianNoise(SEED, sigmas, like)
    whole = [path(a, b) for a, b in pairs]
    backwards = BrownianNoise(SEED, sigmas, like)
    reversed_ = [backwards(a, b) for a, b in reversed(pairs)]
    alone = [BrownianNoise(SEED, sigmas, like)(a, b) for a, b in pairs]
    for one, other, third in zip(whole, reversed(reversed_), alone, strict=True):
        assert torch.equal(one, other)
        assert torch.equal(one, third)


def test_brownian_increments_add_up_and_have_unit_variance() -> None:
    sigmas = torch.tensor([14.0, 9.0, 3.0, 1.0, 0.1, 0.0])
    path = BrownianNoise(SEED, sigmas, torch.zeros(20000))
    levels = list(pairwise(sigmas[:-1]))
    parts = [path(a, b) * (a - b).sqrt() for a, b in levels]
    whole = path(sigmas[0], sigmas[-2]) * (sigmas[0] - sigmas[-2]).sqrt()
    assert torch.allclose(torch.stack(parts).sum(0), whole, atol=1e-4)
    for a, b in levels:
        assert abs(float(path(a, b).std()) - 1) < 0.02
