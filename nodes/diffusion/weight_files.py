"""Weight files: the tensors of one file, read one by one under their own names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, Protocol

import torch
from safetensors import SafetensorError, safe_open

from graph_engine.errors import NodeError
from graph_engine.model_files import TensorFile
from graph_engine.model_files.tensors import unreadable


class Tensors(Protocol):
    """The tensors of an open file."""

    def get_tensor(self, name: str) -> torch.Tensor:
        """One tensor, of the dtype that the file holds."""


@contextmanager
def open_tensors(file: TensorFile, device: str = "cpu") -> Iterator[Tensors]:
    """Open a file of weights, so that only what is asked for is read.

    Raises NodeError that names the file if it is damaged. A pickle is read as weights only:
    nothing in it is run.
    """
    try:
        if file.format == "pickle":
            yield _Unpickled(file.path)
        else:
            with safe_open(file.path, framework="pt", device=device) as tensors:
                yield tensors
    except (SafetensorError, OSError) as error:
        raise unreadable(file.path, f"can't be read: {error}") from error


def read_tensors(
    file: TensorFile, names: Iterable[str] | None = None, device: str = "cpu"
) -> dict[str, torch.Tensor]:
    """All tensors of a file, or some, by name; raises NodeError that names the file."""
    with open_tensors(file, device) as tensors:
        wanted = file.tensors if names is None else names
        return {name: tensors.get_tensor(name).to(device) for name in wanted}


class _Unpickled:
    """A pickled file; its weights stay on disk until they are used."""

    def __init__(self, path: Path) -> None:
        try:
            content = _load(path)
        except UnpicklingError as error:
            raise NodeError(
                f'The file "{path}" is a pickle with more than weights in it, which is refused.',
                port="model",
                hint="If you trust it, open it in the tool it comes from and save it as"
                " .safetensors.",
            ) from error
        except (RuntimeError, EOFError, ValueError, KeyError, TypeError) as error:
            raise unreadable(path, "is cut off, damaged or no file of weights") from error
        self._tensors = dict(_flat(content, ""))

    def get_tensor(self, name: str) -> torch.Tensor:
        return self._tensors[name]


def _load(path: Path) -> Any:
    """The object in a file of torch; files of torch < 1.6 can't stay on disk."""
    try:
        return torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    except RuntimeError as error:
        if "mmap" not in str(error):
            raise
        return torch.load(path, map_location="cpu", weights_only=True)


def _flat(content: Any, prefix: str) -> Iterator[tuple[str, torch.Tensor]]:
    """The tensors in nested dicts, named as the file's header names them."""
    if not isinstance(content, Mapping):
        return
    for key, value in content.items():
        if isinstance(value, torch.Tensor):
            yield f"{prefix}{key}", value.detach()
        else:
            yield from _flat(value, "" if key == "state_dict" and not prefix else f"{prefix}{key}.")
