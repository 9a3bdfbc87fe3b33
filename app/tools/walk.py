"""Walk: from a node to its neighbour along the wires, or to the nearest one beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from PySide6.QtCore import QLineF, QRectF

from graph_engine.graph import Graph

Way = Literal["left", "right", "up", "down"]


def neighbour(graph: Graph, bodies: Mapping[str, QRectF], name: str, way: Way) -> str | None:
    """The node up- or downstream (left, right), or the nearest above or below."""
    here = bodies[name]
    if way == "left":
        candidates: Iterable[str] = graph.sources(name)
    elif way == "right":
        candidates = [consumer for consumer, _ in graph.consumers(name)]
    else:
        candidates = [
            other
            for other, body in bodies.items()
            if (
                body.center().y() < here.top() if way == "up" else body.center().y() > here.bottom()
            )
        ]
    found = [other for other in candidates if other in bodies and other != name]
    if way in ("left", "right") and found:
        # The wires are walked in the order in which they lie, from the top.
        return min(found, key=lambda other: (abs(bodies[other].top() - here.top()), other))
    return min(
        found,
        key=lambda other: QLineF(bodies[other].center(), here.center()).length(),
        default=None,
    )
