"""Single-step samplers without noise of their own."""

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

from nodes.diffusion.k_diffusion.step import Step


def slope(x: torch.Tensor, denoised: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
    """The derivative dx/dsigma of the probability flow: line 4 of Karras et al.'s algorithm 1."""
    return (x - denoised) / sigma


def euler(step: Step, x: torch.Tensor) -> torch.Tensor:
    """Algorithm 1 of Karras et al., arXiv 2206.00364, without its second-order correction.

    In this frame it is also DDIM with eta = 0 (Song et al., arXiv 2010.02502, equation 13).
    """
    direction = slope(x, step.denoise(x, step.sigma), step.sigma)
    return x + direction * (step.next - step.sigma)


def heun(step: Step, x: torch.Tensor) -> torch.Tensor:
    """Algorithm 1 of Karras et al., arXiv 2206.00364: the mean of the slopes at both ends."""
    direction = slope(x, step.denoise(x, step.sigma), step.sigma)
    distance = step.next - step.sigma
    guess = x + direction * distance
    if step.is_last:
        return guess
    arrival = slope(guess, step.denoise(guess, step.next), step.next)
    return x + (direction + arrival) / 2 * distance


def dpm_2(step: Step, x: torch.Tensor) -> torch.Tensor:
    """The slope half-way in log sigma: DPM-Solver-2 (Lu et al., arXiv 2206.00927, algorithm 1)."""
    return midpoint(step, x, step.next)


def midpoint(step: Step, x: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """A step of DPM-Solver-2 to any noise level; to zero, one of Euler's."""
    direction = slope(x, step.denoise(x, step.sigma), step.sigma)
    if target == 0:
        return x + direction * (target - step.sigma)
    middle = step.sigma.log().lerp(target.log(), 0.5).exp()
    guess = x + direction * (middle - step.sigma)
    return x + slope(guess, step.denoise(guess, middle), middle) * (target - step.sigma)
