"""The part of the node pack that computes with torch; everything else imports without it."""

import gc
import importlib
import os

from nodes.diffusion.lazy_imports import (
    importing_without_extras,
    run_scipy_at_first_use,
    scale_no_loras_without_peft,
)

_LIBRARIES = (
    "torch",
    "diffusers.models.unets.unet_2d_condition",
    "diffusers.models.autoencoders.autoencoder_kl",
    "transformers.models.clip.modeling_clip",
    "transformers.models.clip.tokenization_clip",
)


def _import_libraries() -> None:
    """Import the libraries without looking for garbage meanwhile.

    They make about a million objects that stay for good. Python's collector walks them again and
    again, which is a fifth of the time that the imports take (0.9 of 4.5 s of CPU, measured).
    Freezing exempts them from later collections too.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        with importing_without_extras():
            for name in _LIBRARIES:
                importlib.import_module(name)
        gc.freeze()
    finally:
        if enabled:
            gc.enable()


# Torch's threads spin while they wait for each other, by default for so long that two other busy
# programs slow a step to a fifth; sleeping at once (OMP_WAIT_POLICY=passive) halves the speed of an
# idle machine. Some 10 µs of spinning costs nothing there and is twice as fast on a busy one. GNU
# OpenMP reads this once, when torch is imported.
os.environ.setdefault("GOMP_SPINCOUNT", "30000")
run_scipy_at_first_use()
_import_libraries()
scale_no_loras_without_peft()
