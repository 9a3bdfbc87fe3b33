"""Weight keys: brackets come, change their number, and go."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.editors.weights import change_weight


def weigh(text: str, selected: str, steps: int = 1) -> str:
    """Weigh the selected part, or the place of `|`; the new selection in `«»`."""
    if selected == "|":
        start = end = text.index("|")
        text = text.replace("|", "", 1)
    else:
        start = text.index(selected)
        end = start + len(selected)
    changed = change_weight(text, start, end, steps)
    return text if changed is None else text[: changed.start] + changed.text + text[changed.end :]


@pytest.mark.parametrize(
    ("text", "selected", "steps", "result"),
    [
        ("a tree at sunset, low", "sunset", 1, "a tree at (sunset:1.05), low"),
        ("a tree at sun|set, low", "|", 1, "a tree at (sunset:1.05), low"),
        ("a tree at sunset|, low", "|", 1, "a tree at (sunset:1.05), low"),
        ("|sunset", "|", -1, "(sunset:0.95)"),
        ("the end|.", "|", 1, "the (end:1.05)."),
        ("a tree at sunset", "tree at ", 1, "a (tree at:1.05) sunset"),
        ("(sunset:1.2)", "sunset", 1, "(sunset:1.25)"),
        ("(sunset:1.2)", "sunset:1.2", 1, "(sunset:1.25)"),
        ("(sunset:1.2)", "(sunset:1.2)", 1, "(sunset:1.25)"),
        ("(sun|set:1.2)", "|", 1, "(sunset:1.25)"),
        ("(sunset:1.2)|", "|", -1, "(sunset:1.15)"),
        ("(sunset:1.05)", "sunset", -1, "sunset"),
        ("(sunset:0.95)", "sunset", 1, "sunset"),
        ("(sunset)", "sunset", 1, "(sunset:1.15)"),
        ("(sunset)", "sunset", -2, "sunset"),
        ("(a red car:1.2)", "red", 1, "(a (red:1.05) car:1.2)"),
        ("((red:1.3) car:1.2)", "red", 1, "((red:1.35) car:1.2)"),
        ("((red:1.3) c|ar:1.2)", "|", 1, "((red:1.3) car:1.25)"),
        ("(a) and (b)", "(a) and (b)", 1, "((a) and (b):1.05)"),
        ("(a:2:1.2)", "a:2", -4, "a:2"),
        ("a (b", "(b", 1, "a (b"),
        ("a (b", "a", 1, "(a:1.05) (b"),
        (r"a smile \(big\) here", r"smile \(big\)", 1, r"a (smile \(big\):1.05) here"),
        (r"x \word", "word", 1, r"x (\word:1.05)"),
        ("embedding:ink| tree", "|", 1, "(embedding:ink:1.05) tree"),
        ("a  |  b", "|", 1, "a    b"),
        ("", "", 1, ""),
        ("(x:0.02)", "x", -1, "(x:0)"),
        ("(x:9.98)", "x", 1, "(x:10)"),
        ("(x:1.33)", "x", 1, "(x:1.38)"),
        ("(x:nan)", "x:nan", 1, "(x:nan:1.15)"),
        ("сол|нце 太陽", "|", 1, "(солнце:1.05) 太陽"),
        ("a (tree:1.1), (sunset:1.2)", "tree:1.1), (sunset", 1, "a (tree:1.1), (sunset:1.2)"),
    ],
)
def test_weights(text: str, selected: str, steps: int, result: str) -> None:
    assert weigh(text, selected, steps) == result


@given(
    st.lists(st.sampled_from(["red", "a b", "(car:1.2)", "(c (d:0.9):1.35)", "x\\(y\\)", "太陽"])),
    st.integers(0, 60),
    st.integers(0, 60),
    st.sampled_from([1, -1]),
)
def test_up_then_down_gives_the_text_back(
    parts: list[str], first: int, second: int, steps: int
) -> None:
    text = ", ".join(parts)
    start, end = sorted((min(first, len(text)), min(second, len(text))))
    changed = change_weight(text, start, end, steps)
    assume(changed is not None)
    assert changed is not None
    there = text[: changed.start] + changed.text + text[changed.end :]
    back = change_weight(there, changed.start, changed.start + len(changed.text), -steps)
    assert back is not None
    assert there[: back.start] + back.text + there[back.end :] == text


@given(st.text(alphabet="ab ()\\:1.", max_size=20), st.data())
def test_no_text_is_too_odd(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    changed = change_weight(text, start, end, 1)
    if changed is not None:
        assert 0 <= changed.start < changed.end <= len(text)
