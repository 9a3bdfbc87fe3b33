"""Sums in number fields: what they come to, and what is said of wrong ones."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.editors.expressions import ExpressionError, evaluate, is_sum


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("512", 512),
        (" 0.25 ", 0.25),
        (".5", 0.5),
        ("1e3", 1000),
        ("512*1.5", 768),
        ("2**10", 1024),
        ("2^10", 1024),
        ("(1+2)/3", 1),
        ("7/2", 3.5),
        ("7//2", 3),
        ("7%4", 3),
        ("-3", -3),
        ("--3", 3),
        ("+4-1", 3),
        ("1024×2", 2048),
        ("−5", -5),
        ("2**0.5", 2**0.5),
        ("2**-1", 0.5),
        ("8 214 077", 8214077),
        ("18\u00a0446\u00a0744\u00a0073\u00a0709\u00a0551\u00a0615", 2**64 - 1),
        ("2**64-1", 2**64 - 1),
        ("0x10", 16),
        ("1_000", 1000),
    ],
)
def test_sums(text: str, number: float) -> None:
    result = evaluate(text)
    assert result == number
    assert isinstance(result, int) == float(number).is_integer()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Type a number"),
        ("512*", "is no number"),
        ("1 2", "is no number"),
        ("1/0", "divided by 0"),
        ("5%0", "divided by 0"),
        ("0**-1", "divided by 0"),
        ("9**9**9", "too large"),
        ("2.0**5000", "too large"),
        ("10**400*1.0", "too large"),
        ("(-8)**0.5", "negative"),
        ("1,5", "point instead of the comma"),
        ("width*2", '"width" is no number'),
        ("__import__('os').system('ls')", "Only numbers"),
        ("[1][0]", "Only numbers"),
        ("'a'*9", "Only numbers"),
        ("True+1", "Only numbers"),
        ("1 if 1 else 2", "Only numbers"),
        ("1<<70", "Only numbers"),
        ("1+" * 300 + "1", "too long"),
        ("\0", "is no number"),
        ("1j", "Only numbers"),
    ],
)
def test_wrong_sums_are_named(text: str, words: str) -> None:
    with pytest.raises(ExpressionError, match=re.escape(words)):
        evaluate(text)


def test_brackets_may_nest_deeply() -> None:
    assert evaluate("(" * 90 + "1" + ")" * 90) == 1


@given(st.text(alphabet="0123456789+-*/%^().,e _ax\u00a0×'", max_size=30))
def test_any_text_is_a_number_or_named(text: str) -> None:
    message = ""
    try:
        evaluate(text)
    except ExpressionError as error:
        message = str(error)
    else:
        message = "a number"
    assert message


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_sums_are_those_of_python(a: int, b: int) -> None:
    assert evaluate(f"({a}*{b})-{b}") == a * b - b
    assert evaluate(f"{a}/{b}") == a / b


def test_only_sums_show_their_result() -> None:
    assert is_sum("512*1.5")
    assert not is_sum("512")
    assert not is_sum("8 214 077")
