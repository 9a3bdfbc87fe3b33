"""A node on the canvas: where its parts are, what it shows, and when it is measured anew."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QGraphicsScene

from app.canvas.node_item import NodeItem
from app.canvas.node_ports import hit_radius
from app.canvas.node_status import NodeStatus, Steps
from app.canvas.node_view import NodeView, view_nodes
from app.look.theme import Theme, load_tokens
from graph_engine.catalog import Catalog
from graph_engine.graph import Graph, GraphNode, Link
from graph_engine.workflow import Layout, Workflow

SIZE = 320


@pytest.fixture
def views(application: QApplication, catalog: Catalog) -> dict[str, NodeView]:
    nodes = {
        "base": GraphNode("LoadCheckpoint", {"model": "tiny"}),
        "lora": GraphNode(
            "LoadLoRA", {"model": "ink"},
            {"unet": Link("base", "unet"), "text_encoder": Link("base", "text_encoder")},
        ),
        "sample": GraphNode("Sample", {"steps": 30, "end": 0.8}, {"unet": Link("lora", "unet")}),
        "small": GraphNode("DecodeLatent", {}, {"latent": Link("sample", "latent")}),
        "strange": GraphNode("mypack.Glow", {"radius": 3}, {"image": Link("small", "image")}),
    }  # fmt: skip
    return view_nodes(Workflow(Graph(nodes), layout=Layout()), catalog)


@pytest.fixture
def theme() -> Theme:
    return Theme.load("dark")


def painted(item: NodeItem, zoom: float = 1.0) -> QImage:
    scene = QGraphicsScene()
    scene.addItem(item)
    image = QImage(SIZE, SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor("#1B1C1F"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scene.render(painter, QRectF(0, 0, SIZE * zoom, SIZE * zoom), QRectF(-30, -30, SIZE, SIZE))
    painter.end()
    scene.removeItem(item)
    return image


def test_the_nearest_port_within_reach_is_hit(views: dict[str, NodeView], theme: Theme) -> None:
    item = NodeItem(views["sample"], theme)
    unet, positive = item.shape_of.input_at("unet"), item.shape_of.input_at("positive")
    assert unet is not None
    assert positive is not None
    reach = hit_radius(1.0)
    assert item.port_at(unet + QPointF(-8, 3), reach) == ("unet", False)
    assert item.port_at((unet + positive) / 2 + QPointF(0, 1), reach) == ("positive", False)
    assert item.port_at(unet + QPointF(-13, 0), reach) is None
    assert item.port_at(unet + QPointF(-13, 0), hit_radius(0.5)) == ("unet", False)
    assert item.port_at(QPointF(item.shape_of.width, unet.y()), reach) == ("latent", True)


def test_fields_are_found_by_what_is_painted_there(
    views: dict[str, NodeView], theme: Theme
) -> None:
    item = NodeItem(views["sample"], theme)
    assert list(item.shape_of.fields) == ["steps", "end"]
    assert item.field_at(item.shape_of.fields["end"].center()) == "end"
    assert item.field_at(item.shape_of.title.center()) is None


def test_only_what_moves_ports_measures_anew(views: dict[str, NodeView], theme: Theme) -> None:
    item = NodeItem(views["sample"], theme)
    view = item.view
    assert not item.show(view)
    assert not item.show(replace(view, status=NodeStatus("running", "3 / 30", Steps(30, 0, 3))))
    assert not item.show(replace(view, state="muted"))
    assert item.show(replace(view, unfolded=True))
    assert item.show(replace(view, collapsed=True))


def test_a_picture_makes_room_and_a_next_one_of_its_size_does_not(
    views: dict[str, NodeView], theme: Theme
) -> None:
    item = NodeItem(views["small"], theme)
    before = item.shape_of.height
    picture = QImage(64, 32, QImage.Format.Format_RGB32)
    picture.fill(QColor("red"))
    assert item.show_picture(picture)
    place = item.shape_of.picture
    assert place is not None
    assert item.shape_of.height > before + place.height()
    assert place.height() == pytest.approx(place.width() / 2, abs=1)
    assert painted(item).pixelColor((place.center() + QPointF(30, 30)).toPoint()).red() == 255
    assert not item.show_picture(picture.copy())
    assert item.show_picture(None)
    assert item.shape_of.height == before


def test_a_collapsed_node_spreads_its_ports(views: dict[str, NodeView], theme: Theme) -> None:
    item = NodeItem(replace(views["sample"], collapsed=True), theme)
    heights = {row.at.y() for row in item.shape_of.inputs}
    assert len(heights) == 1
    assert item.spread_ports(True)
    ys = [row.at.y() for row in item.shape_of.inputs]
    assert all(b - a == 22 for a, b in itertools.pairwise(ys))
    assert all(item.boundingRect().contains(row.at) for row in item.shape_of.inputs)
    assert item.spread_ports(False)
    assert {row.at.y() for row in item.shape_of.inputs} == heights


STATES = (
    NodeStatus("waiting"),
    NodeStatus("running", "3 / 30", Steps(30, 0, 3)),
    NodeStatus("running", progress=0.4),
    NodeStatus("cached", "0.4 s"),
    NodeStatus("will_run", "30 steps", Steps(30)),
    NodeStatus("resumes", "from 5", Steps(30, 5)),
    NodeStatus("failed", "failed", message="It broke.", hint="Mend it."),
    NodeStatus("done", "1 s"),
)


@pytest.mark.parametrize("zoom", [1.0, 0.5])
@pytest.mark.parametrize("theme_name", ["dark", "light"])
def test_every_state_looks_different(
    views: dict[str, NodeView], theme_name: str, zoom: float
) -> None:
    theme = Theme.load("dark" if theme_name == "dark" else "light")
    view = views["sample"]
    looks = [view, *(replace(view, status=status) for status in STATES)]
    looks += [replace(view, state=state) for state in ("muted", "bypassed")]
    looks.append(replace(view, collapsed=True))
    pictures = [painted(NodeItem(look, theme), zoom) for look in looks]
    same = [(a, b) for a in range(len(looks)) for b in range(a) if pictures[a] == pictures[b]]
    # Half as large there are no glyphs: what is known and what has just become so look alike.
    assert same == ([] if zoom == 1.0 else [(8, 4)])


@pytest.mark.parametrize("zoom", [2.0, 1.0, 0.5, 0.4, 0.2])
def test_every_node_paints_at_every_distance(
    views: dict[str, NodeView], theme: Theme, zoom: float
) -> None:
    for view in views.values():
        empty = QImage(SIZE, SIZE, QImage.Format.Format_RGB32)
        empty.fill(QColor("#1B1C1F"))
        assert painted(NodeItem(view, theme), zoom) != empty


def test_marks_of_a_wire_that_is_dragged(views: dict[str, NodeView], theme: Theme) -> None:
    item = NodeItem(views["sample"], theme)
    plain = painted(item)
    item.mark_ports({("latent", True)}, {("unet", False)})
    assert painted(item) != plain
    item.mark_ports()
    assert painted(item) == plain
    item.mark_drop_target(True)
    assert painted(item) != plain


def luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["dark", "light"])
def test_words_and_glyphs_can_be_read(application: QApplication, name: str) -> None:
    theme = Theme.load("dark" if name == "dark" else "light")
    headers = [theme.tint(kind) for kind in load_tokens()["type"]["order"]]
    fields = [theme.colour(path) for path in ("node.body", "node.field", "node.fieldHover")]
    for surface in (*headers, *fields):
        assert contrast(theme.colour("text.primary"), surface) >= 4.5
        assert contrast(theme.colour("text.secondary"), surface) >= 4.5
    for path in ("state.cached", "state.willRun", "state.running", "state.failed", "state.muted"):
        assert all(contrast(theme.colour(path), header) >= 3 for header in headers)
    message = theme.colour("state.failedSoft")
    assert contrast(theme.colour("text.secondary"), message) >= 4.5
    assert contrast(theme.colour("text.tertiary"), theme.colour("node.body")) >= 4.5
