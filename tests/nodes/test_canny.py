"""Canny's edges: where they are, how thin, which contrast counts, and that lines hold together."""

import numpy as np
import pytest

from nodes.canny import canny_edges
from nodes.values import FloatArray


def step(contrast: float, *, size: int = 16, channels: int = 1) -> FloatArray:
    """A picture whose right half is brighter by `contrast`."""
    pixels = np.full((1, size, size, channels), 0.1, np.float32)
    pixels[:, :, size // 2 :] += np.float32(contrast)
    return pixels


def disc(inside: tuple[float, ...], outside: tuple[float, ...], size: int = 64) -> FloatArray:
    y, x = np.mgrid[:size, :size] - (size - 1) / 2
    within = (np.hypot(y, x) < size / 3)[..., None]
    return np.where(within, np.array(inside), np.array(outside))[None].astype(np.float32)


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("turned", [False, True])
def test_a_step_has_one_line_at_its_place(channels: int, turned: bool) -> None:
    pixels = step(0.5, channels=channels)
    pixels = np.ascontiguousarray(pixels.transpose(0, 2, 1, 3)) if turned else pixels
    edges = canny_edges(pixels)
    expected = np.zeros((16, 16), np.float32)
    expected[:, 7] = 1
    assert edges.shape == (1, 16, 16, 3)
    assert edges.dtype == np.float32
    assert np.array_equal(
        edges[0], np.repeat((expected.T if turned else expected)[..., None], 3, 2)
    )


def test_a_threshold_is_the_contrast_of_a_sharp_edge() -> None:
    assert canny_edges(step(0.31), 0.1, 0.3).any()
    assert not canny_edges(step(0.29), 0.1, 0.3).any()


def test_nothing_in_a_flat_picture_even_without_thresholds() -> None:
    assert not canny_edges(np.full((2, 8, 8, 3), 0.7, np.float32), 0, 0).any()


def test_the_strongest_channel_counts() -> None:
    """Red on a green of the same luminance."""
    edges = canny_edges(disc((1.0, 0.0, 0.0), (0.0, 0.509, 0.0)), 0.3, 0.6)[0, ..., 0]
    assert edges.sum() > 2 * 64


def test_opacity_is_ignored() -> None:
    picture = disc((0.9, 0.2, 0.1), (0.1, 0.2, 0.3))
    opacity = np.random.default_rng(0).random((1, 64, 64, 1), np.float32)
    assert np.array_equal(canny_edges(np.concatenate([picture, opacity], -1)), canny_edges(picture))


def test_an_outline_is_closed_and_thin() -> None:
    edges = canny_edges(disc((1.0,), (0.0,)))[0, ..., 0]
    y, x = np.nonzero(edges)
    assert np.abs(np.hypot(y - 31.5, x - 31.5) - 64 / 3).max() < 1.5
    angles = np.sort(np.arctan2(y - 31.5, x - 31.5))
    assert np.diff(angles, append=angles[0] + 2 * np.pi).max() < 0.1
    assert 0.8 < len(y) / (2 * np.pi * 64 / 3) < 1.2


def test_weak_parts_stay_only_where_a_line_joins_them_to_a_strong_part() -> None:
    pixels = np.zeros((1, 32, 64, 1), np.float32)
    pixels[0, 16:, :, 0] = np.linspace(0.15, 0.4, 64, dtype=np.float32)
    assert canny_edges(pixels, 0.1, 0.3)[0, 15:17, :, 0].any(axis=0).all()
    assert not canny_edges(pixels[:, :, :30], 0.1, 0.3).any()


def test_pictures_of_a_batch_do_not_meet() -> None:
    batch = np.concatenate([step(0.2), step(0.9), step(0.05)])
    alone = [canny_edges(picture[None], 0.1, 0.5) for picture in batch]
    assert np.array_equal(canny_edges(batch, 0.1, 0.5), np.concatenate(alone))
