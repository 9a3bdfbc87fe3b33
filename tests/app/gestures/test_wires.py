"""Wires under the mouse: from port to port, off inputs, all at once, cut, and with dots."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.canvas.loose_wire import LooseWire
from app.canvas.pointer import PortRef
from tests.app.gestures.conftest import OneEntry
from tests.app.gestures.hand import ALT, CTRL, LEFT, RIGHT, SHIFT, Hand, Key


def reason(hand: Hand) -> str:
    """What stands beside the cursor while a wire is dragged."""
    label = hand.canvas.viewport().findChild(QWidget, "wireReason")
    if label is None or not label.isVisible():
        return ""
    return " ".join(part.text() for part in label.findChildren(QLabel) if part.text())


def test_a_wire_links_port_to_port(hand: Hand, one_entry: OneEntry) -> None:
    with one_entry():
        hand.drag(hand.out("prompt.conditioning"), hand.port("sampler.negative"))
    assert hand.links["sampler.negative"] == "prompt.conditioning"
    assert hand.links["sampler.positive"] == "prompt.conditioning"


def test_a_wire_can_be_drawn_backwards(hand: Hand, one_entry: OneEntry) -> None:
    with one_entry():
        hand.drag(hand.port("sampler.negative"), hand.out("prompt.conditioning"))
    assert hand.links["sampler.negative"] == "prompt.conditioning"


def test_a_new_wire_replaces_the_one_that_was_there(hand: Hand, one_entry: OneEntry) -> None:
    with one_entry():
        hand.drag(hand.out("latent.latent"), hand.port("decode.latent"))
    assert hand.links["decode.latent"] == "latent.latent"


def test_ports_that_do_not_fit_are_dimmed(hand: Hand) -> None:
    hand.pull(hand.out("checkpoint.vae"), QPointF(700, 500))
    marks = hand.scene.nodes["decode"].marks
    assert ("vae", False) in marks.ringed
    assert ("latent", False) in marks.dimmed
    assert ("unet", False) in hand.scene.nodes["sampler"].marks.dimmed
    hand.key(Key.Key_Escape)
    assert not hand.scene.nodes["decode"].marks.ringed


def test_the_reason_stands_beside_the_cursor(hand: Hand) -> None:
    text = hand.text
    hand.pull(hand.out("checkpoint.vae"), hand.port("sampler.latent"))
    assert reason(hand) == "sampler.latent takes Latent, not VAE. It fits decode.vae."
    hand.release(hand.port("sampler.latent"))
    assert hand.text == text
    assert hand.said == "sampler.latent takes Latent, not VAE. It fits decode.vae."
    assert reason(hand) == ""


def test_a_cycle_is_refused_with_its_path(hand: Hand) -> None:
    text = hand.text
    hand.pull(hand.out("sampler.latent"), hand.port("sampler.latent"))
    assert "cycle: sampler → sampler" in reason(hand)
    hand.release(hand.port("sampler.latent"))
    assert hand.text == text


def test_a_wire_dropped_on_a_body_finds_its_port(hand: Hand, one_entry: OneEntry) -> None:
    with one_entry():
        hand.drag(hand.out("latent.latent"), hand.header("decode"))
    assert hand.links["decode.latent"] == "latent.latent"


def test_a_wire_dropped_on_a_body_without_a_fitting_port_does_nothing(hand: Hand) -> None:
    text = hand.text
    hand.drag(hand.out("checkpoint.vae"), hand.header("save"))
    assert hand.text == text
    assert hand.search is None


def test_a_mere_click_on_a_port_starts_nothing(hand: Hand) -> None:
    text = hand.text
    hand.click(hand.out("prompt.conditioning"))
    hand.click(hand.port("sampler.negative"))
    assert hand.text == text
    assert hand.search is None


def test_a_linked_input_is_detached_onto_empty(hand: Hand, one_entry: OneEntry) -> None:
    with one_entry():
        hand.drag(hand.port("sampler.positive"), QPointF(560, 420))
    assert "sampler.positive" not in hand.links
    assert hand.search is None


def test_a_linked_input_goes_to_another(hand: Hand, one_entry: OneEntry) -> None:
    with one_entry():
        hand.drag(hand.port("sampler.positive"), hand.port("sampler.negative"))
    assert "sampler.positive" not in hand.links
    assert hand.links["sampler.negative"] == "prompt.conditioning"


def test_a_linked_input_put_back_is_no_edit(hand: Hand) -> None:
    before = hand.moment()
    hand.drag(hand.port("sampler.positive"), QPointF(560, 420), hand.port("sampler.positive"))
    hand.expect_no_residue(before)


def test_a_linked_input_dropped_on_its_own_body_stays(hand: Hand) -> None:
    before = hand.moment()
    hand.drag(hand.port("sampler.positive"), hand.header("sampler"))
    hand.expect_no_residue(before)


def test_a_linked_input_dropped_where_it_does_not_fit_stays(hand: Hand) -> None:
    before = hand.moment()
    hand.drag(hand.port("sampler.positive"), hand.port("decode.vae"))
    hand.expect_no_residue(before)
    assert "decode.vae takes VAE" in hand.said


def test_ctrl_drag_of_an_output_moves_all_its_links(hand: Hand, one_entry: OneEntry) -> None:
    hand.drag(hand.out("prompt.conditioning"), hand.port("sampler.negative"))
    hand.page.commands.select(("prompt",))
    hand.key(Key.Key_D, CTRL)
    assert "prompt_2" in hand.scene.nodes
    hand.drag(hand.header("prompt_2"), hand.header("prompt_2") + QPointF(-80, 300))
    with one_entry():
        hand.drag(hand.out("prompt.conditioning"), hand.out("prompt_2.conditioning"), held=CTRL)
    assert hand.links["sampler.positive"] == "prompt_2.conditioning"
    assert hand.links["sampler.negative"] == "prompt_2.conditioning"


def test_ctrl_drag_of_an_output_to_another_type_is_refused(hand: Hand) -> None:
    before = hand.moment()
    hand.pull(hand.out("prompt.conditioning"), hand.out("latent.latent"), held=CTRL)
    assert reason(hand)
    hand.release(hand.out("latent.latent"))
    hand.expect_no_residue(before)


@pytest.mark.parametrize(
    ("port", "output", "gone"),
    [
        ("checkpoint.vae", True, {"decode.vae"}),
        ("sampler.latent", False, {"sampler.latent"}),
    ],
)
def test_alt_click_breaks_a_port(
    hand: Hand, one_entry: OneEntry, port: str, output: bool, gone: set[str]
) -> None:
    links = set(hand.links)
    with one_entry():
        hand.click(hand.port(port, output=output), held=ALT)
    assert links - set(hand.links) == gone


def test_alt_click_on_a_free_port_is_no_edit(hand: Hand) -> None:
    before = hand.moment()
    hand.click(hand.port("sampler.negative"), held=ALT)
    hand.expect_no_residue(before)


def test_ctrl_right_drag_cuts(hand: Hand, one_entry: OneEntry) -> None:
    across = hand.wire("save.image")
    with one_entry():
        hand.drag(across - QPointF(0, 60), across + QPointF(0, 60), button=RIGHT, held=CTRL)
    assert "save.image" not in hand.links
    assert len(hand.links) == 6


def test_y_held_cuts_many(hand: Hand, one_entry: OneEntry) -> None:
    hand.hold(Key.Key_Y)
    with one_entry():
        hand.pull(QPointF(400, -60), QPointF(400, -5))
        assert hand.scene.links.marked("cut") == {("sampler", "unet"), ("decode", "vae")}
        hand.release(QPointF(400, -5))
    hand.let_go(Key.Key_Y)
    assert {"sampler.unet", "decode.vae"}.isdisjoint(hand.links)


def test_a_cut_through_nothing_is_no_edit(hand: Hand) -> None:
    before = hand.moment()
    hand.drag(QPointF(200, 500), QPointF(250, 560), button=RIGHT, held=CTRL)
    hand.expect_no_residue(before)


def dots(hand: Hand, key: str) -> list[tuple[float, float]]:
    return [tuple(dot) for dot in hand.document.layout.reroutes.get(key, ())]


def test_a_double_click_on_a_wire_adds_a_dot(hand: Hand, one_entry: OneEntry) -> None:
    at = hand.wire("sampler.latent")
    with one_entry():
        hand.double_click(at)
    ((x, y),) = dots(hand, "sampler.latent")
    assert abs(x - at.x()) < 1
    assert abs(y - at.y()) < 1


def test_full_stop_while_wiring_adds_dots(hand: Hand, one_entry: OneEntry) -> None:
    with one_entry():
        hand.pull(hand.out("prompt.conditioning"), QPointF(560, 300))
        hand.key(Key.Key_Period)
        hand.glide(QPointF(560, 300), QPointF(600, 220))
        hand.key(Key.Key_Period)
        hand.glide(QPointF(600, 220), hand.port("sampler.negative"))
        hand.release(hand.port("sampler.negative"))
    assert dots(hand, "sampler.negative") == [(560, 300), (600, 220)]


def test_dots_of_a_wire_drawn_backwards_run_from_its_source(hand: Hand) -> None:
    hand.pull(hand.port("sampler.negative"), QPointF(600, 220))
    hand.key(Key.Key_Period)
    hand.glide(QPointF(600, 220), QPointF(560, 300))
    hand.key(Key.Key_Period)
    hand.glide(QPointF(560, 300), hand.out("prompt.conditioning"))
    hand.release(hand.out("prompt.conditioning"))
    assert dots(hand, "sampler.negative") == [(560, 300), (600, 220)]


@pytest.fixture
def dotted(hand: Hand) -> Hand:
    """With two dots in the wire to the sampler's latent."""
    hand.pull(hand.out("latent.latent"), QPointF(560, 460))
    hand.key(Key.Key_Period)
    hand.glide(QPointF(560, 460), QPointF(608, 360))
    hand.key(Key.Key_Period)
    hand.glide(QPointF(608, 360), hand.port("sampler.latent"))
    hand.release(hand.port("sampler.latent"))
    assert dots(hand, "sampler.latent") == [(560, 460), (608, 360)]
    return hand


