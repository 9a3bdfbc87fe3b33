"""Masks grown, shrunk, feathered, inverted and combined."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from graph_engine.context import Context
from graph_engine.errors import NodeError
from nodes import CombineMasks, FeatherMask, GrowMask, InvertMask
from nodes.mask_edits import Combination
from nodes.mask_shapes import grow
from nodes.values import FloatArray, Mask

from .conftest import MakeContext

MASKS = arrays(
    np.float32,
    st.tuples(st.integers(1, 2), st.integers(1, 9), st.integers(1, 9)),
    elements=st.sampled_from([0.0, 0.25, 0.5, 1.0]),
)


def dot(size: int = 9) -> Mask:
    values = np.zeros((1, size, size), np.float32)
    values[:, size // 2, size // 2] = 1
    return Mask(values)


def grown(context: Context, mask: Mask, pixels: int, *, rounded: bool = True) -> FloatArray:
    return GrowMask(mask=mask, pixels=pixels, rounded=rounded).run(context).mask.values


def test_a_dot_grows_to_a_disc_or_a_square(context: Context) -> None:
    y, x = np.mgrid[-4:5, -4:5]
    assert np.array_equal(grown(context, dot(), 3)[0], x * x + y * y <= 9)
    square = grown(context, dot(), 2, rounded=False)[0]
    assert np.array_equal(square, np.maximum(abs(x), abs(y)) <= 2)


def test_shrinking_takes_nothing_away_at_the_border_of_the_picture(context: Context) -> None:
    values = np.zeros((1, 8, 8), np.float32)
    values[:, :, :4] = 1
    expected = np.zeros((1, 8, 8), np.float32)
    expected[:, :, :2] = 1
    assert np.array_equal(grown(context, Mask(values), -2), expected)
    assert grown(context, Mask(np.ones((1, 4, 4), np.float32)), -100).all()


@given(MASKS, st.integers(-12, 12), st.booleans())
def test_each_pixel_takes_the_extreme_around_it(
    values: FloatArray, pixels: int, rounded: bool
) -> None:
    made = grow(values, pixels, rounded=rounded)
    y, x = np.indices(values.shape[1:])
    for row, column in np.ndindex(y.shape):
        dy, dx = np.abs(y - row), np.abs(x - column)
        near = (
            dx * dx + dy * dy <= pixels * pixels if rounded else np.maximum(dx, dy) <= abs(pixels)
        )
        around = values[:, near]
        expected = around.max(axis=1) if pixels >= 0 else around.min(axis=1)
        assert np.array_equal(made[:, row, column], expected)
    assert made.dtype == np.float32


def test_feathering_softens_both_sides_and_keeps_the_far(context: Context) -> None:
    values = np.zeros((1, 32, 64), np.float32)
    values[:, :, 32:] = 1
    row = FeatherMask(mask=Mask(values), radius=3.0).run(context).mask.values[0, 16]
    assert (np.diff(row) >= 0).all()
    assert row[31] + row[32] == pytest.approx(1)
    assert not row[:23].any()
    assert np.allclose(row[41:], 1)
    assert row[28] > 0.05


def test_radius_0_keeps_a_mask(context: Context) -> None:
    assert np.array_equal(
        FeatherMask(mask=dot(), radius=0.0).run(context).mask.values, dot().values
    )


def test_inverting(context: Context) -> None:
    made = InvertMask(mask=Mask(np.array([[[0, 0.25, 1]]], np.float32))).run(context).mask.values
    assert made.tolist() == [[[1, 0.75, 0]]]


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("union", [0, 1, 1, 1, 0.5]),
        ("intersection", [0, 0, 0, 1, 0.25]),
        ("difference", [0, 1, 0, 0, 0.25]),
        ("exclusive", [0, 1, 1, 0, 0.25]),
    ],
)
def test_combining(context: Context, how: Combination, expected: list[float]) -> None:
    first = Mask(np.array([[[0, 1, 0, 1, 0.5]]], np.float32))
    second = Mask(np.array([[[0, 0, 1, 1, 0.25]]], np.float32))
    made = CombineMasks(first=first, second=second, how=how).run(context).mask.values
    assert made.tolist() == [[expected]]


def test_a_second_mask_of_another_size_is_resized_with_a_note(record: MakeContext) -> None:
    context = record().context
    half = np.zeros((1, 4, 4), np.float32)
    half[:, :2] = 1
    first = Mask(np.zeros((2, 8, 8), np.float32))
    made = CombineMasks(first=first, second=Mask(half)).run(context).mask.values
    assert made.shape == (2, 8, 8)
    assert made[:, :3].all()
    assert not made[:, 5:].any()
    assert context.warnings == [
        'The mask at "second" is 4 × 4 pixels, the first mask 8 × 8; it was resized to fit.'
    ]


def test_batches_that_do_not_fit_are_refused(context: Context) -> None:
    first, second = (Mask(np.zeros((n, 4, 4), np.float32)) for n in (2, 3))
    with pytest.raises(NodeError, match="must hold equally many"):
        CombineMasks(first=first, second=second).run(context)
