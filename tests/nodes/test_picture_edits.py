"""Resizing, batches and grids."""

import numpy as np
import pytest
from PIL import Image as Pillow

from graph_engine.context import Context
from graph_engine.errors import NodeError
from nodes import ImageBatch, ImageGrid, ResizeImage
from nodes.values import Image

from .values import noise_image


@pytest.mark.parametrize(
    ("fit", "size"), [("crop", (20, 10)), ("stretch", (20, 10)), ("contain", (10, 10))]
)
def test_sizes(context: Context, fit: str, size: tuple[int, int]) -> None:
    node = ResizeImage(image=noise_image(2, 16, 16, 4), width=20, height=10, fit=fit)  # type: ignore[arg-type]
    pixels = node.run(context).image.pixels
    assert pixels.shape == (2, size[1], size[0], 4)
    assert pixels.dtype == np.float32
    assert pixels.flags.c_contiguous
    assert pixels.min() >= 0
    assert pixels.max() <= 1


@pytest.mark.parametrize("method", ["lanczos", "bicubic", "bilinear", "box", "nearest"])
def test_the_same_size_is_the_same_picture(context: Context, method: str) -> None:
    image = noise_image(1, 8, 8, 3)
    node = ResizeImage(image=image, width=8, height=8, method=method)  # type: ignore[arg-type]
    assert np.allclose(node.run(context).image.pixels, image.pixels, atol=1e-6)


def test_resizing_is_pillows_in_floating_point(context: Context) -> None:
    image = noise_image(1, 12, 9, 1)
    made = ResizeImage(image=image, width=5, height=7, fit="stretch").run(context).image.pixels
    expected = Pillow.fromarray(image.pixels[0, ..., 0]).resize((5, 7), Pillow.Resampling.LANCZOS)
    assert np.array_equal(made[0, ..., 0], np.asarray(expected).clip(0, 1))


def test_crop_keeps_the_centre(context: Context) -> None:
    pixels = np.zeros((1, 4, 8, 1), np.float32)
    pixels[:, :, 2:6] = 1
    made = ResizeImage(image=Image(pixels), width=4, height=4, method="nearest").run(context)
    assert made.image.pixels.min() == 1


def test_a_batch_joins_in_order_and_fills_in_opacity(context: Context) -> None:
    first, second = noise_image(2, 8, 8, 4), noise_image(1, 8, 8, 3)
    pixels = ImageBatch(first=first, second=second).run(context).image.pixels
    assert np.array_equal(pixels[:2], first.pixels)
    assert np.array_equal(pixels[2, ..., :3], second.pixels[0])
    assert (pixels[2, ..., 3] == 1).all()


def test_pictures_of_two_sizes_are_refused(context: Context) -> None:
    with pytest.raises(NodeError) as caught:
        ImageBatch(first=noise_image(1, 8, 8, 3), second=noise_image(1, 8, 16, 3)).run(context)
    assert caught.value.port == "second"
    assert "16 × 8 pixels" in caught.value.message
    assert "ResizeImage" in caught.value.hint


def test_a_grid_lays_out_row_by_row(context: Context) -> None:
    first, third = noise_image(2, 8, 8, 3), noise_image(1, 8, 8, 3, seed=1)
    made = ImageGrid(first=first, third=third, gap=2, shade=0.5).run(context).image.pixels
    assert made.shape == (1, 18, 18, 3)
    assert np.array_equal(made[0, :8, :8], first.pixels[0])
    assert np.array_equal(made[0, :8, 10:], first.pixels[1])
    assert np.array_equal(made[0, 10:, :8], third.pixels[0])
    assert (made[0, 10:, 8:] == 0.5).all()
    row = ImageGrid(first=first, columns=5, gap=0).run(context).image.pixels
    assert row.shape == (1, 8, 16, 3)
