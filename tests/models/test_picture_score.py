"""The scorer reads true pictures right and notices every kind of mistake."""

import numpy as np
import pytest
from PIL import Image, ImageFilter

from benchmarks.picture_score import (
    LEAST_PROOF,
    NEEDED,
    Score,
    held_out_pictures,
    judge,
    passes,
    prove,
    score_pictures,
)
from benchmarks.picture_score_analysis import Pixels, read_picture
from models.train.pictures import Subject, draw_subject, is_held_out
from models.train.shapes import SHAPES, Shape

RED_CIRCLE = Subject("blue", "red", "circle", 1)


def judged(wanted: Subject, shown: Subject) -> tuple[float, float, float, float]:
    return judge(wanted, read_picture(draw_subject(shown, seed=1).pixels))


def blurred(pixels: Pixels) -> Pixels:
    return np.asarray(Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(1)))


def test_true_pictures_score_nearly_one() -> None:
    score = prove(count=90)
    assert min(score.background, score.colour, score.shape, score.count) >= LEAST_PROOF


def test_slight_blur_is_forgiven() -> None:
    truths = held_out_pictures(45)
    subjects = [truth.subject for truth in truths if truth.subject is not None]
    score = score_pictures(subjects, [blurred(truth.pixels) for truth in truths])
    assert min(score.background, score.colour, score.shape, score.count) >= LEAST_PROOF


def test_only_held_out_subjects_are_asked_for() -> None:
    subjects = [picture.subject for picture in held_out_pictures(60)]
    assert all(subject is not None and is_held_out(subject) for subject in subjects)


def test_a_right_picture_is_right() -> None:
    assert judged(RED_CIRCLE, RED_CIRCLE) == (1, 1, 1, 1)


def test_a_wrong_background_is_noticed() -> None:
    assert judged(RED_CIRCLE, Subject("green", "red", "circle", 1)) == (0, 1, 1, 1)


def test_a_wrong_colour_is_noticed() -> None:
    assert judged(RED_CIRCLE, Subject("blue", "orange", "circle", 1)) == (1, 0, 1, 1)


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape != "circle"])
def test_a_wrong_shape_is_noticed(shape: Shape) -> None:
    assert judged(RED_CIRCLE, Subject("blue", "red", shape, 1)) == (1, 1, 0, 1)


@pytest.mark.parametrize("count", [2, 3])
def test_a_wrong_count_is_noticed(count: int) -> None:
    assert judged(RED_CIRCLE, Subject("blue", "red", "circle", count)) == (1, 1, 1, 0)


def test_an_empty_picture_has_only_its_background() -> None:
    empty = np.full((128, 128, 3), (40, 80, 210), dtype=np.uint8)
    assert judge(RED_CIRCLE, read_picture(empty)) == (1, 0, 0, 0)


def test_noise_is_no_circle() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (128, 128, 3), dtype=np.uint8)
    assert judge(RED_CIRCLE, read_picture(noise))[1:3] == (0, 0)


def test_every_share_must_reach_what_is_needed() -> None:
    assert passes(NEEDED, NEEDED)
    assert not passes(Score(1, 1, 0.79, 1, 0.79), NEEDED)
