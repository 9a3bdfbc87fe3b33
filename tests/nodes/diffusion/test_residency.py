"""Weights make way, wait, come back and go for good; what is held stays where it is."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from graph_engine.context import Context
from graph_engine.device import Device
from graph_engine.errors import InputError
from nodes import DecodeLatent, EmptyLatent, EncodeText, LoadCheckpoint, LoadLoRA, Sample
from nodes.diffusion.hardware import GIBIBYTE, Hardware, reserve
from nodes.diffusion.residency import Residency, Resident
from nodes.diffusion.store import ModelStore

from .families import small_unet
from .learnt import UNET_LAYERS, low_rank, save_in_diffusers_layout
from .machines import AMPLE, FIRST, SECOND, Machine, on

KILOBYTE = 1024


def weights(kilobytes: int, device: Device = SECOND) -> Resident:
    module = nn.Linear(kilobytes * 256, 1, bias=False)
    return Resident(module, module, device)


def weight_of(resident: Resident) -> torch.Tensor:
    return resident.module.get_parameter("weight")


def filled(residency: Residency, names: str, kilobytes: int = 10) -> dict[str, Resident]:
    residents = {name: weights(kilobytes) for name in names}
    for name, resident in residents.items():
        residency.add(name, resident)
    return residents


def test_what_leaves_waits_in_main_memory_and_comes_back_with_its_numbers() -> None:
    residency = Residency(Machine(), budget=25 * KILOBYTE)
    first = weights(10)
    numbers = weight_of(first).detach().clone()
    residency.add("first", first)
    others = filled(residency, "bc")
    assert [r.where for r in (first, *others.values())] == ["main memory", "device", "device"]
    assert not torch.equal(weight_of(first), numbers)
    assert residency.find("first") is first
    assert torch.equal(weight_of(first), numbers)
    assert others["b"].where == "main memory"  # it was used before "c"


def test_what_waits_longest_is_freed_where_main_memory_is_short_too() -> None:
    residency = Residency(Machine(), budget=10 * KILOBYTE, main_budget=25 * KILOBYTE)
    residents = filled(residency, "abcd")
    assert residency.find("a") is None
    assert [residents[name].where for name in "bcd"] == ["main memory", "main memory", "device"]
    assert residency.find("b") is residents["b"]
    assert residency.find("c") is None  # it had to go for "d" to wait


def test_a_processor_has_no_other_place_for_weights() -> None:
    machine = Machine()
    residency = Residency(machine, budget=25 * KILOBYTE)
    for name in "abc":
        residency.add(name, weights(10, FIRST))
    assert [residency.find(name) is not None for name in "abc"] == [False, True, True]
    assert residency.spread(FIRST) == 0
    assert machine.moves == []


def test_what_is_held_never_leaves() -> None:
    machine = Machine()
    residency = Residency(machine, budget=15 * KILOBYTE)
    with residency.holding():
        residents = filled(residency, "ab")
        with residency.holding():
            inner = filled(residency, "c")
        assert residency.clear(SECOND) == 10 * KILOBYTE
        assert [r.where for r in residents.values()] == ["device", "device"]
        assert inner["c"].where == "main memory"
    assert residency.clear(SECOND) == 20 * KILOBYTE
    assert len(machine.moves) == 3


@pytest.mark.parametrize("reason", ["another is in use", "memory runs out on the way"])
def test_what_can_not_come_back_as_a_whole_comes_by_layers(reason: str) -> None:
    refusals = int("runs out" in reason)
    residency = Residency(Machine(refusals=refusals), budget=15 * KILOBYTE)
    resident = weights(10)
    numbers = weight_of(resident).detach().clone()
    told: list[Resident] = []
    residency.add("it", resident)
    with residency.holding():
        filled(residency, "a")
        if not refusals:
            residency.find("it", told.append)
    if refusals:
        residency.find("it", told.append)
    assert told == [resident]
    assert resident.where == "layers"
    assert torch.equal(weight_of(resident), numbers)


@pytest.mark.parametrize("ran_out", [False, True])
def test_what_visits_by_layers_moves_in_once_there_is_room(ran_out: bool) -> None:
    residency = Residency(Machine(), budget=25 * KILOBYTE)
    resident = weights(10)
    numbers = weight_of(resident).detach().clone()
    with residency.holding():
        residency.add("it", resident)
        if ran_out:
            assert residency.spread(SECOND) == 10 * KILOBYTE
        else:
            residency.spread_one(resident)
        filled(residency, "a", kilobytes=20)
        residency.find("it")
        assert resident.where == "layers"
    assert residency.find("it") is resident
    assert resident.where == ("layers" if ran_out else "device")
    assert torch.equal(weight_of(resident), numbers)


def test_outside_of_any_work_only_what_was_asked_for_last_is_held() -> None:
    residency = Residency(Machine(), budget=1)
    residents = filled(residency, "ab")
    assert [r.where for r in residents.values()] == ["main memory", "device"]


def test_by_itself_the_budget_is_what_is_free_less_a_reserve() -> None:
    free, total = 6 * GIBIBYTE, 8 * GIBIBYTE
    residency = Residency(Machine(free=free, total=total))
    assert residency.room(SECOND) == 5 * GIBIBYTE
    assert residency.room_for_work(SECOND, GIBIBYTE) == free
    sizes = (1, 8, 24)
    assert [reserve(size * GIBIBYTE) / GIBIBYTE for size in sizes] == [0.5, 1, 2]


def test_work_that_needs_it_gets_the_room_of_weights_that_are_not_held() -> None:
    residency = Residency(Machine(), budget=40 * KILOBYTE)
    residents = filled(residency, "abc")
    assert residency.room_for_work(SECOND, 5 * KILOBYTE) == 10 * KILOBYTE
    assert residents["a"].where == "device"
    assert residency.room_for_work(SECOND, 20 * KILOBYTE) == 20 * KILOBYTE
    assert [r.where for r in residents.values()] == ["main memory", "device", "device"]


def test_the_memory_of_this_machine() -> None:
    hardware = Hardware()
    assert 0 < hardware.free(FIRST) <= hardware.total(FIRST)
    assert not hardware.has_own_memory(FIRST)
    assert hardware.has_own_memory(Device("cuda:0"))
    assert not hardware.has_own_memory(Device("mps"))


def test_the_budget_can_be_told_from_outside(
    context: Context, sd1_model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = LoadCheckpoint(model=sd1_model).run(context)

    def is_kept(megabytes: str) -> bool:
        monkeypatch.setenv("WEFT_MEMORY_BUDGET", megabytes)
        own = on(context, ModelStore())
        own.resources = type(own.resources)()
        store = ModelStore.of(own)
        unet = store.unet(parts.unet, own)
        store.vae(parts.vae, own)
        return store.unet(parts.unet, own) is unet

    assert is_kept("100")
    assert is_kept("")
    assert not is_kept("0")
    with pytest.raises(InputError, match='WEFT_MEMORY_BUDGET is "8 GB"'):
        is_kept("8 GB")


def picture(context: Context, model: str, lora: str = "") -> Any:
    """Text to image of 64 × 64 pixels in two steps."""
    parts = LoadCheckpoint(model=model).run(context)
    unet, encoder = parts.unet, parts.text_encoder
    if lora:
        loaded = LoadLoRA(unet=unet, text_encoder=encoder, model=lora).run(context)
        assert loaded.text_encoder is not None
        unet, encoder = loaded.unet, loaded.text_encoder
    made = Sample(
        unet=unet,
        positive=EncodeText(text_encoder=encoder, text="a red circle").run(context).conditioning,
        latent=EmptyLatent(width=64, height=64).run(context).latent,
        steps=2,
    ).run(context)
    return DecodeLatent(vae=parts.vae, latent=made.latent).run(context).image.pixels


@pytest.fixture(scope="module")
def loras(models_folder: Path) -> str:
    pairs = low_rank(small_unet(cross_attention_dim=32), UNET_LAYERS[1:3], rank=2, seed=1)
    file = models_folder / "loras" / "by-layers.safetensors"
    save_in_diffusers_layout(file, {"unet": pairs})
    return "by-layers"


def test_models_that_come_and_go_make_the_same_picture(context: Context, sd1_model: str) -> None:
    machine = Machine()
    roomy = on(context, ModelStore(hardware=Machine()), SECOND)
    tight = on(context, ModelStore(1_300_000, hardware=machine), SECOND)
    expected = picture(roomy, sd1_model)
    for _ in range(2):
        assert np.array_equal(picture(tight, sd1_model), expected)
    # The U-Net takes a million bytes, the VAE 100 000, the text encoder 200 000.
    assert {place for _, place in machine.moves} == {"cpu", "cpu:0"}
    assert tight.warnings == []


@pytest.mark.parametrize("with_lora", [False, True])
def test_models_too_large_for_the_device_visit_it_by_layers(
    context: Context, sd1_model: str, loras: str, with_lora: bool
) -> None:
    lora = loras if with_lora else ""
    roomy = on(context, ModelStore(hardware=Machine()), SECOND)
    short = on(context, ModelStore(100 * KILOBYTE, hardware=Machine()), SECOND)
    assert np.array_equal(picture(short, sd1_model, lora), picture(roomy, sd1_model, lora))
    unet = ModelStore.of(short).unet(LoadCheckpoint(model=sd1_model).run(short).unet, short)
    assert visiting(unet) == {id(weight) for weight in (*unet.parameters(), *unet.buffers())}
    (told,) = [warning for warning in short.warnings if "unet" in warning]
    assert "There is no room on cpu:0 for the unet of" in told
    assert "its layers take turns there, which is slower" in told


def visiting(module: nn.Module) -> set[int]:
    """The weights that a hook of diffusers brings to the device."""
    found = set()
    for layer in module.modules():
        registry: Any = getattr(layer, "_diffusers_hook", None)
        hook = registry.get_hook("group_offloading") if registry is not None else None
        if hook is not None:
            group = hook.group
            found |= {id(w) for m in group.modules for w in (*m.parameters(), *m.buffers())}
            found |= {id(weight) for weight in (*group.parameters, *group.buffers)}
    return found


def test_a_layer_by_layer_model_is_gathered_without_a_trace() -> None:
    torch.manual_seed(0)
    unet = small_unet(cross_attention_dim=8).eval().to(SECOND.name)
    given = (torch.randn(1, 4, 8, 8), 5, torch.randn(1, 3, 8))
    with torch.inference_mode():
        whole = unet(*given).sample
        Hardware().place_by_layers(unet, SECOND)
        assert torch.equal(unet(*given).sample, whole)
        Hardware().gather(unet)
        assert visiting(unet) == set()
        assert torch.equal(unet(*given).sample, whole)
    assert all(weight.requires_grad for weight in unet.parameters())


def test_ample_memory_moves_nothing(context: Context, sd1_model: str) -> None:
    machine = Machine(free=AMPLE)
    picture(on(context, ModelStore(hardware=machine), SECOND), sd1_model)
    assert machine.moves == []
