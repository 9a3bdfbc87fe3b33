"""The default workflow, built from an empty canvas: by the mouse alone, and by keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QApplication

from app.editors.editor import Editor
from app.editors.model import ModelEditor
from app.search.wire_picker import WirePicker
from app.window import STARTER
from graph_engine.graph import Graph
from graph_engine.model_files import FoundModel
from graph_engine.shipped import templates
from graph_engine.workflow_io import load_workflow
from tests.app.gestures.hand import CTRL, SHIFT, Hand, Key

WIRES = (
    ("Load checkpoint", "text encoder", "Encode text"),
    ("Load checkpoint", "unet", "Sample"),
    ("Load checkpoint", "vae", "Decode latent"),
    ("Encode text", "conditioning", "Sample positive"),
    ("Empty latent", "latent", "Sample latent"),
    ("Sample", "latent", "Decode latent"),
    ("Decode latent", "image", "Save image"),
)


def shape_of(graph: Graph) -> set[object]:
    """A graph up to the ids of its nodes, each of which is of another type here."""
    types = {name: node.type for name, node in graph.nodes.items()}
    assert len(set(types.values())) == len(types)
    return {
        (
            node.type,
            tuple(sorted(node.params.items())),
            tuple(sorted((p, types[x.node], x.port) for p, x in node.inputs.items())),
        )
        for node in graph.nodes.values()
    }


def wanted() -> Graph:
    return load_workflow(templates()[STARTER]).graph


def value(hand: Hand, node: str, param: str, text: str) -> None:
    """Click a value and type another one; unfold the node first if it does not show."""
    item = hand.scene.nodes[node]
    if param not in item.shape_of.fields:
        assert item.shape_of.fold is not None
        hand.click(item.mapToScene(item.shape_of.fold.center()))
    hand.click(hand.field(node, param))
    hand.key(Key.Key_A, CTRL)
    hand.type(text)
    if param == "model":
        hand.key(Key.Key_Return)
    hand.click(QPointF(-300, 500))


@pytest.fixture
def bare(empty_hand: Hand) -> Iterator[Hand]:
    """An empty canvas, and a model that was found."""
    model = FoundModel(
        "tiny-sd15", "checkpoint", "sd15", "epsilon", "", "folder", "/tiny-sd15", 1,
        ("unet", "text_encoder", "vae"), "", "", "",
    )  # fmt: skip
    empty_hand.studio.models = (model,)
    yield empty_hand
    empty_hand.studio.models = ()


def test_by_mouse_alone(bare: Hand) -> None:
    hand = bare
    hand.canvas.centerOn(700, 250)
    checkpoint = hand.add("load checkpoint", QPointF(0, 0))
    # Each of the others is found at the end of a wire.
    hand.drag(hand.out(f"{checkpoint}.text_encoder"), QPointF(320, 60))
    hand.type("encode text")
    hand.key(Key.Key_Return)
    hand.drag(hand.out("encode_text.conditioning"), QPointF(640, 80))
    hand.type("sample")
    hand.key(Key.Key_Return)
    hand.drag(hand.port("sample.latent"), QPointF(560, 380))
    hand.type("empty latent")
    hand.key(Key.Key_Return)
    hand.drag(hand.out("sample.latent"), QPointF(960, 80))
    hand.type("decode")
    hand.key(Key.Key_Return)
    hand.drag(hand.out("decode_latent.image"), QPointF(1260, 80))
    hand.type("save image")
    hand.key(Key.Key_Return)
    hand.drag(hand.out(f"{checkpoint}.unet"), hand.port("sample.unet"))
    hand.drag(hand.out(f"{checkpoint}.vae"), hand.port("decode_latent.vae"))
    for node, param, text in (
        (checkpoint, "model", "tiny-sd15"),
        ("encode_text", "text", "a red circle on a blue background"),
        ("empty_latent", "width", "128"), ("empty_latent", "height", "128"),
        ("sample", "seed", "7"), ("sample", "steps", "20"), ("sample", "guidance", "5"),
        ("save_image", "name", "text_to_image"),
    ):  # fmt: skip
        value(hand, node, param, text)
    assert shape_of(hand.document.graph) == shape_of(wanted())
    for name, body in hand.scene.bodies(hand.scene.nodes).items():
        others = [n for n, other in hand.scene.bodies(hand.scene.nodes).items() if n != name]
        assert not any(body.intersects(hand.body(other)) for other in others)


def overlapping(hand: Hand) -> list[tuple[str, str]]:
    bodies = hand.scene.bodies(hand.scene.nodes)
    return [(a, b) for a, b in combinations(bodies, 2) if bodies[a].intersects(bodies[b])]


def seen(hand: Hand) -> QRectF:
    return hand.canvas.mapToScene(hand.canvas.viewport().rect()).boundingRect()


def test_a_new_node_covers_no_other(hand: Hand) -> None:
    hand.drag(hand.port("sampler.negative"), hand.body("prompt").bottomRight() + QPointF(20, 30))
    hand.type("encode text")
    hand.key(Key.Key_Return)
    assert hand.links["sampler.negative"] == "encode_text.conditioning"
    hand.add("save latent", hand.body("latent").topLeft() - QPointF(61, 29))
    assert not overlapping(hand)


def test_a_new_node_is_seen_whole(hand: Hand) -> None:
    hand.drag(hand.out("decode.image"), QPointF(seen(hand).right() - 40, seen(hand).top() + 90))
    hand.type("preview image")
    hand.key(Key.Key_Return)
    assert seen(hand).contains(hand.body("preview_image"))


def test_a_new_node_stands_on_the_grid_and_its_wire_runs_level(empty_hand: Hand) -> None:
    hand = empty_hand
    name = hand.add("load checkpoint", QPointF(3, 13))
    assert hand.scene.nodes[name].pos() == QPointF(0, 16)
    start = hand.out(f"{name}.unet")
    hand.drag(start, start + QPointF(90, 5))
    hand.type("sample")
    hand.key(Key.Key_Return)
    assert hand.port("sample.unet").y() == start.y()


def test_a_source_that_feeds_nothing_yet_is_offered_first(hand: Hand) -> None:
    far = hand.add("encode text", QPointF(0, 900))
    hand.select("sampler")
    hand.key(Key.Key_W)
    hand.type("negative")
    hand.key(Key.Key_Return)
    (picker,) = [one for one in hand.studio.findChildren(WirePicker) if one.isVisible()]
    assert [row.end for row in picker.results.rows[:2]] == [far, "prompt"]
    hand.key(Key.Key_Escape)


def test_an_empty_canvas_says_how_to_begin(empty_hand: Hand) -> None:
    hand = empty_hand
    assert hand.page.hint.isVisible()
    assert hand.page.hint.words == "Double-click, or press Tab, to add a node."
    hand.add("load checkpoint", QPointF(0, 0))
    assert not hand.page.hint.isVisible()
    hand.key(Key.Key_Z, CTRL)
    assert hand.page.hint.isVisible()


def add_by_key(hand: Hand, words: str) -> str:
    before = set(hand.scene.nodes)
    hand.key(Key.Key_Tab)
    hand.type(words)
    hand.key(Key.Key_Return)
    (name,) = set(hand.scene.nodes) - before
    return name


def find(hand: Hand, words: str) -> None:
    """Select a node by Ctrl+F."""
    hand.key(Key.Key_F, CTRL)
    hand.type(words)
    hand.key(Key.Key_Return)


def fill(hand: Hand, node: str, values: dict[str, str]) -> None:
    """Open a node's values and go through them with Tab."""
    find(hand, node)
    hand.key(Key.Key_E)
    left = dict(values)
    for _ in hand.scene.nodes[hand.scene.selected[0]].view.params:
        editor = hand.page.floating.widget
        assert isinstance(editor, Editor)
        if (text := left.pop(editor.spec.name, None)) is not None:
            hand.key(Key.Key_A, CTRL)
            hand.type(text)
        hand.key(Key.Key_Return if isinstance(editor, ModelEditor) else Key.Key_Tab)
    assert not left
    hand.key(Key.Key_Escape)
    assert hand.page.floating.widget is None
    assert QApplication.focusWidget() is hand.canvas


