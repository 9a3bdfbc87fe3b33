"""Layering: nodes in columns from left to right, ordered so that few wires cross."""

from __future__ import annotations

import itertools
from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SWEEPS = 6
# A wire that passes more columns than this gets no lane in them: it goes around above.
LONGEST_LANE = 8


@dataclass(frozen=True)
class Body:
    """A node's measures: where its ports lie below its top, by name."""

    width: float
    height: float
    inputs: Mapping[str, float]
    outputs: Mapping[str, float]


@dataclass(frozen=True)
class Arc:
    """One link."""

    source: str
    output: str
    target: str
    input: str


@dataclass
class Slot:
    """A place in a column: a node, or (without a name) the lane of wires that pass it."""

    name: str
    layer: int
    height: float = 0.0
    y: float = 0.0
    # Neighbours with the heights at which the wire leaves here and arrives there.
    before: list[tuple[Slot, float, float]] = field(default_factory=list, repr=False)
    after: list[tuple[Slot, float, float]] = field(default_factory=list, repr=False)

    @property
    def is_lane(self) -> bool:
        """Whether wires pass here, and no node stands."""
        return not self.name


@dataclass(frozen=True)
class Columns:
    """The slots by column, those of each arc, and the arcs that go around above everything.

    Of these, `distant` lead far forward and `backward` close a circle.
    """

    layers: list[list[Slot]]
    slots: Mapping[str, Slot]
    lanes: Mapping[Arc, list[Slot]]
    distant: list[Arc]
    backward: list[Arc]


def make_columns(bodies: Mapping[str, Body], arcs: Sequence[Arc]) -> Columns:
    """Put nodes into columns and give wires that pass a column a lane in it."""
    forward, backward = _without_cycles(bodies, arcs)
    ranks = _ranks(bodies, forward)
    slots = {name: Slot(name, ranks[name], body.height) for name, body in bodies.items()}
    layers: list[list[Slot]] = [[] for _ in range(max(ranks.values(), default=-1) + 1)]
    for slot in slots.values():
        layers[slot.layer].append(slot)
    lanes: dict[Arc, list[Slot]] = {}
    shared: dict[tuple[str, str, int], Slot] = {}
    distant = []
    for arc in forward:
        if ranks[arc.target] - ranks[arc.source] > LONGEST_LANE:
            distant.append(arc)
            continue
        chain: list[Slot] = []
        last, leaves = slots[arc.source], bodies[arc.source].outputs[arc.output]
        for layer in range(ranks[arc.source] + 1, ranks[arc.target]):
            key = (arc.source, arc.output, layer)
            if key not in shared:
                # Wires of one output share their way until they part.
                shared[key] = Slot("", layer)
                layers[layer].append(shared[key])
                _join(last, shared[key], leaves, 0.0)
            last, leaves = shared[key], 0.0
            chain.append(last)
        _join(last, slots[arc.target], leaves, bodies[arc.target].inputs[arc.input])
        lanes[arc] = chain
    columns = Columns(layers, slots, lanes, distant, backward)
    _order(columns.layers)
    return columns


def _join(left: Slot, right: Slot, leaves: float, arrives: float) -> None:
    left.after.append((right, leaves, arrives))
    right.before.append((left, arrives, leaves))


def _without_cycles(bodies: Mapping[str, Body], arcs: Sequence[Arc]) -> tuple[list[Arc], list[Arc]]:
    """The arcs that lead forward, and those that close a circle."""
    leaving: dict[str, list[Arc]] = {name: [] for name in bodies}
    for arc in arcs:
        leaving[arc.source].append(arc)
    back: set[Arc] = set()
    state: dict[str, int] = {}
    for root in bodies:
        if root in state:
            continue
        state[root] = 1
        stack = [(root, iter(leaving[root]))]
        while stack:
            name, rest = stack[-1]
            found = next(rest, None)
            if found is None:
                state[name] = 2
                stack.pop()
            elif state.get(found.target) == 1:
                back.add(found)
            elif found.target not in state:
                state[found.target] = 1
                stack.append((found.target, iter(leaving[found.target])))
    return [arc for arc in arcs if arc not in back], [arc for arc in arcs if arc in back]


def _ranks(bodies: Mapping[str, Body], arcs: Sequence[Arc]) -> dict[str, int]:
    """Every node right of all its sources; those without a source just before what they feed."""
    targets: dict[str, list[str]] = {name: [] for name in bodies}
    waiting = dict.fromkeys(bodies, 0)
    for arc in arcs:
        targets[arc.source].append(arc.target)
        waiting[arc.target] += 1
    ranks = dict.fromkeys(bodies, 0)
    sources = [name for name, count in waiting.items() if not count]
    order = list(sources)
    for name in order:
        for target in targets[name]:
            ranks[target] = max(ranks[target], ranks[name] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                order.append(target)
    for name in sources:
        if targets[name]:
            ranks[name] = min(ranks[target] for target in targets[name]) - 1
    return ranks


def _order(layers: list[list[Slot]]) -> None:
    """Sweep to and fro, each column by the middle of its neighbours; the best order stays."""
    best, fewest = [list(layer) for layer in layers], _crossings(layers)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        rightwards = sweep % 2 == 0
        for layer in layers if rightwards else layers[::-1]:
            _sort(layer, layers, rightwards)
        crossings = _crossings(layers)
        if crossings < fewest:
            best, fewest = [list(layer) for layer in layers], crossings
    layers[:] = best


def _sort(layer: list[Slot], layers: list[list[Slot]], rightwards: bool) -> None:
    if not layer:
        return
    index = layer[0].layer + (-1 if rightwards else 1)
    if not 0 <= index < len(layers):
        return
    places = {id(slot): at for at, slot in enumerate(layers[index])}
    keys: dict[int, float] = {}
    for at, slot in enumerate(layer):
        joined = slot.before if rightwards else slot.after
        found = [
            places[id(other)] + there / (other.height + 1.0)
            for other, _, there in joined
            if id(other) in places
        ]
        keys[id(slot)] = sum(found) / len(found) if found else at
    layer.sort(key=lambda slot: keys[id(slot)])


def _crossings(layers: list[list[Slot]]) -> int:
    """How many pairs of wires cross between neighbouring columns."""
    total = 0
    for left, right in itertools.pairwise(layers):
        places = {id(slot): at for at, slot in enumerate(right)}
        ends = [
            (places[id(other)], there)
            for slot in left
            for other, _, there in sorted(slot.after, key=lambda joined: joined[1])
        ]
        seen: list[tuple[int, float]] = []
        for end in ends:
            total += len(seen) - bisect_right(seen, end)
            insort(seen, end)
    return total