def test_a_dot_is_dragged(dotted: Hand, one_entry: OneEntry) -> None:
    with one_entry():
        dotted.drag(QPointF(560, 460), QPointF(570, 521))
    assert dots(dotted, "sampler.latent") == [(568, 520), (608, 360)]


def test_ctrl_lets_a_dot_off_the_grid(dotted: Hand) -> None:
    dotted.press(QPointF(560, 460))
    dotted.move(QPointF(571, 521), CTRL)
    dotted.release(QPointF(571, 521))
    assert dots(dotted, "sampler.latent")[0] == (571, 521)


def test_a_dot_melts_into_its_neighbour(dotted: Hand, one_entry: OneEntry) -> None:
    with one_entry():
        dotted.drag(QPointF(560, 460), QPointF(606, 362))
    assert dots(dotted, "sampler.latent") == [(608, 360)]


def test_a_dot_melts_into_a_port(dotted: Hand, one_entry: OneEntry) -> None:
    with one_entry():
        dotted.drag(QPointF(560, 460), dotted.out("latent.latent"))
    assert dots(dotted, "sampler.latent") == [(608, 360)]


def test_a_click_on_a_dot_is_no_edit(dotted: Hand) -> None:
    before = dotted.moment()
    dotted.click(QPointF(561, 461))
    dotted.expect_no_residue(before)


