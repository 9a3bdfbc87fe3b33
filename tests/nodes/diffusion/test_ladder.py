"""Work that runs out of memory is done again with less, told, and gives the same numbers."""

import re
import weakref
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from graph_engine.context import Context
from graph_engine.device import Device
from graph_engine.errors import NodeError
from nodes import (
    DecodeLatent,
    EmptyLatent,
    EncodeImage,
    EncodeText,
    KSampler,
    LoadCheckpoint,
    Sample,
)
from nodes.diffusion.ladder import is_out_of_memory, with_less_memory
from nodes.diffusion.loading import load_text_encoder, load_unet, load_vae
from nodes.diffusion.store import Loaders, ModelStore
from nodes.values import Image, Latent

from .machines import FIRST, SECOND, Machine, clumsy, on

CPU_SENTENCE = (
    "[enforce fail at alloc_cpu.cpp:121] err == 0. DefaultCPUAllocator: can't allocate memory:"
    " you tried to allocate 1099511627776 bytes. Error code 12 (Cannot allocate memory)"
)
MPS_SENTENCE = "MPS backend out of memory (MPS allocated: 8.00 GB, max allowed: 9.07 GB)."


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (torch.OutOfMemoryError("CUDA out of memory."), True),
        (RuntimeError(MPS_SENTENCE), True),
        (RuntimeError(CPU_SENTENCE), True),
        (RuntimeError("cuDNN error: CUDNN_STATUS_ALLOC_FAILED"), True),
        (MemoryError(), True),
        (RuntimeError("mat1 and mat2 shapes cannot be multiplied"), False),
        (ValueError("out of memory"), False),
        (KeyboardInterrupt(), False),
    ],
)
def test_running_out_of_memory_is_recognised(error: BaseException, expected: bool) -> None:
    assert is_out_of_memory(error) is expected


def test_the_allocator_of_this_torch_says_it_in_known_words() -> None:
    with pytest.raises(RuntimeError) as caught:
        torch.empty(2**60, dtype=torch.uint8)
    assert is_out_of_memory(caught.value)


def test_rungs_are_taken_in_order_and_told_and_what_is_half_done_is_undone(
    context: Context,
) -> None:
    context = replace(context, warnings=[])
    done: list[str] = []

    def work() -> int:
        done.append("work")
        if done.count("work") < 3:
            raise MemoryError
        return 7

    rungs = [lambda: "first", lambda: "", lambda: "third", lambda: "fourth"]
    assert with_less_memory(work, rungs, context, undo=lambda: done.append("undo")) == 7
    assert context.warnings == ["first", "third"]
    assert done == ["work", "undo", "work", "undo", "work"]


def test_other_errors_pass_and_the_last_one_stays(context: Context) -> None:
    def fails(error: Exception) -> Callable[[], None]:
        def work() -> None:
            raise error

        return work

    for error in (RuntimeError("shapes"), NodeError("no"), MemoryError("gone")):
        with pytest.raises(type(error), match=str(error)):
            with_less_memory(fails(error), [lambda: ""], context)


def test_what_ran_out_is_freed_before_it_is_tried_again(context: Context) -> None:
    seen: list[weakref.ref[torch.Tensor]] = []

    def work() -> bool:
        alive = [reference() is not None for reference in seen]
        activation = torch.zeros(1)
        seen.append(weakref.ref(activation))
        if not alive:
            raise torch.OutOfMemoryError
        return any(alive)

    assert with_less_memory(work, [lambda: "again"], replace(context, warnings=[])) is False


def clumsy_context(context: Context, device: Device, **loaders: Any) -> Context:
    store = ModelStore(hardware=Machine(), loaders=Loaders(**loaders))
    return on(context, store, device)


