"""States: what a sampler holds between two steps, as data that checkpoints can keep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

Data = Any


def to_data(value: Any) -> Data:
    """Tensors, in lists and dicts too, as arrays with all that restores them bit for bit.

    The order of axes in memory is kept: kernels round differently for another one.
    """
    if isinstance(value, torch.Tensor):
        tensor = value.detach().to("cpu")
        axes = list(range(tensor.ndim))
        if not tensor.is_contiguous():
            strides = tensor.stride()
            axes.sort(key=lambda axis: -strides[axis])
        packed = tensor.permute(axes).contiguous()
        if packed.dtype == torch.bfloat16:
            packed = packed.view(torch.int16)
        # A copy: samplers may go on writing into what they hold.
        return {"dtype": str(tensor.dtype)[6:], "axes": axes, "array": np.array(packed.numpy())}
    if isinstance(value, list | tuple):
        return [to_data(item) for item in value]
    if isinstance(value, Mapping):
        return {name: to_data(item) for name, item in value.items()}
    return value


def from_data(data: Data, device: torch.device) -> Any:
    """What `to_data` was given, tuples as lists; tensors on a device."""
    if isinstance(data, list):
        return [from_data(item, device) for item in data]
    if not isinstance(data, dict):
        return data
    if "array" not in data:
        return {name: from_data(item, device) for name, item in data.items()}
    tensor = torch.from_numpy(data["array"].copy())
    if data["dtype"] == "bfloat16":
        tensor = tensor.view(torch.bfloat16)
    return tensor.permute(tuple(np.argsort(data["axes"]).tolist())).to(device)


class SchedulerHistory:
    """What a stock scheduler remembers of its steps: all that they change of its attributes."""

    # A Brownian tree is a function of its seed, and is grown anew when it is asked.
    _REBUILT = frozenset({"noise_sampler"})

    def __init__(self, scheduler: Any) -> None:
        self._scheduler = scheduler
        self._fresh = dict(vars(scheduler))

    def data(self) -> dict[str, Data]:
        """The attributes that steps have changed; lists always, because they change in place."""
        return {
            name: to_data(value)
            for name, value in vars(self._scheduler).items()
            if name not in self._REBUILT
            and (isinstance(value, list) or value is not self._fresh.get(name))
        }

    def restore(self, data: Mapping[str, Data], device: torch.device) -> None:
        """Make the scheduler remember just what it did when the data was taken."""
        for name in set(vars(self._scheduler)) - set(data) - self._REBUILT:
            if name in self._fresh:
                setattr(self._scheduler, name, self._fresh[name])
            else:
                delattr(self._scheduler, name)
        for name, item in data.items():
            setattr(self._scheduler, name, from_data(item, device))
