"""Store: the weights that are loaded, shared by the nodes of a session, within its memory."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import torch
from diffusers.utils import logging as diffusers_logging
from transformers.utils import logging as transformers_logging

from graph_engine.errors import InputError
from nodes.diffusion.hardware import Hardware
from nodes.diffusion.ladder import Rung
from nodes.diffusion.loading import (
    LoadedTextEncoder,
    load_controlnet,
    load_text_encoder,
    load_unet,
    load_vae,
)
from nodes.diffusion.loras import Adapters
from nodes.diffusion.precision import part_device
from nodes.diffusion.relief import clear, load_within_memory, no_room, spread
from nodes.diffusion.residency import Residency, Resident
from nodes.diffusion.weight_sizes import part_bytes
from nodes.recipes import find_source

if TYPE_CHECKING:
    from diffusers.models.adapter import T2IAdapter
    from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
    from diffusers.models.controlnets.controlnet import ControlNetModel
    from diffusers.models.unets.unet_2d_condition import UNet2DConditionModel

    from graph_engine.context import Context
    from graph_engine.device import Device
    from graph_engine.model_files import ModelSource
    from nodes.values import VAE, ControlNet, LoRA, ModelRef, TextEncoder, UNet

Loader = Callable[["ModelSource", str, "Device"], Any]
"""(source, part, the device to load onto) -> the loaded part."""


@dataclass(frozen=True)
class Loaders:
    """What loads each kind of part."""

    unet: Loader = load_unet
    text_encoder: Loader = load_text_encoder
    controlnet: Loader = load_controlnet
    vae: Loader = load_vae


@dataclass(frozen=True)
class _Key:
    """What makes two loads the same: the files as they are now, the part, device and dtype."""

    folder: Path
    part: str
    device: Device
    files: tuple[tuple[str, int, int], ...]


@dataclass(eq=False)
class _Entry(Resident):
    """A loaded part; `adapters` are None as long as it never wore a LoRA."""

    adapters: Adapters | None = None


class ModelStore:
    """Loads each part of a model once, and keeps the weights within the memory of the devices.

    `budget` is what Weft may take of the run's device, `main_budget` what waiting weights may take
    of main memory beside it, both in bytes; by default what is free, less a reserve. What is being
    used now never leaves, so the budget can be exceeded by it.
    """

    def __init__(
        self,
        budget: int | None = None,
        *,
        main_budget: int | None = None,
        hardware: Hardware | None = None,
        loaders: Loaders | None = None,
    ) -> None:
        self._loaders = loaders if loaders is not None else Loaders()
        self._residency = Residency(hardware or Hardware(), budget, main_budget)
        for logging in (diffusers_logging, transformers_logging):
            logging.set_verbosity_error()
            logging.disable_progress_bar()

    @classmethod
    def of(cls, context: Context) -> ModelStore:
        """The store of the session that a node runs in; its budget may be told from outside."""
        return context.resources.get(cls, lambda: cls(_told_budget()))

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Meanwhile, what is asked for stays where it is; outside, only the last part does."""
        with self._residency.holding():
            yield

    def release(self, device: Device) -> None:
        """Give memory back that nobody holds any more."""
        self._residency.hardware.release(device)

    def room_for_work(self, device: Device, wanted: int) -> int:
        """How many bytes activations may take; parts that are not in use make way for `wanted`."""
        return self._residency.room_for_work(device, wanted)

    def rungs(self, context: Context) -> tuple[Rung, ...]:
        """How work gets more memory from the store: other parts leave, then its own take turns."""
        return (
            lambda: clear(self._residency, context.device),
            lambda: spread(self._residency, context.device),
        )

    def unet(self, recipe: UNet, context: Context) -> UNet2DConditionModel:
        """The U-Net of a recipe, on the run's device, with just the recipe's LoRAs.

        It keeps them until a recipe with others asks for it.
        """
        entry = self._entry(recipe.model, context, self._loaders.unet)
        unet = cast("UNet2DConditionModel", entry.component)
        self._wear(entry, unet, recipe.model, recipe.loras, context, unet_config=unet.config)
        return unet

    def text_encoders(self, recipe: TextEncoder, context: Context) -> tuple[LoadedTextEncoder, ...]:
        """The text encoders of a recipe with their tokenizers, on the run's device.

        They keep the recipe's LoRAs until a recipe with others asks for them.
        """
        found = []
        for part in recipe.encoders:
            model = replace(recipe.model, part=part)
            entry = self._entry(model, context, self._loaders.text_encoder)
            loaded = cast("LoadedTextEncoder", entry.component)
            self._wear(entry, loaded.model, model, recipe.loras, context)
            found.append(loaded)
        return tuple(found)

    def controlnet(self, recipe: ControlNet, context: Context) -> ControlNetModel | T2IAdapter:
        """The ControlNet or T2I-Adapter of a recipe, on the run's device."""
        return cast(
            "ControlNetModel | T2IAdapter",
            self._entry(recipe.model, context, self._loaders.controlnet).component,
        )

    def vae(self, recipe: VAE, context: Context) -> AutoencoderKL:
        """The VAE of a recipe, on the run's device."""
        return cast(
            "AutoencoderKL", self._entry(recipe.model, context, self._loaders.vae).component
        )

    def _wear(
        self,
        entry: _Entry,
        module: Any,
        model: ModelRef,
        loras: Sequence[LoRA],
        context: Context,
        *,
        unet_config: Any = None,
    ) -> None:
        """Put just these LoRAs on a loaded part."""
        if entry.adapters is None:
            if not loras:
                return
            entry.adapters = Adapters(module, model.part, model, unet_config)
        with self._residency.in_one_piece(entry):
            entry.adapters.wear(loras, context)

    def _entry(self, model: ModelRef, context: Context, load: Loader) -> _Entry:
        source = find_source(context.places, model.name, model.kind)
        folder = source.part_path(model.part)
        device = part_device(source, model.part, context.device)
        key = _Key(folder.resolve(), model.part, device, _files(folder))
        name = f'the {model.part.replace("_", " ")} of "{source.name}"'
        found = self._residency.find(
            key, lambda found: context.warn(no_room(device, name, found.bytes))
        )
        if found is not None:
            return cast("_Entry", found)
        # Where the files were replaced, nobody can ask for the old ones again.
        self._residency.forget(
            lambda old: (old.folder, old.part) == (key.folder, key.part) and old.files != key.files
        )

        def load_onto(place: Device) -> _Entry:
            # Weights outlive the run of the node that asked first.
            with torch.inference_mode(False):
                component = load(source, model.part, replace(device, name=place.name))
            return _Entry(component, _module(component), device)

        size = part_bytes(source, model.part, device)
        with context.loading(name) as facts:
            facts["bytes"] = size
            entry = load_within_memory(load_onto, size, name, device, self._residency, context)
        self._residency.add(key, entry)
        return entry


def _files(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """The files that a part is loaded from: name, size and time of change."""
    files = sorted(folder.iterdir()) if folder.is_dir() else [folder]
    stats = [(file.name, file.stat()) for file in files if file.is_file()]
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)


def _module(component: Any) -> Any:
    return component.model if isinstance(component, LoadedTextEncoder) else component


def _told_budget() -> int | None:
    """The budget in `WEFT_MEMORY_BUDGET`, given in MB; raises InputError for anything else."""
    told = os.environ.get("WEFT_MEMORY_BUDGET", "").strip()
    if not told:
        return None
    if not told.isdecimal():
        raise InputError(
            f'WEFT_MEMORY_BUDGET is "{told}"; it must be a whole number of MB.',
            hint="Leave it out to use what is free.",
        )
    return int(told) * 2**20
