"""What is said of a node, how it is measured, and where it lies."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QApplication

from app.canvas.node_shape import fold_text, measure_node
from app.canvas.node_view import NodeView, title_of_type, view_nodes
from app.canvas.param_view import value_text
from app.canvas.placement import place_nodes
from app.canvas.prompt_text import MAX_LINES
from app.canvas.routing import Router
from app.look.doc_text import breakable, rich_text
from graph_engine.catalog import Catalog
from graph_engine.check import find_problems
from graph_engine.graph import Graph, GraphNode, Link
from graph_engine.workflow import Layout, Workflow
from graph_engine.workflow_io import load_workflow

Json = Any
ViewOf = Callable[..., NodeView]


@pytest.fixture
def view_of(application: QApplication, catalog: Catalog, write: Callable[..., Path]) -> ViewOf:
    def view(node: Json, **others: Json) -> NodeView:
        layout = {"nodes": {"it": node.pop("layout", {})}}
        workflow = load_workflow(write({"it": node, **others}, layout=layout))
        return view_nodes(workflow, catalog, find_problems(workflow, catalog))["it"]

    return view


def test_only_params_off_their_defaults_show(view_of: ViewOf) -> None:
    view = view_of({"type": "EmptyLatent", "params": {"width": 128, "height": 512}})
    assert [param.name for param in view.shown_params] == ["width"]
    assert view.folded == 2
    assert fold_text(view) == "2 more at defaults"
    assert measure_node(view).fold is not None


def test_unfolded_and_pinned_params_show(view_of: ViewOf) -> None:
    def shown(**layout: Json) -> list[str]:
        view = view_of({"type": "EmptyLatent", "params": {"width": 128}, "layout": layout})
        return [param.name for param in view.shown_params]

    assert shown(pinned=["batch"]) == ["width", "batch"]
    assert shown(unfolded=True) == ["width", "height", "batch"]
    assert shown(pinned="batch", unfolded=1) == ["width"]


def test_titles(view_of: ViewOf) -> None:
    assert view_of({"type": "EncodeText"}).title == "Encode text"
    assert view_of({"type": "EncodeText", "layout": {"title": "Sky"}}).title == "Sky"
    assert view_of({"type": "mypack.Glow"}).title == "mypack.Glow"
    names = ("LoadUNet", "LoadLoRA", "KSampler", "LoadVAE", "ApplyControlNet", "ImageBatch")
    assert [title_of_type(name) for name in names] == [
        "Load UNet", "Load LoRA", "KSampler", "Load VAE", "Apply ControlNet", "Image batch",
    ]  # fmt: skip


def test_a_required_param_shows_even_without_a_value(view_of: ViewOf) -> None:
    (param,) = view_of({"type": "LoadCheckpoint"}).shown_params
    assert (param.name, param.text, param.wrong) == ("model", "–", True)


def test_a_missing_link_is_marked(view_of: ViewOf) -> None:
    view = view_of({"type": "DecodeLatent"})
    assert [(port.name, port.wrong) for port in view.inputs] == [("vae", True), ("latent", True)]


def test_links_to_ports_that_are_not_there_stay_visible(view_of: ViewOf) -> None:
    other = {"type": "EncodeText", "inputs": {"text_encoder": "it.nonsense"}}
    view = view_of(
        {"type": "EmptyLatent", "inputs": {"nothing": "other.conditioning"}}, other=other
    )
    assert [(port.name, port.wrong) for port in view.inputs] == [("nothing", True)]
    assert [port.name for port in view.outputs] == ["latent", "nonsense"]


def test_a_linked_param_is_a_port_and_no_value(view_of: ViewOf) -> None:
    other = {"type": "mypack.Number"}
    view = view_of({"type": "EmptyLatent", "inputs": {"width": "other.value"}}, other=other)
    assert [port.kind for port in view.inputs] == ["int"]
    assert "width" not in [param.name for param in view.params]


def test_a_long_prompt_is_cut_with_an_ellipsis(view_of: ViewOf) -> None:
    view = view_of({"type": "EncodeText", "params": {"text": "a tree, " * 200}})
    (row,) = measure_node(view).params
    assert len(row.lines) == MAX_LINES
    assert row.lines[-1].endswith("…")


def test_rows_lie_inside_the_node(view_of: ViewOf) -> None:
    params = {"seed": 2**64 - 1, "steps": 3, "sampler": "euler", "end": 0.5}
    shape = measure_node(view_of({"type": "Sample", "params": params}))
    assert all(shape.body.contains(row.field) for row in shape.params)
    fields = [row.field for row in shape.params]
    assert all(not upper.intersects(lower) for upper, lower in itertools.pairwise(fields))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (True, "on"),
        (False, "off"),
        (5.0, "5.0"),
        (0.125, "0.125"),
        (7, "7"),
        (1e308, "1e+308"),
    ],
)
def test_values_in_words(value: Json, text: str) -> None:
    assert value_text(value) == text


def test_seeds_group_by_thousands(view_of: ViewOf) -> None:
    view = view_of({"type": "Sample", "params": {"seed": 8214077}})
    assert view.shown_params[0].text == "8\N{NO-BREAK SPACE}214\N{NO-BREAK SPACE}077"


def test_docs_are_shown_literally() -> None:
    assert rich_text("Takes `owner/name`, not <b>.") == (
        "<p style='margin: 0px 0 0 0'>Takes <code>owner/name</code>, not &lt;b&gt;.</p>"
    )
    assert breakable("short words only") == "short words only"
    assert max(map(len, breakable("x" * 100).split("\u200b"))) == 24


@pytest.mark.parametrize("place", [None, {}, {"at": "here"}, {"at": [1]}, {"at": [1e300, 0]}, 3])
def test_nodes_without_a_place_get_columns(place: Json) -> None:
    graph = Graph(
        {
            "a": GraphNode("A"),
            "b": GraphNode("B", inputs={"x": Link("a", "y")}),
            "c": GraphNode("C", inputs={"x": Link("a", "y")}),
        }
    )
    layout = Layout(nodes={"a": {"at": [100, 50]}, "b": place})
    places = place_nodes(Workflow(graph, layout=layout), {"a": 90.0, "b": 80.0, "c": 70.0})
    assert places["a"] == (100.0, 50.0)
    assert [places[name][0] for name in "bc"] == [400, 400]
    assert 140 <= places["b"][1] <= places["c"][1] - 80


def test_a_circle_of_links_is_placed_too() -> None:
    around = {"a": GraphNode("A", inputs={"x": Link("b", "y")}),
              "b": GraphNode("B", inputs={"x": Link("a", "y")})}  # fmt: skip
    places = place_nodes(Workflow(Graph(around)), {"a": 10.0, "b": 10.0})
    assert places["a"] != places["b"]


def test_wires_go_around_nodes_and_keep_apart() -> None:
    wall = QRectF(200, -100, 100, 200)
    router = Router([wall])
    start, end = QPointF(0, 0), QPointF(500, 0)
    paths = [router.route(start, end), router.route(start, end)]
    for path in paths:
        points = [path.pointAtPercent(at / 100) for at in range(101)]
        assert not any(wall.contains(point) for point in points)
    middles = [path.pointAtPercent(0.5).y() for path in paths]
    assert abs(middles[0] - middles[1]) >= 6


def test_a_free_wire_is_direct() -> None:
    path = Router([QRectF(0, 300, 50, 50)]).route(QPointF(0, 0), QPointF(300, 100))
    assert path.elementCount() == 4


def test_an_empty_prompt_stays_on_the_node(view_of: ViewOf) -> None:
    view = view_of({"type": "EncodeText"})
    assert [param.name for param in view.shown_params] == ["text"]
    assert fold_text(view) == "1 more at default"
    (row,) = measure_node(view).params
    assert row.lines == ("empty prompt",)
