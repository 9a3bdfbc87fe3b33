"""Device memory: how full the memory of a device is, told without importing torch."""

from __future__ import annotations

import ctypes
import os
from dataclasses import dataclass
from functools import cache

from graph_engine.device import Device

_MOST_PROCESSES = 64


@dataclass(frozen=True, slots=True)
class DeviceMemory:
    """Memory in bytes: what is used of all there is, and what this process takes of it.

    Zero stands for what can't be told.
    """

    used: int = 0
    total: int = 0
    own: int = 0


def device_memory(device: Device) -> DeviceMemory:
    """The memory of a device as it is now; the computer's own where the device has none."""
    return _graphics_memory(device) if device.kind == "cuda" else _main_memory()


def _main_memory() -> DeviceMemory:
    import psutil  # type: ignore[import-untyped]  # it has no types of its own

    whole = psutil.virtual_memory()
    return DeviceMemory(
        whole.total - whole.available, whole.total, psutil.Process().memory_info().rss
    )


class _MemoryInfo(ctypes.Structure):
    _fields_ = [
        ("total", ctypes.c_ulonglong),
        ("free", ctypes.c_ulonglong),
        ("used", ctypes.c_ulonglong),
    ]


class _ProcessInfo(ctypes.Structure):
    _fields_ = [
        ("pid", ctypes.c_uint),
        ("used", ctypes.c_ulonglong),
        ("instance", ctypes.c_uint),
        ("compute", ctypes.c_uint),
    ]


def _graphics_memory(device: Device) -> DeviceMemory:
    """Asked of the driver's own library, which needs no context on the device."""
    library = _management_library()
    handle = ctypes.c_void_p()
    number = ctypes.c_uint(_physical_number(device))
    if library is None or library.nvmlDeviceGetHandleByIndex_v2(number, ctypes.byref(handle)):
        return DeviceMemory()
    memory = _MemoryInfo()
    if library.nvmlDeviceGetMemoryInfo(handle, ctypes.byref(memory)):
        return DeviceMemory()
    return DeviceMemory(memory.used, memory.total, _own_share(library, handle))


def _own_share(library: ctypes.CDLL, handle: ctypes.c_void_p) -> int:
    count = ctypes.c_uint(_MOST_PROCESSES)
    found = (_ProcessInfo * _MOST_PROCESSES)()
    if library.nvmlDeviceGetComputeRunningProcesses_v3(handle, ctypes.byref(count), found):
        return 0
    own = (one.used for one in found[: count.value] if one.pid == os.getpid())
    # All bits are set where the driver does not tell.
    return sum(used for used in own if used < 2**63)


@cache
def _management_library() -> ctypes.CDLL | None:
    for name in ("libnvidia-ml.so.1", "nvml.dll"):
        try:
            library = ctypes.CDLL(name)
            if library.nvmlInit_v2() == 0:
                return library
        except (OSError, AttributeError):
            continue
    return None


def _physical_number(device: Device) -> int:
    """The driver's number of a device, of which the user may have hidden some."""
    number = int(device.name.partition(":")[2] or 0)
    visible = [part.strip() for part in os.environ.get("CUDA_VISIBLE_DEVICES", "").split(",")]
    if number < len(visible) and visible[number].isdecimal():
        return int(visible[number])
    return number
