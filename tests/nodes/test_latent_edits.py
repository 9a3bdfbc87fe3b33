"""Latents masked, resized, put on each other, and into and out of batches."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from graph_engine.beforehand import Beforehand, Outline
from graph_engine.context import Context
from graph_engine.errors import NodeError
from graph_engine.node import Node
from graph_engine.places import Places
from nodes import CompositeLatent, LatentBatch, LatentFromBatch, LatentMask, ResizeLatent
from nodes.facts import LatentFacts
from nodes.latent_edits import LatentMethod
from nodes.latent_resizing import resize_latent
from nodes.values import ExtraChannels, FloatArray, Latent, Mask, Posterior

from .conftest import MakeContext


def noise(*shape: int, seed: int = 0) -> FloatArray:
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def latent(count: int = 1, rows: int = 4, columns: int = 6, seed: int = 0, **rest: Any) -> Latent:
    samples = noise(count, 4, rows, columns, seed=seed)
    return Latent(samples, columns * 8, rows * 8, **{"family": "sd1", **rest})


def posterior(count: int, seed: int = 0) -> Posterior:
    shape = (count, 4, 4, 6)
    return Posterior(noise(*shape, seed=seed), noise(*shape, seed=seed + 1), 0.18215)


def inpainting(count: int) -> ExtraChannels:
    return ExtraChannels("inpaint", noise(count, 1, 4, 6), posterior(count))


def half_mask(height: int, width: int, count: int = 1) -> Mask:
    values = np.zeros((count, height, width), np.float32)
    values[:, :, width // 2 :] = 1
    return Mask(values)


class TestLatentMask:
    def test_a_fitting_mask_is_put_on_as_it_is(self, context: Context) -> None:
        given_latent = latent(2, posterior=posterior(2))
        mask = half_mask(32, 48, 2)
        made = LatentMask(latent=given_latent, mask=mask).run(context).latent
        assert made.noise_mask is not None
        assert np.array_equal(made.noise_mask.values, mask.values)
        assert made.samples is given_latent.samples
        assert made.posterior is given_latent.posterior
        assert given_latent.noise_mask is None
        assert context.warnings == []

    def test_one_of_another_size_is_resized_with_a_note(self, record: MakeContext) -> None:
        context = record().context
        made = LatentMask(latent=latent(), mask=half_mask(64, 96)).run(context).latent
        assert made.noise_mask is not None
        assert made.noise_mask.values.shape == (1, 32, 48)
        assert np.abs(made.noise_mask.values - half_mask(32, 48).values).max() < 0.2
        assert context.warnings == [
            'The mask at "mask" is 96 × 64 pixels, the latent\'s picture 48 × 32;'
            " it was resized to fit."
        ]

    def test_it_is_cut_as_encoding_cuts_its_picture(self, context: Context) -> None:
        mask = Mask(noise(1, 37, 51).clip(0, 1))
        made = LatentMask(latent=latent(), mask=mask).run(context).latent
        assert made.noise_mask is not None
        assert np.array_equal(made.noise_mask.values, mask.values[:, 2:34, 1:49])
        assert made.noise_mask.values.flags.c_contiguous
        assert context.warnings == []

    def test_an_empty_mask_is_refused(self, context: Context) -> None:
        with pytest.raises(NodeError, match="The mask is empty") as caught:
            LatentMask(latent=latent(), mask=Mask(np.zeros((1, 32, 48), np.float32))).run(context)
        assert caught.value.port == "mask"

    def test_an_empty_latent_has_nothing_to_keep(self, context: Context) -> None:
        LatentMask(latent=latent(blank=True), mask=half_mask(32, 48)).run(context)
        assert context.warnings == ["The latent is empty: what the mask keeps will be flat grey."]

    def test_too_many_masks_are_refused(self, context: Context) -> None:
        with pytest.raises(NodeError, match="There are 3 masks for a batch of 2"):
            LatentMask(latent=latent(2), mask=half_mask(32, 48, 3)).run(context)


TORCH_MODES = {
    "nearest": "nearest-exact",
    "bilinear": "bilinear",
    "bicubic": "bicubic",
    "area": "area",
}


class TestResizeLatent:
    @given(
        st.sampled_from(list(TORCH_MODES)),
        *[st.integers(1, 9)] * 2,
        *[st.integers(1, 20)] * 2,
    )
    def test_values_are_those_of_pytorch(
        self, method: LatentMethod, rows: int, columns: int, new_rows: int, new_columns: int
    ) -> None:
        before = latent(2, rows, columns)
        made = resize_latent(before, new_columns * 8, new_rows * 8, method, "stretch").samples
        expected = torch.nn.functional.interpolate(
            torch.from_numpy(before.samples), (new_rows, new_columns), mode=TORCH_MODES[method]
        )
        assert made.dtype == np.float32
        assert made.flags.c_contiguous
        assert np.allclose(made, expected.numpy(), atol=1e-5)

    def test_nearest_repeats_values(self, context: Context) -> None:
        before = latent()
        node = ResizeLatent(latent=before, width=96, height=64, method="nearest")
        made = node.run(context).latent
        assert np.array_equal(made.samples, before.samples.repeat(2, axis=2).repeat(2, axis=3))
        assert (made.width, made.height, made.family) == (96, 64, "sd1")

    def test_cropping_keeps_the_centre(self, context: Context) -> None:
        before = latent(rows=4, columns=8, noise_mask=half_mask(32, 64))
        node = ResizeLatent(latent=before, width=32, height=32, method="nearest")
        made = node.run(context).latent
        assert np.array_equal(made.samples, before.samples[..., 2:6])
        assert made.noise_mask is not None
        assert np.array_equal(made.noise_mask.values, half_mask(32, 32).values)
        turned = replace(before, samples=before.samples.transpose(0, 1, 3, 2), width=32, height=64)
        node = ResizeLatent(latent=turned, width=64, height=64, method="nearest")
        made = node.run(context).latent
        assert np.array_equal(made.samples[..., ::2, ::2], turned.samples[:, :, 2:6])

    @given(*[st.integers(1, 40)] * 4)
    def test_cropping_leaves_something_of_every_shape(
        self, rows: int, columns: int, new_rows: int, new_columns: int
    ) -> None:
        before = latent(1, rows, columns, noise_mask=half_mask(rows * 8, columns * 8))
        made = resize_latent(before, new_columns * 8, new_rows * 8, "area", "crop")
        assert made.samples.shape == (1, 4, new_rows, new_columns)
        assert np.isfinite(made.samples).all()
        assert made.noise_mask is not None
        assert made.noise_mask.values.shape == (1, new_rows * 8, new_columns * 8)

    def test_the_posterior_does_not_survive(self, context: Context) -> None:
        made = ResizeLatent(latent=latent(posterior=posterior(1)), width=96, height=64).run(context)
        assert made.latent.posterior is None

    def test_an_inpainting_latent_is_refused(self, context: Context) -> None:
        with pytest.raises(NodeError, match="can't be resized") as caught:
            ResizeLatent(latent=latent(extra=inpainting(1))).run(context)
        assert caught.value.port == "latent"

    def test_a_size_without_whole_cells_is_refused(self, context: Context) -> None:
        with pytest.raises(NodeError, match=r'"height" is 68; .* divisible by 8'):
            ResizeLatent(latent=latent(), width=64, height=68).run(context)


class TestCompositeLatent:
    @pytest.mark.parametrize(("x", "y"), [(0, 0), (16, 8), (-8, -16), (32, 24)])
    def test_a_layer_lies_at_its_place(self, context: Context, x: int, y: int) -> None:
        base, layer = latent(2), latent(1, 3, 3, seed=1)
        made = CompositeLatent(base=base, layer=layer, x=x, y=y).run(context).latent
        expected = np.array(base.samples)
        for row in range(3):
            for column in range(3):
                if 0 <= y // 8 + row < 4 and 0 <= x // 8 + column < 6:
                    place = (slice(None), slice(None), y // 8 + row, x // 8 + column)
                    expected[place] = layer.samples[:, :, row, column]
        assert np.array_equal(made.samples, expected)
        assert (made.width, made.height) == (48, 32)
        assert context.warnings == []

    def test_it_fades_in_at_sides_within_the_base(self, context: Context) -> None:
        base = Latent(np.zeros((1, 4, 6, 8), np.float32), 64, 48)
        layer = Latent(np.ones((1, 4, 4, 5), np.float32), 40, 32)
        node = CompositeLatent(base=base, layer=layer, x=24, y=8, feather=16)
        made = node.run(context).latent.samples[0, 0]
        column, row = np.array([0.5, 1, 1, 0.5]), np.array([0.5, 1, 1, 1, 1])
        assert np.allclose(made[1:5, 3:], column[:, None] * row)
        assert not made[0].any()
        assert not made[:, :3].any()

    def test_what_stays_and_what_goes(self, context: Context) -> None:
        mask = half_mask(32, 48)
        base = latent(family="", blank=True, posterior=posterior(1), noise_mask=mask)
        made = CompositeLatent(base=base, layer=latent(3, 2, 2, seed=1)).run(context).latent
        assert made.samples.shape == (3, 4, 4, 6)
        assert made.noise_mask is mask
        assert made.posterior is None
        assert made.family == "sd1"
        assert not made.blank

    def test_a_layer_beside_the_base_changes_nothing_and_says_so(self, context: Context) -> None:
        base = latent()
        node = CompositeLatent(base=base, layer=latent(seed=1), x=-48)
        assert np.array_equal(node.run(context).latent.samples, base.samples)
        assert len(context.warnings) == 1

    def test_other_latent_spaces_are_refused(self, context: Context) -> None:
        with pytest.raises(NodeError, match="belongs to SDXL") as caught:
            CompositeLatent(base=latent(), layer=latent(family="sdxl")).run(context)
        assert caught.value.port == "layer"
        wide = Latent(noise(1, 16, 4, 6), 48, 32)
        with pytest.raises(NodeError, match='"layer" has 16 channels, that at "base" 4'):
            CompositeLatent(base=latent(), layer=wide).run(context)
        fine = Latent(noise(1, 4, 4, 6), 24, 16)
        with pytest.raises(NodeError, match="has 4 pixels per cell"):
            CompositeLatent(base=latent(), layer=fine).run(context)

    def test_sd1_and_sd2_share_a_space(self, context: Context) -> None:
        CompositeLatent(base=latent(), layer=latent(family="sd2")).run(context)


class TestBatches:
    def test_a_batch_and_its_parts(self, context: Context) -> None:
        first = latent(2, posterior=posterior(2), noise_mask=half_mask(32, 48, 2))
        second = latent(1, seed=1, posterior=posterior(1, seed=5), noise_mask=half_mask(32, 48))
        batch = LatentBatch(first=first, second=second).run(context).latent
        assert batch.samples.shape == (3, 4, 4, 6)
        for part, index, count in ((first, 0, 2), (second, 2, 1)):
            made = LatentFromBatch(latent=batch, index=index, count=count).run(context).latent
            assert made.posterior is not None
            assert part.posterior is not None
            assert made.noise_mask is not None
            assert part.noise_mask is not None
            assert np.array_equal(made.samples, part.samples)
            assert np.array_equal(made.posterior.mean, part.posterior.mean)
            assert np.array_equal(made.posterior.deviation, part.posterior.deviation)
            assert np.array_equal(made.noise_mask.values, part.noise_mask.values)
            assert (made.width, made.height, made.family) == (48, 32, "sd1")

    def test_a_latent_without_mask_is_repainted_everywhere(self, context: Context) -> None:
        first = latent(2, noise_mask=half_mask(64, 96))
        batch = LatentBatch(first=first, second=latent(1)).run(context).latent
        assert batch.noise_mask is not None
        assert batch.noise_mask.values.shape == (3, 32, 48)
        assert not batch.noise_mask.values[:2, :, :20].any()
        assert batch.noise_mask.values[2].all()

    def test_one_posterior_is_none(self, context: Context) -> None:
        made = LatentBatch(first=latent(posterior=posterior(1)), second=latent(family="")).run(
            context
        )
        assert made.latent.posterior is None
        assert made.latent.family == "sd1"

    def test_extra_channels_go_along(self, context: Context) -> None:
        one, two = latent(extra=inpainting(1)), latent(2, seed=1, extra=inpainting(1))
        batch = LatentBatch(first=one, second=two).run(context).latent
        assert batch.extra is not None
        assert batch.extra.posterior is not None
        assert batch.extra.values.shape == (3, 1, 4, 6)
        assert batch.extra.posterior.mean.shape == (3, 4, 4, 6)
        last = LatentFromBatch(latent=batch, index=2).run(context).latent
        assert last.extra is not None
        assert last.extra.values.shape == (1, 1, 4, 6)
        with pytest.raises(NodeError, match="different kinds of U-Nets"):
            LatentBatch(first=one, second=latent()).run(context)

    def test_two_blank_latents_are_blank(self, context: Context) -> None:
        blank = Latent(np.zeros((1, 4, 4, 6), np.float32), 48, 32, blank=True)
        assert LatentBatch(first=blank, second=blank).run(context).latent.blank
        assert not LatentBatch(first=blank, second=latent()).run(context).latent.blank

    def test_two_sizes_are_refused(self, context: Context) -> None:
        with pytest.raises(NodeError, match="48 × 40 pixels") as caught:
            LatentBatch(first=latent(), second=latent(rows=5)).run(context)
        assert "ResizeLatent" in caught.value.hint

    def test_one_mask_for_all_stays_one(self, context: Context) -> None:
        mask = half_mask(32, 48)
        made = LatentFromBatch(latent=latent(3, noise_mask=mask), index=1).run(context).latent
        assert made.noise_mask is not None
        assert np.array_equal(made.noise_mask.values, mask.values)

    def test_beyond_the_batch(self, record: MakeContext) -> None:
        context = record().context
        made = LatentFromBatch(latent=latent(3), index=1, count=5).run(context).latent
        assert len(made.samples) == 2
        assert context.warnings == ["The batch ends after latent 2: there are 2 instead of 5."]
        with pytest.raises(NodeError, match="there is no latent 3 in it") as caught:
            LatentFromBatch(latent=latent(3), index=3).run(context)
        assert caught.value.port == "index"


def outline(node: type[Node], **facts: Any) -> Any:
    inputs = {port: Outline(port, fact) for port, fact in facts.items()}
    unlinked: Any = dict.fromkeys(facts)
    return node(**unlinked).outline(Beforehand(Places((), (), None), inputs))["latent"]  # type: ignore[arg-type]


class TestBeforehand:
    """What is known before a run goes on, and what can't go together is refused."""

    SD1, SDXL, ANY = LatentFacts("sd1"), LatentFacts("sdxl"), LatentFacts()
    INPAINT = LatentFacts("sd1", "inpaint")

    def test_one_latent(self) -> None:
        assert outline(LatentMask, latent=self.INPAINT, mask=None) == self.INPAINT
        assert outline(LatentFromBatch, latent=self.INPAINT) == self.INPAINT
        assert outline(ResizeLatent, latent=self.SD1) == self.SD1
        assert outline(ResizeLatent, latent=None) is None
        with pytest.raises(NodeError, match="can't be resized"):
            outline(ResizeLatent, latent=self.INPAINT)

    def test_two_latents(self) -> None:
        assert outline(LatentBatch, first=self.ANY, second=self.SD1) == self.SD1
        assert outline(CompositeLatent, base=self.INPAINT, layer=self.ANY) == self.INPAINT
        assert outline(CompositeLatent, base=None, layer=self.SD1) is None
        with pytest.raises(NodeError, match='"second" belongs to SDXL'):
            outline(LatentBatch, first=self.SD1, second=self.SDXL)
