"""Latent files: a latent as safetensors, its scalars in the metadata, and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from graph_engine.errors import NodeError
from nodes.values import VAE_FACTOR, ExtraChannels, ExtraKind, Latent, Mask, Posterior

if TYPE_CHECKING:
    from nodes.values import FloatArray

SUFFIX = ".safetensors"
_FORMAT = "weft-latent"
_VERSION = 1
_FACTORS = (VAE_FACTOR, VAE_FACTOR // 2)
"""Pixels per cell: the ×4 upscaler's VAE makes a cell of four, all others one of eight."""


def encode_latent_file(latent: Latent) -> bytes:
    """A latent as the bytes of a safetensors file; equal latents give equal bytes."""
    arrays = {"samples": latent.samples}
    scalars: dict[str, Any] = {
        "version": _VERSION,
        "width": latent.width,
        "height": latent.height,
        "family": latent.family,
        "blank": latent.blank,
        "noised": latent.noised,
    }
    _put_posterior(latent.posterior, "", arrays, scalars)
    if latent.noise_mask is not None:
        arrays["noise_mask"] = latent.noise_mask.values
    if latent.extra is not None:
        arrays["extra"] = latent.extra.values
        scalars["extra"] = {"kind": latent.extra.kind, "noise_level": latent.extra.noise_level}
        _put_posterior(latent.extra.posterior, "extra.", arrays, scalars)
    # safetensors writes another array's bytes for one that is a view with gaps.
    arrays = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    # One metadata entry, because safetensors writes several in no fixed order.
    return save(arrays, {_FORMAT: json.dumps(scalars, sort_keys=True)})


def _put_posterior(
    posterior: Posterior | None,
    prefix: str,
    arrays: dict[str, FloatArray],
    scalars: dict[str, Any],
) -> None:
    if posterior is not None:
        arrays[f"{prefix}posterior.mean"] = posterior.mean
        arrays[f"{prefix}posterior.deviation"] = posterior.deviation
        scalars[f"{prefix}scaling_factor"] = posterior.scaling_factor


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
    extra = _extra(arrays, scalars)
    cells = {(height // factor, width // factor) for factor in _FACTORS}
    if samples.ndim != 4 or samples.shape[2:] not in cells or samples.dtype != np.float32:
        raise ValueError(f"its samples are {samples.dtype} of the shape {samples.shape}")
    return Latent(
        samples,
        width,
        height,
        family=str(scalars["family"]),
        blank=bool(scalars["blank"]),
        noised=bool(scalars.get("noised", False)),
        posterior=_posterior("", arrays, scalars),
        noise_mask=Mask(arrays["noise_mask"]) if "noise_mask" in arrays else None,
        extra=extra,
    )


def _posterior(
    prefix: str, arrays: dict[str, FloatArray], scalars: dict[str, Any]
) -> Posterior | None:
    if f"{prefix}posterior.mean" not in arrays:
        return None
    return Posterior(
        arrays[f"{prefix}posterior.mean"],
        arrays[f"{prefix}posterior.deviation"],
        float(scalars[f"{prefix}scaling_factor"]),
    )


def _extra(arrays: dict[str, FloatArray], scalars: dict[str, Any]) -> ExtraChannels | None:
    if "extra" not in scalars:
        return None
    said = scalars["extra"]
    if said["kind"] not in get_args(ExtraKind):
        raise ValueError(f"it has channels of the unknown kind {said['kind']!r}")
    posterior = _posterior("extra.", arrays, scalars)
    return ExtraChannels(said["kind"], arrays["extra"], posterior, int(said["noise_level"]))


def _unreadable(file: Path, problem: str) -> NodeError:
    return NodeError(
        f'The latent file "{file}" {problem}.', port="file", hint="Save it again with SaveLatent."
    )
