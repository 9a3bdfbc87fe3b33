"""Masks from pictures, as pictures, and painted."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_engine.beforehand import Beforehand, Outline
from graph_engine.context import Context
from graph_engine.errors import NodeError
from nodes import ImageFromMask, MaskFromImage, PaintMask
from nodes.masks import Channel
from nodes.values import FloatArray, Image, Mask

from .values import noise_image


@pytest.mark.parametrize(("channel", "at"), [("red", 0), ("green", 1), ("blue", 2), ("alpha", 3)])
def test_a_channel_is_taken_as_it_is(context: Context, channel: Channel, at: int) -> None:
    image = noise_image(2, 4, 6, 4)
    values = MaskFromImage(image=image, channel=channel).run(context).mask.values
    assert np.array_equal(values, image.pixels[..., at])
    assert values.flags.c_contiguous


def test_luminance(context: Context) -> None:
    pixels = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]], np.float32)[None, None]
    values = MaskFromImage(image=Image(pixels)).run(context).mask.values
    assert values.ravel() == pytest.approx([0.299, 0.587, 0.114, 1.0])


@pytest.mark.parametrize("channel", ["luminance", "red", "blue"])
def test_a_grey_picture_has_its_grey_in_every_colour(context: Context, channel: Channel) -> None:
    image = noise_image(1, 4, 4, 1)
    values = MaskFromImage(image=image, channel=channel).run(context).mask.values
    assert np.allclose(values, image.pixels[..., 0], atol=1e-6)


@pytest.mark.parametrize("channels", [1, 3])
def test_a_picture_without_alpha_has_no_alpha_mask(context: Context, channels: int) -> None:
    with pytest.raises(NodeError, match="no alpha channel") as caught:
        MaskFromImage(image=noise_image(1, 4, 4, channels), channel="alpha").run(context)
    assert "LoadImage" in caught.value.hint


def test_there_and_back(context: Context) -> None:
    mask = Mask(noise_image(2, 4, 4).pixels)
    image = ImageFromMask(mask=mask).run(context).image
    assert image.pixels.shape == (2, 4, 4, 3)
    back = MaskFromImage(image=image, channel="green").run(context).mask
    assert np.array_equal(back.values, mask.values)


def painted(text: str, width: int = 16, height: int = 12) -> FloatArray:
    node = PaintMask(width=width, height=height, strokes=text)
    values = node.run(None).mask.values  # type: ignore[arg-type]
    assert values.shape == (1, height, width)
    assert values.dtype == np.float32
    mask: FloatArray = values[0]
    return mask


def test_without_strokes_a_mask_is_empty() -> None:
    assert not painted("").any()
    assert not painted("\n  \n").any()


def test_an_area_covers_its_pixels_exactly() -> None:
    expected = np.zeros((12, 16), np.float32)
    expected[2:7, 3:9] = 1
    assert np.array_equal(painted("paint area 3,2 9,2 9,7 3,7"), expected)
    half = painted("paint area 3.5,2 9,2 9,6.5 3.5,6.5")
    assert half[4, 3] == 0.5
    assert half[6, 5] == 0.5
    assert half[6, 3] == 0.25


@settings(max_examples=40)
@given(st.lists(st.tuples(st.floats(-5, 20), st.floats(-5, 20)), min_size=3, max_size=8))
def test_areas_have_the_shape_of_their_points(points: list[tuple[float, float]]) -> None:
    """Pixels well within or beyond every edge, by the angles under which the points are seen."""
    made = painted("paint area " + " ".join(f"{x!r},{y!r}" for x, y in points))
    assert ((made >= 0) & (made <= 1 + 1e-6)).all()
    corners = np.array(points)
    for row, column in np.ndindex(made.shape):
        away = corners - (column + 0.5, row + 0.5)
        following = np.roll(away, -1, axis=0)
        if _distance_to_edges(away, following) < 1:
            continue
        crosses = (away[:, 1] <= 0) != (following[:, 1] <= 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            at = away[:, 0] - away[:, 1] * (following - away)[:, 0] / (following - away)[:, 1]
        assert made[row, column] == pytest.approx((crosses & (at > 0)).sum() % 2, abs=1e-6)


def _distance_to_edges(starts: FloatArray, ends: FloatArray) -> float:
    along = ends - starts
    length = np.maximum((along**2).sum(1), 1e-12)
    share = (-(starts * along).sum(1) / length).clip(0, 1)
    return float(np.linalg.norm(starts + share[:, None] * along, axis=1).min())


def test_a_brush_paints_discs_and_lines() -> None:
    y, x = np.mgrid[:64, :64] + 0.5
    disc = painted("paint 20 32,30", 64, 64)
    distance = np.hypot(x - 32, y - 30)
    assert np.allclose(disc, (20.5 - distance).clip(0, 1), atol=1e-6)
    assert disc.sum() == pytest.approx(np.pi * 400, rel=2e-3)
    line = painted("paint 2 8,8 8,40 50,40", 64, 64)
    assert line[8:40, 6:10].all()
    assert line[38:42, 8:50].all()
    assert not line[:5].any()
    assert not line[:36, 12:].any()


def test_strokes_are_drawn_one_after_another() -> None:
    whole = "paint area 0,0 16,0 16,12 0,12\n"
    erased = painted(whole + "erase area 4,4 8,4 8,8 4,8")
    assert not erased[4:8, 4:8].any()
    assert erased.sum() == 16 * 12 - 16
    assert painted(whole + "erase 100 5,5\npaint 1 5,5").sum() == painted("paint 1 5,5").sum()


def test_strokes_beyond_the_picture_are_cut_off() -> None:
    assert painted("paint 4 -2,6 20,6")[4:8].all()
    assert not painted("paint 3 100,100\nerase 2 -60,-60\npaint area -9,-9 -1,-9 -1,-1").any()


@pytest.mark.parametrize(
    ("text", "problem", "hint"),
    [
        ("pant 3 4,5", 'begins with "pant"', '"paint"'),
        ("paint 3", "come a radius", "A line is such as"),
        ("paint 3 4", '"4" is no point', ""),
        ("paint 3 4,5,6", '"4,5,6" is no point', ""),
        ("paint 3 4,nan", '"4,nan" is no point', ""),
        ("paint -3 4,5", '"-3" is neither "area" nor a radius', ""),
        ("erase inf 4,5", '"inf" is neither', ""),
        ("paint area 1,1 2,2", "at least 3 points, and it has 2", ""),
    ],
)
def test_a_line_that_is_no_stroke(context: Context, text: str, problem: str, hint: str) -> None:
    with pytest.raises(NodeError) as caught:
        PaintMask(strokes=f"paint 1 1,1\n{text}").run(context)
    assert caught.value.message.startswith("Line 2 of the strokes can't be read: ")
    assert problem in caught.value.message
    assert hint in caught.value.hint
    assert caught.value.port == "strokes"
    with pytest.raises(NodeError, match="Line 2 of the strokes"):
        PaintMask(strokes=f"paint 1 1,1\n{text}").outline(Beforehand(context.places))


def test_strokes_over_a_link_are_not_known_beforehand(context: Context) -> None:
    linked: Any = None
    known = Beforehand(context.places, {"strokes": Outline("key")})
    assert PaintMask(strokes=linked).outline(known) == {}
