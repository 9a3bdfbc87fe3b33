"""Numbers within their hints, and drags that change them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from app.editors.number_drag import NumberDrag
from app.editors.number_value import fit_number, number_text, share_of, step_of
from graph_engine.hints import Number, Size, Slider
from graph_engine.spec import InputSpec
from graph_engine.types import PortType

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def spec(type: str, hint: Number | None = None, default: float = 0) -> InputSpec:
    return InputSpec("param", PortType((type,)), False, default, hint)


SIZE = spec("int", Size())
STEPS = spec("int", Slider(1, 150))
SHARE = spec("float", Slider(0, 1, 0.01))
GUIDANCE = spec("float", Number(0, 100, 0.5))


@pytest.mark.parametrize(
    ("given", "number", "value", "note"),
    [
        (SIZE, 768, 768, ""),
        (SIZE, 770, 768, "multiples of 8 only"),
        (SIZE, 3, 8, "from 8 to 16384"),
        (SIZE, 10**9, 16384, "from 8 to 16384"),
        (STEPS, 25.5, 26, "whole numbers only"),
        (STEPS, 0, 1, "from 1 to 150"),
        (GUIDANCE, 6.55, 6.55, ""),
        (GUIDANCE, 7, 7.0, ""),
        (spec("int", Number(minimum=3)), 1, 3, "at least 3"),
        (spec("int", Number(maximum=3)), 9, 3, "at most 3"),
        (spec("int", Number(minimum=3, maximum=21, multiple=8)), 40, 16, "from 3 to 21"),
        (spec("int", Number(minimum=3, maximum=21, multiple=8)), 0, 8, "from 3 to 21"),
        (spec("float"), -1e300, -1e300, ""),
    ],
)
def test_the_nearest_value_that_fits(
    given: InputSpec, number: float, value: float, note: str
) -> None:
    fitted = fit_number(given, number)
    assert (fitted.value, fitted.note) == (value, note)
    assert type(fitted.value) is (int if given.type.names == ("int",) else float)


@given(
    st.sampled_from([SIZE, STEPS, SHARE, GUIDANCE, spec("int"), spec("float")]),
    st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False, width=32),
)
def test_whatever_is_typed_fits_then(given: InputSpec, number: float) -> None:
    assert given.problem(fit_number(given, number).value) == ""


@pytest.mark.parametrize(
    ("given", "value", "text"),
    [
        (SHARE, 0.1, "0.10"),
        (SHARE, 0.125, "0.125"),
        (GUIDANCE, 8.0, "8.0"),
        (GUIDANCE, 6.25, "6.25"),
        (STEPS, 25, "25"),
        (spec("float"), 1e12, "1e+12"),
        (spec("float"), 1e-9, "1e-09"),
        (spec("float"), 0.0, "0.0"),
        (SHARE, None, "–"),
    ],
)
def test_texts(given: InputSpec, value: float | None, text: str) -> None:
    assert number_text(given, value) == text


def test_steps_and_shares() -> None:
    assert [step_of(s) for s in (SIZE, STEPS, SHARE, GUIDANCE)] == [8, 1, 0.01, 0.5]
    assert step_of(spec("float", Number(0, 1))) == pytest.approx(0.01)
    assert share_of(SHARE, 0.25) == 0.25
    assert share_of(GUIDANCE, 50.0) is None


def test_a_drag_steps_and_comes_back() -> None:
    drag = NumberDrag(GUIDANCE, 7.5)
    assert drag.moved(8, NONE) == 8.5
    assert drag.moved(-4, NONE) == 8.0
    assert drag.moved(4, SHIFT) == 8.05
    assert drag.moved(4, CTRL) == 13.05
    assert drag.moved(100000, NONE) == 100.0
    assert drag.moved(-4, NONE) == 99.5


def test_a_drag_on_a_slider_spans_its_width() -> None:
    drag = NumberDrag(SHARE, 0.0, width=200)
    assert drag.moved(100, NONE) == 0.5
    assert drag.moved(100, NONE) == 1.0
    assert drag.moved(-50, NONE) == 0.75


def test_a_drag_keeps_multiples() -> None:
    drag = NumberDrag(SIZE, 512)
    assert drag.moved(6, NONE) in (520, 528)
    assert drag.moved(40, SHIFT) % 8 == 0
    assert drag.moved(4, CTRL) % 8 == 0


@given(
    st.sampled_from([SIZE, STEPS, SHARE, GUIDANCE]),
    st.lists(st.tuples(st.integers(-400, 400), st.sampled_from([NONE, SHIFT, CTRL]))),
)
def test_every_place_of_a_drag_is_valid(
    given: InputSpec, moves: list[tuple[int, Qt.KeyboardModifier]]
) -> None:
    drag = NumberDrag(given, fit_number(given, 20).value)
    for dx, held in moves:
        assert given.problem(drag.moved(dx, held)) == ""
