"""Rows: what a list of results shows in each of its lines, as data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One row: a title with the letters that were found, a note beside or, if tall, below it.

    `port` is the type whose shape stands in front, or else `icon`; `end` and the key caps stand
    at the right. `data` is the caller's own.
    """

    data: object
    title: str
    marks: tuple[int, ...] = ()
    note: str = ""
    end: str = ""
    caps: tuple[str, ...] = ()
    port: str = ""
    icon: str = ""
    enabled: bool = True


def spoken(row: Row) -> str:
    """A row in words, for those who listen to it."""
    parts = (row.title, row.note, row.end, "+".join(row.caps))
    return ", ".join(part for part in parts if part)
