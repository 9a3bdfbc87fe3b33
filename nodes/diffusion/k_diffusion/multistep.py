"""Multistep samplers: one evaluation per step, and those of the steps before."""

# Adapted from k-diffusion, https://github.com/crowsonkb/k-diffusion, under this notice:
#
#   Copyright (c) 2022 Katherine Crowson
#
#   Permission is hereby granted, free of charge, to any person obtaining a copy of this software
#   and associated documentation files (the "Software"), to deal in the Software without
#   restriction, including without limitation the rights to use, copy, modify, merge, publish,
#   distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
#   Software is furnished to do so, subject to the following conditions:
#
#   The above copyright notice and this permission notice shall be included in all copies or
#   substantial portions of the Software.
#
#   THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING
#   BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
#   NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
#   DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
#   OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.

from __future__ import annotations

import torch

from nodes.diffusion.k_diffusion.single_step import slope
from nodes.diffusion.k_diffusion.step import Step

_LMS_ORDER = 4


def lms(step: Step, x: torch.Tensor) -> torch.Tensor:
    """Linear multistep: the integral of the polynomial through the last four slopes.

    Adams-Bashforth for uneven steps (Hairer et al., "Solving Ordinary Differential Equations I",
    chapter III.5), first used for diffusion in Katherine Crowson's k-diffusion.
    """
    denoised = step.denoise(x, step.sigma)
    if step.is_last:
        return denoised
    slopes = [slope(x, denoised, step.sigma), *step.past("slope")]
    step.keep("slope", slopes[: _LMS_ORDER - 1])
    shares = _adams_shares(step, len(slopes))
    return x + sum(share * d for share, d in zip(shares, slopes, strict=True))


def _adams_shares(step: Step, order: int) -> list[float]:
    """The integral over the step of each Lagrange polynomial through the last noise levels.

    Gauss' rule of two points is exact up to the third degree, that of four levels.
    """
    levels = [float(step.sigmas[step.index - back]) for back in range(order)]
    start, end = float(step.sigma), float(step.next)
    centre, reach = (start + end) / 2, (end - start) / 2
    points = (centre - reach / 3**0.5, centre + reach / 3**0.5)
    return [reach * sum(_lagrange(levels, j, point) for point in points) for j in range(order)]


def _lagrange(levels: list[float], j: int, at: float) -> float:
    product = 1.0
    for k, level in enumerate(levels):
        if k != j:
            product *= (at - level) / (levels[j] - level)
    return product


def dpmpp_2m(step: Step, x: torch.Tensor) -> torch.Tensor:
    """DPM-Solver++(2M): algorithm 2 of Lu et al., arXiv 2211.01095; t is -log sigma."""
    denoised = step.denoise(x, step.sigma)
    before = step.past("denoised")
    step.keep("denoised", [denoised])
    if step.is_last:
        return denoised
    t, t_next = -step.sigma.log(), -step.next.log()
    h = t_next - t
    target = denoised
    if before:
        r = (t + step.sigmas[step.index - 1].log()) / h
        target = (1 + 1 / (2 * r)) * denoised - 1 / (2 * r) * before[0]
    return step.next / step.sigma * x - (-h).expm1() * target
