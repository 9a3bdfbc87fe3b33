"""The Muon optimiser for weight matrices, with its work shared between processes.

K. Jordan et al., "Muon: an optimizer for hidden layers in neural networks" (2024),
https://kellerjordan.github.io/posts/muon/; step size per shape as in J. Liu et al., "Muon is
scalable for LLM training" (2025), https://arxiv.org/abs/2502.16982.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.distributed as dist
from torch import Tensor
from torch.nn import Parameter

CHUNK = 4
"""Equal matrices orthogonalised in one batched call."""


def orthogonalise(matrices: Tensor, steps: int = 5) -> Tensor:
    """Near the closest semi-orthogonal matrices, by the quintic Newton-Schulz iteration.

    Args:
        matrices: Shape (batch, rows, columns).
        steps: Iterations; five bring all singular values between about 0.7 and 1.2.
    """
    tall = matrices.shape[-2] > matrices.shape[-1]
    x = matrices.mT if tall else matrices
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(steps):
        gram = x @ x.mT
        x = 3.4445 * x + (-4.7750 * gram + 2.0315 * gram @ gram) @ x
    nearest: Tensor = x.mT if tall else x
    return nearest


@dataclass(frozen=True)
class _Chunk:
    """Parameters of one matrix shape, and where their update lies in the shared vector."""

    indices: tuple[int, ...]
    shape: tuple[int, int]
    start: int

    @property
    def stop(self) -> int:
        return self.start + len(self.indices) * self.shape[0] * self.shape[1]


class Muon:
    """Nesterov momentum whose step is orthogonalised; convolutions count as flat matrices.

    Every process calls ``step`` with the same gradients; each orthogonalises a share.
    """

    def __init__(
        self, parameters: Sequence[Parameter], momentum: float = 0.95, weight_decay: float = 0.01
    ) -> None:
        self.parameters = list(parameters)
        self.momentum = momentum
        self.weight_decay = weight_decay
        self.buffers = [torch.zeros_like(parameter) for parameter in parameters]
        self._chunks = _chunks(self.parameters)

    @torch.no_grad()
    def step(self, learning_rate: float) -> None:
        """Update the parameters from their gradients."""
        if not self.parameters:
            return
        steps = []
        for parameter, buffer in zip(self.parameters, self.buffers, strict=True):
            assert parameter.grad is not None, "every weight takes part in every step"
            buffer.lerp_(parameter.grad, 1 - self.momentum)
            steps.append(parameter.grad.lerp(buffer, self.momentum).flatten(1))
        flat = self._orthogonalised(steps)
        for chunk in self._chunks:
            updates = flat[chunk.start : chunk.stop].view(-1, *chunk.shape)
            # 0.2 sqrt(max) gives the root mean square that AdamW's updates have (Liu et al.).
            scale = 0.2 * max(chunk.shape) ** 0.5
            for index, update in zip(chunk.indices, updates, strict=True):
                parameter = self.parameters[index]
                parameter.mul_(1 - learning_rate * self.weight_decay)
                parameter.add_(update.view_as(parameter), alpha=-learning_rate * scale)

    def _orthogonalised(self, steps: Sequence[Tensor]) -> Tensor:
        rank, world = (dist.get_rank(), dist.get_world_size()) if dist.is_initialized() else (0, 1)
        flat = torch.zeros(self._chunks[-1].stop)
        for position, chunk in enumerate(self._chunks):
            if position % world == rank:
                batch = torch.stack([steps[index] for index in chunk.indices])
                flat[chunk.start : chunk.stop] = orthogonalise(batch).flatten()
        if world > 1:
            dist.all_reduce(flat)
        return flat

    def state_dict(self) -> dict[str, list[Tensor]]:
        """The momentum, for a checkpoint."""
        return {"buffers": self.buffers}

    def load_state_dict(self, state: dict[str, list[Tensor]]) -> None:
        """Go on from a checkpoint's momentum."""
        for buffer, saved in zip(self.buffers, state["buffers"], strict=True):
            buffer.copy_(saved)


def _chunks(parameters: Sequence[Parameter]) -> list[_Chunk]:
    """Equal shapes together, the costliest first so that the processes' shares come out even."""
    by_shape: dict[tuple[int, int], list[int]] = {}
    for index, parameter in enumerate(parameters):
        rows, columns = parameter.flatten(1).shape
        by_shape.setdefault((rows, columns), []).append(index)
    chunks: list[_Chunk] = []
    for shape in sorted(by_shape, key=lambda s: s[0] * s[1] * min(s), reverse=True):
        indices = by_shape[shape]
        for first in range(0, len(indices), CHUNK):
            start = chunks[-1].stop if chunks else 0
            chunks.append(_Chunk(tuple(indices[first : first + CHUNK]), shape, start))
    return chunks
