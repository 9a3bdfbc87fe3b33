"""Names: the tensors of a single file under the names that diffusers and transformers give them.

The originals are those of CompVis' latent diffusion, of ControlNet, of T2I-Adapter and of
OpenCLIP, as checkpoints are shared in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nodes.formats.adapter_names import LEVELS, rename_adapter
from nodes.formats.renaming import Change, Renamed, as_is
from nodes.formats.text_names import rename_clip, rename_open_clip
from nodes.formats.unet_names import rename_unet, unet_blocks
from nodes.formats.vae_names import rename_vae

if TYPE_CHECKING:
    from graph_engine.model_files import ModelSource


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a tensor is found: its name in the file, and how it becomes what is wanted.

    `shape` is that of the result.
    """

    name: str
    shape: tuple[int, ...]
    change: Change = ""


Pieces = dict[str, Piece]


def part_pieces(source: ModelSource, part: str) -> Pieces:
    """The tensors of a part of a single file, by the names of diffusers or transformers.

    Text encoders are named without the leading `text_model.`.
    """
    assert source.file is not None
    prefix = source.places[part].prefix
    shapes = {
        name.removeprefix(prefix): info.shape
        for name, info in source.file.tensors.items()
        if name.startswith(prefix)
    }
    rename = _renaming(source, part, shapes)
    return {
        new: Piece(prefix + name, _changed(shape, change), change)
        for name, shape in shapes.items()
        for new, change in rename(name)
    }


def _renaming(source: ModelSource, part: str, names: Iterable[str]) -> Callable[[str], Renamed]:
    """How the names of a part, given without their prefix, are to be changed."""
    original = source.places[part].names == "original"
    if part == "vae":
        levels = _count(names, r"decoder\.up\.(\d+)\.")
        return lambda name: rename_vae(name, levels)
    if part.startswith("text_encoder"):
        return rename_open_clip if original else rename_clip
    if source.kind == "adapter":
        if not original:
            return lambda name: as_is(name if name.startswith("adapter.") else f"adapter.{name}")
        depth = _count(names, r"body\.(\d+)\.") // LEVELS
        return lambda name: rename_adapter(name, depth)
    if not original:
        # Names without a dot are marks that some programs leave beside the weights.
        return lambda name: as_is(name) if "." in name else iter(())
    blocks = unet_blocks(names)
    return lambda name: rename_unet(name, blocks)


def _changed(shape: tuple[int, ...], change: Change) -> tuple[int, ...]:
    if change == "flat":
        return shape[:2]
    if change == "transposed":
        return shape[::-1]
    return (shape[0] // 3, *shape[1:]) if change else shape


def _count(names: Iterable[str], pattern: str) -> int:
    """How many different numbers a pattern finds in names."""
    return len({found[1] for name in names if (found := re.match(pattern, name))})
