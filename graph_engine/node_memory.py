"""Node memory: how much memory the process takes while a node works, and how much more."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping

from graph_engine.device import Device
from graph_engine.memory_watch import MemoryWatch


class NodeMemory:
    """Measures one node from when it is made until `told`.

    What the node made is not told from what lies in memory besides: `peak_memory_bytes` is the
    most that the whole process took meanwhile, and `memory_growth_bytes` how much more that is
    than at the node's begin. On CUDA `peak_device_memory_bytes` is the most that torch had there.
    """

    def __init__(self, watch: MemoryWatch, device: Device) -> None:
        self._watch = watch
        self._device = device
        self._began = time.perf_counter()
        self._before = watch.look()
        self._reset_device()

    def told(self) -> Mapping[str, int]:
        """What was measured until now."""
        after = self._watch.look()
        peak = max(after, self._before, self._watch.peak(self._began, time.perf_counter()))
        found = {"peak_memory_bytes": peak, "memory_growth_bytes": peak - self._before}
        return {**found, **self._device_peak()}

    def _reset_device(self) -> None:
        # Asked only once a node has imported torch: the engine itself never does.
        torch = sys.modules.get("torch")
        if self._device.kind == "cuda" and torch is not None and torch.cuda.is_initialized():
            torch.cuda.reset_peak_memory_stats(self._device.name)

    def _device_peak(self) -> Mapping[str, int]:
        torch = sys.modules.get("torch")
        if self._device.kind != "cuda" or torch is None or not torch.cuda.is_initialized():
            return {}
        return {"peak_device_memory_bytes": int(torch.cuda.max_memory_allocated(self._device.name))}
