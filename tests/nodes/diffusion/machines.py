"""Machines for the tests of the memory policy: a second device, memory as told, and mishaps."""

from collections.abc import Container
from dataclasses import replace
from typing import Any

import torch
from torch import nn

from graph_engine.context import Context, Resources
from graph_engine.device import Device
from nodes.diffusion.hardware import CPU, Hardware
from nodes.diffusion.store import Loader, ModelStore

AMPLE = 2**40
FIRST = Device()
SECOND = Device("cpu:0")
"""The processor once more under another name: weights can leave it, and it computes."""


class Machine(Hardware):
    """A machine with a second device, where as much memory is free as the test says.

    Weights that have left the second device hold no numbers, so that nothing can work with them.
    They can't come back the first `refusals` times.
    """

    def __init__(
        self,
        *,
        free: int = AMPLE,
        main_free: int = AMPLE,
        total: int = AMPLE,
        refusals: int = 0,
    ) -> None:
        self._refusals = refusals
        self._free = free
        self._main_free = main_free
        self._total = total
        self._away: dict[nn.Module, list[torch.Tensor]] = {}
        self.moves: list[tuple[nn.Module, str]] = []

    def has_own_memory(self, device: Device) -> bool:
        return device.name == SECOND.name

    def free(self, device: Device) -> int:
        return self._free if device.name == SECOND.name else self._main_free

    def total(self, device: Device) -> int:
        return self._total

    @torch.no_grad()
    def place(self, module: nn.Module, device: Device) -> None:
        self.moves.append((module, device.name))
        weights = [*module.parameters(), *module.buffers()]
        if device == CPU:
            if module in self._away:
                return
            self._away[module] = [weight.detach().clone() for weight in weights]
            for weight in weights:
                weight.zero_()
            return
        self._refusals -= 1
        if self._refusals >= 0:
            raise torch.OutOfMemoryError
        for weight, value in zip(weights, self._away.pop(module, weights), strict=True):
            weight.copy_(value)

    def place_by_layers(self, module: nn.Module, device: Device) -> None:
        if module in self._away:
            self._refusals = 0
            self.place(module, device)
        self.moves.append((module, "layers"))
        Hardware().place_by_layers(module, device)


def on(context: Context, store: ModelStore, device: Device = FIRST) -> Context:
    """A context like another, on a device and with a store of its own."""
    resources = Resources()
    resources.get(ModelStore, lambda: store)
    return replace(context, device=device, resources=resources, warnings=[], counts={})


def clumsy(
    load: Loader, layer: str, fails: Container[int], error: type[BaseException] | None = None
) -> Loader:
    """A loader whose part runs out of memory in a late layer, at the calls that are numbered."""
    calls = iter(range(10**6))

    def mishap(_module: nn.Module, _given: Any, _made: Any) -> None:
        if next(calls) in fails:
            raise (error or torch.OutOfMemoryError)("CUDA out of memory.")

    def load_clumsy(source: Any, part: str, device: Device) -> Any:
        component = load(source, part, device)
        module = component if isinstance(component, nn.Module) else component.model
        module.get_submodule(layer).register_forward_hook(mishap)
        return component

    return load_clumsy
