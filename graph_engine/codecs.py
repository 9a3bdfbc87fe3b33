"""Codecs: values that cross links ↔ JSON data and numpy arrays, without pickle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Json = Any
Array = NDArray[Any]
_MAX_ITEM_BYTES = 8
_OBJECT_BYTES = 50


class NotStorable(TypeError):
    """A value of a type that no codec knows: it can be kept in memory only."""


def encode(value: Any, arrays: dict[str, Array], types: Mapping[str, type]) -> Json:
    """Turn a value into JSON data, its arrays going into `arrays` under fresh names.

    Knows None, bool, int, float, str, tuples, lists, dicts with text keys, numpy arrays, and
    dataclasses of these if they are in `types`. Raises NotStorable for anything else, subclasses
    included, because they would come back as something less.
    """
    if value is None or type(value) in (bool, int, float, str):
        return value
    if type(value) is np.ndarray:
        name = str(len(arrays))
        arrays[name] = _storable(value)
        return {"$array": name}
    if type(value) is tuple:
        return {"$tuple": [encode(item, arrays, types) for item in value]}
    if type(value) is list:
        return [encode(item, arrays, types) for item in value]
    if type(value) is dict:
        return {"$dict": [[_text(key), encode(item, arrays, types)] for key, item in value.items()]}
    if is_dataclass(value) and types.get(type(value).__name__) is type(value):
        content = {
            field.name: encode(getattr(value, field.name), arrays, types) for field in fields(value)
        }
        return {"$type": type(value).__name__, "fields": content}
    raise NotStorable(f"values of type {type(value).__name__} can't be stored")


def decode(data: Json, arrays: Mapping[str, Array], types: Mapping[str, type]) -> Any:
    """Turn JSON data and arrays back into the value; raises KeyError for an unknown type."""
    if isinstance(data, list):
        return [decode(item, arrays, types) for item in data]
    if not isinstance(data, dict):
        return data
    if "$array" in data:
        return arrays[data["$array"]]
    if "$tuple" in data:
        return tuple(decode(item, arrays, types) for item in data["$tuple"])
    if "$dict" in data:
        return {key: decode(item, arrays, types) for key, item in data["$dict"]}
    content = {name: decode(item, arrays, types) for name, item in data["fields"].items()}
    return types[data["$type"]](**content)


def arrays_in(value: Any) -> Iterator[Array]:
    """The arrays inside a value."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from arrays_in(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from arrays_in(item)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from arrays_in(getattr(value, field.name))


def size_of(value: Any) -> int:
    """About how many bytes a value takes in memory."""
    if isinstance(value, np.ndarray):
        return value.nbytes + _OBJECT_BYTES
    if isinstance(value, str | bytes):
        return len(value) + _OBJECT_BYTES
    if isinstance(value, tuple | list):
        return _OBJECT_BYTES + sum(map(size_of, value))
    if isinstance(value, Mapping):
        return _OBJECT_BYTES + sum(size_of(key) + size_of(item) for key, item in value.items())
    if is_dataclass(value) and not isinstance(value, type):
        return _OBJECT_BYTES + sum(size_of(getattr(value, field.name)) for field in fields(value))
    return _OBJECT_BYTES


def _storable(array: Array) -> Array:
    """An array as safetensors can hold it: contiguous and in the machine's byte order."""
    if array.dtype.kind not in "biuf" or array.dtype.itemsize > _MAX_ITEM_BYTES:
        raise NotStorable(f"arrays of {array.dtype} can't be stored")
    native = array.astype(array.dtype.newbyteorder("="), copy=False)
    return np.ascontiguousarray(native).reshape(array.shape)


def _text(key: Any) -> str:
    if not isinstance(key, str):
        raise NotStorable(f"a dict with the key {key!r} can't be stored")
    return key
