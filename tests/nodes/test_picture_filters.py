"""Inverting, blurring, sharpening, and the edges node."""

from typing import Any

import numpy as np
import pytest

from graph_engine.beforehand import Beforehand, Outline
from graph_engine.context import Context
from graph_engine.errors import NodeError
from nodes import BlurImage, CannyEdges, InvertImage, SharpenImage
from nodes.canny import canny_edges
from nodes.values import Image

from .values import noise_image


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_a_negative_keeps_transparency(context: Context, channels: int) -> None:
    image = noise_image(2, 4, 4, channels)
    made = InvertImage(image=image).run(context).image
    colours = channels - (channels in (2, 4))
    assert np.array_equal(made.pixels[..., :colours], 1 - image.pixels[..., :colours])
    assert np.array_equal(made.pixels[..., colours:], image.pixels[..., colours:])


@pytest.mark.parametrize("radius", [0.4, 1.0, 3.3, 20.0])
@pytest.mark.parametrize("channels", [1, 3])
def test_a_blur_is_a_gaussian_along_both_sides(
    context: Context, radius: float, channels: int
) -> None:
    image = noise_image(2, 150, 30, channels)
    made = BlurImage(image=image, radius=radius).run(context).image.pixels
    reach = int(np.ceil(3 * radius))
    taps = np.exp(-(np.arange(-reach, reach + 1) ** 2) / (2 * radius**2))
    expected = image.pixels.astype(np.float64)
    for axis in (1, 2):
        sides = [(reach, reach) if i == axis else (0, 0) for i in range(4)]
        padded = np.pad(expected, sides, mode="edge")
        expected = np.apply_along_axis(np.convolve, axis, padded, taps / taps.sum(), mode="valid")
    assert np.allclose(made, expected, atol=2e-6)
    assert made.flags.c_contiguous
    assert made.dtype == np.float32


def test_a_blur_of_a_flat_picture_is_that_picture(context: Context) -> None:
    image = Image(np.full((1, 20, 20, 4), 0.7, np.float32))
    assert np.allclose(BlurImage(image=image).run(context).image.pixels, 0.7, atol=1e-6)


def test_radius_0_changes_nothing(context: Context) -> None:
    image = noise_image(1, 8, 8, 3)
    assert np.array_equal(
        BlurImage(image=image, radius=0.0).run(context).image.pixels, image.pixels
    )
    made = SharpenImage(image=image, radius=0.0).run(context).image.pixels
    assert np.array_equal(made, image.pixels)


def test_hidden_colours_do_not_shine_out(context: Context) -> None:
    """A red picture beside transparent pixels that are green: no green comes in."""
    pixels = np.zeros((1, 8, 16, 4), np.float32)
    pixels[:, :, :8] = (1, 0, 0, 1)
    pixels[:, :, 8:] = (0, 1, 0, 0)
    made = BlurImage(image=Image(pixels), radius=2.0).run(context).image.pixels
    seen = made[..., 3] > 0
    assert np.allclose(made[seen][:, :3], (1, 0, 0), atol=1e-6)
    assert 0.4 < made[0, 4, 7, 3] < 0.7


def test_sharpening_raises_the_contrast_of_an_edge_only(context: Context) -> None:
    pixels = np.full((1, 8, 32, 2), 0.4, np.float32)
    pixels[:, :, 16:, 0] = 0.6
    made = SharpenImage(image=Image(pixels), radius=1.0, amount=1.0).run(context).image.pixels
    assert made[0, 4, 15, 0] < 0.36
    assert made[0, 4, 16, 0] > 0.64
    assert np.allclose(made[0, :, :12, 0], 0.4, atol=1e-6)
    assert np.array_equal(made[..., 1], pixels[..., 1])
    twice = SharpenImage(image=Image(pixels), radius=1.0, amount=2.0).run(context).image.pixels
    assert np.allclose(twice - pixels, 2 * (made - pixels), atol=1e-6)


def test_sharpening_stays_within_0_and_1(context: Context) -> None:
    made = SharpenImage(image=noise_image(1, 16, 16, 3), amount=5.0).run(context).image.pixels
    assert made.min() == 0
    assert made.max() == 1


def test_edges(context: Context) -> None:
    image = noise_image(2, 24, 24, 4)
    made = CannyEdges(image=image, low=0.15, high=0.3).run(context).image.pixels
    assert np.array_equal(made, canny_edges(image.pixels, 0.15, 0.3))
    assert set(np.unique(made)) == {0.0, 1.0}


def test_thresholds_the_wrong_way_round_are_refused(context: Context) -> None:
    with pytest.raises(NodeError, match=r'"low" is 0\.5, above "high", which is 0\.2') as caught:
        CannyEdges(image=noise_image(1, 8, 8, 3), low=0.5).run(context)
    assert caught.value.port == "low"
    unlinked: Any = None
    with pytest.raises(NodeError, match='above "high"'):
        CannyEdges(image=unlinked, low=0.5).outline(Beforehand(context.places))
    known = Beforehand(context.places, {"low": Outline("key")})
    assert CannyEdges(image=unlinked, low=unlinked).outline(known) == {}
