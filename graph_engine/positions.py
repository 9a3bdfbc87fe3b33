"""Positions: where things of a layout lie on the canvas, and how they move together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from graph_engine.graph import Graph
from graph_engine.topology import CycleFound, upstream_order
from graph_engine.workflow import Layout

Json = Any
Point = tuple[float, float]
FARTHEST = 1e6
_COLUMN, _ROW = 300.0, 240.0


def position(thing: Json) -> Point | None:
    """Where a node's place, a frame or a note says that it lies; None if it says nothing usable."""
    return read_point(thing.get("at")) if isinstance(thing, Mapping) else None


def read_point(at: Json) -> Point | None:
    """`[x, y]` as a point, if it is one that a canvas can show."""
    if not isinstance(at, list | tuple) or len(at) != 2:
        return None
    if not all(isinstance(part, int | float) and abs(part) <= FARTHEST for part in at):
        return None
    return float(at[0]), float(at[1])


def read_dots(layout: Layout, node: str, input: str) -> tuple[Point, ...]:
    """The dots that the wire to an input passes, from its source on."""
    points = layout.reroutes.get(f"{node}.{input}", ())
    found = map(read_point, points if isinstance(points, list | tuple) else ())
    return tuple(point for point in found if point is not None)


def coordinate(value: float) -> float:
    """A coordinate as files hold it: at most one decimal, whole numbers without any.

    Raises ValueError for what is not finite.
    """
    if not math.isfinite(value):
        raise ValueError(f"A place on the canvas must be finite, not {value}.")
    rounded = round(float(value), 1)
    return int(rounded) if rounded.is_integer() else rounded


def columns(graph: Graph) -> dict[str, int]:
    """Every node one column right of the last of its sources."""
    try:
        order = upstream_order(graph.nodes, graph.sources)
    except CycleFound:
        return {name: at for at, name in enumerate(graph.nodes)}
    found: dict[str, int] = {}
    for name in order:
        found[name] = 1 + max((found[source] for source in graph.sources(name)), default=-1)
    return found


def placed(layout: Layout, graph: Graph) -> Layout:
    """The layout with a place for every node: those without one stand in columns, below."""
    lost = [name for name in graph.nodes if position(layout.nodes.get(name)) is None]
    if not lost:
        return layout
    known = [point for point in map(position, layout.nodes.values()) if point is not None]
    left = min((x for x, _ in known), default=0.0)
    top = max((y + _ROW for _, y in known), default=0.0)
    places, column_of, rows = dict(layout.nodes), columns(graph), dict[int, int]()
    for name in lost:
        column = column_of[name]
        row = rows[column] = rows.get(column, -1) + 1
        rest = places.get(name)
        at = [left + column * _COLUMN, top + row * _ROW]
        places[name] = {**(rest if isinstance(rest, Mapping) else {}), "at": at}
    return replace(layout, nodes=places)


def moved(layout: Layout, at: Point) -> Layout:
    """The layout with its top left corner at a point."""
    things = (*layout.nodes.values(), *layout.frames, *layout.notes)
    points = [point for point in map(position, things) if point is not None]
    if not points:
        return layout
    by_x, by_y = at[0] - min(x for x, _ in points), at[1] - min(y for _, y in points)

    def shifted(thing: Json) -> Json:
        point = position(thing)
        return {**thing, "at": _shifted(point, by_x, by_y)} if point is not None else thing

    def shifted_dots(dots: Json) -> Json:
        found = map(read_point, dots) if isinstance(dots, Sequence) else ()
        return [_shifted(point, by_x, by_y) for point in found if point is not None]

    return replace(
        layout,
        nodes={name: shifted(place) for name, place in layout.nodes.items()},
        frames=tuple(shifted(frame) for frame in layout.frames),
        notes=tuple(shifted(note) for note in layout.notes),
        reroutes={key: shifted_dots(dots) for key, dots in layout.reroutes.items()},
    )


def _shifted(point: Point, by_x: float, by_y: float) -> list[float]:
    return [coordinate(point[0] + by_x), coordinate(point[1] + by_y)]