def test_a_selected_wire_is_deleted(hand: Hand, one_entry: OneEntry) -> None:
    hand.click(hand.wire("save.image"))
    assert hand.scene.selected_wire == ("save", "image")
    with one_entry():
        hand.key(Key.Key_Delete)
    assert "save.image" not in hand.links


WIRE_DRAGS = {
    "output": lambda hand: hand.pull(hand.out("checkpoint.vae"), QPointF(700, 500)),
    "refused": lambda hand: hand.pull(hand.out("checkpoint.vae"), hand.port("sampler.latent")),
    "input": lambda hand: hand.pull(hand.port("sampler.negative"), QPointF(560, 300)),
    "detached": lambda hand: hand.pull(hand.port("sampler.positive"), QPointF(560, 420)),
    "moves all": lambda hand: hand.pull(
        hand.out("prompt.conditioning"), QPointF(560, 420), held=CTRL
    ),
    "cut": lambda hand: hand.pull(QPointF(400, -60), QPointF(400, -5), button=RIGHT, held=CTRL),
}


@pytest.mark.parametrize("pull", WIRE_DRAGS.values(), ids=WIRE_DRAGS)
@pytest.mark.parametrize("end", ["escape", "focus", "second button"])
def test_a_cancelled_wire_leaves_nothing(hand: Hand, pull, end: str) -> None:  # type: ignore[no-untyped-def]
    hand.click(hand.header("decode"))
    before = hand.moment()
    pull(hand)
    assert hand.canvas.tool is not None
    interrupt(hand, end)
    hand.expect_no_residue(before)
    hand.release(QPointF(700, 500))
    hand.expect_no_residue(before)


