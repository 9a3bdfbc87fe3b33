"""Device loss: errors after which a process can't use its graphics device any more."""

from __future__ import annotations

_PREFIXES = ("CUDA error:", "HIP error:")
_PASSING = "out of memory"


def is_device_lost(error: BaseException) -> bool:
    """Whether the process must end before the device can be used again.

    An error inside a CUDA kernel, such as a failed assertion or an illegal address, corrupts the
    context of the whole process: every later call fails with it (CUDA Runtime API, "Error
    Handling", codes 700 to 719). torch tells them as "CUDA error: …", by its AcceleratorError
    since 2.8 and a RuntimeError before; only a lack of memory passes.
    """
    try:
        text = str(error)
    except Exception:  # noqa: BLE001 - other people's code
        return False
    return text.startswith(_PREFIXES) and _PASSING not in text.partition("\n")[0]
