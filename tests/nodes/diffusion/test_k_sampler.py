"""KSampler: its step cache, its counts, and its arithmetic against formulas written out here."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

from graph_engine.beforehand import Beforehand, Chain, Outline
from graph_engine.cache import MemoryCache
from graph_engine.checkpoints import Checkpoints, StepFiles
from graph_engine.context import Context
from graph_engine.errors import Cancelled, NodeError
from graph_engine.events import Event, NodeProgress
from nodes import EmptyLatent, EncodeText, KSampler, LoadCheckpoint
from nodes.facts import ConditioningFacts, ControlEntryFacts, ControlFacts, EntryFacts
from nodes.k_samplers import KSamplerName
from nodes.values import Area, Conditioning, FloatArray, Latent, Mask

SAMPLERS = get_args(KSamplerName)
LARGE = 2**30
ONE_STEP = {"steps": 1, "add_noise": False}
"""A run that gives the guided picture of one evaluation, at the first noise level."""


@dataclass
class Bench:
    """A sampler's inputs, and a context whose steps are kept where the test says."""

    context: Context
    inputs: dict[str, Any]
    outlines: dict[str, Outline] = field(default_factory=dict)

    def run(
        self, checkpoints: Checkpoints | None = None, /, **params: Any
    ) -> tuple[FloatArray, dict[str, int]]:
        """The latents and what was counted."""
        kept = checkpoints or Checkpoints()
        counts: dict[str, int] = {}
        context = replace(
            self.context, beforehand=self.known(kept), checkpoints=kept, counts=counts
        )
        return KSampler(**{**self.inputs, **params}).run(context).latent.samples, counts

    def made(self, **params: Any) -> FloatArray:
        """The latents of a run that nothing is kept of."""
        return self.run(**params)[0]

    def known(self, kept: Checkpoints) -> Beforehand:
        outlines = {name: Outline(name) for name in self.inputs} | self.outlines
        return Beforehand(self.context.places, outlines, "k", kept.recall)

    def keys(self, kept: Checkpoints, **params: Any) -> list[str]:
        chain = KSampler(**{**self.inputs, **params}).chain(self.known(kept))
        assert chain is not None
        return list(chain.keys)


@pytest.fixture
def bench(noise_model: Path, context: Context) -> Bench:
    """The random model with two prompts, on a picture of 64 × 64 pixels."""
    parts = LoadCheckpoint(model=noise_model.name).run(context)
    red, blue = (
        EncodeText(text_encoder=parts.text_encoder, text=text).run(context).conditioning
        for text in ("a red circle", "blue")
    )
    latent = EmptyLatent(width=64, height=64).run(context).latent
    return Bench(context, {"unet": parts.unet, "positive": red, "negative": blue, "latent": latent})


def in_memory() -> Checkpoints:
    return Checkpoints(MemoryCache(LARGE))


def up_to(full: Checkpoints, keys: list[str], last: int, folder: Path) -> Checkpoints:
    """Checkpoints on disk that end after some steps, as a killed run leaves them."""
    writer = Checkpoints(None, StepFiles(folder, LARGE))
    chain = Chain(keys, len(keys) - 1)
    for i in range(1, last + 1):
        writer.keep(chain, i, full.resume(Chain(keys[: i + 1], i))[1])
    reader = Checkpoints(MemoryCache(LARGE), StepFiles(folder, LARGE))
    reader.catch_up()
    return reader


def picture(*shape: int, seed: int = 0) -> Latent:
    """A latent with something in it, (batch, 4, h, w)."""
    values = np.random.default_rng(seed).standard_normal(shape, np.float32)
    return Latent(values, 8 * shape[3], 8 * shape[2])


def changed(conditioning: Conditioning, **fields: Any) -> Conditioning:
    return Conditioning(tuple(replace(entry, **fields) for entry in conditioning.entries))


def both(first: Conditioning, second: Conditioning) -> Conditioning:
    return Conditioning((*first.entries, *second.entries))


