"""JSON text that reads and diffs well: what is short stands on one line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

_WIDTH = 100
_ENCODERS = {escaped: json.JSONEncoder(ensure_ascii=escaped) for escaped in (False, True)}
_INDENT = "  "
_ALWAYS_OPEN = 2


def format_json(data: Any) -> str:
    """JSON text of the data, keys in their order, ending in a line break.

    Objects and lists that fit into a line stay on it, but for the outer two levels.
    """
    text = _text(data, 0, "", ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        # A lone surrogate, which JSON can hold but UTF-8 can't.
        text = _text(data, 0, "", ensure_ascii=True)
    return text + "\n"


def _text(value: Any, level: int, before: str, *, ensure_ascii: bool) -> str:
    encode = _ENCODERS[ensure_ascii].encode
    if not isinstance(value, dict | list) or not value:
        return encode(value)
    if level >= _ALWAYS_OPEN:
        short = encode(value)
        if len(short) <= _WIDTH - len(_INDENT) * level - len(before) - 1:
            return short
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    inner = ",\n".join(
        _INDENT * (level + 1) + name + _text(item, level + 1, name, ensure_ascii=ensure_ascii)
        for name, item in _items(value, ensure_ascii)
    )
    return f"{opening}\n{inner}\n{_INDENT * level}{closing}"


def _items(value: dict[str, Any] | list[Any], ensure_ascii: bool) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list):
        yield from (("", item) for item in value)
        return
    encode = _ENCODERS[ensure_ascii].encode
    for key, item in value.items():
        yield f"{encode(key)}: ", item
