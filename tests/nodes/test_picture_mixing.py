"""Blending and compositing: modes, transparency, places, masks and batches."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_engine.context import Context
from graph_engine.errors import NodeError
from nodes import BlendImages, CompositeImage
from nodes.picture_mixing import BlendMode
from nodes.values import Image, Mask

from .conftest import MakeContext
from .values import noise_image

MODES = get_args(BlendMode)


def flat(*channels: float, size: tuple[int, int] = (2, 2)) -> Image:
    return Image(np.full((1, *size, len(channels)), channels, np.float32))


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("normal", [0.25, 0.75]),
        ("multiply", [0.125, 0.1875]),
        ("screen", [0.625, 0.8125]),
        ("overlay", [0.25, 0.375]),
        ("hard_light", [0.25, 0.625]),
        ("soft_light", [0.375, 0.375]),
        ("darken", [0.25, 0.25]),
        ("lighten", [0.5, 0.75]),
        ("add", [0.75, 1.0]),
        ("subtract", [0.25, 0.0]),
        ("difference", [0.25, 0.5]),
    ],
)
def test_modes(context: Context, mode: BlendMode, expected: list[float]) -> None:
    """By hand from the W3C's formulas, for 0.5 under 0.25 and 0.25 under 0.75."""
    first = Image(np.array([0.5, 0.25], np.float32).reshape(1, 1, 2, 1))
    second = Image(np.array([0.25, 0.75], np.float32).reshape(1, 1, 2, 1))
    made = BlendImages(first=first, second=second, weight=1.0, mode=mode).run(context).image.pixels
    assert np.allclose(made.ravel(), expected, atol=1e-6)


@given(st.sampled_from(MODES), st.floats(0, 1), st.integers(1, 4), st.integers(1, 4))
def test_blends_stay_colours(mode: BlendMode, weight: float, below: int, above: int) -> None:
    first, second = noise_image(1, 4, 4, below), noise_image(2, 4, 4, above, seed=1)
    node = BlendImages(first=first, second=second, weight=weight, mode=mode)
    pixels = node.run(None).image.pixels  # type: ignore[arg-type]
    assert pixels.dtype == np.float32
    assert pixels.flags.c_contiguous
    assert len(pixels) == 2
    assert pixels.shape[-1] in ((4,) if below in (2, 4) else (1, 3))
    assert pixels.min() >= -1e-6
    assert pixels.max() <= 1 + 1e-6


@pytest.mark.parametrize("channels", [1, 3])
def test_weight_0_and_1_are_the_pictures_bit_for_bit(context: Context, channels: int) -> None:
    first, second = noise_image(1, 4, 4, channels), noise_image(1, 4, 4, channels, seed=1)
    for weight, expected in ((0.0, first), (1.0, second)):
        made = BlendImages(first=first, second=second, weight=weight).run(context).image.pixels
        assert np.array_equal(made, expected.pixels)


def test_what_is_transparent_above_shows_what_is_below(context: Context) -> None:
    first, second = flat(0.2, 0.4, 0.6), flat(1.0, 1.0, 1.0, 0.0)
    made = BlendImages(first=first, second=second, weight=1.0).run(context).image.pixels
    assert np.array_equal(made, first.pixels)


def test_two_transparent_pictures(context: Context) -> None:
    """Half of red over half of blue: 3/4 opaque, two parts red and one part blue."""
    first, second = flat(0.0, 0.0, 1.0, 0.5), flat(1.0, 0.0, 0.0, 0.5)
    made = BlendImages(first=first, second=second, weight=1.0).run(context).image.pixels
    assert np.allclose(made[0, 0, 0], [2 / 3, 0, 1 / 3, 0.75])