# --- The step cache.


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_every_sampler_resumes_from_every_step_bit_for_bit(
    bench: Bench, tmp_path: Path, sampler: KSamplerName
) -> None:
    params: dict[str, Any] = {
        "sampler": sampler, "schedule": "karras", "steps": 5, "guidance": 1.0, "seed": 3,
    }  # fmt: skip
    expected, plain = bench.run(**params)
    full = in_memory()
    assert np.array_equal(bench.run(full, **params)[0], expected)
    keys = bench.keys(full, **params)
    assert len(set(keys)) == 6
    for last in range(1, 6):
        found = up_to(full, keys, last, tmp_path / str(last))
        resumed, counts = bench.run(found, **params)
        assert np.array_equal(resumed, expected), f"resumed after {last} steps"
        assert counts["resumed_at_step"] == last
        assert counts["unet_evaluations"] < plain["unet_evaluations"]
    assert counts["unet_evaluations"] == 0


@pytest.mark.parametrize("sampler", ["ddim", "dpmpp_2s_ancestral", "dpmpp_3m_sde", "uni_pc_bh2"])
def test_a_cancelled_run_of_a_masked_batch_goes_on(bench: Bench, sampler: KSamplerName) -> None:
    steps, stop = in_memory(), threading.Event()
    mask = Mask(np.linspace(0, 1, 2 * 16 * 16, dtype=np.float32).reshape(2, 16, 16))
    bench.inputs["latent"] = replace(picture(2, 4, 8, 8), noise_mask=mask)
    params: dict[str, Any] = {"sampler": sampler, "steps": 5, "guidance": 3.0, "denoise": 0.7}
    expected, plain = bench.run(**params)

    def cancel(event: Event) -> None:
        if isinstance(event, NodeProgress) and event.done == 3:
            stop.set()

    stopping = replace(bench, context=replace(bench.context, emit=cancel, stop=stop))
    with pytest.raises(Cancelled):
        stopping.run(steps, **params)
    again, counts = bench.run(steps, **params)
    assert np.array_equal(again, expected)
    assert counts["resumed_at_step"] == 3
    assert counts["unet_evaluations"] < plain["unet_evaluations"]


def evaluations(bench: Bench, kept: Checkpoints, /, **params: Any) -> tuple[int, int]:
    """Where a run resumed and what it computed; it must equal a run without kept steps."""
    given: dict[str, Any] = {"steps": 6, "schedule": "karras", **params}
    made, counts = bench.run(kept, **given)
    assert np.array_equal(made, bench.made(**given))
    return counts["resumed_at_step"], counts["unet_evaluations"]


def test_a_later_end_goes_on(bench: Bench) -> None:
    steps = in_memory()
    assert evaluations(bench, steps, sampler="dpmpp_2m", end_step=3, leftover_noise=True) == (0, 6)
    assert evaluations(bench, steps, sampler="dpmpp_2m") == (3, 6)
    assert evaluations(bench, steps, sampler="dpmpp_2m", end_step=5, leftover_noise=True) == (5, 0)
    # Without leftover noise the last step goes to zero, which is another step.
    assert evaluations(bench, steps, sampler="dpmpp_2m", end_step=5) == (4, 2)
    # Its path of noise ends where the run does.
    assert evaluations(bench, steps, sampler="dpmpp_sde", end_step=3, leftover_noise=True)[0] == 0
    assert evaluations(bench, steps, sampler="dpmpp_sde")[0] == 0


@pytest.mark.parametrize(
    "other",
    [{"seed": 9}, {"guidance": 4.0}, {"steps": 7}, {"sampler": "heun"}, {"schedule": "normal"},
     {"denoise": 0.5}, {"start_step": 1}, {"add_noise": False}, {"step_noise": "next_seed"}],
    ids=lambda other: next(iter(other)),
)  # fmt: skip
def test_other_settings_start_anew(bench: Bench, other: dict[str, Any]) -> None:
    steps = in_memory()
    bench.inputs["latent"] = picture(1, 4, 8, 8)
    assert evaluations(bench, steps, sampler="euler_ancestral")[0] == 0
    assert evaluations(bench, steps, **{"sampler": "euler_ancestral", **other})[0] == 0


def test_a_seed_that_nothing_is_drawn_from_does_not_count(bench: Bench) -> None:
    steps = in_memory()
    bench.inputs["latent"] = picture(1, 4, 8, 8)
    assert evaluations(bench, steps, add_noise=False, step_noise="next_seed")[0] == 0
    assert evaluations(bench, steps, add_noise=False, seed=5) == (6, 0)
    assert evaluations(bench, steps, add_noise=False, seed=5, sampler="lcm")[0] == 0
    assert evaluations(bench, steps, add_noise=False, seed=6, sampler="lcm")[0] == 0


