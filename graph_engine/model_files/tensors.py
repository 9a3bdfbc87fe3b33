"""Tensors: what a file of weights says it holds, without reading the weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

from graph_engine.errors import NodeError

PICKLE_SUFFIXES = (".ckpt", ".pt", ".pth", ".bin")
SUFFIXES = (".safetensors", *PICKLE_SUFFIXES)


@dataclass(frozen=True, slots=True)
class TensorInfo:
    """A tensor of a file: its dtype in safetensors' word, its shape, and where its bytes lie.

    `member` names the file inside a zip archive that holds them; `begin` is counted from there,
    or from the start of the file where there is none.
    """

    dtype: str
    shape: tuple[int, ...]
    begin: int
    bytes: int
    member: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class TensorFile:
    """A file of weights: its tensors by name, and the text that was saved beside them."""

    path: Path
    format: Literal["safetensors", "pickle"]
    tensors: Mapping[str, TensorInfo]
    metadata: Mapping[str, str] = field(default_factory=dict)

    def shape(self, name: str) -> tuple[int, ...]:
        """The shape of a tensor; empty if there is none of that name."""
        info = self.tensors.get(name)
        return info.shape if info is not None else ()


def read_tensor_file(path: Path) -> TensorFile:
    """What a file of weights holds; raises NodeError that says in one sentence what is wrong.

    Only names, shapes and dtypes are read. Nothing in the file is run or trusted.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise unreadable(path, f"can't be read: {error.strerror or error}") from error
    return _read(path, status.st_size, status.st_mtime_ns)


# A run asks for the same few files again and again: to find, check, key and load them.
@lru_cache(maxsize=16)
def _read(path: Path, size: int, changed: int) -> TensorFile:
    try:
        if path.suffix.lower() in PICKLE_SUFFIXES:
            from graph_engine.model_files.pickles import read_pickle

            return read_pickle(path)
        from graph_engine.model_files.safetensors_header import read_safetensors

        return read_safetensors(path)
    except OSError as error:
        raise unreadable(path, f"can't be read: {error.strerror or error}") from error


def unreadable(path: Path, why: str, hint: str = "Copy or fetch the file again.") -> NodeError:
    """The error for a file that is no model; `why` goes on after its name."""
    return NodeError(f'The file "{path}" {why}.', port="model", hint=hint)
