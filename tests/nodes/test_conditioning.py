"""Conditionings put together, mixed, and given sizes, ranges and regions."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from graph_engine.beforehand import Beforehand, Outline
from graph_engine.context import Context
from graph_engine.errors import NodeError
from graph_engine.node import Node
from nodes.conditioning import (
    AverageConditioning,
    CombineConditioning,
    ConcatConditioning,
    ZeroConditioning,
)
from nodes.conditioning_settings import (
    AestheticScore,
    GuidanceConditioning,
    RegionConditioning,
    ScheduleConditioning,
    SizeConditioning,
)
from nodes.facts import ConditioningFacts, EntryFacts
from nodes.values import Area, Conditioning, ConditioningEntry, Mask, ModelRef, TextEncoder
from tests.nodes.conftest import MakeContext

SDXL = TextEncoder(
    ModelRef("big-model", "checkpoint", "text_encoder", "sdxl"),
    width=6,
    pooled_width=3,
    encoders=("text_encoder", "text_encoder_2"),
)
SD1 = TextEncoder(ModelRef("old-model", "checkpoint", "text_encoder", "sd1"), width=4)


def prompt(seed: int, tokens: int = 2, *, encoder: TextEncoder = SDXL, **rest: Any) -> Any:
    """One encoded prompt of random numbers."""
    random = np.random.default_rng(seed)
    embedding = random.standard_normal((1, tokens, encoder.width), np.float32)
    pooled = random.standard_normal((1, 3), np.float32) if encoder.pooled_width else None
    return ConditioningEntry(embedding, pooled, encoder, **rest)


def conditioning(*entries: ConditioningEntry) -> Conditioning:
    return Conditioning(entries)


FIRST, SECOND = prompt(1), prompt(2)


def made(node: Any, context: Context) -> tuple[ConditioningEntry, ...]:
    entries: tuple[ConditioningEntry, ...] = node.run(context).conditioning.entries
    return entries


def test_combined_prompts_stay_apart(context: Context) -> None:
    node = CombineConditioning(first=conditioning(FIRST), second=conditioning(SECOND, FIRST))
    assert made(node, context) == (FIRST, SECOND, FIRST)


def test_joined_prompts_are_one_longer_prompt(record: MakeContext) -> None:
    recorder = record()
    first = prompt(1, 3, start=0.2, strength=2.0)
    node = ConcatConditioning(first=conditioning(first, SECOND), second=conditioning(SECOND))
    long, longer = made(node, recorder.context)
    assert np.array_equal(long.embedding[:, :3], first.embedding)
    assert np.array_equal(long.embedding[:, 3:], SECOND.embedding)
    assert longer.embedding.shape == (1, 4, 6)
    assert long.pooled is first.pooled
    assert (long.start, long.strength) == (0.2, 2.0)
    assert recorder.context.warnings == []


@pytest.mark.parametrize("kind", [ConcatConditioning, AverageConditioning])
def test_of_several_second_prompts_the_first_counts_and_that_is_told(
    record: MakeContext, kind: Any
) -> None:
    recorder = record()
    alone = made(kind(first=conditioning(FIRST), second=conditioning(SECOND)), recorder.context)
    assert recorder.context.warnings == []
    both = conditioning(SECOND, FIRST)
    among = made(kind(first=conditioning(FIRST), second=both), recorder.context)
    assert np.array_equal(alone[0].embedding, among[0].embedding)
    assert recorder.context.warnings == [
        "Only the first of the 2 prompts in the second conditioning is used."
    ]


def test_the_weight_is_the_share_of_the_first(context: Context) -> None:
    node = AverageConditioning(first=conditioning(FIRST), second=conditioning(SECOND), weight=0.75)
    (entry,) = made(node, context)
    assert np.allclose(entry.embedding, FIRST.embedding * 0.75 + SECOND.embedding * 0.25)
    assert entry.pooled is not None
    assert np.allclose(entry.pooled, FIRST.pooled * 0.75 + SECOND.pooled * 0.25)
    assert entry.embedding.dtype == np.float32
    (whole,) = made(replaced(node, weight=1.0), context)
    assert np.array_equal(whole.embedding, FIRST.embedding)


@pytest.mark.parametrize(("tokens", "kept"), [(1, 1), (5, 2)])
def test_the_second_is_cut_or_filled_up_to_the_first(
    context: Context, tokens: int, kept: int
) -> None:
    other = prompt(3, tokens)
    node = AverageConditioning(first=conditioning(FIRST), second=conditioning(other), weight=0)
    (entry,) = made(node, context)
    assert entry.embedding.shape == FIRST.embedding.shape
    assert np.array_equal(entry.embedding[:, :kept], other.embedding[:, :kept])
    assert not entry.embedding[:, kept:].any()


def test_zeros_keep_shape_and_settings(context: Context) -> None:
    entry = replace(FIRST, end=0.5, aesthetic=5.0)
    (zero,) = made(ZeroConditioning(conditioning=conditioning(entry)), context)
    assert zero.embedding.shape == entry.embedding.shape
    assert not zero.embedding.any()
    assert zero.pooled is not None
    assert not zero.pooled.any()
    assert (zero.end, zero.aesthetic, zero.text_encoder) == (0.5, 5.0, SDXL)
    (plain,) = made(ZeroConditioning(conditioning=conditioning(prompt(1, encoder=SD1))), context)
    assert plain.pooled is None


@pytest.mark.parametrize("kind", [CombineConditioning, ConcatConditioning, AverageConditioning])
def test_two_families_are_refused_by_name(context: Context, kind: Any) -> None:
    other = prompt(3, encoder=SD1)
    with pytest.raises(NodeError) as caught:
        kind(first=conditioning(FIRST), second=conditioning(other)).run(context)
    assert caught.value.port == "second"
    assert '"big-model" for SDXL, 6 wide' in caught.value.message
    assert '"old-model" for Stable Diffusion 1, 4 wide' in caught.value.message
    known = Beforehand(
        context.places, {"first": facts(FIRST, SDXL), "second": facts(other, SD1)}, "identity"
    )
    with pytest.raises(NodeError, match="two model families"):
        kind(first=None, second=None).outline(known)


def test_prompts_of_unknown_makers_are_told_apart_by_their_widths(context: Context) -> None:
    unknown = replace(prompt(3, encoder=SD1), text_encoder=None)
    node = CombineConditioning(first=conditioning(FIRST), second=conditioning(unknown))
    with pytest.raises(NodeError, match="6 wide, the second 4 wide"):
        node.run(context)
    with pytest.raises(NodeError, match="at least one prompt"):
        replaced(node, second=conditioning()).run(context)


def test_sizes_and_score_are_noted(context: Context) -> None:
    node = SizeConditioning(
        conditioning=conditioning(FIRST, SECOND),
        original_width=640,
        original_height=480,
        crop_x=3,
        crop_y=5,
        target_width=1216,
        target_height=832,
    )
    entries = made(node, context)
    assert len(entries) == 2
    for entry in entries:
        assert entry.size is not None
        assert (entry.size.original, entry.size.crop, entry.size.target) == (
            (640, 480),
            (3, 5),
            (1216, 832),
        )
    (scored,) = made(AestheticScore(conditioning=conditioning(FIRST), score=7.5), context)
    assert scored.aesthetic == 7.5


def test_a_range_narrows_the_ranges_that_are_there(context: Context) -> None:
    entries = conditioning(FIRST, replace(FIRST, start=0.4, end=0.9), replace(FIRST, start=0.7))
    node = ScheduleConditioning(conditioning=entries, start=0.2, end=0.6)
    assert [(e.start, e.end) for e in made(node, context)] == [(0.2, 0.6), (0.4, 0.6)]


@pytest.mark.parametrize(
    ("start", "end", "words"), [(0.5, 0.5, "before the end"), (0.0, 0.3, "ranges already")]
)
def test_a_range_without_prompts_is_refused(
    context: Context, start: float, end: float, words: str
) -> None:
    late = replace(FIRST, start=0.4)
    node = ScheduleConditioning(conditioning=conditioning(late), start=start, end=end)
    with pytest.raises(NodeError, match=words) as caught:
        node.run(context)
    assert caught.value.port == "start"
    known = Beforehand(context.places, {"conditioning": facts(late, SDXL)}, "identity")
    with pytest.raises(NodeError, match=words):
        node.outline(known)


def test_a_prompt_has_a_guidance_of_its_own(context: Context) -> None:
    node = GuidanceConditioning(conditioning=conditioning(FIRST, FIRST), guidance=3.5)
    assert [entry.guidance for entry in made(node, context)] == [3.5, 3.5]
    before = {"conditioning": facts(FIRST, SDXL)}
    nobody: Any = None
    node = GuidanceConditioning(conditioning=nobody, guidance=3.5)
    (entry,) = outlined(node, context, **before).entries
    assert (entry.key, entry.guidance) == ("key", 3.5)


def test_regions_by_mask_and_by_rectangle(context: Context) -> None:
    mask = Mask(np.ones((1, 8, 8), np.float32))
    half = conditioning(replace(FIRST, strength=0.5))
    (masked,) = made(RegionConditioning(conditioning=half, mask=mask, strength=3.0), context)
    assert masked.region is mask
    assert masked.strength == 1.5
    area = RegionConditioning(conditioning=half, x=8, y=16, width=64, height=32)
    region = made(area, context)[0].region
    assert isinstance(region, Area)
    assert (region.x, region.y, region.width, region.height) == (8, 16, 64, 32)


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({}, "needs a mask"),
        ({"width": 64}, "needs a mask"),
        ({"mask": np.ones((1, 8, 8), np.float32), "width": 64, "height": 64}, "given twice"),
        ({"mask": np.zeros((1, 8, 8), np.float32)}, "mask is empty"),
    ],
)
def test_regions_that_make_no_sense(context: Context, params: dict[str, Any], words: str) -> None:
    if "mask" in params:
        params = {**params, "mask": Mask(params["mask"])}
    with pytest.raises(NodeError, match=words):
        RegionConditioning(conditioning=conditioning(FIRST), **params).run(context)


def facts(entry: ConditioningEntry, encoder: TextEncoder) -> Outline:
    known = EntryFacts("key", entry.start, entry.end, encoder, "encoder")
    return Outline("outline", ConditioningFacts((known,)))


def outlined(node: Node, context: Context, **inputs: Outline) -> Any:
    return node.outline(Beforehand(context.places, inputs, "identity"))["conditioning"]


def test_beforehand_ranges_change_no_key_and_all_else_does(context: Context) -> None:
    before = {"conditioning": facts(FIRST, SDXL)}
    nobody: Any = None
    (ranged,) = outlined(
        ScheduleConditioning(conditioning=nobody, start=0.1, end=0.9), context, **before
    ).entries
    assert (ranged.key, ranged.start, ranged.end) == ("key", 0.1, 0.9)
    changed = [
        SizeConditioning(conditioning=nobody),
        SizeConditioning(conditioning=nobody, crop_x=8),
        AestheticScore(conditioning=nobody),
        ZeroConditioning(conditioning=nobody),
        RegionConditioning(conditioning=nobody, width=8, height=8),
        RegionConditioning(conditioning=nobody, width=8, height=8, strength=0.5),
    ]
    keys = {
        (entry.key, entry.text_encoder)
        for number, node in enumerate(changed)
        for entry in node.outline(Beforehand(context.places, before, f"node {number // 2}"))[
            "conditioning"
        ].entries
    }
    assert len({key for key, _ in keys} | {"key"}) == len(changed) + 1
    assert {encoder for _, encoder in keys} == {SDXL}


def test_beforehand_two_are_one_or_one_changed_by_the_other(context: Context) -> None:
    nobody: Any = None
    two = {"first": facts(FIRST, SDXL), "second": facts(replace(SECOND, start=0.5), SDXL)}
    both = outlined(CombineConditioning(first=nobody, second=nobody), context, **two).entries
    assert [(entry.key, entry.start) for entry in both] == [("key", 0.0), ("key", 0.5)]
    keys = set()
    for weight in (0.25, 0.5):
        node = AverageConditioning(first=nobody, second=nobody, weight=weight)
        (entry,) = outlined(node, context, **two).entries
        keys.add(entry.key)
    (entry,) = outlined(ConcatConditioning(first=nobody, second=nobody), context, **two).entries
    assert len(keys | {entry.key, "key"}) == 4


def replaced(node: Any, **params: Any) -> Any:
    return replace(node, **params)
