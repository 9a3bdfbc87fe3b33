"""Folded layout: where things lie when nodes are folded into one, and unfolded again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from graph_engine.graph import GraphNode
from graph_engine.positions import coordinate, moved, position
from graph_engine.workflow import Layout, Subgraph, Workflow

Point = tuple[float, float]


def inner_layout(workflow: Workflow, chosen: Collection[str]) -> Layout:
    """What the layout says of the nodes that are folded and of the wires among them."""
    layout, nodes = workflow.layout, workflow.graph.nodes
    dots = {}
    for key, points in layout.reroutes.items():
        name, _, port = key.partition(".")
        link = nodes[name].inputs.get(port) if name in chosen else None
        if link is not None and link.node in chosen:
            dots[key] = points
    places = {name: place for name, place in layout.nodes.items() if name in chosen}
    return Layout(nodes=places, reroutes=dots)


def outer_layout(
    workflow: Workflow, chosen: Collection[str], instance: str, subgraph: Subgraph
) -> Layout:
    """The layout with the new node in the middle of those that it stands for.

    A wire from outside keeps the dots of the first inner input that it fed.
    """
    layout = workflow.layout
    places = {name: place for name, place in layout.nodes.items() if name not in chosen}
    middle = _middle(subgraph.layout)
    if middle is not None:
        places[instance] = {"at": [*middle]}
    renamed = {str(ends[0]): f"{instance}.{name}" for name, ends in subgraph.inputs.items()}
    dots = {
        renamed.get(key, key): points
        for key, points in layout.reroutes.items()
        if key in renamed or key.partition(".")[0] not in chosen
    }
    return replace(layout, nodes=places, reroutes=dots)


def unfolded_layout(
    layout: Layout,
    instance: str,
    subgraph: Subgraph,
    ids: Mapping[str, str],
    nodes: Mapping[str, GraphNode],
) -> Layout:
    """The layout with what lay inside, its middle where the instance was."""
    inner = _moved_to(subgraph.layout, position(layout.nodes.get(instance)))
    places = {name: place for name, place in layout.nodes.items() if name != instance}
    places |= {ids[name]: place for name, place in inner.nodes.items() if name in ids}
    ends = {f"{instance}.{name}": to[0] for name, to in subgraph.inputs.items() if to}
    renamed = {key: f"{ids.get(end.node, end.node)}.{end.port}" for key, end in ends.items()}
    dots = {
        renamed.get(key, key): points
        for key, points in layout.reroutes.items()
        if key in renamed or key.partition(".")[0] != instance
    }
    for key, points in inner.reroutes.items():
        name, dot, port = key.partition(".")
        dots[f"{ids.get(name, name)}{dot}{port}"] = points
    return replace(
        layout,
        nodes=places,
        frames=(*layout.frames, *inner.frames),
        notes=(*layout.notes, *inner.notes),
        reroutes={key: points for key, points in dots.items() if _is_wire(key, nodes)},
    )


def _is_wire(key: str, nodes: Mapping[str, GraphNode]) -> bool:
    """Whether dots still have their wire; what they say of nodes that are not there is kept."""
    name, _, port = key.partition(".")
    return name not in nodes or port in nodes[name].inputs


def _moved_to(inner: Layout, at: Point | None) -> Layout:
    """The inner layout with its middle at a point."""
    points, middle = _points(inner), _middle(inner)
    if at is None or middle is None or at == middle:
        return inner
    left, top = min(x for x, _ in points), min(y for _, y in points)
    return moved(inner, (left + at[0] - middle[0], top + at[1] - middle[1]))


def _middle(layout: Layout) -> Point | None:
    """The middle of what lies in a layout, as a file holds it."""
    points = _points(layout)
    if not points:
        return None
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return coordinate((min(xs) + max(xs)) / 2), coordinate((min(ys) + max(ys)) / 2)


def _points(layout: Layout) -> list[Point]:
    things = (*layout.nodes.values(), *layout.frames, *layout.notes)
    return [point for point in map(position, things) if point is not None]
