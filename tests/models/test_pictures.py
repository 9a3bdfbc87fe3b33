"""Training pictures: deterministic, captioned truly, and never of a held-out subject."""

import numpy as np
import pytest

from models.train.landscapes import TERRAINS, TIMES
from models.train.pictures import (
    SIZE,
    Subject,
    draw_held_out,
    draw_picture,
    draw_subject,
    is_held_out,
    with_article,
)
from models.train.shapes import COLOURS, SHAPES


def every_subject() -> list[Subject]:
    return [
        Subject(background, colour, shape, count)
        for background in COLOURS
        for colour in COLOURS
        if colour != background
        for shape in SHAPES
        for count in (1, 2, 3)
    ]


def test_a_picture_depends_on_its_seed_and_index_only() -> None:
    first = draw_picture(seed=5, index=17)
    draw_picture(seed=5, index=18)
    again = draw_picture(seed=5, index=17)
    assert first.caption == again.caption
    assert np.array_equal(first.pixels, again.pixels)
    assert first.pixels.shape == (SIZE, SIZE, 3)
    assert first.pixels.dtype == np.uint8


def test_more_shades_change_nothing_but_the_background() -> None:
    for index in range(12):
        usual, shaded = draw_picture(5, index), draw_picture(5, index, shades=48)
        assert usual.subject == shaded.subject
        assert usual.caption == shaded.caption
        if usual.subject:
            corners = usual.pixels[0, 0].astype(int), shaded.pixels[0, 0].astype(int)
            inside = (usual.pixels != usual.pixels[0, 0]).any(axis=2)
            assert 0 < np.abs(corners[0] - corners[1]).max() <= 56
            assert (usual.pixels == shaded.pixels).all(axis=2)[inside].mean() > 0.6


def test_other_indices_and_seeds_give_other_pictures() -> None:
    captions = {draw_picture(seed, index, size=16).caption for seed in (0, 1) for index in range(8)}
    assert len(captions) > 10


def test_the_split_is_disjoint() -> None:
    trained = {draw_picture(0, index, size=8).subject for index in range(600)} - {None}
    held_out = {draw_held_out(0, index, index % 2 == 0, size=8).subject for index in range(200)}
    assert all(subject is not None and is_held_out(subject) for subject in held_out)
    assert not trained & held_out


def test_about_a_tenth_of_every_attribute_is_held_out() -> None:
    subjects = every_subject()
    assert 0.08 < sum(map(is_held_out, subjects)) / len(subjects) < 0.12
    for shape in SHAPES:
        shares = [is_held_out(subject) for subject in subjects if subject.shape == shape]
        assert 0.04 < sum(shares) / len(shares) < 0.16


@pytest.mark.parametrize("count", [1, 2, 3])
def test_captions_name_what_is_drawn(count: int) -> None:
    picture = draw_subject(Subject("white", "orange", "star", count), seed=3)
    opening = {1: "a", 2: "two", 3: "three"}[count]
    assert picture.caption.startswith(opening)
    assert "orange star" in picture.caption
    assert "white" in picture.caption
    assert ("stars" in picture.caption) == (count > 1)


def test_landscapes_by_every_light_and_terrain() -> None:
    captions = [draw_picture(0, index, size=8).caption for index in range(900)]
    landscapes = [caption for caption in captions if "day" in caption or "night" in caption]
    for word in (*TIMES, *TERRAINS, "house", "tree", "boat"):
        assert any(word in caption for caption in landscapes + captions), word


def test_articles() -> None:
    assert with_article("orange heart") == "an orange heart"
    assert with_article("red heart") == "a red heart"
