"""Auto layout: nodes in columns along their wires, with lanes so that none passes behind a node.

Layers by longest path, crossings reduced by barycentres, heights by isotonic regression. Without
Qt and without chance: the same graph is always laid out alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.canvas.curve import Point
from app.canvas.lanes import Ground, choose_dots, shift_dots
from app.canvas.layering import Arc, Body, Columns, make_columns
from app.canvas.straightening import LANES_APART, straighten

NARROWEST, WIDEST = 72.0, 176.0
SLOPE = 0.12
ISLANDS_APART = 72.0
LONERS_APART = 36.0
LONERS_IN_A_ROW = 5
AROUND_FIRST = 30.0
BACK_OUT = 20.0


@dataclass
class Arrangement:
    """Where nodes go, and the dots of wires by (consumer, input)."""

    places: dict[str, Point] = field(default_factory=dict)
    dots: dict[tuple[str, str], tuple[Point, ...]] = field(default_factory=dict)
    width: float = 0.0
    height: float = 0.0

    def take_in(self, other: Arrangement, dx: float, dy: float) -> None:
        """Add another one at an offset."""
        for name, (x, y) in other.places.items():
            self.places[name] = (x + dx, y + dy)
        self.dots |= shift_dots(other.dots, dx, dy)
        self.width = max(self.width, other.width + dx)
        self.height = max(self.height, other.height + dy)


def arrange(
    bodies: Mapping[str, Body], arcs: Sequence[Arc], origin: Point = (0.0, 0.0)
) -> Arrangement:
    """Lay nodes out from a corner; arcs to nodes that are not among them do not count.

    Wires that are not in the result's `dots` run straight from port to port.
    """
    known = [arc for arc in arcs if _is_known(arc, bodies)]
    whole = Arrangement()
    loners: dict[str, Body] = {}
    for names in _islands(bodies, known):
        members = {name: bodies[name] for name in names}
        inside = [arc for arc in known if arc.target in members] if len(names) > 1 else []
        inside = inside or [arc for arc in known if arc.target in members]
        if len(names) == 1 and not inside:
            loners |= members
            continue
        gap = ISLANDS_APART if whole.height else 0.0
        whole.take_in(_arrange_island(members, inside), 0.0, whole.height + gap)
    _add_loners(whole, loners)
    placed = Arrangement()
    placed.take_in(whole, *origin)
    return placed


def _is_known(arc: Arc, bodies: Mapping[str, Body]) -> bool:
    source, target = bodies.get(arc.source), bodies.get(arc.target)
    if source is None or target is None:
        return False
    return arc.output in source.outputs and arc.input in target.inputs


def _islands(bodies: Mapping[str, Body], arcs: Sequence[Arc]) -> list[list[str]]:
    """The nodes that hang together, the largest groups first."""
    joined: dict[str, list[str]] = {name: [] for name in bodies}
    for arc in arcs:
        joined[arc.source].append(arc.target)
        joined[arc.target].append(arc.source)
    seen: set[str] = set()
    islands = []
    for name in bodies:
        if name in seen:
            continue
        seen.add(name)
        island = [name]
        for member in island:
            fresh = [other for other in dict.fromkeys(joined[member]) if other not in seen]
            seen.update(fresh)
            island += fresh
        islands.append(island)
    order = {name: at for at, name in enumerate(bodies)}
    islands = [sorted(island, key=order.__getitem__) for island in islands]
    return sorted(islands, key=lambda island: -len(island))


def _arrange_island(bodies: Mapping[str, Body], arcs: Sequence[Arc]) -> Arrangement:
    columns = make_columns(bodies, arcs)
    straighten(columns.layers)
    ground = _stand(columns, bodies)
    places = {name: (ground.columns[slot.layer][0], slot.y) for name, slot in columns.slots.items()}
    found = Arrangement(places)
    for arc, chain in columns.lanes.items():
        start, end = _ends(arc, places, bodies)
        leaves = ground.columns[columns.slots[arc.source].layer][1]
        lanes = [(slot.layer, slot.y) for slot in chain]
        if dots := choose_dots(ground, start, end, leaves, lanes):
            found.dots[arc.target, arc.input] = dots
    _lead_around(columns, ground, found, bodies)
    return _at_corner(found, bodies)


def _ends(arc: Arc, places: Mapping[str, Point], bodies: Mapping[str, Body]) -> tuple[Point, Point]:
    (x, y), source = places[arc.source], bodies[arc.source]
    left, top = places[arc.target]
    start = (x + source.width, y + source.outputs[arc.output])
    return start, (left, top + bodies[arc.target].inputs[arc.input])


def _stand(columns: Columns, bodies: Mapping[str, Body]) -> Ground:
    """Put the columns side by side; the steeper the wires between two, the further apart."""
    ground, x = Ground(), 0.0
    for layer in columns.layers:
        nodes = [slot for slot in layer if not slot.is_lane]
        width = max((bodies[slot.name].width for slot in nodes), default=0.0)
        boxes = [
            (x, slot.y, x + bodies[slot.name].width, slot.y + slot.height)
            for slot in sorted(nodes, key=lambda slot: slot.y)
        ]
        ground.add_column(x, x + width, boxes)
        steepest = max(
            (
                abs(slot.y + here - other.y - there)
                for slot in layer
                for other, here, there in slot.after
            ),
            default=0.0,
        )
        x += width + round(min(WIDEST, max(NARROWEST, steepest * SLOPE)) / 8) * 8
    return ground


def _lead_around(
    columns: Columns, ground: Ground, found: Arrangement, bodies: Mapping[str, Body]
) -> None:
    """Wires that lead far or back run above everything, in lanes of their own."""
    top = min((slot.y for layer in columns.layers for slot in layer), default=0.0) - AROUND_FIRST
    lanes = _share_lanes(columns)
    for arc in (*columns.distant, *columns.backward):
        start, end = _ends(arc, found.places, bodies)
        first, last = columns.slots[arc.source].layer, columns.slots[arc.target].layer
        right, left = ground.columns[first][1], ground.columns[last][0]
        y = top - LANES_APART * lanes[arc.source, arc.output, first < last]
        dots = [(right, start[1])] if right > start[0] + 1 else []
        if first < last:
            dots += [(ground.columns[first + 1][0], y), (ground.columns[last - 1][1], y)]
            if ground.is_free(start, end):
                dots = []
        else:
            dots += [(right + BACK_OUT, y), (left - BACK_OUT, y)]
        if dots:
            found.dots[arc.target, arc.input] = tuple(dots)


def _share_lanes(columns: Columns) -> dict[tuple[str, str, bool], int]:
    """A lane for each output that leads around; those that do not overlap share one."""
    spans: dict[tuple[str, str, bool], tuple[int, int]] = {}
    for arc in (*columns.distant, *columns.backward):
        first, last = columns.slots[arc.source].layer, columns.slots[arc.target].layer
        key = (arc.source, arc.output, first < last)
        low, high = spans.get(key, (first, first))
        spans[key] = (min(low, first, last), max(high, first, last))
    ends: list[int] = []
    lanes = {}
    for key, (low, high) in sorted(spans.items(), key=lambda item: item[1]):
        free = next((at for at, end in enumerate(ends) if end < low), len(ends))
        ends[free : free + 1] = [high]
        lanes[key] = free
    return lanes


def _at_corner(found: Arrangement, bodies: Mapping[str, Body]) -> Arrangement:
    """Move everything so that it begins at the origin, and measure it."""
    ys = [y for _, y in found.places.values()]
    ys += [y for points in found.dots.values() for _, y in points]
    moved = Arrangement()
    moved.take_in(found, 0.0, -min(ys))
    moved.width = max(x + bodies[name].width for name, (x, _) in moved.places.items())
    bottoms = [y + bodies[name].height for name, (_, y) in moved.places.items()]
    lowest = [y for points in moved.dots.values() for _, y in points]
    moved.height = max([*bottoms, *lowest])
    return moved


def _add_loners(whole: Arrangement, loners: Mapping[str, Body]) -> None:
    """Nodes without wires stand in rows below."""
    names = list(loners)
    for first in range(0, len(names), LONERS_IN_A_ROW):
        row, x = Arrangement(), 0.0
        for name in names[first : first + LONERS_IN_A_ROW]:
            row.places[name] = (x, 0.0)
            x += loners[name].width + LONERS_APART
            row.height = max(row.height, loners[name].height)
        row.width = x - LONERS_APART
        gap = (LONERS_APART if first else ISLANDS_APART) if whole.height else 0.0
        whole.take_in(row, 0.0, whole.height + gap)
