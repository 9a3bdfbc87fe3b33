"""Query: the words and filters of the search field, as conditions on the index."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from typing import Literal

from app.gallery.picture import HIGHEST_RATING
from app.look.words import tr

Scope = Literal["all", "starred", "workflow"]
_PART = re.compile(r'(-?)(?:(\w+):)?("[^"]*"?|\S+)')
_RATING = re.compile(r"(>=|<=|>|<|=)?([0-9])(?:-([0-9]))?")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_DAYS = re.compile(r"(\d{1,4})d")
_TEXTS: Mapping[str, str] = {
    "prompt": "p.words_prompt",
    "negative": "p.words_negative",
    "model": "p.words_models",
    "node": "p.words_nodes",
    "workflow": "p.words_workflow",
    "sampler": "p.words_sampler",
    "program": "p.words_program",
    "file": "p.words_file",
    "seed": "p.seed",
}
_TAGS = "COALESCE(m.tags, '')"
# `words_all` has everything but the tags, which change without the picture.
_WORDS = f"(p.words_all || char(10) || {_TAGS})"


class QueryError(Exception):
    """A filter that can't be read; its text is one sentence."""


@dataclass(frozen=True)
class Condition:
    """A piece of SQL over the pictures `p` and their marks `m`, with its values."""

    sql: str
    values: tuple[str | float, ...] = ()


@dataclass(frozen=True)
class Search:
    """What the gallery shows: the text of the field, and the choice beside it."""

    text: str = ""
    scope: Scope = "all"
    workflow: str = ""

    def conditions(self, today: date) -> list[Condition]:
        """All conditions that a picture must meet; raises QueryError."""
        found = read_query(self.text, today)
        if self.scope == "starred":
            found.append(Condition("COALESCE(m.starred, 0) = 1"))
        elif self.scope == "workflow":
            found.append(Condition("p.workflow = ?", (self.workflow,)))
        return found


def read_query(text: str, today: date) -> list[Condition]:
    """The conditions of a query such as `fox model:sdxl rating:4 -blurry`; raises QueryError."""
    return [
        _negated(condition) if minus else condition
        for minus, key, value in _PART.findall(text)
        if (condition := _condition(key.casefold(), value.strip('"'), today)) is not None
    ]


def _condition(key: str, value: str, today: date) -> Condition | None:
    if not value:
        return None
    if not key and value.casefold() == "starred":
        return Condition("COALESCE(m.starred, 0) = 1")
    if not key:
        return _contains(_WORDS, value)
    if key in _TEXTS:
        return _contains(_TEXTS[key], value)
    read = _FILTERS.get(key)
    if read is None:
        # Prompts may have colons; a word that is no filter is looked for as it stands.
        close = get_close_matches(key, [*_TEXTS, *_FILTERS], n=1, cutoff=0.8)
        if not close:
            return _contains(_WORDS, f"{key}:{value}")
        text = tr("There is no filter “{key}:”, but “{hint}:”.")
        raise QueryError(text.format(key=key, hint=close[0]))
    return read(value, today)


def _contains(column: str, value: str) -> Condition:
    return Condition(f"instr({column}, ?) > 0", (value.casefold(),))


def _negated(condition: Condition) -> Condition:
    return Condition(f"NOT ({condition.sql})", condition.values)


def _tag(value: str, today: date) -> Condition:
    lines = f"char(10) || {_TAGS} || char(10)"
    return Condition(f"instr({lines}, char(10) || ? || char(10)) > 0", (value.casefold(),))


def _is(value: str, today: date) -> Condition:
    known = {
        "starred": "COALESCE(m.starred, 0) = 1",
        "rated": "COALESCE(m.rating, 0) > 0",
        "tagged": f"{_TAGS} != ''",
    }
    if value.casefold() not in known:
        raise QueryError(tr("“is:” takes starred, rated or tagged."))
    return Condition(known[value.casefold()])


def _rating(value: str, today: date) -> Condition:
    match = _RATING.fullmatch(value)
    if match is None or int(match[3] or match[2]) > HIGHEST_RATING:
        raise QueryError(tr("A rating reads 4, >=4, <3 or 2-4, up to 5."))
    sign, low, high = match[1] or "=", int(match[2]), match[3]
    column = "COALESCE(m.rating, 0)"
    if high is not None:
        return Condition(f"{column} BETWEEN ? AND ?", (low, int(high)))
    return Condition(f"{column} {sign} ?", (low,))


def _size(value: str, today: date) -> Condition:
    match = re.fullmatch(r"(\d{1,6})(?:[x×](\d{1,6}))?", value.casefold())
    if match is None:
        raise QueryError(tr("A size reads 1024 or 1024x768."))
    if match[2] is None:
        return Condition("MAX(p.width, p.height) = ?", (int(match[1]),))
    return Condition("p.width = ? AND p.height = ?", (int(match[1]), int(match[2])))


def _after(value: str, today: date) -> Condition:
    return Condition("p.made >= ?", (_seconds(_span(value, today)[0]),))


def _before(value: str, today: date) -> Condition:
    return Condition("p.made < ?", (_seconds(_span(value, today)[0]),))


def _on(value: str, today: date) -> Condition:
    first, end = _span(value, today)
    return Condition("p.made >= ? AND p.made < ?", (_seconds(first), _seconds(end)))


def _seconds(day: date) -> float:
    return datetime(day.year, day.month, day.day).timestamp()


def _span(value: str, today: date) -> tuple[date, date]:
    """The first day that a text names, and the first one after; raises QueryError."""
    word = value.casefold()
    if word in ("today", "yesterday"):
        first = today - timedelta(days=word == "yesterday")
        return first, first + timedelta(days=1)
    if match := _DAYS.fullmatch(word):
        first = today - timedelta(days=int(match[1]))
        return first, today + timedelta(days=1)
    match = _DATE.fullmatch(word)
    try:
        if match is None:
            raise ValueError
        year, month, day = (int(part) if part else 0 for part in match.groups())
        return _days(year, month, day)
    except (ValueError, OverflowError):
        text = tr("A date reads 2026-11-21, 2026-11, 2026, today, yesterday or 7d.")
        raise QueryError(text) from None


def _days(year: int, month: int, day: int) -> tuple[date, date]:
    first = date(year, month or 1, day or 1)
    if day:
        return first, first + timedelta(days=1)
    if month:
        return first, date(year + month // 12, month % 12 + 1, 1)
    return first, date(year + 1, 1, 1)


_FILTERS: Mapping[str, Callable[[str, date], Condition]] = {
    "tag": _tag,
    "is": _is,
    "rating": _rating,
    "size": _size,
    "after": _after,
    "before": _before,
    "on": _on,
}
