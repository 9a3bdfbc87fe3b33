"""The measures behind the scores of the derived models, on pictures that are right or spoilt."""

import numpy as np
import pytest
from PIL import Image, ImageFilter

from benchmarks.picture_score_analysis import Pixels
from benchmarks.picture_score_looks import LEAST_HOLE
from benchmarks.picture_score_outlines import (
    agreement,
    edge_width,
    filled,
    fit,
    hollow_share,
    is_hollow,
    outlines,
)
from benchmarks.picture_score_report import Bound, Report
from models.train.free_pictures import draw_one_free
from models.train.new_looks import TRIGGER, draw_hollow
from models.train.pictures import Subject, draw_subject, is_held_out
from models.train.shapes import SHAPES, Shape

HOLLOW = [
    example for example in (draw_hollow(3, i) for i in range(12)) if TRIGGER in example.caption
]


def shown(shape: Shape = "star", seed: int = 1) -> Pixels:
    return draw_subject(Subject("blue", "red", shape, 1), seed).pixels


def filtered(pixels: Pixels, kernel: ImageFilter.Filter) -> Pixels:
    return np.asarray(Image.fromarray(pixels).filter(kernel))


def test_outlines_agree_with_themselves_moved_by_a_pixel_and_no_other() -> None:
    edges = outlines(shown())
    assert agreement(edges, edges) == 1.0
    assert agreement(np.roll(edges, 1, axis=0), edges) == 1.0
    assert agreement(outlines(shown("circle", seed=2)), edges) < 0.7
    assert agreement(np.zeros_like(edges), edges) == 0.0


def test_blur_widens_the_edge() -> None:
    sharp = shown()
    soft = filtered(sharp, ImageFilter.GaussianBlur(2))
    assert edge_width(sharp) < 1.2
    assert edge_width(soft) > 2 * edge_width(sharp)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_right_shape_fits_best(shape: Shape) -> None:
    picture = shown(shape)
    assert fit(picture, shape) > 0.9
    assert max(SHAPES, key=lambda other: fit(picture, other)) == shape


def test_lost_corners_fit_worse() -> None:
    rounded = filtered(shown("star"), ImageFilter.MedianFilter(13))
    assert fit(rounded, "star") < fit(shown("star"), "star") - 0.02


def test_hollow_shapes_are_told_from_full_ones() -> None:
    assert len(HOLLOW) > 5
    assert all(hollow_share(example.pixels) > LEAST_HOLE for example in HOLLOW)
    assert all(is_hollow(example.pixels) for example in HOLLOW)
    for shape in SHAPES:
        assert hollow_share(shown(shape)) < LEAST_HOLE
        assert not is_hollow(shown(shape))


def test_a_closed_shape_covers_its_hole() -> None:
    for example in HOLLOW:
        y, x = np.argwhere(filled(example.pixels)).mean(axis=0).round().astype(int)
        assert filled(example.pixels)[y, x]


def test_free_shapes_keep_to_the_split() -> None:
    for held_out in (True, False):
        rng = np.random.default_rng(4)
        subjects = [draw_one_free(rng, held_out).subject for _ in range(20)]
        assert all(s is not None and is_held_out(s) == held_out for s in subjects)


def test_a_report_passes_only_within_all_bounds() -> None:
    bounds = {"share": Bound(least=0.5), "error": Bound(most=0.1)}
    assert Report({"share": 0.5, "error": 0.1}, bounds, []).passed
    assert not Report({"share": 0.4, "error": 0.0}, bounds, []).passed
    assert not Report({"share": 0.9, "error": 0.2}, bounds, []).passed
