"""Sample's step cache: the same bits as without it, for every sampler and from every step."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph_engine.beforehand import Beforehand, Chain, Outline
from graph_engine.cache import MemoryCache
from graph_engine.checkpoints import Checkpoints, StepFiles
from graph_engine.context import Context
from graph_engine.errors import Cancelled
from nodes import EmptyLatent, EncodeImage, EncodeText, LatentMask, LoadCheckpoint, Sample
from nodes.facts import ConditioningFacts, ControlEntryFacts, ControlFacts, EntryFacts
from nodes.samplers import SAMPLERS
from nodes.values import Conditioning, Image, Mask

pytestmark = pytest.mark.filterwarnings("ignore:Should have t:UserWarning")

LARGE = 2**30
CHANGES: list[dict[str, Any]] = [{"seed": 9}, {"guidance": 4.0}, {"steps": 9}, {"sampler": "ddim"}]


@dataclass
class Bench:
    """A sampler's inputs, and a context whose steps are kept where the test says."""

    context: Context
    inputs: dict[str, Any]
    outlines: dict[str, Outline]

    def run(self, checkpoints: Checkpoints, **params: Any) -> tuple[np.ndarray, dict[str, int]]:
        known = Beforehand(self.context.places, self.outlines, "sample", checkpoints.recall)
        counts: dict[str, int] = {}
        context = replace(self.context, beforehand=known, checkpoints=checkpoints, counts=counts)
        made = Sample(**self.inputs, **params).run(context).latent
        return made.samples, counts

    def keys(self, checkpoints: Checkpoints, **params: Any) -> list[str]:
        known = Beforehand(self.context.places, self.outlines, "sample", checkpoints.recall)
        chain = Sample(**self.inputs, **params).chain(known)
        assert chain is not None
        return list(chain.keys)


@pytest.fixture
def bench(noise_model: Path, context: Context) -> Bench:
    parts = LoadCheckpoint(model=noise_model.name).run(context)
    encode = EncodeText(text_encoder=parts.text_encoder, text="a red circle").run(context)
    inputs = {
        "unet": parts.unet,
        "positive": encode.conditioning,
        "latent": EmptyLatent(width=32, height=32).run(context).latent,
    }
    return Bench(context, inputs, {name: Outline(name) for name in inputs})


def in_memory() -> Checkpoints:
    return Checkpoints(MemoryCache(LARGE))


def up_to(full: Checkpoints, keys: list[str], last: int, folder: Path) -> Checkpoints:
    """Checkpoints on disk that end after some iterations, as a killed run leaves them."""
    writer = Checkpoints(None, StepFiles(folder, LARGE))
    chain = Chain(keys, len(keys) - 1)
    for i in range(1, last + 1):
        writer.keep(chain, i, full.resume(Chain(keys[: i + 1], i))[1])
    reader = Checkpoints(MemoryCache(LARGE), StepFiles(folder, LARGE))
    reader.catch_up()
    return reader


def check_every_resumption(bench: Bench, tmp_path: Path, **params: Any) -> None:
    expected, plain = bench.run(Checkpoints(), **params)
    full = in_memory()
    kept, _ = bench.run(full, **params)
    assert np.array_equal(kept, expected)
    keys = bench.keys(full, **params)
    for last in range(1, len(keys)):
        if last > 3 and last % 2 == 0:
            continue  # by then every sampler does what it goes on doing
        found = up_to(full, keys, last, tmp_path / str(last))
        resumed, counts = bench.run(found, **params)
        assert np.array_equal(resumed, expected), f"resumed after {last} iterations"
        assert counts["unet_evaluations"] < plain["unet_evaluations"]
    assert bench.run(full, **params)[1]["unet_evaluations"] == 0


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_every_sampler_resumes_from_every_step_bit_for_bit(
    bench: Bench, tmp_path: Path, sampler: Any
) -> None:
    check_every_resumption(
        bench, tmp_path, sampler=sampler, schedule="default", seed=3, steps=4, guidance=1.0
    )


