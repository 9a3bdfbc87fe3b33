"""Sample: progress, cancelling, counting, generators, and prompts that share the steps."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from graph_engine.errors import Cancelled, NodeError
from graph_engine.events import Event, NodeProgress
from nodes import EmptyLatent, EncodeText, LoadCheckpoint, LoadUNet, Sample
from nodes.diffusion.sampling import lay_out
from nodes.diffusion.schedulers import make_scheduler, set_steps
from nodes.samplers import SAMPLERS
from nodes.values import Conditioning
from tests.nodes.conftest import MakeContext, Recorder

MODEL = "noise-model"


@pytest.fixture
def recorder(record: MakeContext, noise_model: object) -> Recorder:
    """A recorded context that knows the random model."""
    return record()


def sampler(recorder: Recorder, *, batch: int = 1, **params: Any) -> Sample:
    """A Sample on the random model, 64 × 64 pixels, 4 steps of euler."""
    context = recorder.context
    parts = LoadCheckpoint(model=MODEL).run(context)
    text = EncodeText(text_encoder=parts.text_encoder, text="red").run(context).conditioning
    given: dict[str, Any] = {
        "unet": parts.unet,
        "positive": text,
        "latent": EmptyLatent(width=64, height=64, batch=batch).run(context).latent,
        "steps": 4,
        "sampler": "euler",
        "schedule": "default",
    }
    return Sample(**(given | params))


def sampled(recorder: Recorder, **params: Any) -> np.ndarray:
    return sampler(recorder, **params).run(recorder.context).latent.samples


@pytest.mark.parametrize(
    ("params", "evaluations"),
    [
        ({}, 8),
        ({"guidance": 1.0}, 4),
        ({"batch": 3}, 24),
        ({"sampler": "heun"}, 14),
        ({"sampler": "pndm"}, 10),
        ({"end": 0.5}, 4),
    ],
)
def test_work_is_counted_and_progress_told(
    recorder: Recorder, params: dict[str, Any], evaluations: int
) -> None:
    samples = sampled(recorder, **params)
    assert samples.dtype == np.float32
    assert samples.flags.c_contiguous
    assert recorder.context.counts == {"unet_evaluations": evaluations, "resumed_at_step": 0}
    assert recorder.progress == sorted(recorder.progress)
    steps = 2 if "end" in params else 4
    assert recorder.progress[0] == (0, steps)
    assert recorder.progress[-1] == (steps, steps)


def test_it_stops_within_one_step(recorder: Recorder) -> None:
    node = sampler(recorder, steps=10)
    context = recorder.context

    def emit(event: Event) -> None:
        if isinstance(event, NodeProgress) and event.done == 3:
            context.stop.set()

    context.emit = emit
    with pytest.raises(Cancelled):
        node.run(context)
    assert context.counts["unet_evaluations"] == 6


def test_global_generators_are_left_alone(recorder: Recorder) -> None:
    torch.manual_seed(1)
    before = torch.get_rng_state()
    sampled(recorder, sampler="euler_ancestral")
    assert torch.equal(torch.get_rng_state(), before)


def test_the_same_seed_gives_the_same_and_another_another(recorder: Recorder) -> None:
    first = sampled(recorder, seed=2**64 - 1)
    assert np.array_equal(first, sampled(recorder, seed=2**64 - 1))
    assert not np.array_equal(first, sampled(recorder, seed=5))


def test_the_first_of_a_batch_is_the_picture_made_alone(recorder: Recorder) -> None:
    # Kernels may round differently for another batch; the noise is the same.
    assert np.allclose(sampled(recorder, batch=2)[:1], sampled(recorder), atol=1e-4)


def test_inputs_are_not_written_to(recorder: Recorder) -> None:
    node = sampler(recorder)
    for array in (node.latent.samples, node.positive.entries[0].embedding):
        array.setflags(write=False)
    node.run(recorder.context)


def test_two_equal_prompts_are_one(recorder: Recorder) -> None:
    node = sampler(recorder)
    twice = Conditioning(node.positive.entries * 2)
    assert np.allclose(sampled(recorder, positive=twice), sampled(recorder), atol=1e-4)
    assert recorder.context.counts["unet_evaluations"] == 12 + 8


def test_prompts_take_part_in_their_range_only(recorder: Recorder) -> None:
    (entry,) = sampler(recorder).positive.entries
    halves = Conditioning((replace(entry, end=0.5), replace(entry, start=0.5)))
    assert np.array_equal(sampled(recorder, positive=halves), sampled(recorder))
    assert recorder.context.counts["unet_evaluations"] == 16
    with pytest.raises(NodeError, match="No positive prompt is active"):
        sampled(recorder, positive=Conditioning((replace(entry, start=0.5),)))


def test_guidance_without_any_text_encoder(recorder: Recorder) -> None:
    (entry,) = sampler(recorder).positive.entries
    alone = Conditioning((replace(entry, text_encoder=None),))
    with pytest.raises(NodeError) as caught:
        sampled(recorder, positive=alone)
    assert caught.value.port == "negative"


def test_a_number_of_steps_that_the_sampler_can_not_do(recorder: Recorder) -> None:
    with pytest.raises(NodeError) as caught:
        sampled(recorder, sampler="lcm", steps=100)
    assert caught.value.port == "steps"
    assert 'The sampler "lcm" can\'t make a schedule of 100 steps' in caught.value.message


@pytest.mark.parametrize(
    ("name", "schedule"),
    [(name, schedule) for name, found in SAMPLERS.items() for schedule in found.schedules],
)
def test_every_pair_that_is_offered_makes_a_falling_schedule(
    recorder: Recorder, name: Any, schedule: Any
) -> None:
    unet = LoadUNet(model=MODEL).run(recorder.context).unet
    scheduler = make_scheduler(name, schedule, unet, 0, recorder.context.places)
    set_steps(scheduler, 12, "cpu", name)
    times = lay_out(scheduler).timesteps
    assert len(times) >= 12
    assert times[0] == max(times) <= 1000
    assert 0 <= min(times) == pytest.approx(times[-1], abs=1e-3)