def test_by_keys_alone(bare: Hand) -> None:
    hand = bare
    for words in (
        "load checkpoint", "encode text", "empty latent", "sample", "decode latent", "save image",
    ):  # fmt: skip
        add_by_key(hand, words)
    for source, port, target in WIRES:
        find(hand, source)
        hand.key(Key.Key_W)
        hand.type(port)
        hand.key(Key.Key_Return)
        hand.type(target)
        hand.key(Key.Key_Return)
    fill(hand, "load checkpoint", {"model": "tiny-sd15"})
    fill(hand, "encode text", {"text": "a red circle on a blue background"})
    fill(hand, "empty latent", {"width": "128", "height": "128"})
    fill(hand, "sample", {"seed": "7", "steps": "20", "guidance": "5"})
    fill(hand, "save image", {"name": "text_to_image"})
    hand.key(Key.Key_L, SHIFT)
    assert shape_of(hand.document.graph) == shape_of(wanted())
    # Walking along the wires with Ctrl and the arrows ends at the picture.
    find(hand, "load checkpoint")
    for _ in range(4):
        hand.key(Key.Key_Right, CTRL)
    assert hand.scene.selected == ["save_image"]


def test_a_wire_by_keys_is_one_entry(hand: Hand) -> None:
    text = hand.text
    hand.select("prompt")
    hand.key(Key.Key_W)
    (picker,) = [one for one in hand.studio.findChildren(WirePicker) if one.isVisible()]
    assert [row.title for row in picker.results.rows] == ["conditioning", "text encoder"]
    hand.key(Key.Key_Return)
    rows = picker.results.rows
    assert [row.end for row in rows] == ["sampler", ""]
    hand.key(Key.Key_Backspace)
    hand.key(Key.Key_Return)
    hand.key(Key.Key_Return)
    assert hand.links["sampler.negative"] == "prompt.conditioning"
    assert QApplication.focusWidget() is hand.canvas
    hand.expect_one_entry(text, 0)


