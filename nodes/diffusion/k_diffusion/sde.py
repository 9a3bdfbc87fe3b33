"""Samplers of the diffusion's stochastic equation, with noise along a Brownian path."""

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

from nodes.diffusion.k_diffusion.ancestral import ancestral_step
from nodes.diffusion.k_diffusion.step import Step


def dpmpp_sde(step: Step, x: torch.Tensor) -> torch.Tensor:
    """DPM-Solver++(2S) with noise in both of its stages; t is -log sigma, r = 1/2.

    Lu et al., arXiv 2211.01095, algorithm 1, each of whose stages is an ancestral step here.
    """
    denoised = step.denoise(x, step.sigma)
    if step.is_last:
        return denoised
    t, t_next = -step.sigma.log(), -step.next.log()
    middle = (-(t + (t_next - t) * 0.5)).exp()
    guess = _ancestral(step, x, denoised, middle)
    return _ancestral(step, x, step.denoise(guess, middle), step.next)


def _ancestral(
    step: Step, x: torch.Tensor, denoised: torch.Tensor, target: torch.Tensor
) -> torch.Tensor:
    """One to any noise level, as if the picture did not change on the way."""
    down, up = ancestral_step(step.sigma, target)
    h = -down.log() + step.sigma.log()
    return (-h).exp() * x - (-h).expm1() * denoised + step.noise(step.sigma, target) * up


def dpmpp_2m_sde(step: Step, x: torch.Tensor) -> torch.Tensor:
    """SDE-DPM-Solver++(2M): Lu et al., arXiv 2211.01095, in its midpoint form."""
    denoised = step.denoise(x, step.sigma)
    before = step.past("denoised")
    step.keep("denoised", [denoised])
    if step.is_last:
        return denoised
    h = _h(step)
    x = _first_order(step, x, denoised, h)
    if before:
        r = _h(step, back=1) / h
        x = x - 0.5 * (-2 * h).expm1() / r * (denoised - before[0])
    return x + _increment(step, h)


def dpmpp_3m_sde(step: Step, x: torch.Tensor) -> torch.Tensor:
    """SDE-DPM-Solver++ with the parabola through the last three pictures; k-diffusion's own."""
    denoised = step.denoise(x, step.sigma)
    before = step.past("denoised")
    step.keep("denoised", [denoised, *before][:2])
    if step.is_last:
        return denoised
    h = _h(step)
    x = _first_order(step, x, denoised, h)
    phi_2 = (-2 * h).expm1() / (2 * h) + 1
    if len(before) == 1:
        x = x + phi_2 * (denoised - before[0]) * (h / _h(step, back=1))
    elif len(before) == 2:
        r_0, r_1 = _h(step, back=1) / h, _h(step, back=2) / h
        near, far = (denoised - before[0]) / r_0, (before[0] - before[1]) / r_1
        bend = (near - far) / (r_0 + r_1)
        phi_3 = phi_2 / (2 * h) - 0.5
        x = x + phi_2 * (near + bend * r_0) - phi_3 * bend
    return x + _increment(step, h)


def _h(step: Step, back: int = 0) -> torch.Tensor:
    """The length in -log sigma of this step, or of one before."""
    start = step.index - back
    return step.sigmas[start].log() - step.sigmas[start + 1].log()


def _first_order(
    step: Step, x: torch.Tensor, denoised: torch.Tensor, h: torch.Tensor
) -> torch.Tensor:
    """The step as if the picture did not change on the way."""
    return step.next / step.sigma * (-h).exp() * x - (-2 * h).expm1() * denoised


def _increment(step: Step, h: torch.Tensor) -> torch.Tensor:
    """The new noise of the step."""
    return step.noise(step.sigma, step.next) * step.next * (-(-2 * h).expm1()).sqrt()
