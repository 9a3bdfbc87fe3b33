"""Cropping, and the room that PadImage gives for outpainting."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_engine.context import Context
from graph_engine.errors import NodeError
from nodes import CropImage, PadImage
from nodes.framing import Margins, margin_mask, pad
from nodes.values import Image

from .conftest import MakeContext
from .values import noise_image


def test_a_crop_is_the_part(context: Context) -> None:
    image = noise_image(2, 8, 10, 4)
    made = CropImage(image=image, x=3, y=2, width=4, height=5).run(context).image.pixels
    assert np.array_equal(made, image.pixels[:, 2:7, 3:7])
    assert made.flags.c_contiguous
    assert context.warnings == []


def test_a_crop_that_leaves_the_picture_is_smaller_and_says_so(context: Context) -> None:
    image = noise_image(1, 8, 10, 3)
    made = CropImage(image=image, x=6, y=0, width=8, height=4).run(context).image.pixels
    assert np.array_equal(made, image.pixels[:, :4, 6:])
    assert context.warnings == [
        "The picture ends within the part: it is 4 × 4 pixels instead of 8 × 4."
    ]


@pytest.mark.parametrize(("port", "at"), [("x", {"x": 10}), ("y", {"y": 8})])
def test_a_crop_beside_the_picture_is_refused(
    context: Context, port: str, at: dict[str, int]
) -> None:
    with pytest.raises(NodeError) as caught:
        CropImage(image=noise_image(1, 8, 10, 3), width=2, height=2, **at).run(context)
    assert caught.value.port == port
    assert "10 × 8 pixels" in caught.value.message


def test_padding_keeps_the_picture_and_goes_on_at_its_border(context: Context) -> None:
    image = noise_image(2, 12, 16, 3)
    node = PadImage(image=image, left=8, top=16, right=0, bottom=24, feathering=0)
    made, mask = node.run(context)
    assert made.pixels.shape == (2, 52, 24, 3)
    assert np.array_equal(made.pixels[:, 16:28, 8:], image.pixels)
    expected = np.ones((1, 52, 24), np.float32)
    expected[:, 16:28, 8:] = 0
    assert np.array_equal(mask.values, expected)


def test_no_edge_meets_the_vae() -> None:
    """A seam would be a larger step than the ones within the picture."""
    x = np.linspace(0, 1, 64, dtype=np.float32)
    picture = np.stack(np.meshgrid(x, x), axis=-1)[None]
    padded = pad(np.concatenate([picture, picture[..., :1]], -1), Margins(32, 32, 32, 32))
    largest = max(np.abs(np.diff(padded, axis=axis)).max() for axis in (1, 2))
    assert largest < 0.05


def test_streaks_fade_away_from_the_border() -> None:
    stripes = np.zeros((1, 32, 32, 1), np.float32)
    stripes[:, ::2] = 1
    padded = pad(stripes, Margins(0, 0, 32, 0))
    assert np.abs(np.diff(padded[0, :, 32, 0])).min() > 0.8
    assert np.abs(np.diff(padded[0, :, -1, 0])).max() < 0.05


def test_a_flat_picture_stays_flat(context: Context) -> None:
    image = Image(np.full((1, 8, 8, 4), 0.25, np.float32))
    made = PadImage(image=image, left=64, bottom=8).run(context).image.pixels
    assert np.allclose(made, 0.25, atol=1e-6)


def test_the_mask_falls_with_the_square_of_the_distance(context: Context) -> None:
    node = PadImage(image=noise_image(1, 6, 6, 3), left=2, feathering=4)
    row = node.run(context).mask.values[0, 3]
    assert row.tolist() == [1, 1, 1, 0.5625, 0.25, 0.0625, 0, 0]


@given(
    st.tuples(*[st.integers(0, 5)] * 4),
    st.integers(0, 12),
    st.integers(1, 9),
    st.integers(1, 9),
)
def test_masks_are_1_outside_and_turn_with_the_picture(
    sides: tuple[int, int, int, int], feathering: int, width: int, height: int
) -> None:
    left, top, right, bottom = sides
    mask = margin_mask(width, height, Margins(*sides), feathering)[0]
    assert mask.shape == (top + height + bottom, left + width + right)
    inside = mask[top : top + height, left : left + width]
    assert inside.size + (mask == 1).sum() - (inside == 1).sum() == mask.size
    assert ((mask >= 0) & (mask <= 1)).all()
    if not any(sides):
        assert not mask.any()
    turned = margin_mask(width, height, Margins(right, bottom, left, top), feathering)[0]
    assert np.array_equal(turned, mask[::-1, ::-1])


def test_padding_by_nothing_is_the_picture_and_an_empty_mask(record: MakeContext) -> None:
    image = noise_image(1, 8, 8, 3)
    made, mask = PadImage(image=image).run(record().context)
    assert np.array_equal(made.pixels, image.pixels)
    assert not mask.values.any()
