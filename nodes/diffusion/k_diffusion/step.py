"""Step: all that a sampler sees of a run, so that its state can be saved after every step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch

from nodes.diffusion.k_diffusion.noise import Noise

Denoise = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
"""(x, sigma) -> the picture that the model, guided, sees in x at that noise level."""


@dataclass(eq=False)
class Step:
    """One step of a sampler, from `sigmas[index]` to `sigmas[index + 1]`.

    `sigmas` are those of the whole run, float32, on the CPU. `history` is what later steps read;
    a sampler replaces its tensors, never changes them. Together with x and the state of `noise`
    it is all that a run needs to go on from here.
    """

    index: int
    sigmas: torch.Tensor
    denoise: Denoise
    noise: Noise
    history: dict[str, torch.Tensor]

    @property
    def sigma(self) -> torch.Tensor:
        """The noise level that x has."""
        return self.sigmas[self.index]

    @property
    def next(self) -> torch.Tensor:
        """The noise level that x will have."""
        return self.sigmas[self.index + 1]

    @property
    def is_last(self) -> bool:
        """Whether no noise is left after it."""
        return bool(self.next == 0)

    def past(self, name: str) -> list[torch.Tensor]:
        """What the steps before kept under a name, the newest first."""
        values: list[torch.Tensor] = []
        while (key := f"{name}_{len(values) + 1}") in self.history:
            values.append(self.history[key])
        return values

    def keep(self, name: str, values: Sequence[torch.Tensor]) -> None:
        """Hand values, the newest first, to the `past` of the next step."""
        self.history.update({f"{name}_{back}": value for back, value in enumerate(values, 1)})


Sampler = Callable[[Step, torch.Tensor], torch.Tensor]
"""(step, x at its sigma) -> x at its next sigma."""
