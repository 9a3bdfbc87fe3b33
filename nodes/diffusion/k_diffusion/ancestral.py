"""Ancestral samplers: each step denoises further than it has to, then adds new noise."""

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

from nodes.diffusion.k_diffusion.single_step import midpoint, slope
from nodes.diffusion.k_diffusion.step import Step


def ancestral_step(
    sigma: torch.Tensor, following: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """How far to denoise, and how much noise to add then, to arrive at the following level.

    The posterior of the forward process: equation 7 of Ho et al., arXiv 2006.11239.
    """
    up = (following**2 * (sigma**2 - following**2) / sigma**2) ** 0.5
    up = torch.minimum(following, up)
    return (following**2 - up**2) ** 0.5, up


def euler_ancestral(step: Step, x: torch.Tensor) -> torch.Tensor:
    """Euler to less noise than the next level has, then new noise up to it.

    It is also DDPM (Ho et al., arXiv 2006.11239, algorithm 2) in this frame: x divided by the
    root of alpha bar has sigma² = 1 / alpha bar - 1, and the posterior's mean and variance
    (equation 7) come to those of this step.
    """
    denoised = step.denoise(x, step.sigma)
    if step.is_last:
        return denoised
    down, up = ancestral_step(step.sigma, step.next)
    x = x + slope(x, denoised, step.sigma) * (down - step.sigma)
    return x + step.noise(step.sigma, step.next) * up


def dpm_2_ancestral(step: Step, x: torch.Tensor) -> torch.Tensor:
    """DPM-Solver-2 (Lu et al., arXiv 2206.00927) to less noise, then new noise."""
    down, up = ancestral_step(step.sigma, step.next)
    x = midpoint(step, x, down)
    return x if step.is_last else x + step.noise(step.sigma, step.next) * up


def dpmpp_2s_ancestral(step: Step, x: torch.Tensor) -> torch.Tensor:
    """DPM-Solver++(2S) (Lu et al., arXiv 2211.01095, algorithm 1) to less noise, then new noise.

    With r = 1/2; t is -log sigma, the half log signal-to-noise ratio.
    """
    denoised = step.denoise(x, step.sigma)
    if step.is_last:
        return denoised
    down, up = ancestral_step(step.sigma, step.next)
    t, t_down = -step.sigma.log(), -down.log()
    h = t_down - t
    middle = (-(t + h / 2)).exp()
    guess = middle / step.sigma * x - (-h / 2).expm1() * denoised
    x = down / step.sigma * x - (-h).expm1() * step.denoise(guess, middle)
    return x + step.noise(step.sigma, step.next) * up


def lcm(step: Step, x: torch.Tensor) -> torch.Tensor:
    """Multistep consistency sampling: algorithm 1 of Song et al., arXiv 2303.01469.

    As latent consistency models use it (Luo et al., arXiv 2310.04378, algorithm 3).
    """
    denoised = step.denoise(x, step.sigma)
    if step.is_last:
        return denoised
    return denoised + step.noise(step.sigma, step.next) * step.next