@pytest.mark.parametrize("sampler", ["euler_ancestral", "dpmpp_2m_sde"])
def test_a_masked_picture_resumes_bit_for_bit(
    bench: Bench, noise_model: Path, tmp_path: Path, sampler: Any
) -> None:
    """The draws before the steps, and memory laid out with channels last, are restored too."""
    context = bench.context
    vae = LoadCheckpoint(model=noise_model.name).run(context).vae
    pixels = np.random.default_rng(0).random((1, 64, 64, 3), dtype=np.float32)
    mask = np.zeros((1, 64, 64), np.float32)
    mask[:, 16:40] = 1
    encoded = EncodeImage(vae=vae, image=Image(pixels)).run(context).latent
    bench.inputs["latent"] = LatentMask(latent=encoded, mask=Mask(mask)).run(context).latent
    check_every_resumption(
        bench, tmp_path, sampler=sampler, schedule="default", steps=6, strength=0.7, guidance=1.0
    )


def test_cancelling_keeps_the_steps_that_are_done(bench: Bench) -> None:
    steps, stop = in_memory(), threading.Event()
    params: dict[str, Any] = {"steps": 6, "sampler": "dpmpp_2m", "seed": 1, "guidance": 1.0}
    expected, _ = bench.run(Checkpoints(), **params)

    def cancel(event: Any) -> None:
        if getattr(event, "done", 0) == 3:
            stop.set()

    stopping = replace(bench, context=replace(bench.context, emit=cancel, stop=stop))
    with pytest.raises(Cancelled):
        stopping.run(steps, **params)
    again, counts = bench.run(steps, **params)
    assert np.array_equal(again, expected)
    assert counts == {"resumed_at_step": 3, "unet_evaluations": 3}


def evaluations(bench: Bench, kept: Checkpoints, /, **params: Any) -> tuple[int, int]:
    """Where a run resumed and what it computed; it must equal a run without kept steps."""
    given: dict[str, Any] = {
        "steps": 8,
        "sampler": "dpmpp_2m",
        "schedule": "default",
        "guidance": 3.0,
        **params,
    }
    made, counts = bench.run(kept, **given)
    assert np.array_equal(made, bench.run(Checkpoints(), **given)[0])
    return counts["resumed_at_step"], counts["unet_evaluations"]


def test_a_later_end_goes_on_and_other_settings_start_anew(bench: Bench) -> None:
    steps = in_memory()
    assert evaluations(bench, steps, end=0.5) == (0, 8)
    assert evaluations(bench, steps) == (4, 8)
    assert evaluations(bench, steps, end=0.7) == (6, 0)
    for changed in CHANGES:
        assert evaluations(bench, steps, **changed)[0] == 0, changed


def test_a_prompt_of_the_second_half_leaves_the_first_half(bench: Bench) -> None:
    """Keys hold what a step reads: prompts by their ranges."""
    first = bench.inputs["positive"].entries[0]
    steps = in_memory()

    def prompts(second: str) -> None:
        entries = (replace(first, end=0.5), replace(first, strength=float(len(second)), start=0.5))
        bench.inputs["positive"] = Conditioning(entries)
        facts = (EntryFacts("first", 0.0, 0.5), EntryFacts(second, 0.5, 1.0))
        bench.outlines["positive"] = Outline(f"combined {second}", ConditioningFacts(facts))

    prompts("a")
    assert evaluations(bench, steps) == (0, 16)
    prompts("other")
    resumed, computed = evaluations(bench, steps)
    assert 3 <= resumed <= 6
    assert computed == 16 - 2 * resumed


def test_ending_a_control_earlier_leaves_the_steps_before(bench: Bench) -> None:
    """Only the keys are looked at here; ControlNets themselves are tested with the pipelines."""
    steps = in_memory()
    params: dict[str, Any] = {"steps": 10, "sampler": "ddim", "schedule": "default"}
    bench.run(steps, **params)

    def keys(end: float, identity: str = "edges") -> list[str]:
        facts = ControlFacts((ControlEntryFacts(identity, 0.0, end, None),))
        bench.outlines["control"] = Outline(f"control {identity} {end}", facts)
        return bench.keys(steps, **params)

    late, early = keys(0.9), keys(0.5)
    shared = [a == b for a, b in zip(late, early, strict=True)]
    assert shared == [True] * 6 + [False] * 5
    assert keys(0.5, "others")[1:] != early[1:]