def test_a_dot_and_a_cancel_leave_nothing(dotted: Hand) -> None:
    before = dotted.moment()
    dotted.pull(QPointF(560, 460), QPointF(570, 521))
    dotted.key(Key.Key_Escape)
    dotted.expect_no_residue(before)
    dotted.pull(dotted.out("prompt.conditioning"), QPointF(560, 300))
    dotted.key(Key.Key_Period)
    dotted.key(Key.Key_Escape)
    dotted.expect_no_residue(before)


def loose(hand: Hand) -> list[LooseWire]:
    return [item for item in hand.scene.items() if isinstance(item, LooseWire)]


@pytest.mark.parametrize("end", ["escape", "beside", "other tab", "closed tab"])
def test_the_wire_hangs_while_the_search_is_open(hand: Hand, end: str) -> None:
    workspace = hand.studio.workspace
    hand.click(hand.header("decode"))
    before, page = hand.moment(), hand.page
    spot = QPointF(620, 300)
    hand.drag(hand.out("checkpoint.vae"), spot)
    (wire,) = loose(hand)
    assert wire.sceneBoundingRect().contains(spot)
    assert hand.search is not None
    field = hand.search.field
    corner = hand.canvas.viewport().mapFrom(field.window(), field.mapTo(field.window(), QPoint()))
    assert abs(corner.x() - hand.view(spot).x()) < 3
    assert abs(corner.y() + field.height() / 2 - hand.view(spot).y()) < 3
    if end == "escape":
        hand.key(Key.Key_Escape)
    elif end == "beside":
        QTest.mouseClick(hand.search, LEFT, pos=QPoint(4, 4))
    elif end == "other tab":
        hand.key(Key.Key_Tab, CTRL)
        assert workspace.page is not page
        assert not searches(hand)
        workspace.setCurrentWidget(page)
    else:
        workspace.close_page(page)
        assert not searches(hand)
        return
    assert not searches(hand)
    hand.expect_no_residue(before)


def test_the_hanging_wire_becomes_the_chosen_nodes(hand: Hand) -> None:
    hand.pull(hand.out("sampler.latent"), QPointF(620, 480))
    hand.key(Key.Key_Period)
    hand.glide(QPointF(620, 480), QPointF(700, 520))
    hand.release(QPointF(700, 520))
    (wire,) = loose(hand)
    assert wire.sceneBoundingRect().contains(QPointF(620, 480))
    hand.type("save latent")
    hand.key(Key.Key_Return)
    assert hand.links["save_latent.latent"] == "sampler.latent"
    assert not loose(hand)


