"""Precision: the dtype that a part of a model runs in on a device."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nodes.recipes import source_config

if TYPE_CHECKING:
    from graph_engine.device import Device
    from graph_engine.model_files import ModelSource


def part_device(source: ModelSource, part: str, device: Device) -> Device:
    """The device with the dtype of one part: the device's own, but for SDXL's VAE in float16.

    Its activations overflow in float16, and its config says so (`force_upcast`). As in diffusers'
    pipelines it then runs in float32. The configs of other families say it too, by a default that
    their pipelines never read.
    """
    if part != "vae" or device.dtype != "float16" or not source.family.startswith("sdxl"):
        return device
    upcast = source_config(source, part).get("force_upcast", True)
    return replace(device, dtype="float32") if upcast else device
