"""Store: the weights that are loaded, shared by the nodes of a session, within a byte budget."""

from __future__ import annotations

import gc
import os
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import torch
from diffusers.utils import logging as diffusers_logging
from transformers.utils import logging as transformers_logging

from nodes.diffusion.loading import (
    LoadedTextEncoder,
    load_controlnet,
    load_text_encoder,
    load_unet,
    load_vae,
)
from nodes.diffusion.loras import Adapters
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


@dataclass(frozen=True)
class _Key:
    """What makes two loads the same: the files as they are now, the part, device and dtype."""

    folder: Path
    part: str
    device: Device
    files: tuple[tuple[str, int, int], ...]


@dataclass
class _Entry:
    """A loaded part; `adapters` are None as long as it never wore a LoRA."""

    component: Any
    bytes: int
    adapters: Adapters | None = None


class ModelStore:
    """Loads each part of a model once and drops the least recently used beyond a budget.

    The budget is in bytes of weights per device; by default half of the machine's memory, or
    70 % of a GPU's. What is being used now is never dropped, so the budget can be exceeded by it.
    """

    def __init__(self, budget: int | None = None) -> None:
        self._budget = budget
        self._entries: OrderedDict[_Key, _Entry] = OrderedDict()
        for logging in (diffusers_logging, transformers_logging):
            logging.set_verbosity_error()
            logging.disable_progress_bar()

    @classmethod
    def of(cls, context: Context) -> ModelStore:
        """The store of the session that a node runs in."""
        return context.resources.get(cls, cls)

    def unet(self, recipe: UNet, context: Context) -> UNet2DConditionModel:
        """The U-Net of a recipe, on the run's device, with just the recipe's LoRAs.

        It keeps them until a recipe with others asks for it.
        """
        entry = self._entry(recipe.model, context, load_unet)
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
            entry = self._entry(model, context, load_text_encoder)
            loaded = cast("LoadedTextEncoder", entry.component)
            self._wear(entry, loaded.model, model, recipe.loras, context)
            found.append(loaded)
        return tuple(found)

    def controlnet(self, recipe: ControlNet, context: Context) -> ControlNetModel | T2IAdapter:
        """The ControlNet or T2I-Adapter of a recipe, on the run's device."""
        return cast(
            "ControlNetModel | T2IAdapter",
            self._entry(recipe.model, context, load_controlnet).component,
        )

    def vae(self, recipe: VAE, context: Context) -> AutoencoderKL:
        """The VAE of a recipe, on the run's device."""
        return cast("AutoencoderKL", self._entry(recipe.model, context, load_vae).component)

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
        entry.adapters.wear(loras, context)
        entry.bytes = _weight_bytes(entry.component)

    def _entry(
        self, model: ModelRef, context: Context, load: Callable[[ModelSource, str, Device], Any]
    ) -> _Entry:
        source = find_source(context.places, model.name, model.kind)
        folder = source.part_path(model.part)
        key = _Key(folder.resolve(), model.part, context.device, _files(folder))
        if key in self._entries:
            self._entries.move_to_end(key)
            return self._entries[key]
        for old in [k for k in self._entries if (k.folder, k.part) == (key.folder, key.part)]:
            if old.files != key.files:  # the files were replaced; nobody can ask for these again
                del self._entries[old]
        self._make_room(context.device, sum(size for _, size, _ in key.files))
        with torch.inference_mode(False):  # weights outlive the run of the node that asked first
            component = load(source, model.part, context.device)
        self._entries[key] = _Entry(component, _weight_bytes(component))
        self._make_room(context.device, 0, keep=key)
        return self._entries[key]

    def _make_room(self, device: Device, wanted: int, keep: _Key | None = None) -> None:
        """Drop what was not used for longest until `wanted` more bytes fit the budget."""
        budget = self._budget if self._budget is not None else _default_budget(device)
        mine = [key for key in self._entries if key.device.name == device.name]
        used = sum(self._entries[key].bytes for key in mine)
        dropped = False
        for key in mine:
            if used + wanted <= budget:
                break
            if key != keep:
                used -= self._entries.pop(key).bytes
                dropped = True
        if dropped:
            gc.collect()
            if device.kind == "cuda":
                torch.cuda.empty_cache()


def _files(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """The files that a part is loaded from: name, size and time of change."""
    files = sorted(folder.iterdir()) if folder.is_dir() else [folder]
    stats = [(file.name, file.stat()) for file in files if file.is_file()]
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)


def _weight_bytes(component: Any) -> int:
    module = component.model if isinstance(component, LoadedTextEncoder) else component
    return sum(tensor.nbytes for tensor in (*module.parameters(), *module.buffers()))


def _default_budget(device: Device) -> int:
    if device.kind == "cuda":
        return int(torch.cuda.mem_get_info(device.name)[1] * 0.7)
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    return 8 * 2**30  # Windows tells it only through ctypes; half of a common machine
