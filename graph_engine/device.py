"""Device: where numbers are computed and in which precision, told without importing torch."""

from __future__ import annotations

import ctypes
import importlib.metadata
import platform
from dataclasses import dataclass
from functools import cache

from graph_engine.errors import InputError

DTYPES = ("auto", "float32", "float16", "bfloat16")


@dataclass(frozen=True)
class Device:
    """A device (`cpu`, `cuda:0`, `mps`) and the dtype of weights and activations on it."""

    name: str = "cpu"
    dtype: str = "float32"

    @property
    def kind(self) -> str:
        """The device without its number."""
        return self.name.partition(":")[0]

    def numerics(self, distributions: tuple[str, ...]) -> str:
        """What decides the numbers that come out: device class, dtype and library versions."""
        versions = [f"{name} {distribution_version(name)}" for name in distributions]
        return ", ".join([self.kind, self.dtype, *versions])


def choose_device(device: str = "auto", dtype: str = "auto") -> Device:
    """Resolve `auto` and check the rest; raises InputError with the valid names."""
    kind, _, number = device.partition(":")
    if kind not in ("auto", "cpu", "cuda", "mps") or (number and not number.isdigit()):
        raise InputError(f'There is no device "{device}".', hint="Use auto, cpu, cuda[:N] or mps.")
    if dtype not in DTYPES:
        raise InputError(f'There is no dtype "{dtype}".', hint=f"Use {', '.join(DTYPES)}.")
    cuda_devices = _cuda_device_count() if kind in ("auto", "cuda") else 0
    if kind == "cuda" and int(number or 0) >= cuda_devices:
        raise InputError(
            f'The device "{device}" is not there: this machine offers {cuda_devices} CUDA devices'
            " to the installed torch.",
            hint="Use --device cpu, or install a CUDA build of torch.",
        )
    if kind == "mps" and not _has_mps():
        raise InputError('The device "mps" is only on a Mac with Apple silicon.')
    if kind == "auto":
        kind = "cuda" if cuda_devices else "mps" if _has_mps() else "cpu"
    name = f"cuda:{number or 0}" if kind == "cuda" else kind
    if dtype == "auto":
        dtype = "float32" if kind == "cpu" else "float16"
    return Device(name, dtype)


@cache
def distribution_version(name: str) -> str:
    """The installed version of a distribution, or "none"."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "none"


@cache
def _cuda_device_count() -> int:
    """How many CUDA devices the driver reports, if the installed torch can use them."""
    if distribution_version("torch").endswith("+cpu") or distribution_version("torch") == "none":
        return 0
    for library in ("libcuda.so.1", "nvcuda.dll"):
        try:
            driver = ctypes.CDLL(library)
        except OSError:
            continue
        count = ctypes.c_int(0)
        if driver.cuInit(0) == 0 and driver.cuDeviceGetCount(ctypes.byref(count)) == 0:
            return count.value
    return 0


def _has_mps() -> bool:
    return platform.system() == "Darwin" and platform.machine() == "arm64"
