"""Flood: which pixels hang together with one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]


def connected(inside: Flags, x: int, y: int) -> Flags:
    """The pixels that hang together with one, side by side, going by whole runs of a row."""
    reached = np.zeros_like(inside)
    if not inside[y, x]:
        return reached
    waiting = [(y, x, x)]
    while waiting:
        row, first, last = waiting.pop()
        for left, right in _runs(inside[row], reached[row], first, last):
            reached[row, left : right + 1] = True
            waiting += [(n, left, right) for n in (row - 1, row + 1) if 0 <= n < len(inside)]
    return reached


def _runs(inside: Flags, reached: Flags, first: int, last: int) -> list[tuple[int, int]]:
    """The runs of a row that touch the places from `first` to `last` and were not reached yet."""
    free = inside & ~reached
    if not free[first : last + 1].any():
        return []
    edges = np.flatnonzero(np.diff(np.concatenate(([0], free.view(np.int8), [0]))))
    runs = zip(edges[::2].tolist(), (edges[1::2] - 1).tolist(), strict=True)
    return [(left, right) for left, right in runs if right >= first and left <= last]
