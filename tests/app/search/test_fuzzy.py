"""Fuzzy matching: what a few letters find, in which order, and what they don't."""

from __future__ import annotations

import pytest

from app.search.fuzzy import Match, best_match, match, ranked

NODES = (
    "Decode latent", "Resize latent", "Latent mask", "Composite latent", "Load checkpoint",
    "Load LoRA", "Sample", "KSampler", "Save latent", "Encode text", "Canny edges",
    "Apply ControlNet",
)  # fmt: skip


def found(query: str) -> list[str]:
    return [NODES[at] for at in ranked([match(query, text) for text in NODES])]


def letters(query: str, text: str) -> str:
    hit = match(query, text)
    assert hit is not None
    return "".join(text[at] for at in hit.positions)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("dela", "Decode latent"),
        ("dl", "Decode latent"),
        ("LC", "Load checkpoint"),
        ("lora", "Load LoRA"),
        ("sample", "Sample"),
        ("ksam", "KSampler"),
        ("latent decode", "Decode latent"),
        ("chekpoint", "Load checkpoint"),
        ("smaple", "Sample"),
        ("encpde", "Encode text"),
        ("cannny", "Canny edges"),
        ("ctrl", "Apply ControlNet"),
        ("controlnet", "Apply ControlNet"),
    ],
)
def test_what_was_meant_comes_first(query: str, first: str) -> None:
    assert found(query)[0] == first


def test_positions_are_the_letters_that_were_typed() -> None:
    assert letters("dela", "Decode latent") == "Dela"
    assert letters("AC", "ApplyControlNet") == "AC"
    assert letters("node la", "Decode latent xnode") == "lanode"
    assert letters("smaple", "KSampler, Sample") == "Sample"


def test_better_kinds_of_match_rank_higher() -> None:
    texts = ("A mixed late one", "Late", "Latent", "Make latent", "isolate it", "Line at eve")
    order = [texts[at] for at in ranked([match("late", text) for text in texts])]
    assert order[:3] == ["Late", "Latent", "Make latent"]
    assert order.index("A mixed late one") < order.index("isolate it")


def test_equal_matches_keep_their_order() -> None:
    hits = [match("a", text) for text in ("ab", "ac", "ad")]
    assert ranked(hits) == [0, 1, 2]
    assert ranked([None, Match(5), Match(5), Match(9)]) == [3, 1, 2]


@pytest.mark.parametrize("query", ["xyz", "latentxyz latent", "sampel model", "zebra"])
def test_what_does_not_fit_is_not_found(query: str) -> None:
    assert found(query) == []


def test_nothing_typed_fits_everything() -> None:
    assert match("  ", "Sample") == Match(0)


def test_other_words_count_less_and_mark_nothing() -> None:
    hit = best_match("vae decode", "Decode latent", (("VAE decode", 60),))
    assert hit is not None
    assert hit.positions == ()
    shown = best_match("decode", "Decode latent", (("VAE decode", 60),))
    assert shown is not None
    assert shown.score > hit.score
    assert shown.positions == tuple(range(6))


def test_odd_letters_and_long_queries_are_harmless() -> None:
    for query in ("ß", "图", "a" * 300, "()[]", "\N{PILE OF POO}", "lat" * 4000):
        for text in ("", "图像 Bild", "İstanbul latent", *NODES):
            hit = match(query, text)
            assert hit is None or all(0 <= at < len(text.lower()) for at in hit.positions)


def test_a_query_of_one_letter_many_times_does_not_hang() -> None:
    text = " ".join(["a"] * 200)
    assert match("a" * 60 + "b", text) is None
    assert match("a" * 150, text) is not None
