"""Words: interface text in the user's language."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

CONTEXT = "Weft"


def tr(text: str, **values: object) -> str:
    """A text of the interface in the user's language, with `{name}` filled from the values.

    The text must be a literal: the translations are collected from the sources.
    """
    translated = QCoreApplication.translate(CONTEXT, text)
    return translated.format(**values) if values else translated


def tr_count(number: int, one: str, many: str) -> str:
    """One of two texts by a number, which both may hold as `{number}`.

    Translated is `many`, into as many forms as the language has.
    """
    text = QCoreApplication.translate(CONTEXT, many, None, number)
    if number == 1 and text == many:
        text = one
    return text.format(number=number)


def listed(parts: Iterable[str]) -> str:
    """Texts in a row, with the language's own comma between them."""
    return tr(", ").join(parts)


def marked(text: str) -> str:
    """A literal of a table, marked for the translations; `tr` turns it where it is shown."""
    return text
