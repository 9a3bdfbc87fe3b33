"""The layer of wires: what is hit, what is drawn anew, what marks do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter, QPainterPath
from PySide6.QtWidgets import QApplication, QGraphicsScene

from app.canvas.links_layer import LinksLayer
from app.canvas.wire import Wire
from app.look.theme import Theme


@pytest.fixture
def scene(application: QApplication) -> QGraphicsScene:
    return QGraphicsScene()


@pytest.fixture
def layer(scene: QGraphicsScene) -> LinksLayer:
    """Three level wires, 100 apart; the last passes two dots."""
    layer = LinksLayer(Theme.load("dark"))
    scene.addItem(layer)
    for at in range(3):
        start, end = QPointF(0, 100 * at), QPointF(400, 100 * at)
        dots = [QPointF(100, 200), QPointF(300, 200)] if at == 2 else []
        layer.set_wire(("sink", f"in{at}"), Wire("source", "sink", "Image", start, end, dots))
    return layer


def painted(scene: QGraphicsScene, zoom: float = 1.0) -> QImage:
    image = QImage(440, 240, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    target = QRectF(0, 0, 440 * zoom, 240 * zoom)
    scene.render(painter, target, QRectF(-20, -20, 440, 240))
    painter.end()
    return image


def test_the_nearest_wire_within_reach_is_hit(layer: LinksLayer) -> None:
    assert layer.wire_at(QPointF(200, 4), 5) == ("sink", "in0")
    assert layer.wire_at(QPointF(200, 50), 5) is None
    assert layer.wire_at(QPointF(200, 60), 60) == ("sink", "in1")


def test_a_knife_crosses_only_what_it_crosses(layer: LinksLayer) -> None:
    knife = QPainterPath(QPointF(150, -20))
    knife.lineTo(160, 60)
    knife.lineTo(150, 120)
    assert set(layer.wires_crossed(knife)) == {("sink", "in0"), ("sink", "in1")}


def test_wires_behind_a_node(layer: LinksLayer) -> None:
    assert layer.wires_behind(QRectF(150, 80, 60, 60)) == [("sink", "in1")]


def test_dots_and_where_a_new_one_belongs(layer: LinksLayer) -> None:
    key = ("sink", "in2")
    assert layer.dot_at(QPointF(303, 203)) == (key, 1)
    assert layer.dot_at(QPointF(200, 200)) is None
    places = [layer.dot_place(key, QPointF(x, 200)) for x in (40, 200, 380)]
    assert places == [0, 1, 2]


def test_a_replaced_wire_is_elsewhere_and_a_removed_one_gone(
    layer: LinksLayer, scene: QGraphicsScene
) -> None:
    key = ("sink", "in0")
    moved = layer.wires[key].between(QPointF(0, 40), QPointF(400, 40), ())
    before = painted(scene, 0.5)
    layer.set_wire(key, moved)
    assert layer.wire_at(QPointF(200, 0), 5) is None
    assert layer.wire_at(QPointF(200, 40), 5) == key
    assert painted(scene, 0.5) != before
    layer.mark("cut", [key])
    layer.remove_wire(key)
    layer.remove_wire(key)
    assert layer.wire(key) is None
    assert layer.wire_at(QPointF(200, 40), 5) is None
    layer.set_wire(key, moved)
    assert not layer.marked("cut")


@pytest.mark.parametrize("zoom", [1.0, 0.5, 0.2])
@pytest.mark.parametrize("mark", ["hovered", "selected", "insert", "cut", "hidden"])
def test_a_mark_shows_and_goes(
    layer: LinksLayer, scene: QGraphicsScene, mark: str, zoom: float
) -> None:
    plain = painted(scene, zoom)
    layer.mark(mark, [("sink", "in1")])  # type: ignore[arg-type]
    assert painted(scene, zoom) != plain
    layer.mark(mark, ())  # type: ignore[arg-type]
    assert painted(scene, zoom) == plain


def test_the_strongest_mark_shows(layer: LinksLayer, scene: QGraphicsScene) -> None:
    layer.mark("cut", [("sink", "in1")])
    cut = painted(scene)
    layer.mark("hovered", [("sink", "in1")])
    assert painted(scene) == cut


def test_a_long_wire_is_the_same_seen_in_parts(application: QApplication) -> None:
    wire = Wire("a", "b", "Image", QPointF(0, 0), QPointF(6000, 900))
    seen = wire.seen_in(QRectF(2500, 0, 600, 900))
    box = seen.boundingRect()
    assert 0 < box.width() < 2500
    for at in range(11):
        point = seen.pointAtPercent(at / 10)
        assert wire.distance(point)[0] < 2


def test_a_layer_far_from_everything_has_no_content(application: QApplication) -> None:
    layer = LinksLayer(Theme.load("light"))
    assert layer.content().isEmpty()
    assert layer.wire_at(QPointF(), 1e6) is None
