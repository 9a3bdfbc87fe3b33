"""Wire: messages to JSON data and back, every field checked against its type."""

from __future__ import annotations

import base64
import dataclasses
import types
import typing
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin

from graph_engine.errors import WeftError
from graph_engine.hosts.engine_process.messages import Message

Json = Any
_UNIONS = (types.UnionType, typing.Union)
Kind = TypeVar("Kind", bound=Message)


class MessageError(WeftError):
    """Data that is no message; `number` is that of the ask, or 0 if it can't be told."""

    def __init__(self, message: str, number: int = 0) -> None:
        super().__init__(message)
        self.number = number


def message_data(number: int, message: Message) -> dict[str, Json]:
    """A message as JSON data; `number` is that of the ask, 0 for a message to none."""
    return {"number": number, "kind": type(message).__name__, "body": _fields(message)}


def read_message(data: Mapping[str, Json], kinds: Mapping[str, type[Kind]]) -> tuple[int, Kind]:
    """The number and the message that the data holds, one of these kinds; raises MessageError."""
    number, kind = data.get("number"), data.get("kind")
    if type(number) is not int or number < 0:
        raise MessageError("The message has no number.")
    if not isinstance(kind, str) or kind not in kinds:
        raise MessageError(f"There is no message of the kind {kind!r}.", number)
    try:
        message = _read(kinds[kind], data.get("body"))
    except (TypeError, ValueError, KeyError) as error:
        raise MessageError(f"The message {kind} can't be read: {error}.", number) from error
    return number, typing.cast(Kind, message)


def _fields(value: Any) -> dict[str, Json]:
    """The fields of a dataclass as JSON data."""
    hints = _hints(value.__class__)
    names = [field.name for field in dataclasses.fields(value)]
    return {name: _plain(hints[name], getattr(value, name)) for name in names}


def _plain(declared: Any, value: Any) -> Json:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        body = _fields(value)
        return {"kind": type(value).__name__, "body": body} if _is_choice(declared) else body
    if isinstance(value, tuple):
        return [_plain(None, item) for item in value]
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return value


def _alternatives(declared: Any) -> tuple[Any, ...]:
    return get_args(declared) if get_origin(declared) in _UNIONS else ()


def _is_choice(declared: Any) -> bool:
    """Whether it is one of several dataclasses, so that data must say which."""
    alternatives = _alternatives(declared)
    return bool(alternatives) and all(map(dataclasses.is_dataclass, alternatives))


def _read(wanted: Any, value: Json) -> Any:
    """The value as that type; raises TypeError or ValueError if it is something else."""
    if wanted is Any:
        return value
    origin = get_origin(wanted)
    if _is_choice(wanted) and isinstance(value, dict):
        kinds = {kind.__name__: kind for kind in get_args(wanted)}
        return _read(kinds[value["kind"]], value["body"])
    if bytes in (wanted, *_alternatives(wanted)) and isinstance(value, str):
        return base64.b64decode(value, validate=True)
    if origin is tuple and isinstance(value, list):
        return tuple(_read(get_args(wanted)[0], item) for item in value)
    if origin is Mapping and isinstance(value, dict):
        return {name: _read(get_args(wanted)[1], item) for name, item in value.items()}
    if origin is Literal and value in get_args(wanted):
        return value
    if dataclasses.is_dataclass(wanted) and isinstance(wanted, type) and isinstance(value, dict):
        hints = _hints(wanted)
        return wanted(**{name: _read(hints[name], item) for name, item in value.items()})
    if type(value) is wanted:
        return value
    raise TypeError(f"{str(value)[:60]!r} stands where {wanted} is expected")


@cache
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)
