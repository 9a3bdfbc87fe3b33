"""Noise: where the samplers' random numbers come from, and the state that a checkpoint keeps."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Protocol

import torch

from nodes.k_samplers import RULES, KSamplerName

_TREE_DIGITS = 6


class Noise(Protocol):
    """A source of noise of unit variance in the shape of x."""

    def __call__(self, sigma: torch.Tensor, following: torch.Tensor) -> torch.Tensor:
        """The noise for the way from one noise level to a following one."""

    def state(self) -> torch.Tensor:
        """What `restore` needs to go on from here; bytes."""

    def restore(self, state: torch.Tensor) -> None:
        """Go on from where `state` was taken."""


class NoNoise:
    """For a sampler that draws none."""

    def __call__(self, sigma: torch.Tensor, following: torch.Tensor) -> torch.Tensor:
        """Refuse: nothing was seeded."""
        raise RuntimeError("This sampler was made without a source of noise.")

    def state(self) -> torch.Tensor:
        """Nothing."""
        return torch.empty(0, dtype=torch.uint8)

    def restore(self, state: torch.Tensor) -> None:
        """Nothing to do."""


class GeneratorNoise:
    """Noise drawn one after the other by a generator on the CPU, for the whole batch at once."""

    def __init__(self, seed: int, like: torch.Tensor) -> None:
        self._generator = torch.Generator("cpu").manual_seed(seed)
        self._like = like

    def __call__(self, sigma: torch.Tensor, following: torch.Tensor) -> torch.Tensor:
        """The generator's next draw, whatever the noise levels."""
        return torch.randn(self._like.shape, generator=self._generator).to(self._like)

    def state(self) -> torch.Tensor:
        """The generator's own state."""
        return self._generator.get_state()

    def restore(self, state: torch.Tensor) -> None:
        """Set the generator's state."""
        self._generator.set_state(state)


class BrownianNoise:
    """Increments of one Brownian path over the run's noise levels, on the CPU.

    The path is a function of the seed, the range of `sigmas` and the shape alone: each value
    hangs on a fixed dyadic tree, whatever was asked before (torchsde.BrownianTree). Hence there
    is no state, and a run with more steps over the same range sees the same path.
    """

    def __init__(self, seed: int, sigmas: torch.Tensor, like: torch.Tensor) -> None:
        self._seed = seed
        self._low = float(sigmas[sigmas > 0].min())
        self._high = float(sigmas.max())
        self._like = like

    def __call__(self, sigma: torch.Tensor, following: torch.Tensor) -> torch.Tensor:
        """The path's increment on the way down, over the root of the distance."""
        upwards = self._tree(self._on_tree(following), self._on_tree(sigma))
        return (upwards / -(sigma - following).sqrt()).to(self._like)

    def state(self) -> torch.Tensor:
        """Nothing: what was asked for does not matter."""
        return torch.empty(0, dtype=torch.uint8)

    def restore(self, state: torch.Tensor) -> None:
        """Nothing to do."""

    @cached_property
    def _tree(self) -> Callable[[float, float], torch.Tensor]:
        from torchsde import BrownianTree  # type: ignore[import-untyped]

        tree: Callable[[float, float], torch.Tensor] = BrownianTree(
            self._low, torch.zeros(self._like.shape), self._high, entropy=self._seed
        )
        return tree

    def _on_tree(self, sigma: torch.Tensor) -> float:
        """A noise level as the tree rounds it, within the ends as the tree rounds them.

        The tree rounds so itself, but warns of every level that its rounded ends leave out.
        """
        low, high = round(self._low, _TREE_DIGITS), round(self._high, _TREE_DIGITS)
        return min(max(round(float(sigma), _TREE_DIGITS), low), high)


def following_seed(seed: int) -> int:
    """The seed after one; the first after the last."""
    return (seed + 1) % 2**64


def make_noise(
    sampler: KSamplerName,
    seed: int,
    sigmas: torch.Tensor,
    like: torch.Tensor,
    *,
    own_seed: bool = False,
) -> Noise:
    """The source that a sampler draws from, in a run over `sigmas` on latents like `like`.

    Draws begin anew from the seed, so that the first is the noise that the run started with; with
    `own_seed` from the following seed, as later versions of ComfyUI do on the CPU.
    """
    match RULES[sampler].noise:
        case "none":
            return NoNoise()
        case "draws":
            return GeneratorNoise(following_seed(seed) if own_seed else seed, like)
        case "path":
            return BrownianNoise(seed, sigmas, like)
