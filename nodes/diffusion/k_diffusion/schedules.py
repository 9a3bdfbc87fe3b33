"""Schedules: which noise levels a run visits, from the table's down to zero."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import torch

from nodes.diffusion.k_diffusion.sigmas import SigmaTable
from nodes.k_samplers import (
    FULL_DENOISE,
    RULES,
    KSamplerName,
    KScheduleName,
    part_of,
    schedule_length,
)

Schedule = Callable[[SigmaTable, int], torch.Tensor]
"""(table, count) -> noise levels, descending, without the zero at the end."""


def run_sigmas(
    table: SigmaTable,
    sampler: KSamplerName,
    schedule: KScheduleName,
    steps: int,
    *,
    denoise: float = 1.0,
    start: int = 0,
    end: int | None = None,
    leftover: bool = False,
) -> torch.Tensor:
    """The noise levels of a run, float32; with fewer than two there is nothing to do.

    Below 1, `denoise` takes the last `steps` of a longer schedule. `start` and `end` cut steps
    off; a run that ends early steps to zero all the same, unless it may leave noise.
    """
    if denoise <= 0:
        return torch.empty(0)
    sigmas = _sampler_sigmas(table, sampler, schedule, schedule_length(steps, denoise))
    if denoise <= FULL_DENOISE:
        sigmas = sigmas[-(steps + 1) :]
    part = part_of(len(sigmas) - 1, start, end, leftover=leftover)
    sigmas = sigmas[: part.last + 1].clone()
    if part.to_zero:
        sigmas[-1] = 0
    return sigmas[part.first :]


def _sampler_sigmas(
    table: SigmaTable, sampler: KSamplerName, schedule: KScheduleName, count: int
) -> torch.Tensor:
    """A whole schedule as a sampler wants it: some get along better without the last but one."""
    if not RULES[sampler].drops_last_but_one:
        return schedule_sigmas(table, schedule, count)
    sigmas = schedule_sigmas(table, schedule, count + 1)
    return torch.cat([sigmas[:-2], sigmas[-1:]])


def schedule_sigmas(table: SigmaTable, schedule: KScheduleName, count: int) -> torch.Tensor:
    """A schedule of `count` steps down to zero, float32; ddim_uniform may give another number."""
    return torch.cat([SCHEDULES[schedule](table, count), torch.zeros(1)])


def normal(table: SigmaTable, count: int) -> torch.Tensor:
    """Evenly spaced time steps from the last to the first."""
    return table.sigma(torch.linspace(len(table.sigmas) - 1, 0, count))


def sgm_uniform(table: SigmaTable, count: int) -> torch.Tensor:
    """Evenly spaced time steps from the last; the first is where the zero stands instead."""
    return table.sigma(torch.linspace(len(table.sigmas) - 1, 0, count + 1)[:-1])


def simple(table: SigmaTable, count: int) -> torch.Tensor:
    """Every so-manieth entry of the table, counted from the last."""
    last, spacing = len(table.sigmas) - 1, len(table.sigmas) / count
    return table.sigmas[[last - int(i * spacing) for i in range(count)]]


def ddim_uniform(table: SigmaTable, count: int) -> torch.Tensor:
    """Every so-manieth entry, counted from the second: DDIM's (Song et al., arXiv 2010.02502)."""
    return table.sigmas[1 :: max(len(table.sigmas) // count, 1)].flip(0)


def karras(table: SigmaTable, count: int) -> torch.Tensor:
    """Equation 5 of Karras et al., arXiv 2206.00364, with rho = 7."""
    rho = 7.0
    low, high = table.minimum ** (1 / rho), table.maximum ** (1 / rho)
    return torch.pow(high + torch.linspace(0, 1, count) * (low - high), rho)


def exponential(table: SigmaTable, count: int) -> torch.Tensor:
    """Evenly spaced logarithms."""
    return torch.linspace(math.log(table.maximum), math.log(table.minimum), count).exp()


def beta(table: SigmaTable, count: int) -> torch.Tensor:
    """Time steps at the quantiles of Beta(0.6, 0.6): dense at both ends.

    Lee et al., "Beta Sampling is All You Need", arXiv 2407.12173; no time step comes twice.
    """
    from scipy.special import betaincinv  # type: ignore[import-untyped]

    last = len(table.sigmas) - 1
    timesteps = [round(betaincinv(0.6, 0.6, 1 - i / count) * last) for i in range(count)]
    return table.sigmas[list(dict.fromkeys(timesteps))]


def kl_optimal(table: SigmaTable, count: int) -> torch.Tensor:
    """Evenly spaced arctangents: optimal for normally distributed pictures.

    Sabour et al., "Align Your Steps", arXiv 2404.14507.
    """
    angles = torch.arange(count) / max(count - 1, 1)
    return (angles * math.atan(table.minimum) + (1 - angles) * math.atan(table.maximum)).tan()


def linear_quadratic(table: SigmaTable, count: int) -> torch.Tensor:
    """The first half of the steps in a line over 2.5 % of the noise, then a parabola to zero.

    The linear-quadratic schedule of Polyak et al., "Movie Gen", arXiv 2410.13720. The parabola
    goes on from the line with its value and its slope, and ends at zero after the last step.
    """
    share, line = 0.025, count // 2
    if not line:
        return table.sigmas[-1:]
    slope, left = share / line, count - line
    bend = (1 - share - slope * left) / left**2
    steps = torch.arange(count, dtype=torch.float64)
    done = slope * steps + bend * (steps - line).clamp(min=0) ** 2
    return (1 - done).float() * table.sigmas[-1]


SCHEDULES: Mapping[KScheduleName, Schedule] = {
    "normal": normal,
    "karras": karras,
    "exponential": exponential,
    "simple": simple,
    "sgm_uniform": sgm_uniform,
    "ddim_uniform": ddim_uniform,
    "beta": beta,
    "kl_optimal": kl_optimal,
    "linear_quadratic": linear_quadratic,
}