def test_keys_of_gestures_can_be_others(hand: Hand) -> None:
    """Held, during a drag, and to cancel it; the default keys then mean nothing."""
    others = {"canvas.cut": "J", "gesture.dot": "Shift+D", "gesture.cancel": "Q"}
    for action, key in others.items():
        hand.studio.settings.change(keys=hand.studio.actions_of.key_map.moved(action, key))
    across = QPointF(400, -60), QPointF(400, 60)
    hand.hold(Key.Key_Y)
    hand.drag(*across)
    hand.let_go(Key.Key_Y)
    assert hand.document.undo.count() == 0
    before = hand.moment()
    hand.pull(hand.out("prompt.conditioning"), QPointF(560, 300))
    hand.key(Key.Key_Escape)
    assert hand.canvas.tool is not None
    hand.key(Key.Key_Q)
    hand.expect_no_residue(before)
    hand.release(QPointF(560, 300))
    hand.pull(hand.out("prompt.conditioning"), QPointF(560, 300))
    hand.key(Key.Key_Period)
    hand.key(Key.Key_D, SHIFT)
    hand.glide(QPointF(560, 300), hand.port("sampler.negative"))
    hand.release(hand.port("sampler.negative"))
    assert hand.document.layout.reroutes["sampler.negative"] == [[560, 300]]
    hand.hold(Key.Key_J)
    hand.drag(*across)
    hand.let_go(Key.Key_J)
    assert hand.document.undo.index() == 2


def interrupt(hand: Hand, how: str) -> None:
    if how == "escape":
        hand.key(Key.Key_Escape)
    elif how == "focus":
        hand.studio.top.setFocus()
        hand.studio.workspace.tabBar().setFocus()
        QApplication.processEvents()
    else:
        hand.press(QPointF(600, 480), RIGHT if hand.held != CTRL else LEFT)
        hand.key(Key.Key_Escape)


def test_the_port_nearest_to_the_mouse_wins(hand: Hand) -> None:
    at = hand.port("sampler.negative") + QPointF(3, -4)
    assert hand.scene.pick.port(at) == PortRef("sampler", "negative", is_output=False)


class Knowing:
    """An engine that knows more of a wire than its type, once it is told to answer."""

    is_ready = True

    def __init__(self) -> None:
        self.answer: Callable[[SimpleNamespace], None] = lambda fitting: None

    def fits(
        self, _snapshot: str, _folder: str, _end: object, then: Callable[[SimpleNamespace], None]
    ) -> None:
        self.answer = then


@pytest.fixture
def engine(hand: Hand) -> Iterator[Knowing]:
    made = Knowing()
    hand.studio.engine = made  # type: ignore[assignment]
    yield made
    hand.studio.engine = None


WHY = "tiny-sd15 is SD 1.5; this latent is SDXL. Use the checkpoint's own VAE."


def test_what_the_engine_knows_dims_and_stands_beside_the_cursor(
    hand: Hand, engine: Knowing
) -> None:
    before = hand.moment()
    hand.pull(hand.out("checkpoint.vae"), hand.port("decode.vae"))
    assert reason(hand) == ""
    engine.answer(SimpleNamespace(reasons={"decode.vae": WHY}))
    assert ("vae", False) in hand.scene.nodes["decode"].marks.dimmed
    hand.move(hand.port("decode.vae") + QPointF(1, 0))
    label = hand.canvas.viewport().findChild(QWidget, "wireReason")
    assert label is not None
    texts = [part.text() for part in label.findChildren(QLabel) if part.text()]
    assert texts == [
        "tiny-sd15 is SD 1.5; this latent is SDXL.",
        "Use the checkpoint's own VAE.",
    ]
    hand.release(hand.port("decode.vae"))
    assert hand.said == WHY
    hand.expect_no_residue(before)


def test_an_answer_that_comes_late_changes_nothing(hand: Hand, engine: Knowing) -> None:
    before = hand.moment()
    hand.pull(hand.out("checkpoint.vae"), QPointF(700, 500))
    hand.key(Key.Key_Escape)
    engine.answer(SimpleNamespace(reasons={"decode.vae": WHY}))
    hand.expect_no_residue(before)


def searches(hand: Hand) -> bool:
    return hand.search is not None
