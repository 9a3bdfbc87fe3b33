"""The auto layout: nothing overlaps, no wire passes behind a node, the same graph looks the same."""

from __future__ import annotations

import itertools
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.canvas.auto_layout import Arrangement, arrange
from app.canvas.curve import Point, point_on, wire_cubics
from app.canvas.layering import Arc, Body

Box = tuple[float, float, float, float]
PORTS = {"a": 50.0, "b": 72.0, "c": 94.0}


def boxes_of(found: Arrangement, bodies: dict[str, Body]) -> dict[str, Box]:
    return {
        name: (x, y, x + bodies[name].width, y + bodies[name].height)
        for name, (x, y) in found.places.items()
    }


def points_of(arc: Arc, found: Arrangement, bodies: dict[str, Body]) -> list[Point]:
    source, target = bodies[arc.source], bodies[arc.target]
    x, y = found.places[arc.source]
    left, top = found.places[arc.target]
    start = (x + source.width, y + source.outputs[arc.output])
    end = (left, top + target.inputs[arc.input])
    cubics = wire_cubics(start, end, found.dots.get((arc.target, arc.input), ()))
    return [point_on(cubic, at / 60) for cubic in cubics for at in range(61)]


def overlapping(boxes: dict[str, Box]) -> list[tuple[str, str]]:
    return [
        (one, other)
        for one, a in boxes.items()
        for other, b in boxes.items()
        if one < other and a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]


def hidden_wires(found: Arrangement, bodies: dict[str, Body], arcs: list[Arc]) -> list[Arc]:
    boxes = boxes_of(found, bodies).values()
    return [
        arc
        for arc in arcs
        if any(
            left + 0.5 < x < right - 0.5 and top + 0.5 < y < bottom - 0.5
            for x, y in points_of(arc, found, bodies)
            for left, top, right, bottom in boxes
        )
    ]


def body(width: float, height: float) -> Body:
    return Body(width, height, PORTS, PORTS)


def chain(*names: str) -> list[Arc]:
    return [Arc(one, "a", other, "a") for one, other in itertools.pairwise(names)]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[dict[str, Body], list[Arc]]:
    """Nodes of many sizes; links to and fro, so that there are circles and islands too."""
    count = draw(st.integers(1, 16))
    widths, heights = st.sampled_from([112, 164, 220]), st.integers(100, 420)
    bodies = {f"n{at}": body(draw(widths), draw(heights)) for at in range(count)}
    names, ports = st.sampled_from(list(bodies)), st.sampled_from(list(PORTS))
    arcs: dict[tuple[str, str], Arc] = {}
    for _ in range(draw(st.integers(0, 2 * count))):
        arc = Arc(draw(names), draw(ports), draw(names), draw(ports))
        arcs[arc.target, arc.input] = arc
    return bodies, list(arcs.values())


@given(graphs())
@settings(max_examples=150, deadline=None)
def test_nothing_overlaps_and_no_wire_passes_behind_a_node(
    graph: tuple[dict[str, Body], list[Arc]],
) -> None:
    bodies, arcs = graph
    found = arrange(bodies, arcs)
    assert found.places.keys() == bodies.keys()
    assert overlapping(boxes_of(found, bodies)) == []
    assert hidden_wires(found, bodies, arcs) == []


def test_a_large_graph_keeps_its_wires_clear() -> None:
    chance = random.Random(5)
    bodies = {f"n{at}": body(164, chance.randint(100, 300)) for at in range(120)}
    arcs = [
        Arc(f"n{max(0, at - chance.randint(1, 25))}", "b", f"n{at}", port)
        for at in range(1, 120)
        for port in ("a", "b")[: chance.randint(1, 2)]
    ]
    found = arrange(bodies, arcs)
    assert overlapping(boxes_of(found, bodies)) == []
    assert hidden_wires(found, bodies, arcs) == []
    assert found == arrange(bodies, arcs)


def test_wires_lead_from_left_to_right_and_run_level() -> None:
    bodies = {name: body(120, 100) for name in ("sample", "decode", "load", "save")}
    found = arrange(bodies, chain("load", "sample", "decode", "save"), (40.0, 60.0))
    xs = [found.places[name][0] for name in ("load", "sample", "decode", "save")]
    assert xs[0] == 40
    assert all(b - a >= 120 + 72 for a, b in itertools.pairwise(xs))
    assert {y for _, y in found.places.values()} == {60.0}
    assert found.dots == {}


def test_a_wire_past_a_node_gets_dots() -> None:
    bodies = {name: body(120, 100) for name in ("one", "two", "three")}
    past = Arc("one", "b", "three", "b")
    found = arrange(bodies, [*chain("one", "two", "three"), past])
    assert found.dots.keys() == {("three", "b")}
    assert hidden_wires(found, bodies, [past]) == []


def test_islands_and_lone_nodes_lie_below_each_other() -> None:
    bodies = {name: body(120, 100) for name in ("alone", "a", "b", "c", "d", "e")}
    found = arrange(bodies, [*chain("a", "b"), *chain("c", "d", "e")])
    tops = {name: y for name, (_, y) in found.places.items()}
    assert tops["c"] == 0
    assert tops["a"] >= 100
    assert tops["alone"] >= tops["a"] + 100


def test_links_to_nodes_that_are_not_laid_out_do_not_count() -> None:
    bodies = {"a": body(120, 100), "b": body(120, 100)}
    arcs = [Arc("a", "gone", "b", "a"), Arc("elsewhere", "a", "b", "b"), Arc("a", "a", "b", "c")]
    assert arrange(bodies, arcs) == arrange(bodies, arcs[2:])
