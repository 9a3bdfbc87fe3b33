"""The part of the node pack that computes with torch; everything else imports without it."""

import gc
import importlib
import os

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
        for name in _LIBRARIES:
            importlib.import_module(name)
        gc.freeze()
    finally:
        if enabled:
            gc.enable()


# Torch's threads otherwise spin while they wait for each other, and with one other busy program on
# the machine a picture took six times as long. OpenMP reads this once, when torch is imported.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
_import_libraries()
