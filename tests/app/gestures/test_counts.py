"""What gestures cost, in operations: only what has changed is built, led and painted anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QPointF, QRect
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication

from app.canvas.following import Following
from app.canvas.links_layer import LinksLayer
from app.canvas.node_item import NodeItem
from app.canvas.routing import Router
from app.window import StudioWindow
from graph_engine.graph import Graph, GraphNode, Link
from graph_engine.workflow import Layout, Workflow
from tests.app.gestures.hand import CTRL, MIDDLE, SHIFT, Hand, Key

ROWS, COLUMNS = 20, 10
COUNTED: tuple[tuple[type, str], ...] = (
    (NodeItem, "__init__"),
    (NodeItem, "show"),
    (LinksLayer, "set_wire"),
    (LinksLayer, "remove_wire"),
    (Router, "route"),
    (Following, "view_of"),
)


@pytest.fixture
def wide(studio: StudioWindow) -> Hand:
    """200 nodes in chains of ten."""
    nodes, places = {}, {}
    for row in range(ROWS):
        for column in range(COLUMNS):
            name = f"n{row}_{column}"
            link = {"image": Link(f"n{row}_{column - 1}", "image")} if column else {}
            nodes[name] = GraphNode("BlurImage", params={"radius": 2.5}, inputs=link)
            places[name] = {"at": [column * 304, row * 160]}
    studio.workspace.new(Workflow(graph=Graph(nodes), layout=Layout(nodes=places)))
    studio.docks.show_page(None)
    made = Hand(studio)
    made.canvas.zoom_to_life()
    made.canvas.centerOn(700, 400)
    QApplication.processEvents()
    return made


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often things are done, from when it is cleared."""
    counted: Counter[str] = Counter()

    def count(owner: type, name: str) -> None:
        kept: Callable[..., object] = getattr(owner, name)

        def counting(*arguments: object, **named: object) -> object:
            counted[f"{owner.__name__}.{name}"] += 1
            return kept(*arguments, **named)

        monkeypatch.setattr(owner, name, counting)

    for owner, name in COUNTED:
        count(owner, name)
    return counted


def test_a_drag_of_many_draws_only_their_wires(wide: Hand, counts: Counter[str]) -> None:
    wide.key(Key.Key_A, CTRL)
    start = wide.header("n2_2")
    wide.click(start)
    wide.drag(QPointF(-40, 260), QPointF(4 * 304 + 20, 2 * 160 + 260))
    chosen = set(wide.scene.selected)
    assert 10 <= len(chosen) <= 20
    touching = [
        key
        for key, wire in wide.scene.links.wires.items()
        if wire.source in chosen or wire.target in chosen
    ]
    wide.press(start)
    wide.move(start + QPointF(8, 8))
    counts.clear()
    wide.move(start + QPointF(16, 24))
    assert counts["LinksLayer.set_wire"] == len(touching)
    assert counts["Router.route"] == 0
    assert counts["Following.view_of"] == counts["NodeItem.show"] == 0
    wide.key(Key.Key_Escape)


def test_a_drag_of_100_nodes_builds_nothing(wide: Hand, counts: Counter[str]) -> None:
    wide.canvas.zoom_by(0.3)
    wide.drag(QPointF(-60, -60), QPointF(10 * 304, 10 * 160 - 20))
    assert len(wide.scene.selected) == 100
    start = wide.header("n2_2")
    counts.clear()
    wide.drag(start, start + QPointF(0, 16), steps=3)
    assert counts["Following.view_of"] == 100
    assert counts["NodeItem.show"] == 100
    assert counts["NodeItem.__init__"] == 0
    wires = 100 - 10
    assert counts["LinksLayer.set_wire"] <= 5 * wires
    assert counts["LinksLayer.remove_wire"] == 0


def test_a_value_builds_one_view(wide: Hand, counts: Counter[str]) -> None:
    start = wide.field("n2_2", "radius")
    wide.pull(start, start + QPointF(24, 0))
    counts.clear()
    wide.release(start + QPointF(24, 0))
    assert wide.document.undo.count() == 1
    assert counts["Following.view_of"] <= 2
    assert counts["LinksLayer.set_wire"] == counts["Router.route"] == 0
    counts.clear()
    wide.key(Key.Key_Z, CTRL)
    assert counts["Following.view_of"] == 1
    assert counts["NodeItem.show"] == 1
    assert counts["LinksLayer.set_wire"] == 0


def test_selecting_builds_nothing(wide: Hand, counts: Counter[str]) -> None:
    counts.clear()
    wide.select("n2_2", "n3_3")
    wide.key(Key.Key_A, CTRL)
    wide.key(Key.Key_Right, CTRL | SHIFT)
    for name in ("Following.view_of", "LinksLayer.set_wire", "Router.route", "NodeItem.__init__"):
        assert counts[name] == 0


class Painted(QObject):
    """Hears which parts of the canvas are painted."""

    def __init__(self, hand: Hand) -> None:
        super().__init__()
        self.rects: list[QRect] = []
        hand.canvas.viewport().repaint()
        QApplication.processEvents()
        hand.canvas.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - of Qt
        if isinstance(event, QPaintEvent):
            self.rects.append(event.rect())
        return False

    def share_of(self, hand: Hand) -> float:
        """How much of the canvas was painted."""
        QApplication.processEvents()
        hand.canvas.viewport().removeEventFilter(self)
        area = sum(rect.width() * rect.height() for rect in self.rects)
        size = hand.canvas.viewport().size()
        return area / (size.width() * size.height())


def test_selecting_one_node_paints_only_that_node(wide: Hand) -> None:
    wide.move(wide.header("n2_2"))
    painted = Painted(wide)
    wide.click(wide.header("n2_2"))
    assert 0 < painted.share_of(wide) < 0.1


def test_dragging_one_node_paints_only_around_it(wide: Hand) -> None:
    start = wide.header("n2_2")
    wide.pull(start, start + QPointF(8, 8))
    painted = Painted(wide)
    wide.move(start + QPointF(16, 16))
    assert 0 < painted.share_of(wide) < 0.4
    wide.key(Key.Key_Escape)


def test_a_new_wire_concerns_its_two_nodes(wide: Hand, counts: Counter[str]) -> None:
    counts.clear()
    start, end = wide.out("n2_2.image"), wide.port("n3_3.image")
    wide.pull(start, end)
    counts.clear()
    wide.release(end)
    # The two, and the one that fed the input before.
    assert counts["Following.view_of"] == 3
    assert counts["NodeItem.__init__"] == 0


def test_panning_paints_only_the_strip_that_comes_into_view(wide: Hand) -> None:
    painted = Painted(wide)
    wide.press(QPointF(700, 400), MIDDLE)
    wide.move(QPointF(693, 400))
    wide.release(QPointF(693, 400))
    assert 0 < painted.share_of(wide) < 0.05
