"""Placement: where the nodes lie, for those that the file says nothing of as well."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from graph_engine.graph import Graph
from graph_engine.topology import CycleFound, upstream_order
from graph_engine.workflow import Workflow

Json = Any
Point = tuple[float, float]
COLUMN = 300.0
ROW_GAP = 40.0
FARTHEST = 1e6


def place_nodes(workflow: Workflow, heights: Mapping[str, float]) -> dict[str, Point]:
    """The file's places; nodes without one stand in columns, below whatever has its place."""
    places = {
        name: point
        for name in workflow.graph.nodes
        if (point := _read_place(workflow.layout.nodes.get(name))) is not None
    }
    lost = [name for name in workflow.graph.nodes if name not in places]
    floor = max((places[name][1] + heights[name] + ROW_GAP for name in places), default=0.0)
    left = min((x for x, _ in places.values()), default=0.0)
    columns = _columns(workflow.graph)
    used: dict[int, float] = {}
    for name in lost:
        column = columns[name]
        top = used.get(column, floor)
        places[name] = (left + column * COLUMN, top)
        used[column] = top + heights[name] + ROW_GAP
    return places


def _read_place(place: Json) -> Point | None:
    at = place.get("at") if isinstance(place, dict) else None
    if not isinstance(at, list) or len(at) != 2:
        return None
    if not all(isinstance(part, int | float) and abs(part) < FARTHEST for part in at):
        return None
    x, y = float(at[0]), float(at[1])
    return (x, y) if math.isfinite(x) and math.isfinite(y) else None


def _columns(graph: Graph) -> dict[str, int]:
    """Every node one column right of the last of its sources."""
    try:
        order = upstream_order(graph.nodes, graph.sources)
    except CycleFound:
        return {name: at for at, name in enumerate(graph.nodes)}
    columns: dict[str, int] = {}
    for name in order:
        columns[name] = 1 + max((columns[source] for source in graph.sources(name)), default=-1)
    return columns
