"""The schedules of noise levels, the table they stand on, and the cuts at their ends."""

import math
from pathlib import Path
from typing import get_args

import pytest
import torch
from safetensors.torch import load_file

from graph_engine.errors import NodeError
from nodes.diffusion.k_diffusion.schedules import run_sigmas, schedule_sigmas
from nodes.diffusion.k_diffusion.sigmas import sigma_table
from nodes.k_samplers import RULES, KSamplerName, KScheduleName
from tests.nodes.diffusion.k_diffusion.toy_models import STABLE_DIFFUSION, TABLE

SCHEDULES = get_args(KScheduleName)
SAMPLERS = get_args(KSamplerName)
# Where each schedule stops before zero: at the table's end, at its second entry, or between.
TO_THE_END = ("normal", "karras", "exponential", "kl_optimal")
DROPPING = [name for name in SAMPLERS if RULES[name].drops_last_but_one]


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_levels_equal_comfyuis(schedule: KScheduleName) -> None:
    golden = load_file(Path(__file__).with_name("comfyui.safetensors"))
    levels = schedule_sigmas(TABLE, schedule, 10)
    assert torch.allclose(levels, golden[f"sigmas/{schedule}"], rtol=2e-7, atol=0)


@pytest.mark.parametrize("count", [1, 2, 3, 7, 20, 50, 200])
@pytest.mark.parametrize("schedule", SCHEDULES)
def test_levels_fall_from_the_most_noise_to_none(schedule: KScheduleName, count: int) -> None:
    levels = schedule_sigmas(TABLE, schedule, count)
    assert levels.dtype == torch.float32
    assert levels[-1] == 0
    assert (levels.diff() < 0).all()
    if schedule != "ddim_uniform":
        assert math.isclose(levels[0], TABLE.maximum, rel_tol=1e-5)
        assert len(levels) <= count + 1
        assert len(levels) == count + 1 or schedule == "beta"


@pytest.mark.parametrize("schedule", TO_THE_END)
def test_these_end_at_the_least_noise(schedule: KScheduleName) -> None:
    levels = schedule_sigmas(TABLE, schedule, 9)
    assert math.isclose(levels[-2], TABLE.minimum, rel_tol=1e-5)


def test_ddim_uniform_takes_what_steps_divide_the_table_into() -> None:
    # 1000 // 7 = 142 leaves eight entries: 1, 143, … 995.
    levels = schedule_sigmas(TABLE, "ddim_uniform", 7)
    assert torch.equal(levels[:-1], TABLE.sigmas[1::142].flip(0))
    assert len(levels) == 9


def test_linear_quadratic_begins_in_a_line_and_bends() -> None:
    drops = -schedule_sigmas(TABLE, "linear_quadratic", 20).diff() / TABLE.maximum
    assert torch.allclose(drops[:10], torch.full((10,), 0.0025), atol=1e-6)
    bends = drops[10:].diff()
    assert torch.allclose(bends, bends.mean().expand(9), atol=1e-6)
    assert math.isclose(float(drops.sum()), 1, rel_tol=1e-6)


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("sampler", DROPPING)
def test_some_samplers_leave_out_the_last_but_one_level(
    sampler: KSamplerName, schedule: KScheduleName
) -> None:
    longer = schedule_sigmas(TABLE, schedule, 11)
    levels = run_sigmas(TABLE, sampler, schedule, 10)
    assert levels.tolist() == [*longer[:-2].tolist(), 0.0]


@pytest.mark.parametrize("sampler", ["euler", "uni_pc"])
def test_denoise_takes_the_end_of_a_longer_schedule(sampler: KSamplerName) -> None:
    whole = run_sigmas(TABLE, sampler, "normal", 25)
    assert torch.equal(run_sigmas(TABLE, sampler, "normal", 10, denoise=0.4), whole[-11:])
    assert len(run_sigmas(TABLE, sampler, "normal", 10, denoise=0)) == 0


def test_start_and_end_cut_steps_off() -> None:
    whole = run_sigmas(TABLE, "euler", "karras", 10)
    left = run_sigmas(TABLE, "euler", "karras", 10, start=2, end=6, leftover=True)
    assert torch.equal(left, whole[2:7])
    none_left = run_sigmas(TABLE, "euler", "karras", 10, start=2, end=6)
    assert none_left.tolist() == [*whole[2:6].tolist(), 0.0]
    assert torch.equal(run_sigmas(TABLE, "euler", "karras", 10, end=10, leftover=True), whole)
    assert torch.equal(run_sigmas(TABLE, "euler", "karras", 10, end=10000), whole)


@pytest.mark.parametrize(("start", "end"), [(10, None), (50, None), (6, 6), (7, 3), (0, 0)])
def test_nothing_is_left_to_do(start: int, end: int | None) -> None:
    assert len(run_sigmas(TABLE, "euler", "normal", 10, start=start, end=end)) < 2


def test_time_steps_and_noise_levels_are_each_others_inverse() -> None:
    steps = torch.arange(1000)
    assert all(
        TABLE.timestep(sigma) == step for step, sigma in zip(steps, TABLE.sigmas, strict=True)
    )
    assert torch.allclose(TABLE.sigma(steps), TABLE.sigmas, rtol=1e-6)
    between = TABLE.sigma(torch.tensor(500.5)) ** 2
    assert torch.isclose(between, TABLE.sigmas[500] * TABLE.sigmas[501], rtol=1e-5)
    assert TABLE.sigma(torch.tensor(5000)) == TABLE.sigma(torch.tensor(999))


def test_progress_counts_time_steps_from_the_last() -> None:
    assert TABLE.sigma_at(0) == math.inf
    assert TABLE.sigma_at(1) == 0
    assert math.isclose(TABLE.sigma_at(1 - 300 / 999), TABLE.sigmas[300], rel_tol=1e-5)


@pytest.mark.parametrize(
    ("kind", "last"), [("scaled_linear", 14.6146), ("linear", 24.6), ("squaredcos_cap_v2", 2e4)]
)
def test_other_models_have_other_tables(kind: str, last: float) -> None:
    table = sigma_table({**STABLE_DIFFUSION, "beta_schedule": kind})
    assert len(table.sigmas) == 1000
    assert (table.sigmas.diff() > 0).all()
    assert math.isclose(table.maximum, last, rel_tol=0.05)


def test_betas_may_be_given_one_by_one() -> None:
    table = sigma_table({"trained_betas": [0.1, 0.2]})
    assert torch.allclose(table.sigmas**2, torch.tensor([1 / 0.9 - 1, 1 / 0.72 - 1]))


def test_a_schedule_without_signal_at_its_end() -> None:
    table = sigma_table({**STABLE_DIFFUSION, "rescale_betas_zero_snr": True})
    assert math.isclose(table.minimum, TABLE.minimum, rel_tol=1e-4)
    assert table.maximum > 4000


def test_an_unknown_schedule_of_betas_is_refused() -> None:
    with pytest.raises(NodeError, match="sigmoid"):
        sigma_table({**STABLE_DIFFUSION, "beta_schedule": "sigmoid"})
