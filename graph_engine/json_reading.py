"""JSON reading: text to data, strictly, with sentences for what is wrong."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from typing import Any

from graph_engine.errors import WorkflowFileError

Json = Any
MAX_DEPTH = 100
_TOO_DEEP = "The JSON is nested too deeply for a workflow."


def parse_json(text: str) -> Json:
    """The data of JSON text; raises WorkflowFileError that says what is wrong, and where."""
    try:
        data = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_float=_finite,
        )
    except json.JSONDecodeError as error:
        if not text.strip():
            raise WorkflowFileError("The file is empty.") from error
        in_text = error.msg.startswith("Unterminated")
        in_word = re.fullmatch(r"[\w.+-]*", text[error.pos :].rstrip())
        broken_off = in_text or (in_word and not error.msg.startswith("Extra data"))
        what = "The file breaks off" if broken_off else f"This is not JSON: {error.msg}"
        raise WorkflowFileError(
            f"{what} at line {error.lineno}, column {error.colno}.",
            hint="It may be a damaged or half-written copy; nothing was changed.",
        ) from error
    except RecursionError as error:
        raise WorkflowFileError(_TOO_DEEP) from error
    except ValueError as error:
        raise WorkflowFileError(f"This is not JSON that Weft can read: {error}.") from error
    if _is_too_deep(data):
        raise WorkflowFileError(_TOO_DEEP)
    _refuse_given_twice(data)
    return data


class _GivenTwice(dict[str, Json]):
    """An object of the text in which a key stands twice, with the values that it is given."""

    def __init__(self, pairs: list[tuple[str, Json]]) -> None:
        super().__init__(pairs)
        keys = [key for key, _ in pairs]
        self.key = next(key for key in keys if keys.count(key) > 1)
        self.values_given = [value for key, value in pairs if key == self.key]


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    data = dict(pairs)
    return data if len(data) == len(pairs) else _GivenTwice(pairs)


def _refuse_given_twice(data: Json) -> None:
    """Raise WorkflowFileError for the first key that is given twice, naming its place."""
    waiting = [("", data)]
    for place, item in waiting:
        if isinstance(item, _GivenTwice):
            values = ", ".join(json.dumps(value)[:60] for value in item.values_given)
            where = f"{place}: " if place else ""
            raise WorkflowFileError(
                f'{where}"{item.key}" is given twice ({values}).',
                hint="Keep one of them: an input takes one link and a param one value.",
            )
        children = item.items() if isinstance(item, dict) else ()
        waiting += [(f"{place}.{key}".lstrip("."), child) for key, child in children]


def _refuse_constant(name: str) -> Json:
    raise ValueError(f"{name} is not a JSON number")


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise ValueError(f"{text} is too large a number")
    return value


def _is_too_deep(data: Json) -> bool:
    """Whether objects and lists are nested so deeply that writing them could fail."""
    level = [data]
    for _ in range(MAX_DEPTH):
        level = [child for item in level for child in _children(item)]
        if not level:
            return False
    return True


def _children(item: Json) -> Iterable[Json]:
    if isinstance(item, dict):
        return item.values()
    return item if isinstance(item, list) else ()
