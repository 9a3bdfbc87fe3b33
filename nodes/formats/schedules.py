"""Schedules: the scheduler config that each family's folder has, for files that carry none."""

from __future__ import annotations

from typing import Any

from graph_engine.model_files import ModelSource
from graph_engine.model_files.prediction import has_zero_terminal_snr

_SHARED = {
    "num_train_timesteps": 1000,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "steps_offset": 1,
    "clip_sample": False,
    "set_alpha_to_one": False,
    "skip_prk_steps": True,
}
_SDXL = {
    **_SHARED,
    "_class_name": "EulerDiscreteScheduler",
    "interpolation_type": "linear",
    "sample_max_value": 1.0,
    "timestep_spacing": "leading",
    "use_karras_sigmas": False,
}
_FAMILIES: dict[str, dict[str, Any]] = {
    "sd1": {**_SHARED, "_class_name": "PNDMScheduler"},
    "sd2": {**_SHARED, "_class_name": "DDIMScheduler"},
    "sdxl": _SDXL,
    "sdxl_refiner": _SDXL,
}
# The ×4 upscaler was trained with wider noise.
_UPSCALER = {"beta_start": 0.0001, "beta_end": 0.02}
_LOW_RESOLUTION = {
    "_class_name": "DDPMScheduler",
    "num_train_timesteps": 1000,
    "beta_start": 0.0001,
    "beta_end": 0.02,
    "beta_schedule": "scaled_linear",
    "clip_sample": True,
}
_ZERO_SNR = {"rescale_betas_zero_snr": True, "timestep_spacing": "trailing"}


def family_schedule(source: ModelSource, part: str) -> dict[str, Any]:
    """The config of a single file's scheduler, or of its `low_res_scheduler`; empty if unknown."""
    if part == "low_res_scheduler":
        return dict(_LOW_RESOLUTION) if source.task == "upscale" else {}
    config = dict(_FAMILIES.get(source.family, {}))
    if not config:
        return {}
    config["prediction_type"] = source.prediction_type or "epsilon"
    if source.task == "upscale":
        config.update(_UPSCALER)
    if source.file is not None and has_zero_terminal_snr(source.file):
        config.update(_ZERO_SNR)
    return config
