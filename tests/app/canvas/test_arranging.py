"""The auto layout on a canvas, the map in its corner, and the bar below it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton

from app.canvas.arranging import lay_out
from app.canvas.scene import WorkflowScene
from app.canvas.view import Canvas
from app.canvas.zoom_bar import ZoomBar
from app.document.document import Document
from app.look.theme import Theme
from graph_engine.catalog import Catalog
from graph_engine.graph import Graph, GraphNode, Link
from graph_engine.workflow import Layout, Workflow

Json = Any
LEFT = Qt.MouseButton.LeftButton


def make_workflow() -> Workflow:
    """A heap of nodes in a frame; the checkpoint's VAE goes past all the others."""
    nodes = {
        "decode": GraphNode(
            "DecodeLatent", {}, {"vae": Link("base", "vae"), "latent": Link("sample", "latent")}
        ),
        "base": GraphNode("LoadCheckpoint", {"model": "tiny"}),
        "prompt": GraphNode("EncodeText", {}, {"text_encoder": Link("base", "text_encoder")}),
        "sample": GraphNode(
            "Sample", {}, {"unet": Link("base", "unet"), "positive": Link("prompt", "conditioning")}
        ),
    }
    places = {name: {"at": [40 + 10 * at, 60]} for at, name in enumerate(nodes)}
    frame = {"title": "All", "at": [0, 0], "size": [600, 600]}
    reroutes = {"prompt.text_encoder": [[0, 500]]}
    return Workflow(Graph(nodes), layout=Layout(places, (frame,), (), reroutes))


@pytest.fixture
def shown(
    application: QApplication, catalog: Catalog
) -> Iterator[tuple[Document, WorkflowScene, Canvas]]:
    theme = Theme.load("dark")
    document = Document(make_workflow(), catalog)
    scene = WorkflowScene(document, theme)
    canvas = Canvas(theme)
    canvas.resize(900, 700)
    canvas.show_scene(scene, theme)
    canvas.show()
    application.processEvents()
    yield document, scene, canvas
    canvas.close()


def test_a_heap_is_laid_out_in_one_step_and_back(shown: Any) -> None:
    document, scene, _ = shown
    before = document.shown
    document.apply(lay_out(document.shown, scene.nodes, list(scene.nodes)), "Lay out")
    bodies = {name: item.sceneBody() for name, item in scene.nodes.items()}
    assert not any(a.intersects(b) for n, a in bodies.items() for m, b in bodies.items() if n < m)
    assert [
        name for name in bodies if scene.links.wires_behind(bodies[name].adjusted(2, 2, -2, -2))
    ] == []
    assert min(body.left() for body in bodies.values()) == 40
    assert min(body.top() for body in bodies.values()) >= 60
    assert "decode.vae" in document.layout.reroutes
    assert "prompt.text_encoder" not in document.layout.reroutes
    assert all(scene.frames[0].sceneBody().contains(body) for body in bodies.values())
    document.undo.undo()
    assert document.shown == before


def test_there_is_room_for_the_pictures_of_a_run(shown: Any) -> None:
    document, scene, _ = shown
    document.apply(lay_out(document.shown, scene.nodes, list(scene.nodes)), "Lay out")
    square = QImage(64, 64, QImage.Format.Format_RGB32)
    for name in ("sample", "decode"):
        assert scene.nodes[name].show_picture(square)
    bodies = {name: item.sceneBody() for name, item in scene.nodes.items()}
    assert not any(a.intersects(b) for n, a in bodies.items() for m, b in bodies.items() if n < m)
    assert not any(
        scene.links.wires_behind(body.adjusted(2, 2, -2, -2)) for body in bodies.values()
    )


def test_only_chosen_nodes_move(shown: Any) -> None:
    document, scene, _ = shown
    document.apply(lay_out(document.shown, scene.nodes, ["base", "prompt"]), "Lay out")
    before = make_workflow().layout
    assert document.layout.nodes["sample"] == before.nodes["sample"]
    assert document.layout.nodes["decode"] == before.nodes["decode"]
    assert document.layout.nodes["base"]["at"] == [50, 60]
    assert document.layout.frames == before.frames


def test_a_click_on_the_map_goes_there(shown: Any, application: QApplication) -> None:
    document, scene, canvas = shown
    document.apply(lay_out(document.shown, scene.nodes, list(scene.nodes)), "Lay out")
    bar = ZoomBar(canvas, Theme.load("dark"))
    bar.show_map(True)
    assert bar.shows_map
    bar.show()
    application.processEvents()
    canvas.zoom_by(3 / canvas.zoom)
    place = QPointF(bar.map.width() * 0.25, bar.map.height() * 0.5)
    wanted = bar.map.map_to_canvas(place)
    QTest.mouseClick(bar.map, LEFT, pos=place.toPoint())
    middle = canvas.mapToScene(canvas.viewport().rect().center())
    assert (middle - wanted).manhattanLength() < 30
    QTest.mousePress(bar.map, LEFT, pos=place.toPoint())
    QTest.mouseMove(bar.map, place.toPoint() * 2)
    QTest.mouseRelease(bar.map, LEFT, pos=place.toPoint() * 2)
    assert canvas.mapToScene(canvas.viewport().rect().center()).x() > middle.x() + 50
    bar.show_map(False)
    assert not bar.shows_map


def test_the_map_follows_what_happens(shown: Any, application: QApplication) -> None:
    _, scene, canvas = shown
    bar = ZoomBar(canvas, Theme.load("dark"))
    bar.show_map(True)
    bar.show()
    application.processEvents()
    before = bar.map.grab().toImage()
    scene.show_nodes_at({"decode": QPointF(900, 500)})
    application.processEvents()
    assert bar.map.grab().toImage() != before


def test_the_buttons_zoom_and_frame(shown: Any, application: QApplication) -> None:
    _, scene, canvas = shown
    bar = ZoomBar(canvas, Theme.load("dark"))
    bar.show()
    buttons = {button.accessibleName(): button for button in bar.findChildren(QToolButton)}
    zoom = canvas.zoom
    QTest.mouseClick(buttons["Zoom in"], LEFT)
    assert canvas.zoom > zoom
    QTest.mouseClick(buttons["Zoom out"], LEFT)
    assert canvas.zoom == pytest.approx(zoom)
    QTest.mouseClick(buttons["Frame all (Home)"], LEFT)
    seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    assert seen.contains(scene.content())
