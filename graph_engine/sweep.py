"""Sweep: one workflow with lists of values for its params, as the cells of a grid."""

from __future__ import annotations

import csv
import itertools
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from graph_engine.catalog import Catalog
from graph_engine.errors import InputError
from graph_engine.overrides import value_check, with_settings
from graph_engine.workflow import Workflow

Place = tuple[int, ...]
"""Where a cell stands: its index along each axis."""
MAX_CELLS = 10_000
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)"
_RANGE = re.compile(rf"\s*({_NUMBER}):({_NUMBER}):(?:x(\d{{1,5}})|({_NUMBER}))\s*")


@dataclass(frozen=True)
class Axis:
    """Params (`node.param`) that get the same value at once, and the values as text, in order.

    Each value is typed by the declaration of the param, as with `weft run --set`.
    """

    params: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def name(self) -> str:
        """The params as they are written before the `=`."""
        return "&".join(self.params)


@dataclass(frozen=True)
class Cell:
    """One place of a sweep: its index along each axis, and the workflow with its values."""

    at: Place
    values: tuple[str, ...]
    workflow: Workflow


@dataclass(frozen=True)
class Page:
    """One table of a sweep: the places of its cells row by row, and where further axes stand."""

    further: Place
    rows: tuple[tuple[Place, ...], ...]


@dataclass(frozen=True)
class Sweep:
    """The axes of a grid: every combination of their values is a cell, the last axis fastest.

    One axis is a row; of two the first goes down and the second to the right; each value of
    further axes is a page.
    """

    axes: tuple[Axis, ...]

    @property
    def down(self) -> Axis | None:
        """The axis whose values are rows, if there is one."""
        return self.axes[0] if len(self.axes) > 1 else None

    @property
    def right(self) -> Axis:
        """The axis whose values are columns."""
        return self.axes[1] if len(self.axes) > 1 else self.axes[0]

    @property
    def further(self) -> tuple[Axis, ...]:
        """The axes whose values are pages."""
        return self.axes[2:]

    def pages(self) -> Iterator[Page]:
        """The tables that the cells fill, the last of the further axes fastest."""
        rows = range(len(self.down.values)) if self.down is not None else (None,)
        columns = range(len(self.right.values))
        for further in itertools.product(*(range(len(axis.values)) for axis in self.further)):
            yield Page(
                further,
                tuple(
                    tuple(
                        (*(() if row is None else (row,)), column, *further) for column in columns
                    )
                    for row in rows
                ),
            )

    @property
    def size(self) -> int:
        """How many cells there are."""
        return math.prod(len(axis.values) for axis in self.axes)

    def cells(self, workflow: Workflow, catalog: Catalog) -> tuple[Cell, ...]:
        """All cells; raises InputError for a node, param or value that is not one."""
        if not self.axes:
            raise InputError("A sweep needs an axis.", hint='Such as --axis "sampler.seed=1,2,3".')
        if self.size > MAX_CELLS:
            raise InputError(
                f"These axes make {self.size:,} cells; at most {MAX_CELLS:,} are run at once."
            )
        return tuple(self.cell(at, workflow, catalog) for at in self._places())

    def _places(self) -> Iterator[Place]:
        return itertools.product(*(range(len(axis.values)) for axis in self.axes))

    def cell(self, at: Place, workflow: Workflow, catalog: Catalog) -> Cell:
        """The cell at a place; raises InputError for a node, param or value that is not one."""
        values = tuple(axis.values[i] for axis, i in zip(self.axes, at, strict=True))
        settings = [
            f"{param}={value}"
            for axis, value in zip(self.axes, values, strict=True)
            for param in axis.params
        ]
        return Cell(at, values, with_settings(workflow, catalog, settings))


def listed_value(value: str) -> str:
    """A value as it stands in the list of an axis, in quotes if it has to."""
    if any(sign in value for sign in ',"\n') or value != value.strip():
        doubled = value.replace('"', '""')
        return f'"{doubled}"'
    return value


def parse_axis(text: str, workflow: Workflow, catalog: Catalog, *, most: int = MAX_CELLS) -> Axis:
    """An axis from `NODE.PARAM=V1,V2,…`, or `NODE.PARAM&NODE.PARAM=…` for several at once.

    A value with a comma stands in double quotes. For a number, `a:b:step` stands for all from a
    up to b, and `a:b:xN` for N of them, evenly spread. Raises InputError for what is not an axis
    of this workflow, or has more than `most` values.
    """
    names, equals, listed = text.partition("=")
    params = tuple(name.strip() for name in names.split("&"))
    if not equals or not all(params):
        raise InputError(
            f'"{text}" is not of the form NODE.PARAM=V1,V2,…',
            hint='For example --axis "sampler.seed=1,2,3".',
        )
    checks = [value_check(workflow, catalog, param) for param in params]
    values: list[str] = []
    for item in _items(listed, text):
        match = _RANGE.fullmatch(item)
        is_range = match is not None and not _is_value(checks[0], item)
        values += _expanded(match) if match is not None and is_range else [item]
    if not values:
        raise InputError(f'The axis "{names}" has no values.')
    if len(values) > most:
        raise InputError(f'The axis "{names}" has {len(values):,} values; at most {most:,} can be.')
    value, times = Counter(values).most_common(1)[0]
    if times > 1:
        raise InputError(f'The axis "{names}" has the value "{value}" twice.')
    for value in values:  # each alone, so that a wrong one is told before any other axis is read
        for check in checks:
            check(value)
    return Axis(params, tuple(values))


def parse_sweep(axes: Sequence[str], workflow: Workflow, catalog: Catalog) -> Sweep:
    """A sweep from the texts of its axes; raises InputError."""
    sweep = Sweep(tuple(parse_axis(text, workflow, catalog) for text in axes))
    params = [param for axis in sweep.axes for param in axis.params]
    if twice := [param for param in params if params.count(param) > 1]:
        raise InputError(f'"{twice[0]}" stands on two axes.')
    return sweep


def _items(listed: str, text: str) -> list[str]:
    try:
        rows = list(csv.reader([listed], skipinitialspace=True, strict=True))
    except csv.Error as error:
        raise InputError(
            f'The values of "{text}" can\'t be read: {error}.',
            hint='Put a value with a comma into double quotes: prompt.text="a cat, asleep","a dog"',
        ) from error
    return rows[0] if rows else []


def _is_value(check: Callable[[str], None], text: str) -> bool:
    """Whether the text as it stands is a value of the param: that of a prompt, say."""
    try:
        check(text)
    except InputError:
        return False
    return True


def _expanded(match: re.Match[str]) -> list[str]:
    """The numbers that a range stands for, exact in decimals."""
    first, last = Decimal(match[1]), Decimal(match[2])
    if match[3] is not None:
        parts = max(int(match[3]) - 1, 1)
        return [_plain(first + (last - first) * i / parts) for i in range(int(match[3]))]
    step = Decimal(match[4])
    if not step or (step > 0) != (last >= first):
        raise InputError(f'The range "{match[0].strip()}" never gets to its end.')
    count = int((last - first) / step) + 1
    if count > MAX_CELLS:
        raise InputError(f'The range "{match[0].strip()}" has {count:,} values.')
    return [_plain(first + step * i) for i in range(count)]


def _plain(number: Decimal) -> str:
    """A number without needless zeros and exponent, rounded to nine decimals."""
    whole = number == number.to_integral_value()
    text = f"{number if whole else round(number, 9):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
