"""Adapter names: an original T2I-Adapter's tensors, named as diffusers names them."""

from __future__ import annotations

import re

from nodes.formats.renaming import Renamed

LEVELS = 4


def rename_adapter(name: str, depth: int) -> Renamed:
    """A tensor of an original T2I-Adapter, which numbers the blocks of its levels in one row.

    The light ones have one block to each level, with blocks of its own.
    """
    match = re.match(r"body\.(\d+)\.(.+)", name)
    if match is None:
        yield f"adapter.{name}", ""
        return
    level, block = divmod(int(match[1]), depth)
    inner = match[2]
    if inner.startswith("body."):
        inner = f"resnets.{inner.removeprefix('body.')}"
    elif inner.startswith("block"):
        inner = f"resnets.{block}.{inner}"
    yield f"adapter.body.{level}.{inner}", ""
