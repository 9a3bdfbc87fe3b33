"""Pickles: what a `.ckpt`, `.pt`, `.pth` or `.bin` file holds, told without running anything in it.

A pickle is a program that builds objects. This reader knows the few words that torch writes for
tensors and refuses everything else by name.
"""

from __future__ import annotations

import io
import pickle
import struct
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any, BinaryIO

from graph_engine.model_files.tensors import TensorFile, TensorInfo, unreadable

_MAX_PICKLE = 64_000_000
_MAX_DEPTH = 4
_LEGACY_MAGIC = 0x1950A86A20F9469CFC6C
_BYTES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1, "BOOL": 1}  # fmt: skip
_STORAGES = {
    "DoubleStorage": "F64", "FloatStorage": "F32", "HalfStorage": "F16",
    "BFloat16Storage": "BF16", "LongStorage": "I64", "IntStorage": "I32", "ShortStorage": "I16",
    "CharStorage": "I8", "ByteStorage": "U8", "BoolStorage": "BOOL",
}  # fmt: skip
_DTYPES = frozenset(
    [
        "float64",
        "float32",
        "float16",
        "bfloat16",
        "int64",
        "int32",
        "int16",
        "int8",
        "uint8",
        "bool",
    ]
)
_DAMAGES = (
    pickle.UnpicklingError, struct.error, EOFError, AttributeError, LookupError, ValueError,
    TypeError, ArithmeticError, MemoryError, RecursionError, AssertionError,
)  # fmt: skip
_HOW_TO_CONVERT = (
    "Pickled files can carry programs. If you trust it, open it in the tool it comes from and"
    " save it as .safetensors."
)


class _Refused(Exception):
    """The pickle asks for something that is no tensor; its text names what."""


@dataclass(frozen=True)
class _StorageType:
    dtype: str


@dataclass(frozen=True)
class _Storage:
    dtype: str
    member: str


def read_pickle(path: Path) -> TensorFile:
    """The tensors of a pickled file, names of nested dicts joined by dots; raises NodeError."""
    try:
        with path.open("rb") as stream:
            content = _zipped(stream) if zipfile.is_zipfile(stream) else _legacy(stream)
        tensors = dict(_tensors(content, "", _MAX_DEPTH))
    except _Refused as refused:
        raise unreadable(
            path, f"is a pickle that wants to run {refused}, which is refused", _HOW_TO_CONVERT
        ) from refused
    except (zipfile.BadZipFile, NotImplementedError, *_DAMAGES) as error:
        raise unreadable(path, "is cut off, damaged or no file of weights") from error
    if not tensors:
        raise unreadable(path, "holds no weights")
    return TensorFile(path, "pickle", tensors)


def _zipped(stream: BinaryIO) -> Any:
    """The object in an archive of torch ≥ 1.6, after a check that its storages are all there."""
    with zipfile.ZipFile(stream) as archive:
        sizes = {info.filename: info.file_size for info in archive.infolist()}
        main = next(name for name in sizes if name.split("/")[1:] == ["data.pkl"])
        if sizes[main] > _MAX_PICKLE:
            raise ValueError("too long a pickle")
        folder = main.split("/")[0]
        reader = _Reader(io.BytesIO(archive.read(main)), f"{folder}/data/")
        content = reader.load()
        for info in (tensor for _, tensor in _tensors(content, "", _MAX_DEPTH)):
            if info.begin + info.bytes > sizes[info.member]:
                raise ValueError("a storage is too short")
    return content


def _legacy(stream: BinaryIO) -> Any:
    """The object in a file of torch < 1.6: four pickles before the bytes of the storages."""
    stream.seek(0)
    reader: Callable[[], Any] = lambda: _Reader(stream, "").load()  # noqa: E731
    if reader() != _LEGACY_MAGIC:
        raise ValueError("no file of torch")
    reader()
    reader()
    content = reader()
    reader()
    return content


class _Reader(pickle._Unpickler):
    """Python's own unpickler with a vocabulary of tensors.

    It is the one written in Python, because the one in C lets a file ask for memory at will.
    """

    def __init__(self, stream: BinaryIO | io.BytesIO, folder: str) -> None:
        super().__init__(stream)
        self._folder = folder

    def find_class(self, module: str, name: str) -> Any:
        if module == "torch" and name in _STORAGES:
            return _StorageType(_STORAGES[name])
        if module == "torch" and name in _DTYPES:
            return name
        try:
            return _KNOWN[module, name]
        except KeyError:
            raise _Refused(f"{module}.{name}") from None

    def persistent_load(self, reference: Any) -> _Storage:
        word, storage, key = reference[:3]
        if word != "storage" or not isinstance(storage, _StorageType):
            raise ValueError("no storage")
        return _Storage(storage.dtype, f"{self._folder}{key}")


def _tensor(storage: Any, offset: Any, shape: Any, *_rest: Any) -> TensorInfo:
    """What torch._utils._rebuild_tensor_v2 would make a tensor of."""
    numbers = (offset, *shape)
    if not isinstance(storage, _Storage) or any(type(n) is not int or n < 0 for n in numbers):
        raise ValueError("no tensor")
    item = _BYTES[storage.dtype]
    return TensorInfo(
        storage.dtype, tuple(shape), offset * item, prod(shape) * item, storage.member
    )


def _first(value: Any, *_rest: Any) -> Any:
    """What a parameter or a device is made of."""
    return value


_KNOWN: Mapping[tuple[str, str], Any] = {
    ("collections", "OrderedDict"): OrderedDict,
    ("torch._utils", "_rebuild_tensor"): _tensor,
    ("torch._utils", "_rebuild_tensor_v2"): _tensor,
    ("torch._utils", "_rebuild_parameter"): _first,
    ("torch", "Size"): tuple,
    ("torch", "device"): _first,
}


def _tensors(content: Any, prefix: str, depth: int) -> Iterator[tuple[str, TensorInfo]]:
    """The tensors in nested dicts; the names below `state_dict` stand for themselves."""
    if not isinstance(content, dict) or depth == 0:
        return
    for key, value in content.items():
        if isinstance(value, TensorInfo):
            yield f"{prefix}{key}", value
        else:
            below = "" if key == "state_dict" and not prefix else f"{prefix}{key}."
            yield from _tensors(value, below, depth - 1)
