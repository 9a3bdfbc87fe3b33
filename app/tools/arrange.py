"""Arrange: aligning and straightening nodes, as places to move them to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from PySide6.QtCore import QPointF, QRectF

from graph_engine.graph import Graph

Side = Literal["left", "right", "top", "bottom"]
Places = dict[str, tuple[float, float]]
Ends = Callable[[str, str], tuple[QPointF, QPointF] | None]


def align(bodies: Mapping[str, QRectF], side: Side) -> Places:
    """Bring one side of all nodes onto the outermost of them."""
    places: Places = {}
    edges = {
        "left": min((body.left() for body in bodies.values()), default=0.0),
        "right": max((body.right() for body in bodies.values()), default=0.0),
        "top": min((body.top() for body in bodies.values()), default=0.0),
        "bottom": max((body.bottom() for body in bodies.values()), default=0.0),
    }
    for name, body in bodies.items():
        x, y = body.x(), body.y()
        if side == "left":
            x = edges["left"]
        elif side == "right":
            x = edges["right"] - body.width()
        elif side == "top":
            y = edges["top"]
        else:
            y = edges["bottom"] - body.height()
        places[name] = (x, y)
    return places


def straighten(graph: Graph, bodies: Mapping[str, QRectF], ends: Ends) -> Places:
    """Move nodes up or down so that the first wire between two of them runs level.

    `ends` gives where a wire begins and ends, by consumer and input. Nodes follow their sources
    from left to right; the leftmost stays.
    """
    shifts: dict[str, float] = {}
    for name in sorted(bodies, key=lambda one: bodies[one].left()):
        for port, link in graph.nodes[name].inputs.items():
            if link.node in bodies and link.node != name and (wire := ends(name, port)):
                start, end = wire
                shifts[name] = start.y() + shifts.get(link.node, 0.0) - end.y()
                break
    return {
        name: (bodies[name].x(), bodies[name].y() + shift)
        for name, shift in shifts.items()
        if shift
    }


def nudge(bodies: Mapping[str, QRectF], dx: float, dy: float) -> Places:
    """Move all nodes by the same way."""
    return {name: (body.x() + dx, body.y() + dy) for name, body in bodies.items()}
