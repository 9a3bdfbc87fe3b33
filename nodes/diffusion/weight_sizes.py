"""Weight sizes: how much memory a part of a model will take, told from headers alone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from graph_engine.errors import NodeError
from graph_engine.model_files import read_tensor_file
from nodes.diffusion.arrays import DTYPES
from nodes.formats.names import part_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph_engine.device import Device
    from graph_engine.model_files import ModelSource


def part_bytes(source: ModelSource, part: str, device: Device) -> int:
    """The size of a part's weights in a device's dtype; 0 for files that can't be read.

    Loading, which comes next, says what is wrong with them.
    """
    try:
        values = sum(math.prod(shape) for shape in _shapes(source, part))
    except NodeError:
        return 0
    return values * DTYPES[device.dtype].itemsize


def _shapes(source: ModelSource, part: str) -> Iterator[tuple[int, ...]]:
    if source.layout == "file":
        for piece in part_pieces(source, part).values():
            yield piece.shape
        return
    for file in _weight_files(source.part_path(part)):
        for tensor in read_tensor_file(file).tensors.values():
            yield tensor.shape


def _weight_files(folder: Path) -> list[Path]:
    """The files that are loaded of a folder: those without the name of a variant, if there are."""
    files = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("*.bin"))
    return [file for file in files if "." not in file.stem] or files
