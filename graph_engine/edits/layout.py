"""Edits of the layout: where nodes, frames, notes and the dots of wires lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph_engine.catalog import Catalog
from graph_engine.edits.edit import Edit, drop, node_of
from graph_engine.edits.surroundings import SetLayout
from graph_engine.errors import EditError
from graph_engine.positions import Point, coordinate
from graph_engine.workflow import Layout, Workflow

Json = Any
_MEASURES = ("at", "size", "width")


@dataclass(frozen=True)
class MoveNodes:
    """Put nodes at other places on the canvas; whatever else their layout says stays."""

    places: Mapping[str, Point]

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        nodes = dict(workflow.layout.nodes)
        for node_id, point in self.places.items():
            node_of(workflow.graph, node_id)
            nodes[node_id] = {**_object(nodes.get(node_id)), "at": _at(point, node_id)}
        return _with_layout(workflow, replace(workflow.layout, nodes=nodes))


@dataclass(frozen=True)
class SetNodeLayout:
    """Set one key of a node's layout, such as its title or colour; None takes it away."""

    node: str
    key: str
    value: Json

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        node_of(workflow.graph, self.node)
        nodes = dict(workflow.layout.nodes)
        place = _object(nodes.get(self.node))
        if self.value is None:
            place = drop(place, self.key)
        else:
            place = {**place, self.key: _tidy(self.key, self.value)}
        nodes[self.node] = place
        if not place:
            del nodes[self.node]
        return _with_layout(workflow, replace(workflow.layout, nodes=nodes))


@dataclass(frozen=True)
class SetFrames:
    """Replace the frames on the canvas."""

    frames: Sequence[Json]

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        layout = workflow.layout
        return _with_layout(
            workflow, replace(layout, frames=_tidy_boxes(self.frames, layout.frames))
        )


@dataclass(frozen=True)
class SetNotes:
    """Replace the notes on the canvas."""

    notes: Sequence[Json]

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        layout = workflow.layout
        return _with_layout(workflow, replace(layout, notes=_tidy_boxes(self.notes, layout.notes)))


@dataclass(frozen=True)
class SetReroutes:
    """Set the dots that the wire to an input passes, from its source on; none takes them away."""

    node: str
    input: str
    points: Sequence[Point]

    def apply(self, workflow: Workflow, catalog: Catalog) -> tuple[Workflow, Edit]:
        layout, key = workflow.layout, f"{self.node}.{self.input}"
        if self.input not in node_of(workflow.graph, self.node).inputs:
            raise EditError(f'Nothing is linked to "{key}".', node=self.node, port=self.input)
        if not self.points:
            return _with_layout(workflow, replace(layout, reroutes=drop(layout.reroutes, key)))
        dots = [_at(point, self.node) for point in self.points]
        return _with_layout(workflow, replace(layout, reroutes={**layout.reroutes, key: dots}))


def without_dots(layout: Layout, node: str, input: str | None = None) -> Layout:
    """The layout without the dots at an input, or at all inputs of a node."""
    kept = {
        key: dots
        for key, dots in layout.reroutes.items()
        if _consumer(key) != (node, input) and (input is not None or _consumer(key)[0] != node)
    }
    return layout if len(kept) == len(layout.reroutes) else replace(layout, reroutes=kept)


def with_renamed_node(layout: Layout, node: str, new_id: str) -> Layout:
    """The layout with what it says of a node under the node's new id."""

    def renamed(name: str) -> str:
        return new_id if name == node else name

    nodes = {renamed(name): place for name, place in layout.nodes.items()}
    reroutes = {}
    for key, dots in layout.reroutes.items():
        consumer, dot, port = key.partition(".")
        reroutes[renamed(consumer) + dot + port] = dots
    return replace(layout, nodes=nodes, reroutes=reroutes)


def _consumer(key: str) -> tuple[str, str]:
    node, _, port = key.partition(".")
    return node, port


def _with_layout(workflow: Workflow, layout: Layout) -> tuple[Workflow, Edit]:
    return replace(workflow, layout=layout), SetLayout(workflow.layout)


def _object(place: Json) -> dict[str, Json]:
    return dict(place) if isinstance(place, Mapping) else {}


def _at(point: Point, node: str) -> list[float]:
    x, y = point
    return [_number(x, node), _number(y, node)]


def _tidy_boxes(boxes: Sequence[Json], before: Sequence[Json]) -> tuple[Json, ...]:
    """Frames or notes with short numbers; those that were there before stay as they were."""
    return tuple(
        box
        if box in before or not isinstance(box, Mapping)
        else {key: _tidy(key, value) for key, value in box.items()}
        for box in boxes
    )


def _tidy(key: str, value: Json) -> Json:
    """The value of a key of the layout, places and sizes as short as they are written."""
    if key not in _MEASURES:
        return value
    if isinstance(value, list | tuple):
        return [_tidy(key, item) for item in value]
    return _number(value) if isinstance(value, float) else value


def _number(value: float, node: str = "") -> float:
    try:
        return coordinate(value)
    except ValueError as error:
        raise EditError(str(error), node=node) from error
