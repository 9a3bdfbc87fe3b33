"""Arrays: numpy values to torch tensors and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

if TYPE_CHECKING:
    from graph_engine.device import Device
    from nodes.values import FloatArray

DTYPES = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}


def to_tensor(array: FloatArray, device: Device, dtype: torch.dtype | None = None) -> torch.Tensor:
    """A copy of an array on a device, in a dtype or the device's own.

    Arrays over links are read-only.
    """
    # Copied first: torch warns of an array that can't be written, even where it copies itself.
    copy = torch.from_numpy(array.copy())
    return copy.to(device=device.name, dtype=dtype or DTYPES[device.dtype])


def to_array(tensor: torch.Tensor) -> FloatArray:
    """A tensor as a C-contiguous float32 array; exact for every dtype that models run in."""
    return np.ascontiguousarray(tensor.detach().to(device="cpu", dtype=torch.float32).numpy())
