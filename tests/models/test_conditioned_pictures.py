"""Training pictures that come with sizes or a score: the numbers say what the pixels show."""

import numpy as np
import numpy.typing as npt
import pytest

from benchmarks.picture_score_captions import WATCHED_COUNT, Captions, watched_subjects
from models.train.latents import Example
from models.train.pictures import SIZE, Pixels, draw_picture, is_held_out
from models.train.scored_pictures import CRISP, SPOILT, draw_scored
from models.train.size_pairs import OTHER, PLACE_LEVELS, draw_pair
from models.train.sized_pictures import draw_sized

SEED = 5
PAIRS = [draw_pair(SEED, index) for index in range(16)]


def is_cut(example: Example) -> bool:
    return bool(example.facts["sizes"][0] > SIZE)


def cut(index: int, sizes: npt.NDArray[np.float32]) -> Pixels:
    """What the numbers say, cut from the picture that the seed stands for."""
    original, _, top, left = (int(number) for number in sizes[:4])
    return draw_picture(SEED, index, original).pixels[top : top + SIZE, left : left + SIZE]


def test_opposite_corners_are_those_of_one_picture() -> None:
    cuts = [(index, pair) for index, pair in enumerate(PAIRS) if is_cut(pair)]
    assert cuts
    for index, pair in cuts:
        sizes, others = pair.facts["sizes"], pair.facts["other_sizes"]
        assert np.array_equal(sizes[2:4] + others[2:4], sizes[:2] - SIZE)
        assert np.array_equal(pair.pixels, cut(index, sizes))
        assert np.array_equal(pair.companions[OTHER], cut(index, others))
        assert tuple(pair.facts["levels"]) == PLACE_LEVELS


def test_an_enlarged_twin_is_soft_and_says_how_small_it_was() -> None:
    twins = [pair for pair in PAIRS if not is_cut(pair)]
    assert twins
    for pair in twins:
        assert tuple(pair.facts["sizes"]) == (SIZE, SIZE, 0, 0, SIZE, SIZE)
        assert pair.facts["other_sizes"][0] < SIZE / 2
        assert steepest(pair.companions[OTHER]) < 0.7 * steepest(pair.pixels)


@pytest.mark.parametrize("size", [SIZE, 160])
def test_sizes_say_where_a_crop_was_cut(size: int) -> None:
    for index in range(12):
        original, same, top, left, height, width = draw_sized(1, size, index).facts["sizes"]
        assert original == same
        assert height == width == size
        assert 0 <= top <= max(0, original - size)
        assert 0 <= left <= max(0, original - size)


def test_a_spoilt_twin_scores_lower_and_is_softer() -> None:
    for index in range(8):
        example = draw_scored(3, index)
        crisp, spoilt = example.facts["sizes"], example.facts["spoilt_sizes"]
        assert CRISP[0] <= crisp[4] <= CRISP[1]
        assert spoilt[4] < CRISP[0]
        assert np.array_equal(crisp[:4], spoilt[:4])
        assert steepest(example.companions[SPOILT]) < steepest(example.pixels)


def steepest(pixels: Pixels) -> int:
    """The largest step from a pixel to its right neighbour."""
    return int(np.abs(np.diff(pixels.astype(int), axis=1)).max())


def test_fresh_captions_ask_for_nothing_that_was_watched() -> None:
    watched, fresh = Captions(WATCHED_COUNT), Captions(12, noise=1, fresh=31_000)
    assert {p.subject for p in watched.pictures()} == watched_subjects()
    for pictures in (fresh.pictures(), fresh.pictures(series=1), fresh.free()):
        assert len(pictures) == 12
        for picture in pictures:
            assert picture.subject is not None
            assert is_held_out(picture.subject)
            assert picture.subject not in watched_subjects()
