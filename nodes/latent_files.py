"""Latent files: a latent as safetensors, its scalars in the metadata, and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from graph_engine.errors import NodeError
from nodes.values import VAE_FACTOR, Latent, Mask, Posterior

if TYPE_CHECKING:
    from nodes.values import FloatArray

SUFFIX = ".safetensors"
_FORMAT = "weft-latent"
_VERSION = 1


def encode_latent_file(latent: Latent) -> bytes:
    """A latent as the bytes of a safetensors file; equal latents give equal bytes."""
    arrays = {"samples": latent.samples}
    scalars: dict[str, Any] = {
        "version": _VERSION,
        "width": latent.width,
        "height": latent.height,
        "family": latent.family,
        "blank": latent.blank,
    }
    if latent.posterior is not None:
        arrays["posterior.mean"] = latent.posterior.mean
        arrays["posterior.deviation"] = latent.posterior.deviation
        scalars["scaling_factor"] = latent.posterior.scaling_factor
    if latent.noise_mask is not None:
        arrays["noise_mask"] = latent.noise_mask.values
    # One metadata entry, because safetensors writes several in no fixed order.
    return save(arrays, {_FORMAT: json.dumps(scalars, sort_keys=True)})


def read_latent_file(file: Path) -> Latent:
    """The latent in a file; raises NodeError for a file that SaveLatent did not write."""
    try:
        with safe_open(file, "numpy") as opened:
            scalars = json.loads((opened.metadata() or {})[_FORMAT])
            arrays = {name: opened.get_tensor(name) for name in opened.keys()}  # noqa: SIM118
        if scalars["version"] > _VERSION:
            raise _unreadable(file, "was saved by a newer version of Weft")
        return _latent(arrays, scalars)
    except SafetensorError as error:
        raise _unreadable(file, f"is damaged or no safetensors file ({error})") from error
    except KeyError as error:
        raise _unreadable(file, f"holds no latent of Weft's: it lacks {error}") from error
    except (OSError, ValueError, TypeError) as error:
        raise _unreadable(file, f"can't be read ({error})") from error


def _latent(arrays: dict[str, FloatArray], scalars: dict[str, Any]) -> Latent:
    samples = arrays["samples"]
    width, height = int(scalars["width"]), int(scalars["height"])
    cells = (height // VAE_FACTOR, width // VAE_FACTOR)
    if samples.ndim != 4 or samples.shape[2:] != cells or samples.dtype != np.float32:
        raise ValueError(f"its samples are {samples.dtype} of the shape {samples.shape}")
    posterior = None
    if "posterior.mean" in arrays:
        posterior = Posterior(
            arrays["posterior.mean"],
            arrays["posterior.deviation"],
            float(scalars["scaling_factor"]),
        )
    return Latent(
        samples,
        width,
        height,
        family=str(scalars["family"]),
        blank=bool(scalars["blank"]),
        posterior=posterior,
        noise_mask=Mask(arrays["noise_mask"]) if "noise_mask" in arrays else None,
    )


def _unreadable(file: Path, problem: str) -> NodeError:
    return NodeError(
        f'The latent file "{file}" {problem}.', port="file", hint="Save it again with SaveLatent."
    )
