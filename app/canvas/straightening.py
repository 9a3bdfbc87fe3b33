"""Straightening: the heights of slots in their columns, so that wires run as level as they can."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from app.canvas.layering import Slot

ROUNDS = 8
NODE_GAP = 36.0
LANE_GAP = 22.0
LANES_APART = 12.0


def straighten(layers: Sequence[list[Slot]]) -> None:
    """Give every slot its height: in its column's order, apart, and level with its neighbours."""
    for layer in layers:
        y = 0.0
        for at, slot in enumerate(layer):
            y += apart(layer[at - 1], slot) if at else 0.0
            slot.y = y
            y += slot.height
    for turn in range(ROUNDS):
        rightwards = turn % 2 == 0
        for layer in layers if rightwards else layers[::-1]:
            _settle(layer, rightwards)


def apart(upper: Slot, lower: Slot) -> float:
    """The free room between two neighbours of a column."""
    if upper.name:
        return NODE_GAP if lower.name else LANE_GAP
    return LANE_GAP if lower.name else LANES_APART


def _settle(layer: list[Slot], rightwards: bool) -> None:
    """Each slot as near as possible to where its wires would be level, none over another."""
    wanted, weights = [], []
    for slot in layer:
        joined = slot.before if rightwards else slot.after
        if not joined:
            wanted.append(slot.y)
            weights.append(0.2)
            continue
        heights = [other.y + there - here for other, here, there in joined]
        wanted.append(heights[0] if len(heights) == 1 else _median(sorted(heights)))
        # A lane that bends costs two dots.
        weights.append(1.0 + 0.1 * len(heights) if slot.name else 4.0)
    steps = [0.0]
    for upper, lower in itertools.pairwise(layer):
        steps.append(steps[-1] + upper.height + apart(upper, lower))
    fitted = _rising([y - step for y, step in zip(wanted, steps, strict=True)], weights)
    for slot, y, step in zip(layer, fitted, steps, strict=True):
        slot.y = float(round(y + step))


def _median(values: Sequence[float]) -> float:
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


def _rising(values: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The nearest rising sequence (isotonic regression by pooling neighbours)."""
    pools: list[tuple[float, float, int]] = []
    for value, weight in zip(values, weights, strict=True):
        mean, total, count = value, weight, 1
        while pools and pools[-1][0] > mean:
            upper, above, many = pools.pop()
            mean = (mean * total + upper * above) / (total + above)
            total, count = total + above, count + many
        pools.append((mean, total, count))
    return [mean for mean, _, count in pools for _ in range(count)]