@pytest.mark.parametrize("sampler", ["euler", "dpm_2", "heun"])
@pytest.mark.parametrize("side", ["positive", "negative"])
def test_a_prompt_of_the_second_half_leaves_the_first_half(
    bench: Bench, sampler: KSamplerName, side: str
) -> None:
    steps = in_memory()
    first, second = bench.inputs["positive"], bench.inputs["negative"]
    for name in ("positive", "negative"):
        bench.outlines[name] = Outline(name, ConditioningFacts((EntryFacts(name),)))

    def prompts(strength: float, start: float = 0.5) -> None:
        late = changed(second, strength=strength, start=start)
        bench.inputs[side] = both(changed(first, end=0.5), late)
        facts = (EntryFacts("first", 0.0, 0.5), EntryFacts(f"late {strength}", start, 1.0))
        bench.outlines[side] = Outline(f"{strength}, {start}", ConditioningFacts(facts))

    prompts(1.0)
    assert evaluations(bench, steps, sampler=sampler)[0] == 0
    prompts(2.0)
    resumed, computed = evaluations(bench, steps, sampler=sampler)
    assert 2 <= resumed <= 4
    assert computed > 0
    prompts(2.0, start=0.4)
    assert evaluations(bench, steps, sampler=sampler)[0] <= resumed


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_keys_hold_all_that_a_step_reads(bench: Bench, sampler: KSamplerName) -> None:
    """A range that is moved by little: keys that stay the same give the same states."""
    states: dict[str, FloatArray] = {}
    first = bench.inputs["positive"]
    for end in (0.3, 0.42, 0.47, 0.5):
        steps = in_memory()
        bench.inputs["positive"] = both(first, changed(first, strength=3.0, end=end))
        facts = (EntryFacts("always"), EntryFacts("early", 0.0, end))
        bench.outlines["positive"] = Outline(f"{end}", ConditioningFacts(facts))
        params: dict[str, Any] = {"sampler": sampler, "steps": 3, "guidance": 1.0}
        bench.run(steps, **params)
        keys = bench.keys(steps, **params)
        for done in range(1, len(keys)):
            found, state = steps.resume(Chain(keys[: done + 1], done))
            assert found == done
            assert state is not None
            latents = state["latents"]["array"]
            assert np.array_equal(states.setdefault(keys[done], latents), latents)


def test_a_rectangle_makes_steps_depend_on_the_other_sides_texts(bench: Bench) -> None:
    """It gets a twin with the negative's first text, outside that one's range too."""
    steps = in_memory()
    params = {"steps": 4}
    bench.run(steps, **params)

    def keys(late: str, *, is_area: bool) -> list[str]:
        place = ConditioningFacts((EntryFacts("everywhere"), EntryFacts("here", is_area=is_area)))
        texts = ConditioningFacts((EntryFacts(late, 0.9, 1.0), EntryFacts("all along")))
        bench.outlines |= {"positive": Outline("p", place), "negative": Outline("n", texts)}
        return bench.keys(steps, **params)

    assert keys("a", is_area=False)[1] == keys("b", is_area=False)[1]
    assert keys("a", is_area=True)[1] != keys("b", is_area=True)[1]


def test_ending_a_control_earlier_leaves_the_steps_before(bench: Bench) -> None:
    steps = in_memory()
    params = {"steps": 10, "guidance": 1.0}
    bench.run(steps, **params)

    def keys(end: float) -> list[str]:
        facts = ControlFacts((ControlEntryFacts("edges", 0.0, end, None),))
        bench.outlines["control"] = Outline(f"control {end}", facts)
        return bench.keys(steps, **params)

    shared = [a == b for a, b in zip(keys(0.9), keys(0.5), strict=True)]
    assert shared == [True] * 6 + [False] * 5


def test_a_linked_param_or_levels_without_a_note_tell_no_steps(bench: Bench) -> None:
    steps = in_memory()
    known = bench.known(steps)
    assert KSampler(**bench.inputs).chain(known) is None
    bench.run(steps)
    assert KSampler(**bench.inputs).chain(known) is not None
    linked: Any = None
    assert KSampler(**bench.inputs, seed=linked).chain(known) is None
    assert KSampler(**bench.inputs, start_step=20).chain(known) is None


# --- Runs and parts of runs.


