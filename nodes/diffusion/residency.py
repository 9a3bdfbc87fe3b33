"""Residency: which weights lie on a device, which wait in main memory, and which have to go."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from nodes.diffusion.hardware import CPU, Hardware, reserve
from nodes.diffusion.ladder import is_out_of_memory

if TYPE_CHECKING:
    from torch import nn

    from graph_engine.device import Device

Where = Literal["device", "main memory", "layers"]


@dataclass(eq=False)
class Resident:
    """Loaded weights: what the store hands out, the module in it, and the device they run on.

    `where` they are: on the device; in main memory until they are asked for; or in main memory,
    from where their layers visit the device one after the other, until there is room for them as
    a whole. `stays`: not even then, because work with them ran out of memory.
    """

    component: Any
    module: nn.Module
    device: Device
    where: Where = "device"
    stays: bool = False

    @property
    def bytes(self) -> int:
        """The size of the weights, LoRAs that they wear included."""
        tensors = (*self.module.parameters(), *self.module.buffers())
        return sum(tensor.nbytes for tensor in tensors)


class Residency:
    """Keeps loaded weights within the memory of the devices.

    What was not used for longest leaves a device first: for main memory where the device has a
    memory of its own and main memory has room, else for good. What is held never moves, so that
    the budget can be exceeded by it. Budgets are in bytes: `budget` of a run's device for
    everything Weft does there, `main_budget` of main memory for weights that wait there. Without
    one it is what is free, less a reserve.
    """

    def __init__(
        self, hardware: Hardware, budget: int | None = None, main_budget: int | None = None
    ) -> None:
        self.hardware = hardware
        self._budget = budget
        self._main_budget = main_budget
        self._residents: OrderedDict[Hashable, Resident] = OrderedDict()
        self._held: set[Hashable] = set()
        self._holders = 0

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Meanwhile, whatever is asked for or added is held; outside, only the last one is."""
        outer = self._held if self._holders else set()
        self._held = set(outer)
        self._holders += 1
        try:
            yield
        finally:
            self._holders -= 1
            self._held = outer

    def find(
        self, key: Hashable, tell: Callable[[Resident], None] = lambda resident: None
    ) -> Resident | None:
        """Loaded weights, ready to run, as the last that were used; None if there are none.

        Calls `tell` if they can't come back as a whole, but have to visit the device by layers.
        """
        self._hold(key)
        resident = self._residents.get(key)
        if resident is None:
            return None
        self._residents.move_to_end(key)
        if resident.where == "main memory":
            if not self._bring_back(resident):
                tell(resident)
        elif resident.where == "layers" and not resident.stays and self._has_room(resident):
            self.hardware.gather(resident.module)
            self._bring_back(resident)
        return resident

    def add(self, key: Hashable, resident: Resident) -> None:
        """Take in weights that were loaded just now."""
        self._residents[key] = resident
        self._hold(key)
        self.make_room(resident.device, 0)

    def forget(self, is_meant: Callable[[Any], bool]) -> None:
        """Free weights by their keys."""
        for key in [key for key in self._residents if is_meant(key)]:
            del self._residents[key]

    def room(self, device: Device) -> int:
        """How many more bytes fit on a device now; negative if there are too many."""
        if self._budget is None:
            return self.hardware.free(device) - reserve(self.hardware.total(device))
        used = sum(self._bytes(key) for key in self._on(device))
        return min(self._budget - used, self.hardware.free(device))

    def room_at_most(self, device: Device) -> int:
        """How many bytes would fit on a device if everything left it that is not held."""
        return self.room(device) + sum(self._bytes(key) for key in self._idle_on(device))

    def room_for_work(self, device: Device, wanted: int) -> int:
        """How many bytes activations may take, after weights left to make that `wanted`, if need be."""
        spare = reserve(self.hardware.total(device)) if self._budget is None else 0
        self.make_room(device, wanted - spare)
        return self.room(device) + spare

    def make_room(self, device: Device, wanted: int) -> int:
        """Let weights leave until `wanted` more bytes fit; returns how many bytes left."""
        left = 0
        for key in self._idle_on(device):
            if self.room(device) >= wanted:
                break
            left += self._leave(key)
        return left

    def clear(self, device: Device) -> int:
        """Let everything leave that is not held; returns how many bytes left."""
        left = sum(self._leave(key) for key in self._idle_on(device))
        self.hardware.release(device)
        return left

    def spread(self, device: Device) -> int:
        """Have held weights visit the device by layers from now on; returns how many bytes left."""
        if not self.hardware.has_own_memory(device):
            return 0
        left = 0
        for key in self._on(device):
            if key in self._held:
                left += self._bytes(key)
                self.spread_one(self._residents[key])
                self._residents[key].stays = True
        self.hardware.release(device)
        return left

    def spread_one(self, resident: Resident) -> None:
        """Have one part's layers visit its device from now on."""
        self.hardware.place_by_layers(resident.module, resident.device)
        resident.where = "layers"

    @contextmanager
    def in_one_piece(self, resident: Resident) -> Iterator[None]:
        """Meanwhile no layer of the weights is on a visit, so that layers can be added or taken."""
        if resident.where != "layers":
            yield
            return
        self.hardware.gather(resident.module)
        try:
            yield
        finally:
            self.spread_one(resident)

    def _hold(self, key: Hashable) -> None:
        if self._holders == 0:
            self._held.clear()
        self._held.add(key)

    def _on(self, device: Device) -> list[Hashable]:
        """What takes a device's memory, the least recently used first."""
        return [
            key
            for key, resident in self._residents.items()
            if resident.device.name == device.name and resident.where == "device"
        ]

    def _idle_on(self, device: Device) -> list[Hashable]:
        return [key for key in self._on(device) if key not in self._held]

    def _bytes(self, key: Hashable) -> int:
        return self._residents[key].bytes

    def _bring_back(self, resident: Resident) -> bool:
        """Move weights to their device; False if only their layers can go there in turn."""
        if self._has_room(resident):
            self.make_room(resident.device, resident.bytes)
            try:
                self.hardware.place(resident.module, resident.device)
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
            else:
                resident.where = "device"
                return True
        self.spread_one(resident)
        return False

    def _has_room(self, resident: Resident) -> bool:
        return self.room_at_most(resident.device) >= resident.bytes

    def _leave(self, key: Hashable) -> int:
        """Move weights to main memory, or free them; returns their size."""
        # Nothing here may hold what is freed any longer: its memory is counted on right after.
        size, device = self._bytes(key), self._residents[key].device
        if self.hardware.has_own_memory(device) and self._fits_main_memory(size):
            self.hardware.place(self._residents[key].module, CPU)
            self._residents[key].where = "main memory"
        else:
            del self._residents[key]
        self.hardware.release(CPU)
        return size

    def _fits_main_memory(self, wanted: int) -> bool:
        """Whether weights can wait in main memory, once those left that wait there for longest."""
        waiting = [key for key, resident in self._residents.items() if resident.where != "device"]
        used = sum(self._bytes(key) for key in waiting)
        if self._main_budget is not None:
            room = self._main_budget - used
        else:
            room = self.hardware.free(CPU) - reserve(self.hardware.total(CPU))
        for key in waiting:
            if room >= wanted:
                break
            if key not in self._held:
                room += self._bytes(key)
                del self._residents[key]
        return room >= wanted
