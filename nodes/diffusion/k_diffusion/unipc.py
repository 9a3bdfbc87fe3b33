"""UniPC: a multistep sampler that corrects each step with the evaluation that the next one needs.

Zhao et al., "UniPC: A Unified Predictor-Corrector Framework for Fast Sampling of Diffusion
Models", arXiv 2302.04867: theorem 3.1 (the corrector UniC) and corollary 3.2 (the predictor UniP),
in their form for models that predict the picture, up to the third order.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from nodes.diffusion.k_diffusion.step import Step

_MAXIMAL_ORDER = 3
# -log sigma has no end, so a run to zero ends here; the picture is taken for what x is then.
_LAST_SIGMA = 0.001


def uni_pc(step: Step, x: torch.Tensor) -> torch.Tensor:
    """UniPC with B(h) = h, the paper's B_1."""
    return _uni_pc(step, x, expm1=False)


def uni_pc_bh2(step: Step, x: torch.Tensor) -> torch.Tensor:
    """UniPC with B(h) = e^h - 1, the paper's B_2."""
    return _uni_pc(step, x, expm1=True)


def _uni_pc(step: Step, x: torch.Tensor, *, expm1: bool) -> torch.Tensor:
    """Correct x, that the step before predicted, then predict the next one from it."""
    denoised = step.denoise(x, step.sigma)
    known = step.past("denoised")
    if known:
        x = _move(step, step.index - 1, step.history["corrected"], known, denoised, expm1=expm1)
    pictures = [denoised, *known][:_MAXIMAL_ORDER]
    step.history["corrected"] = x
    step.keep("denoised", pictures)
    return _move(step, step.index, x, pictures, None, expm1=expm1)


def _move(
    step: Step,
    start: int,
    x: torch.Tensor,
    pictures: list[torch.Tensor],
    arrival: torch.Tensor | None,
    *,
    expm1: bool,
) -> torch.Tensor:
    """X from one noise level to its next: predicted, or with `arrival` corrected.

    `pictures` are the model's at `start` and before, `arrival` is the one at the next level.
    """
    order = _order(start, len(step.sigmas) - 1)
    end, begin, *earlier = (_level(step, start + 1 - back) for back in range(order + 1))
    h = end.t - begin.t
    ratios = [(level.t - begin.t) / h for level in earlier]
    changes = [
        (picture - pictures[0]) / ratio
        for picture, ratio in zip(pictures[1:order], ratios, strict=True)
    ]
    if arrival is not None:
        ratios, changes = [*ratios, 1.0], [*changes, arrival - pictures[0]]
    kept = end.noise / begin.noise * begin.signal / end.signal
    moved = kept * x - math.expm1(-h) * pictures[0]
    scale = math.expm1(-h) if expm1 else -h
    for weight, change in zip(_weights(ratios, h, scale), changes, strict=True):
        moved = moved - scale * weight * change
    return moved


def _order(start: int, steps: int) -> int:
    """The order of the step from `start`: it rises at the beginning and falls towards the end."""
    return max(1, min(_MAXIMAL_ORDER, steps - 1, start + 1, steps - start))


@dataclass(frozen=True)
class _Level:
    """A noise level in the variance-preserving frame; `t` is half its log signal-to-noise ratio."""

    signal: float
    noise: float
    t: float


def _level(step: Step, index: int) -> _Level:
    """In float32 and in the paper's formulas, as the reference implementation has it.

    t is -log sigma, but towards sigma = 0 these formulas have so few digits left that the pictures
    would differ from ComfyUI's by 5e-5 if it were computed well.
    """
    sigma = step.sigmas[index].clamp(min=_LAST_SIGMA)
    log_signal = 0.5 * (1 / (sigma**2 + 1)).log()
    variance = 1 - (2 * log_signal).exp()
    t = log_signal - 0.5 * variance.log()
    return _Level(float(log_signal.exp()), float(variance.sqrt()), float(t))


def _weights(ratios: list[float], h: float, scale: float) -> list[float]:
    """The weights of the changes: the condition of theorem 3.1, or 1/2 for one change alone."""
    if len(ratios) <= 1:
        return [0.5] * len(ratios)
    count = len(ratios)
    powers = torch.tensor([[r**k for r in ratios] for k in range(count)], dtype=torch.float64)
    wanted = [math.factorial(k) * _phi(k + 1, -h) / scale for k in range(1, count + 1)]
    solved = torch.linalg.solve(powers, torch.tensor(wanted, dtype=torch.float64))
    return [float(weight) for weight in solved]


def _phi(k: int, z: float) -> float:
    """The function z·phi_k(z) of exponential integrators: z·phi_1(z) = e^z - 1."""
    value = math.expm1(z)
    for j in range(1, k):
        value = value / z - 1 / math.factorial(j)
    return value