@pytest.mark.parametrize(
    ("params", "count"),
    [
        ({}, 8),
        ({"guidance": 1.0}, 4),
        ({"guidance": 0.0}, 8),
        ({"sampler": "heun"}, 14),
        ({"sampler": "dpm_2", "guidance": 1.0}, 7),
        ({"sampler": "dpmpp_sde"}, 14),
        ({"denoise": 0.3}, 8),
        ({"start_step": 3}, 2),
        ({"negative": None}, 8),
    ],
)
def test_work_is_counted(bench: Bench, params: Mapping[str, Any], count: int) -> None:
    _, counts = bench.run(**{"steps": 4, "schedule": "karras", **params})
    assert counts == {"unet_evaluations": count, "resumed_at_step": 0}


def test_no_negative_is_an_empty_one(bench: Bench) -> None:
    encoder = bench.inputs["positive"].entries[0].text_encoder
    empty = EncodeText(text_encoder=encoder, text="").run(bench.context).conditioning
    assert np.array_equal(
        bench.made(negative=None, **ONE_STEP), bench.made(negative=empty, **ONE_STEP)
    )


def test_no_negative_of_sdxl_is_an_empty_text_too(sdxl_model: str, context: Context) -> None:
    """Where diffusers has zeros."""
    parts = LoadCheckpoint(model=sdxl_model).run(context)
    red, empty = (
        EncodeText(text_encoder=parts.text_encoder, text=text).run(context).conditioning
        for text in ("red", "")
    )
    inputs = {"unet": parts.unet, "positive": red, "latent": picture(1, 4, 8, 8)}
    bench = Bench(context, inputs)
    assert parts.unet.zero_negative
    assert np.array_equal(bench.made(**ONE_STEP), bench.made(negative=empty, **ONE_STEP))


@pytest.mark.parametrize(
    "sampler",
    [name for name in SAMPLERS if name in ("euler", "heun", "dpm_2", "ddim")],
)
def test_two_samplers_that_share_the_steps_equal_one(bench: Bench, sampler: KSamplerName) -> None:
    params: dict[str, Any] = {"sampler": sampler, "steps": 5, "schedule": "karras", "seed": 4}
    half = bench.made(**params, end_step=2, leftover_noise=True)
    rest = bench.made(**params, latent=Latent(half, 64, 64), start_step=2, add_noise=False)
    assert np.array_equal(rest, bench.made(**params))


def test_a_run_without_steps_hands_the_latent_on(bench: Bench) -> None:
    latent = picture(1, 4, 8, 8)
    for params in ({"denoise": 0.0}, {"steps": 4, "start_step": 4}):
        made, counts = bench.run(latent=latent, **params)
        assert np.array_equal(made, latent.samples)
        assert counts == {}


def test_denoise_keeps_more_of_a_picture_the_lower_it_is(bench: Bench) -> None:
    latent = picture(1, 4, 8, 8)
    far, near = (
        float(np.abs(bench.made(latent=latent, steps=4, denoise=d) - latent.samples).mean())
        for d in (0.8, 0.2)
    )
    assert near < far / 2


def test_what_is_not_masked_stays(bench: Bench) -> None:
    mask = np.zeros((1, 64, 64), np.float32)
    mask[..., 32:] = 1
    latent = replace(picture(1, 4, 8, 8), noise_mask=Mask(mask))
    made = bench.made(latent=latent, steps=4, sampler="dpmpp_2m", schedule="karras")
    assert np.allclose(made[..., :4], latent.samples[..., :4], atol=1e-4)
    assert not np.allclose(made[..., 4:], latent.samples[..., 4:], atol=0.5)


def test_the_switch_of_the_steps_noise(bench: Bench) -> None:
    params: dict[str, Any] = {"steps": 3, "sampler": "lcm"}
    now, later = (bench.made(**params, step_noise=kind) for kind in ("same_seed", "next_seed"))
    assert not np.allclose(now, later)
    # Euler draws none.
    now, later = (bench.made(steps=3, step_noise=kind) for kind in ("same_seed", "next_seed"))
    assert np.array_equal(now, later)


def test_inputs_are_not_written_to(bench: Bench) -> None:
    mask = Mask(np.ones((1, 8, 8), np.float32))
    latent = replace(picture(1, 4, 8, 8), noise_mask=mask)
    for array in (latent.samples, mask.values, bench.inputs["positive"].entries[0].embedding):
        array.setflags(write=False)
    bench.made(latent=latent, positive=changed(bench.inputs["positive"], region=mask), steps=2)


# --- Guidance, weights and places, by formulas; kernels round by the size of a batch, and a step
# from much noise with much guidance makes a hundred times as much of it.