def test_blending_two_sizes_or_batches_is_refused(context: Context) -> None:
    with pytest.raises(NodeError, match="must be of one size") as caught:
        BlendImages(first=noise_image(1, 8, 8, 3), second=noise_image(1, 4, 8, 3)).run(context)
    assert caught.value.port == "second"
    with pytest.raises(NodeError) as caught:
        BlendImages(first=noise_image(2, 8, 8, 3), second=noise_image(3, 8, 8, 3)).run(context)
    assert caught.value.port == "first"
    assert 'at "first" holds 2, that at "second" 3' in caught.value.message


@pytest.mark.parametrize(("x", "y"), [(0, 0), (3, 1), (-2, -1), (6, 5), (-3, 4)])
def test_a_layer_lies_at_its_place_and_is_cut_off(context: Context, x: int, y: int) -> None:
    base, layer = noise_image(2, 6, 8, 3), noise_image(1, 3, 4, 3, seed=1)
    node = CompositeImage(base=base, layer=layer, x=x, y=y)
    made = node.run(context).image.pixels
    expected = np.array(base.pixels)
    for row in range(3):
        for column in range(4):
            if 0 <= y + row < 6 and 0 <= x + column < 8:
                expected[:, y + row, x + column] = layer.pixels[0, row, column]
    assert np.array_equal(made, expected)
    assert context.warnings == []


@pytest.mark.parametrize(("x", "y"), [(8, 0), (0, 6), (-4, 0), (0, -3), (100, -100)])
def test_a_layer_beside_the_base_changes_nothing_and_says_so(
    context: Context, x: int, y: int
) -> None:
    base, layer = noise_image(1, 6, 8, 3), noise_image(1, 3, 4, 3, seed=1)
    made = CompositeImage(base=base, layer=layer, x=x, y=y).run(context).image.pixels
    assert np.array_equal(made, base.pixels)
    assert len(context.warnings) == 1


def test_outside_its_mask_a_picture_stays_bit_for_bit(context: Context) -> None:
    base, layer = noise_image(1, 4, 4, 3), noise_image(1, 4, 4, 3, seed=1)
    values = np.zeros((2, 4, 4), np.float32)
    values[0, 1:3, 1:3] = 1
    values[1, 0, 0] = 0.5
    made = CompositeImage(base=base, layer=layer, mask=Mask(values)).run(context).image.pixels
    covered = values[0] == 1
    assert np.array_equal(made[0][~covered], base.pixels[0][~covered])
    assert np.array_equal(made[0][covered], layer.pixels[0][covered])
    assert np.allclose(made[1, 0, 0], (base.pixels[0, 0, 0] + layer.pixels[0, 0, 0]) / 2)


def test_a_mask_of_another_size_is_resized_with_a_note(record: MakeContext) -> None:
    base, layer = flat(0.0, size=(8, 8)), flat(1.0, size=(4, 4))
    values = np.zeros((1, 8, 8), np.float32)
    values[:, :, 4:] = 1
    context = record().context
    node = CompositeImage(base=base, layer=layer, mask=Mask(values))
    made = node.run(context).image.pixels[0, ..., 0]
    assert context.warnings == [
        'The mask at "mask" is 8 × 8 pixels, the layer 4 × 4; it was resized to fit.'
    ]
    assert made[0, 0] == 0
    assert made[0, 3] == 1
    assert not made[:, 4:].any()


def test_a_transparent_layer_on_an_opaque_base_stays_opaque(context: Context) -> None:
    made = CompositeImage(base=flat(0.0, 0.0, 0.0), layer=flat(1.0, 0.5, 0.0, 0.5)).run(context)
    assert np.allclose(made.image.pixels, [0.5, 0.25, 0.0])
    assert made.image.pixels.shape[-1] == 3


def test_a_layer_on_a_transparent_base_keeps_its_colour(context: Context) -> None:
    made = CompositeImage(base=flat(0.0, 1.0, 0.0, 0.0), layer=flat(1.0, 0.5, 0.0, 0.5)).run(
        context
    )
    assert np.allclose(made.image.pixels[0, 0, 0], [1.0, 0.5, 0.0, 0.5])
