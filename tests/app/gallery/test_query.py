"""The search field: words and filters, and what they find."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.gallery.query import Condition, QueryError, Search, read_query
from tests.app.gallery.conftest import MakePicture, Shown

TODAY = date(2026, 11, 21)


@pytest.fixture
def pictures(picture: MakePicture, shown: Shown) -> Shown:
    picture("fox.png", 7, 0, "a red fox, snow", "Animals", "sdxl_base")
    picture("boat.png", 77, 1, "a boat at dusk", "Sea", "tiny-sd15")
    picture("owl.png", 8, 24 * 60, "an Owl in snow (night:1.2)", "Animals", "tiny-sd15")
    shown.store.rescan()
    shown.settle()
    paths = {one.file.name: one.path for one in shown.listing.pictures}  # type: ignore[union-attr]
    shown.store.rate([paths["owl.png"]], 4)
    shown.store.star([paths["fox.png"]], starred=True)
    shown.store.tag([paths["boat.png"]], add=["cover art", "sea"])
    return shown


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["owl", "boat", "fox"]),
        ("snow", ["owl", "fox"]),
        ("SNOW owl", ["owl"]),
        ('"red fox"', ["fox"]),
        ("snow -fox", ["owl"]),
        ("night:1.2", ["owl"]),
        ("model:sdxl", ["fox"]),
        ("model:tiny -model:sdxl", ["owl", "boat"]),
        ("node:sample", ["owl", "boat", "fox"]),
        ("node:refine", []),
        ("prompt:dusk", ["boat"]),
        ("workflow:animals", ["owl", "fox"]),
        ("seed:7", ["boat", "fox"]),
        ("rating:4", ["owl"]),
        ("rating:>=3", ["owl"]),
        ("rating:0", ["boat", "fox"]),
        ("rating:3-5", ["owl"]),
        ("starred", ["fox"]),
        ("is:starred", ["fox"]),
        ("-is:starred", ["owl", "boat"]),
        ("is:tagged", ["boat"]),
        ('tag:"cover art"', ["boat"]),
        ("tag:cover", []),
        ("cover", ["boat"]),
        ("after:2025-11-22", ["owl"]),
        ("before:2025-11-22", ["boat", "fox"]),
        ("on:2025-11-21", ["boat", "fox"]),
        ("on:2025-11", ["owl", "boat", "fox"]),
        ("after:2026", []),
        ("size:24x16", ["owl", "boat", "fox"]),
        ("size:512", []),
        ("program:weft", ["owl", "boat", "fox"]),
        ("file:owl.png", ["owl"]),
        ("100% _", []),
        ("' OR 1=1 --", []),
    ],
)
def test_what_is_found(pictures: Shown, text: str, found: list[str]) -> None:
    pictures.store.search(Search(text))
    assert pictures.names == [f"{name}.png" for name in found]


def test_the_choices_beside_the_field(pictures: Shown) -> None:
    pictures.store.search(Search(scope="starred"))
    assert pictures.names == ["fox.png"]
    pictures.store.search(Search("snow", "workflow", "Animals"))
    assert pictures.names == ["owl.png", "fox.png"]
    assert pictures.listing is not None
    assert pictures.listing.total == 3


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("after:soon", "A date reads 2026-11-21"),
        ("on:2026-02-30", "A date reads"),
        ("before:9999-12-31", "A date reads"),
        ("rating:9", "A rating reads"),
        ("size:big", "A size reads"),
        ("is:old", "“is:” takes"),
        ("modle:x", "but “model:”"),
    ],
)
def test_what_cannot_be_read_is_said(shown: Shown, text: str, sentence: str) -> None:
    shown.store.search(Search(text))
    assert shown.names == []
    assert shown.listing is not None
    assert sentence in shown.listing.problem


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='abc:"->=0159.dmx modelratingafterstarred', max_size=30))
def test_any_text_is_a_query_or_a_sentence(text: str) -> None:
    found: list[Condition] = []
    with contextlib.suppress(QueryError):
        found = read_query(text, TODAY)
    assert all(one.sql.count("?") == len(one.values) for one in found)
