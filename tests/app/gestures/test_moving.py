"""Moving nodes: snapping, into wires and out of them, copies, frames, and the canvas's edge."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtTest import QTest

from app.canvas.overlay import Overlay
from tests.app.gestures.conftest import OneEntry
from tests.app.gestures.hand import ALT, CTRL, NONE, RIGHT, SHIFT, Hand, Key


def place(hand: Hand, node: str) -> tuple[float, float]:
    """Where the file says that a node lies."""
    x, y = hand.document.layout.nodes[node]["at"]
    return x, y


def guides(hand: Hand) -> bool:
    overlays = [item for item in hand.scene.items() if isinstance(item, Overlay)]
    return any(not overlay.path().isEmpty() for overlay in overlays)


def test_a_drag_moves_what_is_selected(hand: Hand, one_entry: OneEntry) -> None:
    hand.select("latent", "prompt")
    with one_entry():
        hand.drag(hand.header("latent"), hand.header("latent") + QPointF(41, 82))
    assert place(hand, "latent") == (360, 320)
    assert place(hand, "prompt") == (360, 80)
    assert hand.scene.selected == ["latent", "prompt"]


def test_a_node_that_is_not_selected_is_dragged_alone(hand: Hand) -> None:
    hand.select("latent")
    hand.drag(hand.header("prompt"), hand.header("prompt") + QPointF(0, 104))
    assert place(hand, "latent") == (320, 240)
    assert hand.scene.selected == ["prompt"]


def test_a_click_after_a_drag_of_many_selects_one(hand: Hand) -> None:
    hand.select("latent", "prompt")
    hand.click(hand.header("latent"))
    assert hand.scene.selected == ["latent"]
    assert hand.document.undo.count() == 0


def test_a_small_tremble_is_a_click(hand: Hand) -> None:
    before = hand.text
    hand.drag(hand.header("latent"), hand.header("latent") + QPointF(2, 1))
    assert hand.text == before


def test_nodes_meet_the_edges_of_others_and_a_guide_shows_it(hand: Hand) -> None:
    start = hand.header("save")
    hand.pull(start, start + QPointF(-3, 240))
    hand.move(start + QPointF(-3, 240))
    assert guides(hand)
    hand.release(start + QPointF(-3, 240))
    assert place(hand, "save")[1] == 240
    assert not guides(hand)


def test_ctrl_turns_snapping_off_and_on_again(hand: Hand) -> None:
    start = hand.header("latent")
    hand.pull(start, start + QPointF(13, 131))
    snapped = hand.body("latent").topLeft()
    assert snapped != QPointF(333, 371)
    hand.hold(Key.Key_Control)
    assert hand.body("latent").topLeft().toTuple() == (333, 371)
    assert not guides(hand)
    hand.let_go(Key.Key_Control, CTRL)
    assert hand.body("latent").topLeft() == snapped
    hand.move(start + QPointF(13, 131), CTRL)
    hand.release(start + QPointF(13, 131))
    assert place(hand, "latent") == (333, 371)


def test_with_snapping_off_ctrl_snaps(hand: Hand) -> None:
    hand.studio.actions_of.run("view.snap")
    start = hand.header("latent")
    hand.drag(start, start + QPointF(13, 131))
    assert place(hand, "latent") == (333, 371)
    hand.press(hand.header("latent"))
    hand.move(hand.header("latent") + QPointF(1, 30), CTRL)
    hand.move(hand.header("latent") + QPointF(1, 30), CTRL)
    hand.release(hand.header("latent"))
    assert place(hand, "latent")[1] % 8 == 0
    hand.studio.actions_of.run("view.snap")


def test_wires_go_around_again_where_a_node_was_dropped(hand: Hand) -> None:
    wire = hand.scene.links.wires["decode", "vae"]
    hand.drag(hand.header("latent"), hand.header("latent") + QPointF(-8, -290))
    body = hand.body("latent")
    led = hand.scene.links.wires["decode", "vae"]
    assert led is not wire
    assert not led.runs_behind(body.adjusted(4, 2, -4, -2))
    hand.key(Key.Key_Z, CTRL)
    assert hand.scene.links.wires["decode", "vae"].path == wire.path


@pytest.fixture
def free(hand: Hand) -> str:
    """A node with nothing linked to it that fits between two others."""
    return hand.add("invert image", QPointF(1000, 420))


def test_a_free_node_dropped_on_a_wire_is_inserted(
    hand: Hand, free: str, one_entry: OneEntry
) -> None:
    to = hand.wire("save.image")
    with one_entry():
        hand.pull(hand.header(free), to)
        assert hand.scene.links.marked("insert") == {("save", "image")}
        hand.release(to)
    assert hand.links["save.image"] == f"{free}.image"
    assert hand.links[f"{free}.image"] == "decode.image"


def test_a_node_goes_only_into_wires_that_fit(hand: Hand, free: str) -> None:
    to = hand.wire("decode.latent")
    links = hand.links
    hand.pull(hand.header(free), to)
    assert not hand.scene.links.marked("insert")
    hand.release(to)
    assert hand.links == links


def test_a_linked_node_is_not_inserted(hand: Hand) -> None:
    links = hand.links
    hand.drag(hand.header("latent"), hand.wire("save.image"))
    assert hand.links == links


def shake(hand: Hand, node: str) -> QPointF:
    at = hand.header(node)
    hand.press(at)
    for _ in range(4):
        for dx in (30, -30):
            hand.move(at + QPointF(dx, 0))
    return at


@pytest.fixture
def between(hand: Hand, free: str) -> str:
    """A node between decode and save."""
    hand.drag(hand.header(free), hand.wire("save.image"))
    assert hand.links["save.image"] == f"{free}.image"
    return free


def test_shaking_takes_a_node_out(hand: Hand, between: str) -> None:
    text, entries = hand.text, hand.document.undo.index()
    at = shake(hand, between)
    assert hand.scene.links.marked("cut")
    hand.glide(at, at + QPointF(-200, 300))
    hand.release(at + QPointF(-200, 300))
    assert hand.links["save.image"] == "decode.image"
    assert f"{between}.image" not in hand.links
    hand.expect_one_entry(text, entries)


def test_a_shaken_node_goes_into_another_wire(hand: Hand, between: str) -> None:
    preview = hand.add("preview image", QPointF(1240, 420))
    hand.drag(hand.out("decode.image"), hand.port(f"{preview}.image"))
    text, entries = hand.text, hand.document.undo.index()
    at = shake(hand, between)
    to = hand.wire(f"{preview}.image", 0.6)
    hand.glide(at, to)
    hand.release(to)
    assert hand.links["save.image"] == "decode.image"
    assert hand.links[f"{preview}.image"] == f"{between}.image"
    hand.expect_one_entry(text, entries)


def test_alt_d_takes_a_node_out(hand: Hand, between: str) -> None:
    text, entries = hand.text, hand.document.undo.index()
    hand.select(between)
    hand.key(Key.Key_D, ALT)
    assert hand.links["save.image"] == "decode.image"
    assert f"{between}.image" not in hand.links
    hand.expect_one_entry(text, entries)


def test_alt_drag_clones(hand: Hand, one_entry: OneEntry) -> None:
    hand.select("prompt")
    start = hand.header("prompt")
    with one_entry():
        hand.drag(start, start + QPointF(0, 400), held=ALT)
        assert hand.scene.selected == ["prompt_2"]
    assert place(hand, "prompt_2") == (320, 400)
    assert place(hand, "prompt") == (320, 0)
    assert hand.links["prompt_2.text_encoder"] == "checkpoint.text_encoder"
    assert (
        hand.document.graph.nodes["prompt_2"].params == hand.document.graph.nodes["prompt"].params
    )


def frame(hand: Hand, *nodes: str) -> None:
    hand.select(*nodes)
    hand.key(Key.Key_G, CTRL)
    hand.key(Key.Key_Return)


def frame_bar(hand: Hand, at: int = 0) -> QPointF:
    item = hand.scene.frames[at]
    return item.mapToScene(item.title_rect.center())


def test_a_frame_moves_what_lies_in_it(hand: Hand, one_entry: OneEntry) -> None:
    frame(hand, "prompt", "latent")
    box = hand.document.layout.frames[0]
    with one_entry():
        hand.drag(frame_bar(hand), frame_bar(hand) + QPointF(0, 160))
    assert place(hand, "prompt") == (320, 160)
    assert place(hand, "latent") == (320, 400)
    assert place(hand, "sampler") == (640, 0)
    assert hand.document.layout.frames[0]["at"][1] == box["at"][1] + 160


def test_frames_and_dots_in_a_frame_move_too(hand: Hand) -> None:
    hand.double_click(hand.wire("sampler.latent", 0.1))
    frame(hand, "latent")
    frame(hand, "prompt", "latent")
    outer = 1 if hand.scene.frames[1].sceneBody().height() > 200 else 0
    hand.click(frame_bar(hand, outer))
    before = [hand.body(n).y() for n in ("prompt", "latent")]
    inner = hand.document.layout.frames[1 - outer]["at"][1]
    hand.drag(frame_bar(hand, outer), frame_bar(hand, outer) + QPointF(0, 80))
    assert [hand.body(n).y() for n in ("prompt", "latent")] == [y + 80 for y in before]
    assert hand.document.layout.frames[1 - outer]["at"][1] == inner + 80


def test_dots_between_moved_nodes_move_with_them(hand: Hand) -> None:
    hand.double_click(hand.wire("sampler.latent"))
    ((x, y),) = hand.document.layout.reroutes["sampler.latent"]
    hand.select("latent", "sampler")
    start = hand.header("latent")
    hand.pull(start, start + QPointF(0, 80))
    (dot,) = hand.scene.links.wires["sampler", "latent"].points
    assert dot.toTuple() == (x, y + 80)
    hand.release(start + QPointF(0, 80))
    assert list(hand.document.layout.reroutes["sampler.latent"][0]) == [x, y + 80]


@pytest.mark.parametrize("kind", ["frame", "note"])
def test_a_corner_resizes(hand: Hand, one_entry: OneEntry, kind: str) -> None:
    if kind == "frame":
        frame(hand, "latent")
    else:
        hand.move(QPointF(900, 420))
        hand.key(Key.Key_M, CTRL | SHIFT)
        hand.key(Key.Key_Escape)
    (item,) = hand.scene.boxes
    before = item.sceneBody()
    with one_entry():
        hand.drag(before.bottomRight() - QPointF(4, 4), before.bottomRight() + QPointF(60, 40))
    assert item.sceneBody().width() > before.width()
    assert item.sceneBody().height() > before.height()


def test_the_canvas_scrolls_while_a_drag_is_at_its_edge(hand: Hand) -> None:
    start = hand.header("save")
    edge = hand.canvas.mapToScene(hand.canvas.viewport().rect().center())
    edge.setX(hand.canvas.mapToScene(hand.canvas.viewport().rect().bottomRight()).x() - 4)
    hand.pull(start, edge)
    before = hand.canvas.horizontalScrollBar().value()
    was = hand.body("save").x()
    for _ in range(20):
        if hand.canvas.horizontalScrollBar().value() > before + 60:
            break
        QTest.qWait(16)
    assert hand.canvas.horizontalScrollBar().value() > before + 60
    assert hand.body("save").x() > was + 50
    hand.key(Key.Key_Escape)


def test_a_press_at_the_edge_does_not_scroll(hand: Hand) -> None:
    at = hand.canvas.mapToScene(hand.canvas.viewport().rect().topLeft()) + QPointF(3, 300)
    before = hand.canvas.horizontalScrollBar().value()
    hand.press(at)
    QTest.qWait(60)
    assert hand.canvas.horizontalScrollBar().value() == before
    hand.release(at)


DRAGS: dict[str, Callable[[Hand], None]] = {
    "move": lambda hand: hand.pull(hand.header("decode"), QPointF(1060, 300)),
    "move unselected": lambda hand: hand.pull(hand.header("save"), QPointF(1300, 300)),
    "clone": lambda hand: hand.pull(hand.header("decode"), QPointF(1060, 300), held=ALT),
    "shake": lambda hand: (shake(hand, "decode"), None)[1],
    "frame": lambda hand: hand.pull(frame_bar(hand), frame_bar(hand) + QPointF(30, 90)),
    "resize": lambda hand: hand.pull(
        hand.scene.frames[0].sceneBody().bottomRight() - QPointF(4, 4), QPointF(700, 700)
    ),
    "select": lambda hand: hand.pull(QPointF(200, 500), QPointF(1500, 300)),
    "select more": lambda hand: hand.pull(QPointF(200, 500), QPointF(700, 200), held=SHIFT),
}


@pytest.mark.parametrize("drag", DRAGS.values(), ids=DRAGS)
@pytest.mark.parametrize("end", ["escape", "focus", "button"])
def test_a_cancelled_drag_leaves_nothing(
    hand: Hand, drag: Callable[[Hand], None], end: str
) -> None:
    hand.double_click(hand.wire("sampler.latent"))
    frame(hand, "prompt", "latent")
    hand.key(Key.Key_Z, CTRL)
    hand.key(Key.Key_Z, CTRL | SHIFT)
    hand.select("decode", "latent")
    hand.move(QPointF(700, 700), NONE)
    before = hand.moment()
    drag(hand)
    if end == "focus":
        hand.studio.workspace.tabBar().setFocus()
    else:
        if end == "button":
            hand.press(QPointF(650, 650), RIGHT)
            assert hand.canvas.tool is not None
        hand.key(Key.Key_Escape)
    hand.expect_no_residue(before)
    hand.release(QPointF(650, 650))
    hand.expect_no_residue(before)


def test_nodes_without_a_place_stay_where_they_are_shown(
    hand: Hand, write: Callable[..., Path]
) -> None:
    hand.studio.open(write({"a": {"type": "EmptyLatent"}, "b": {"type": "EmptyLatent"}}))
    hand.canvas.zoom_to_life()
    text, where = hand.text, hand.body("b").topLeft()
    hand.drag(hand.header("a"), hand.header("a") + QPointF(-200, 120))
    assert place(hand, "b") == where.toTuple()
    hand.expect_one_entry(text, 0)