def test_guidance_is_between_denoised_pictures(bench: Bench) -> None:
    red, blue = bench.inputs["positive"], bench.inputs["negative"]
    latent = picture(1, 4, 8, 8)
    conditioned = bench.made(latent=latent, guidance=1.0, **ONE_STEP)
    unconditioned = bench.made(latent=latent, positive=blue, guidance=1.0, **ONE_STEP)
    guided = bench.made(latent=latent, positive=red, guidance=6.5, **ONE_STEP)
    expected = unconditioned + (conditioned - unconditioned) * 6.5
    assert np.allclose(guided, expected, atol=1e-3)
    assert not np.allclose(conditioned, unconditioned, atol=1e-2)


def test_prompts_are_weighed_by_strength_and_mask(bench: Bench) -> None:
    red, blue = bench.inputs["positive"], bench.inputs["negative"]
    stairs = np.repeat(np.linspace(0, 1, 8, dtype=np.float32), 8)
    mask = Mask(np.tile(stairs, (1, 64, 1)))
    given: dict[str, Any] = {"latent": picture(2, 4, 8, 8), "guidance": 1.0, **ONE_STEP}
    one, two = (bench.made(**given, positive=prompt) for prompt in (red, blue))
    made = bench.made(
        **given, positive=both(changed(red, region=mask, strength=0.7), changed(blue, strength=1.5))
    )
    weight = 0.7 * np.linspace(0, 1, 8, dtype=np.float32)
    assert np.allclose(made, (one * weight + two * 1.5) / (weight + 1.5), atol=1e-3)


def test_a_place_that_no_prompt_counts_in_stays_grey(bench: Bench) -> None:
    mask = np.zeros((1, 8, 8), np.float32)
    mask[..., 4:] = 1
    made = bench.made(
        positive=changed(bench.inputs["positive"], region=Mask(mask)),
        latent=picture(1, 4, 8, 8), guidance=1.0, **ONE_STEP,
    )  # fmt: skip
    assert np.abs(made[..., :4]).max() < 1e-6
    assert np.abs(made[..., 4:]).max() > 0.1


def test_a_prompt_of_an_area_sees_that_area_alone_and_has_a_twin(bench: Bench) -> None:
    """An area of 10 columns of 16, that falls over 2 cells at its right, inner edge."""
    red, blue = bench.inputs["positive"], bench.inputs["negative"]
    latent = picture(1, 4, 8, 16)
    cut = Latent(np.ascontiguousarray(latent.samples[..., :10]), 80, 64)

    def alone(prompt: Conditioning) -> tuple[FloatArray, FloatArray]:
        """The picture of the whole, and of the area filled up with zeros."""
        given: dict[str, Any] = {"positive": prompt, "guidance": 1.0, **ONE_STEP}
        part = bench.made(**given, latent=cut)
        return bench.made(**given, latent=latent), np.pad(part, [(0, 0)] * 3 + [(0, 6)])

    weight = np.array([1.0] * 8 + [1.0, 0.5] + [0.0] * 6, np.float32) * 1.3
    sides = []
    for whole, part in map(alone, (red, blue)):
        sides.append((whole + part * weight) / (1 + weight))
    area = changed(red, region=Area(0, 0, 80, 64), strength=1.3)
    made, counts = bench.run(positive=both(red, area), latent=latent, guidance=3.0, **ONE_STEP)
    conditioned, unconditioned = sides
    expected = unconditioned + (conditioned - unconditioned) * 3.0
    assert np.allclose(made, expected, atol=1e-3)
    assert counts["unet_evaluations"] == 4


def test_prompts_count_in_their_range_only(bench: Bench) -> None:
    red = bench.inputs["positive"]
    halves = both(changed(red, end=0.5), changed(red, start=0.5))
    params: dict[str, Any] = {"steps": 4, "guidance": 1.0, "schedule": "karras"}
    made, counts = bench.run(**params, positive=halves)
    assert np.allclose(made, bench.made(**params), atol=1e-3)
    assert counts["unet_evaluations"] == 4
    # A noise level right at the border belongs to both ranges, as in ComfyUI.
    _, counts = bench.run(**params | {"schedule": "sgm_uniform"}, positive=halves)
    assert counts["unet_evaluations"] == 5
    with pytest.raises(NodeError, match="No positive prompt is active where") as caught:
        bench.made(**params, positive=changed(red, end=0.5))
    assert caught.value.port == "positive"