@pytest.mark.parametrize("below", [True, False])
def test_the_list_of_ports_leaves_its_node_free(hand: Hand, below: bool) -> None:
    hand.select("prompt")
    if not below:
        hand.canvas.centerOn(hand.body("prompt").center() - QPointF(0, 280))
    hand.key(Key.Key_W)
    (picker,) = [one for one in hand.studio.findChildren(WirePicker) if one.isVisible()]
    node = hand.canvas.mapFromScene(hand.body("prompt")).boundingRect()
    node.moveTopLeft(hand.canvas.viewport().mapTo(hand.studio, node.topLeft()))
    for _ in ("ports", "targets"):
        panel = picker.panel.geometry()
        assert not panel.intersects(node)
        assert picker.rect().contains(panel)
        assert (panel.top() > node.bottom()) == below
        hand.key(Key.Key_Return)


def test_a_wire_by_keys_to_a_new_node(hand: Hand) -> None:
    text = hand.text
    hand.select("prompt")
    hand.key(Key.Key_W)
    hand.type("conditioning")
    hand.key(Key.Key_Return)
    hand.type("new")
    hand.key(Key.Key_Return)
    hand.type("zero")
    hand.key(Key.Key_Return)
    assert hand.links["zero_conditioning.conditioning"] == "prompt.conditioning"
    hand.expect_one_entry(text, 0)


def test_escape_leaves_the_wire_undrawn(hand: Hand) -> None:
    hand.select("prompt")
    before = hand.moment()
    hand.key(Key.Key_W)
    hand.key(Key.Key_Return)
    hand.key(Key.Key_Escape)
    hand.expect_no_residue(before)


def test_enter_edits_the_values_of_a_plain_node(hand: Hand) -> None:
    hand.select("sampler")
    hand.key(Key.Key_Return)
    editor = hand.page.floating.widget
    assert isinstance(editor, Editor)
    assert editor.spec.name == "seed"
    hand.key(Key.Key_Backtab, SHIFT)
    editor = hand.page.floating.widget
    assert isinstance(editor, Editor)
    assert editor.spec.name == "image_guidance"
    hand.key(Key.Key_Escape)
    assert hand.document.undo.count() == 0
