"""Safetensors: the header of a file, checked against its length and against itself."""

from __future__ import annotations

import json
from collections.abc import Iterable
from math import prod
from pathlib import Path
from typing import Any

from graph_engine.model_files.tensors import TensorFile, TensorInfo, unreadable

# The format's own limit; the header of SDXL's checkpoint has 0.3 MB.
_MAX_HEADER = 100_000_000
_LENGTH_BYTES = 8
DTYPE_BITS = {
    "BOOL": 8, "U8": 8, "I8": 8, "U16": 16, "I16": 16, "U32": 32, "I32": 32, "U64": 64, "I64": 64,
    "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6, "F8_E8M0": 8, "F8_E4M3": 8, "F8_E5M2": 8,
    "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8, "BF16": 16, "F16": 16, "F32": 32, "F64": 64, "C64": 64,
}  # fmt: skip


def read_safetensors(path: Path) -> TensorFile:
    """The header of a file; raises NodeError for one that is cut off, damaged or something else."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        length = int.from_bytes(stream.read(_LENGTH_BYTES), "little")
        if size < _LENGTH_BYTES or length > min(size - _LENGTH_BYTES, _MAX_HEADER):
            raise unreadable(path, f"is cut off or no safetensors file ({size} bytes)")
        raw = stream.read(length)
    try:
        header = json.loads(raw)
        metadata = header.pop("__metadata__", None) or {}
        tensors = {name: _tensor(entry, _LENGTH_BYTES + length) for name, entry in header.items()}
        texts = {str(key): str(value) for key, value in metadata.items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise unreadable(path, "has no readable header") from error
    end = _end_without_gaps(tensors.values(), _LENGTH_BYTES + length)
    if end is None:
        raise unreadable(path, "has a header whose tensors overlap or leave gaps")
    if size < end:
        raise unreadable(
            path, f"is cut off: it has {size:,} of the {end:,} bytes that belong to it"
        )
    if size > end:
        raise unreadable(path, f"has {size - end:,} bytes more than its header names")
    return TensorFile(path, "safetensors", tensors, texts)


def _tensor(entry: Any, data_begin: int) -> TensorInfo:
    """One entry of the header; raises ValueError and the like for anything but a tensor."""
    begin, end = entry["data_offsets"]
    shape = tuple(entry["shape"])
    dtype = entry["dtype"]
    numbers = (begin, end, *shape)
    if set(map(type, numbers)) != {int} or min(numbers) < 0:
        raise ValueError("sizes must be whole numbers")
    if (end - begin) * 8 != prod(shape) * DTYPE_BITS[dtype]:
        raise ValueError("the bytes don't fit the shape")
    return TensorInfo(dtype, shape, data_begin + begin, end - begin)


def _end_without_gaps(tensors: Iterable[TensorInfo], begin: int) -> int | None:
    """Where the last of the tensors ends, if they lie one behind the other; else None."""
    for at, size in sorted((info.begin, info.bytes) for info in tensors):
        if at != begin:
            return None
        begin += size
    return begin
