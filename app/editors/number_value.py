"""Number values: what a typed or dragged number becomes within its hint, and how it is written."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from app.look.words import tr
from graph_engine.hints import Number, Slider
from graph_engine.spec import InputSpec

Amount = int | float

DIGITS: Final = 6
_NO_LIMITS = Number()


@dataclass(frozen=True)
class Fitted:
    """A value that the param takes, and what had to be changed to get there, if anything."""

    value: Amount
    note: str = ""


def number_hint(spec: InputSpec) -> Number:
    """The limits of a number; none where it has no hint."""
    return spec.hint if isinstance(spec.hint, Number) else _NO_LIMITS


def is_whole(spec: InputSpec) -> bool:
    """Whether only whole numbers fit."""
    return spec.type.names == ("int",)


def fit_number(spec: InputSpec, number: Amount) -> Fitted:
    """The nearest value that the param takes."""
    hint = number_hint(spec)
    value, note = number, ""
    if is_whole(spec) and not float(number).is_integer():
        value = math.floor(number + 0.5)
        note = tr("whole numbers only")
    if hint.multiple and value % hint.multiple:
        value = _nearest_multiple(value, hint)
        note = tr("multiples of {number} only", number=hint.multiple)
    limited = _limited(value, hint)
    if limited != value:
        value, note = limited, _limit_words(hint)
    if is_whole(spec):
        return Fitted(int(value), note)
    return Fitted(float(value), note)


def step_of(spec: InputSpec) -> float:
    """How far one notch of the wheel or one arrow key goes."""
    hint = number_hint(spec)
    if hint.step:
        return hint.step
    if is_whole(spec):
        return float(max(1, hint.multiple))
    if hint.minimum is None or hint.maximum is None:
        return 0.1
    span = hint.maximum - hint.minimum
    return float(10 ** math.floor(math.log10(span / 50))) if span > 0 else 0.1


def decimals(step: float) -> int:
    """How many digits behind the point a step needs."""
    for digits in range(DIGITS):
        if math.isclose(step, round(step, digits), rel_tol=1e-9, abs_tol=1e-12):
            return digits
    return DIGITS


def number_text(spec: InputSpec, value: Amount | None) -> str:
    """A number as fields show it: as many digits as its step has, more where it needs them."""
    if value is None:
        return "–"
    if is_whole(spec):
        return str(value)
    if abs(value) >= 1e9 or (value and abs(value) < 10**-DIGITS):
        return f"{value:g}"
    digits = max(1, decimals(step_of(spec)), decimals(float(value)))
    return f"{value:.{digits}f}"


def share_of(spec: InputSpec, value: Amount | None) -> float | None:
    """How much of a slider is filled, from 0 to 1; None if it isn't one."""
    hint = spec.hint
    if value is None or not isinstance(hint, Slider):
        return None
    if hint.minimum is None or hint.maximum is None or hint.maximum <= hint.minimum:
        return None
    return min(1.0, max(0.0, (value - hint.minimum) / (hint.maximum - hint.minimum)))


def _limited(value: Amount, hint: Number) -> Amount:
    if hint.minimum is not None and value < hint.minimum:
        low = math.ceil(hint.minimum) if isinstance(value, int) else hint.minimum
        return _within(low, hint.multiple, up=True)
    if hint.maximum is not None and value > hint.maximum:
        high = math.floor(hint.maximum) if isinstance(value, int) else hint.maximum
        return _within(high, hint.multiple, up=False)
    return value


def _within(limit: Amount, multiple: int, *, up: bool) -> Amount:
    if not multiple or not limit % multiple:
        return limit
    below = limit - limit % multiple
    return below + multiple if up else below


def _nearest_multiple(value: Amount, hint: Number) -> Amount:
    return math.floor(value / hint.multiple + 0.5) * hint.multiple


def _limit_words(hint: Number) -> str:
    low, high = hint.minimum, hint.maximum
    if low is not None and high is not None:
        return tr("from {low:g} to {high:g}", low=low, high=high)
    if low is not None:
        return tr("at least {low:g}", low=low)
    return tr("at most {high:g}", high=high)
