"""Relief: how weights make room for a model or for work with it, and what users are told of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from nodes.diffusion.hardware import CPU, in_words
from nodes.diffusion.ladder import with_less_memory
from nodes.diffusion.residency import Residency, Resident

if TYPE_CHECKING:
    from graph_engine.context import Context
    from graph_engine.device import Device

Loaded = TypeVar("Loaded", bound=Resident)

_TURNS = "take turns there, which is slower but gives the same numbers"


def clear(residency: Residency, device: Device) -> str:
    """Have all weights leave a device that are not in use; a rung of the ladder."""
    left = residency.clear(device)
    if left:
        return (
            f"Memory ran out on {device.name}: models that were not in use ({in_words(left)})"
            " left it."
        )
    if residency.hardware.has_own_memory(device) or device.kind == "mps":
        return f"Memory ran out on {device.name}: what torch kept there for later was freed."
    return ""


def spread(residency: Residency, device: Device) -> str:
    """Have the weights in use visit the device layer by layer; a rung of the ladder."""
    left = residency.spread(device)
    if not left:
        return ""
    return (
        f"Memory ran out on {device.name}: the layers of the models in use ({in_words(left)})"
        f" {_TURNS}."
    )


def no_room(device: Device, name: str, size: int) -> str:
    """What users are told of weights that have to visit a device layer by layer."""
    return f"There is no room on {device.name} for {name} ({in_words(size)}): its layers {_TURNS}."


def load_within_memory(
    load: Callable[[Device], Loaded],
    size: int,
    name: str,
    device: Device,
    residency: Residency,
    context: Context,
) -> Loaded:
    """Load weights of a size onto a device; by layers where it has no room for them as a whole.

    Older weights make way for them. `load` loads onto the device that it is given.
    """
    residency.make_room(device, size)
    has_own_memory = residency.hardware.has_own_memory(device)
    by_layers = has_own_memory and residency.room(device) < size
    if by_layers:
        context.warn(no_room(device, name, size))

    def load_now() -> Loaded:
        if not by_layers:
            return load(device)
        loaded = load(CPU)
        residency.spread_one(loaded)
        return loaded

    def load_by_layers() -> str:
        nonlocal by_layers
        if by_layers or not has_own_memory:
            return ""
        by_layers = True
        return no_room(device, name, size)

    rungs = (lambda: clear(residency, device), load_by_layers)
    return with_less_memory(load_now, rungs, context)
