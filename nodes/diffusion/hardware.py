"""Hardware: how much memory the devices have, and how weights get on and off them."""

from __future__ import annotations

import gc
import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from graph_engine.device import Device

if TYPE_CHECKING:
    from torch import nn

GIBIBYTE = 2**30
CPU = Device("cpu")
# The limits of a container, which a machine's own numbers know nothing of (cgroup v2).
_CONTAINER = Path("/sys/fs/cgroup")


class Hardware:
    """The devices as the memory policy sees them; a test may put another one in its place."""

    def has_own_memory(self, device: Device) -> bool:
        """Whether weights on it take nothing of main memory; on a Mac they do."""
        return device.kind == "cuda"

    def free(self, device: Device) -> int:
        """How many bytes are free on a device, those that torch keeps for itself included."""
        if device.kind == "cuda":
            kept = torch.cuda.memory_reserved(device.name)
            used = torch.cuda.memory_allocated(device.name)
            return int(torch.cuda.mem_get_info(device.name)[0]) + kept - used
        if device.kind == "mps":
            recommended = torch.mps.recommended_max_memory()
            return int(recommended - torch.mps.current_allocated_memory())
        return min(int(_main_memory().available), _free_in_container())

    def total(self, device: Device) -> int:
        """How many bytes a device has."""
        if device.kind == "cuda":
            return int(torch.cuda.mem_get_info(device.name)[1])
        if device.kind == "mps":
            return int(torch.mps.recommended_max_memory())
        return int(_main_memory().total)

    def place(self, module: nn.Module, device: Device) -> None:
        """Move weights to a device; who holds the module still holds it."""
        with torch.inference_mode(False):  # weights outlive the run of the node that moves them
            module.to(device.name)

    def place_by_layers(self, module: nn.Module, device: Device) -> None:
        """Keep weights in main memory, from where each layer visits the device when it works.

        On CUDA the next layer travels while the one before it works. The numbers stay the same.
        """
        groups: Any = importlib.import_module("diffusers.hooks.group_offloading")
        self.place(module, CPU)
        # Which layer is next is learnt from the first call; a VAE's tiles would be mistaken for it.
        prefetches = device.kind == "cuda" and not hasattr(module, "enable_tiling")
        with torch.inference_mode(False):
            groups.apply_group_offloading(
                module,
                onload_device=torch.device(device.name),
                offload_device=torch.device("cpu"),
                offload_type="leaf_level",
                use_stream=prefetches,
            )

    def gather(self, module: nn.Module) -> None:
        """End what `place_by_layers` began: all weights rest in main memory."""
        hooks: Any = importlib.import_module("diffusers.hooks")
        registry = hooks.HookRegistry.check_if_exists_or_initialize(module)
        for name in (
            "group_offloading",
            "layer_execution_tracker",
            "lazy_prefetch_group_offloading",
        ):
            registry.remove_hook(name, recurse=True)
        with torch.inference_mode(False):
            for weight in (*module.parameters(), *module.buffers()):
                # Those that came back from the device under inference mode can't be changed.
                if weight.is_inference():
                    weight.data = weight.data.clone()

    def release(self, device: Device) -> None:
        """Give back what nobody holds any more, torch's own reserve of it included."""
        gc.collect()
        if device.kind == "cuda":
            torch.cuda.empty_cache()
        elif device.kind == "mps":
            torch.mps.empty_cache()


def reserve(total: int) -> int:
    """What weights leave free for what is computed with them: an eighth, ½ to 2 GiB."""
    return min(max(total // 8, GIBIBYTE // 2), 2 * GIBIBYTE, total // 2)


def in_words(size: int) -> str:
    """A number of bytes as users know it."""
    return f"{size / GIBIBYTE:.1f} GB" if size >= GIBIBYTE else f"{size / 2**20:.0f} MB"


def _main_memory() -> Any:
    psutil: Any = importlib.import_module("psutil")
    return psutil.virtual_memory()


def _free_in_container() -> int:
    """What a container's limit leaves; without a limit more than any machine has."""
    try:
        limit = (_CONTAINER / "memory.max").read_text().strip()
        used = (_CONTAINER / "memory.current").read_text()
        return max(int(limit) - int(used), 0) if limit != "max" else 2**63
    except (OSError, ValueError):
        return 2**63