def latent(side: int, batch: int = 1) -> Latent:
    samples = np.random.default_rng(0).standard_normal((batch, 4, side // 8, side // 8))
    return Latent(samples.astype(np.float32), side, side, family="sd1")


LEFT = r"Memory ran out on {}: models that were not in use \(\d+ MB\) left it\."
FREED = r"Memory ran out on {}: what torch kept there for later was freed\."
SPREAD = r"Memory ran out on {}: the layers of the models in use \(\d+ MB\) take turns there, .*"
ONE_BY_ONE = r"Memory ran out: the pictures are decoded one by one\."
TILES = r"Memory ran out: the picture is decoded in tiles of {0} × {0} pixels, .* near the seams\."


@pytest.mark.parametrize(
    ("device", "others", "rungs"),
    [
        (FIRST, True, [LEFT, ONE_BY_ONE, TILES]),
        (FIRST, False, [ONE_BY_ONE, TILES]),
        (SECOND, True, [LEFT, SPREAD, ONE_BY_ONE, TILES]),
        (SECOND, False, [FREED, SPREAD, ONE_BY_ONE, TILES]),
    ],
)
def test_decoding_goes_down_the_ladder(
    context: Context, sd1_model: str, device: Device, others: bool, rungs: list[str]
) -> None:
    fails = range(len(rungs))
    vae = clumsy(load_vae, "decoder.conv_out", fails)
    clumsy_one = clumsy_context(context, device, vae=vae)
    parts = LoadCheckpoint(model=sd1_model).run(clumsy_one)
    if others:
        ModelStore.of(clumsy_one).unet(parts.unet, clumsy_one)
    node = DecodeLatent(vae=parts.vae, latent=latent(128, batch=2))
    made = node.run(clumsy_one).image.pixels
    patterns = [rung.format(64 if rung is TILES else device.name) for rung in rungs]
    assert len(clumsy_one.warnings) == len(patterns)
    for warning, pattern in zip(clumsy_one.warnings, patterns, strict=True):
        assert re.fullmatch(pattern, warning)
    calm = clumsy_context(context, device)
    tiled = replace(node, tiled=True).run(calm).image.pixels
    assert np.allclose(made, tiled, atol=1e-5)
    assert calm.warnings == []


def test_a_decoder_that_never_has_enough(context: Context, sd1_model: str) -> None:
    vae = clumsy(load_vae, "decoder.conv_out", range(1000))
    own = clumsy_context(context, FIRST, vae=vae)
    parts = LoadCheckpoint(model=sd1_model).run(own)
    with pytest.raises(NodeError, match="there is not enough memory on cpu for this") as caught:
        DecodeLatent(vae=parts.vae, latent=latent(64)).run(own)
    assert "Lower the width, height or batch" in caught.value.hint


def test_encoding_goes_down_the_ladder(context: Context, sd1_model: str) -> None:
    vae = clumsy(load_vae, "encoder.conv_out", (0,))
    own = clumsy_context(context, FIRST, vae=vae)
    parts = LoadCheckpoint(model=sd1_model).run(own)
    pixels = np.random.default_rng(0).random((1, 128, 128, 3)).astype(np.float32)
    EncodeImage(vae=parts.vae, image=Image(pixels)).run(own)
    (told,) = own.warnings
    assert told.startswith("Memory ran out: the picture is encoded in tiles of 64 × 64 pixels")


def test_a_prompt_is_encoded_again(context: Context, sd1_model: str) -> None:
    loader = clumsy(load_text_encoder, "final_layer_norm", (0,), MemoryError)
    own = clumsy_context(context, FIRST, text_encoder=loader)
    calm = clumsy_context(context, FIRST)
    made = []
    for one in (own, calm):
        parts = LoadCheckpoint(model=sd1_model).run(one)
        ModelStore.of(one).vae(parts.vae, one)
        node = EncodeText(text_encoder=parts.text_encoder, text="a red circle")
        made.append(node.run(one).conditioning.entries[0].embedding)
    assert np.array_equal(made[0], made[1])
    assert len(own.warnings) == 1


@pytest.mark.parametrize(
    ("kind", "sampler", "fails", "wasted"),
    [
        (Sample, "dpmpp_2m", (0,), 0),
        (Sample, "dpmpp_2m", (2, 3), 0),
        (Sample, "heun", (3, 4), 0),
        (Sample, "euler_ancestral", (2, 3), 0),
        (Sample, "unipc", (3,), 0),
        (Sample, "pndm", (0, 2), 0),
        (Sample, "dpmpp_sde", (1, 3), 0),
        # Fails at the second evaluation of its second step, whose first one is done once more.
        (KSampler, "dpmpp_2s_ancestral", (3,), 1),
        (KSampler, "dpmpp_3m_sde", (2, 3), 0),
    ],
)
def test_a_step_that_ran_out_is_done_again_as_if_nothing_had_been(
    context: Context, sd1_model: str, kind: Any, sampler: str, fails: tuple[int, ...], wasted: int
) -> None:
    made, counts = [], []
    for loader in (load_unet, clumsy(load_unet, "conv_out", fails)):
        own = clumsy_context(context, SECOND, unet=loader)
        parts = LoadCheckpoint(model=sd1_model).run(own)
        encode = EncodeText(text_encoder=parts.text_encoder, text="a red circle").run(own)
        node = kind(
            unet=parts.unet,
            positive=encode.conditioning,
            latent=EmptyLatent(width=32, height=32).run(own).latent,
            sampler=sampler,
            schedule="default" if kind is Sample else "normal",
            guidance=1.0,
            steps=4,
        )
        made.append(node.run(own).latent.samples)
        counts.append(own.counts["unet_evaluations"])
        warnings = own.warnings
    assert np.array_equal(*made)
    assert counts[1] - counts[0] == wasted
    assert len(warnings) == len(fails)


@pytest.mark.parametrize("device", [FIRST, SECOND])
def test_loading_that_runs_out_has_others_leave_first(
    context: Context, sd1_model: str, device: Device
) -> None:
    errors = iter([MemoryError()] if device == FIRST else [torch.OutOfMemoryError()] * 2)

    def load(source: Any, part: str, place: Device) -> Any:
        if (error := next(errors, None)) is not None:
            raise error
        return load_unet(source, part, place)

    own = clumsy_context(context, device, unet=load)
    parts = LoadCheckpoint(model=sd1_model).run(own)
    store = ModelStore.of(own)
    vae = store.vae(parts.vae, own)
    unet = store.unet(parts.unet, own)
    assert store.unet(parts.unet, own) is unet
    assert re.fullmatch(LEFT.format(device.name), own.warnings[0])
    if device == FIRST:
        assert len(own.warnings) == 1
        assert store.vae(parts.vae, own) is not vae
    else:
        (told,) = own.warnings[1:]
        assert told.startswith("There is no room on cpu:0 for the unet of")
