"""How much work the canvas does: counts of what is painted and measured, never times."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView

from app.canvas.links_layer import LinksLayer
from app.canvas.node_item import NodeItem
from app.canvas.node_shape import measure_node
from app.canvas.node_view import view_nodes
from app.canvas.overview import Overview
from app.canvas.wire import Wire
from app.look.theme import Theme
from graph_engine.catalog import Catalog
from graph_engine.graph import Graph, GraphNode, Link
from graph_engine.workflow import Workflow

SIDE = 6


class Counted(NodeItem):
    """A node that counts how often it is painted."""

    paints = 0

    def paint(self, *args: Any) -> None:
        Counted.paints += 1
        super().paint(*args)


@pytest.fixture
def stage(
    application: QApplication, catalog: Catalog
) -> Iterator[tuple[QGraphicsView, dict[str, NodeItem], LinksLayer, Overview]]:
    """A square of nodes, each linked to the one before, in a view."""
    theme = Theme.load("dark")
    count = SIDE * SIDE
    nodes = {
        f"n{at}": GraphNode("InvertImage", {}, {"image": Link(f"n{at - 1}", "image")} if at else {})
        for at in range(count)
    }
    views = view_nodes(Workflow(Graph(nodes)), catalog)
    scene = QGraphicsScene()
    items: dict[str, NodeItem] = {}
    links = LinksLayer(theme)
    scene.addItem(links)
    for at, (name, looks) in enumerate(views.items()):
        items[name] = Counted(looks, theme)
        items[name].setPos(260 * (at % SIDE), 200 * (at // SIDE))
        scene.addItem(items[name])
    for at in range(1, count):
        lead(links, items, at)
    overview = Overview(items, links, theme)
    scene.addItem(overview)
    view = QGraphicsView(scene)
    view.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.SmartViewportUpdate)
    view.resize(900, 700)
    view.show()
    application.processEvents()
    yield view, items, links, overview
    view.close()


def lead(links: LinksLayer, items: dict[str, NodeItem], at: int) -> None:
    start, end = items[f"n{at - 1}"].output_at("image"), items[f"n{at}"].input_at("image")
    assert start is not None
    assert end is not None
    links.set_wire((f"n{at}", "image"), Wire(f"n{at - 1}", f"n{at}", "Image", start, end))


def test_a_drag_paints_the_node_and_not_the_others(stage: Any, application: QApplication) -> None:
    view, items, links, _ = stage
    view.centerOn(items["n14"])
    application.processEvents()
    Counted.paints = 0
    for step in range(10):
        items["n14"].moveBy(2 if step % 2 else -2, 0)
        lead(links, items, 14)
        lead(links, items, 15)
        application.processEvents()
    # The node itself, and the neighbours that its shadow and its wires touch: of 36, a few.
    assert 10 <= Counted.paints <= 10 * 6


def test_far_out_no_node_is_painted(stage: Any, application: QApplication) -> None:
    view, items, _, overview = stage
    items["n3"].setSelected(True)
    view.scale(0.2, 0.2)
    overview.stand_in(True)
    application.processEvents()
    Counted.paints = 0
    for step in range(5):
        items["n14"].setPos(QPointF(300 + step, 400))
        overview.follow(["n14"])
        view.viewport().repaint()
    assert Counted.paints == 0
    assert items["n3"].isSelected()
    assert items["n14"] in view.scene().items(items["n14"].sceneBody())
    overview.stand_in(False)
    view.resetTransform()
    view.viewport().repaint()
    assert Counted.paints > 0


def test_what_looks_the_same_is_not_measured(
    stage: Any, monkeypatch: pytest.MonkeyPatch, catalog: Catalog
) -> None:
    _, items, _, _ = stage
    measured: list[str] = []

    def measure(view: Any, *args: Any, **more: Any) -> Any:
        measured.append(view.id)
        return measure_node(view, *args, **more)

    monkeypatch.setattr("app.canvas.node_item.measure_node", measure)
    nodes = {name: GraphNode("InvertImage", {}, {}) for name in items}
    nodes |= {
        f"n{at}": GraphNode("InvertImage", {}, {"image": Link(f"n{at - 1}", "image")})
        for at in range(1, len(items))
    }
    nodes["n5"] = GraphNode("InvertImage", {}, nodes["n5"].inputs, state="muted")
    for name, view in view_nodes(Workflow(Graph(nodes)), catalog).items():
        items[name].show(view)
    assert measured == ["n5"]


def test_overview_follows_nodes_that_leave_its_bounds(stage: Any) -> None:
    _, items, _, overview = stage
    overview.stand_in(True)
    items["n0"].setPos(-90_000, 0)
    overview.follow(["n0"])
    assert overview.boundingRect().contains(items["n0"].sceneBody())
    assert overview.content().left() == -90_000
