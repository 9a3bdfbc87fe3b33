"""Keys for the selection: delete, copy, paste, states, places, undo; each is one undo entry."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.look.theme import Theme
from app.settings.store import SettingsStore
from app.window import StudioWindow
from graph_engine.catalog import Catalog
from tests.app.gestures.conftest import OneEntry
from tests.app.gestures.hand import ALT, CTRL, NONE, SHIFT, Hand, Held, Key


def test_del_deletes(hand: Hand, one_entry: OneEntry) -> None:
    hand.select("sampler", "latent")
    with one_entry():
        hand.key(Key.Key_Delete)
    assert {"sampler", "latent"}.isdisjoint(hand.scene.nodes)
    assert set(hand.links) == {"prompt.text_encoder", "decode.vae", "save.image"}


def test_del_deletes_frames_and_notes(hand: Hand) -> None:
    for node in ("latent", "save"):
        hand.select(node)
        hand.key(Key.Key_G, CTRL)
        hand.type(node)
        hand.key(Key.Key_Return)
    text, entries = hand.text, hand.document.undo.index()
    item = hand.scene.frames[0]
    hand.click(item.mapToScene(item.title_rect.center()))
    hand.key(Key.Key_Delete)
    assert [frame["title"] for frame in hand.document.layout.frames] == ["save"]
    assert not hand.scene.frames[0].isSelected()
    hand.expect_one_entry(text, entries)


def test_ctrl_del_heals(hand: Hand, one_entry: OneEntry) -> None:
    added = hand.add("invert image", QPointF(1000, 420))
    hand.drag(hand.header(added), hand.wire("save.image"))
    hand.select(added)
    with one_entry():
        hand.key(Key.Key_Delete, CTRL)
    assert hand.links["save.image"] == "decode.image"


def test_nothing_selected_nothing_done(hand: Hand) -> None:
    before = hand.moment()
    for key, held in (
        (Key.Key_Delete, NONE), (Key.Key_Delete, CTRL), (Key.Key_D, CTRL), (Key.Key_D, ALT),
        (Key.Key_M, CTRL), (Key.Key_B, CTRL), (Key.Key_C, ALT), (Key.Key_G, CTRL),
        (Key.Key_Q, NONE), (Key.Key_W, SHIFT), (Key.Key_L, NONE), (Key.Key_Left, NONE),
        (Key.Key_F2, NONE), (Key.Key_X, CTRL), (Key.Key_W, NONE), (Key.Key_E, NONE),
    ):  # fmt: skip
        hand.key(key, held)
    hand.expect_no_residue(before)


def test_ctrl_d_duplicates_with_its_sources(hand: Hand, one_entry: OneEntry) -> None:
    hand.select("prompt", "sampler")
    with one_entry():
        hand.key(Key.Key_D, CTRL)
        assert hand.scene.selected == ["prompt_2", "sampler_2"]
    assert hand.links["sampler_2.positive"] == "prompt_2.conditioning"
    assert hand.links["sampler_2.unet"] == "checkpoint.unet"
    assert hand.body("prompt_2").topLeft() == hand.body("prompt").topLeft() + QPointF(24, 24)


def test_copy_and_paste_at_the_mouse(hand: Hand, one_entry: OneEntry) -> None:
    hand.select("prompt", "sampler")
    hand.key(Key.Key_C, CTRL)
    copied = json.loads(QGuiApplication.clipboard().text())
    assert set(copied["nodes"]) == {"prompt", "sampler"}
    hand.move(QPointF(300, 440))
    with one_entry():
        hand.key(Key.Key_V, CTRL)
        assert hand.scene.selected == ["prompt_2", "sampler_2"]
    assert hand.document.layout.nodes["prompt_2"]["at"] == [300, 440]
    assert hand.links["sampler_2.positive"] == "prompt_2.conditioning"
    assert "sampler_2.unet" not in hand.links


def test_pasting_twice_does_not_hide_the_first(hand: Hand) -> None:
    hand.select("latent")
    hand.key(Key.Key_C, CTRL)
    hand.move(QPointF(300, 440))
    hand.key(Key.Key_V, CTRL)
    hand.key(Key.Key_V, CTRL)
    assert hand.document.layout.nodes["latent_2"]["at"] == [300, 440]
    assert hand.document.layout.nodes["latent_3"]["at"] == [324, 464]


def test_paste_with_its_inputs(hand: Hand, one_entry: OneEntry) -> None:
    hand.select("sampler")
    hand.key(Key.Key_C, CTRL)
    hand.move(QPointF(640, 400))
    with one_entry():
        hand.key(Key.Key_V, CTRL | SHIFT)
    assert hand.links["sampler_2.unet"] == "checkpoint.unet"
    assert hand.links["sampler_2.latent"] == "latent.latent"


def test_cut_is_one_entry(hand: Hand, one_entry: OneEntry) -> None:
    hand.select("save")
    with one_entry():
        hand.key(Key.Key_X, CTRL)
    assert "save" not in hand.scene.nodes
    hand.key(Key.Key_V, CTRL)
    assert "save" in hand.scene.nodes


def test_pasting_in_another_window(
    hand: Hand, one_entry: OneEntry, catalog: Catalog, tmp_path: Path
) -> None:
    hand.select("prompt", "latent")
    hand.key(Key.Key_G, CTRL)
    hand.key(Key.Key_Return)
    item = hand.scene.frames[0]
    hand.click(item.mapToScene(item.title_rect.center()))
    hand.key(Key.Key_C, CTRL)
    other = StudioWindow(catalog, SettingsStore(tmp_path / "other.json"), Theme.load("dark"))
    other.workspace.new()
    other.show()
    other.activateWindow()
    second = Hand(other)
    second.canvas.setFocus()
    QApplication.processEvents()
    second.key(Key.Key_V, CTRL)
    assert set(second.scene.nodes) == {"prompt", "latent"}
    assert len(second.scene.frames) == 1
    assert second.document.graph.nodes["prompt"].params == (
        hand.document.graph.nodes["prompt"].params
    )
    other.close()
    other.deleteLater()


def test_nodes_without_a_place_are_copied_as_they_are_shown(
    hand: Hand, write: Callable[..., Path]
) -> None:
    nodes = {name: {"type": "EmptyLatent"} for name in ("a", "b", "c")}
    hand.studio.open(write(nodes))
    hand.canvas.zoom_to_life()
    hand.key(Key.Key_A, CTRL)
    hand.key(Key.Key_C, CTRL)
    hand.move(hand.body("a").topLeft() + QPointF(400, 0))
    hand.key(Key.Key_V, CTRL)
    shift = hand.body("a_2").topLeft() - hand.body("a").topLeft()
    for name in ("b", "c"):
        assert hand.body(f"{name}_2").topLeft() - hand.body(name).topLeft() == shift


@pytest.mark.parametrize("text", ["Hello there!", "{", '{"a": 1}', "[" * 5000, ""])
def test_foreign_text_is_refused_with_a_sentence(hand: Hand, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    before = hand.moment()
    hand.key(Key.Key_V, CTRL)
    hand.expect_no_residue(before)
    assert hand.said.endswith(".")


def test_a_huge_paste_is_refused_with_a_sentence(hand: Hand) -> None:
    nodes = {f"n{at}": {"type": "EmptyLatent", "params": {"width": 512}} for at in range(30_000)}
    QGuiApplication.clipboard().setText(
        json.dumps({"format": "weft", "version": 1, "nodes": nodes})
    )
    before = hand.moment()
    hand.key(Key.Key_V, CTRL)
    hand.expect_no_residue(before)
    assert hand.said.endswith(".")
    QGuiApplication.clipboard().clear()


@pytest.mark.parametrize(("key", "state"), [(Key.Key_M, "muted"), (Key.Key_B, "bypassed")])
def test_mute_and_bypass(hand: Hand, one_entry: OneEntry, key: Key, state: str) -> None:
    text = hand.text
    hand.select("prompt")
    with one_entry():
        hand.key(key, CTRL)
        assert hand.document.graph.nodes["prompt"].state == state
        wire = hand.scene.links.wires["sampler", "positive"]
        assert wire.muted == (state == "muted")
        assert wire.dashed == (state == "bypassed")
        hand.select("prompt")
    hand.key(key, CTRL)
    assert hand.text == text


def test_collapse(hand: Hand, one_entry: OneEntry) -> None:
    text = hand.text
    hand.select("sampler")
    with one_entry():
        hand.key(Key.Key_C, ALT)
    assert hand.body("sampler").height() < 40
    assert hand.scene.links.wires["sampler", "unet"].end == hand.port("sampler.unet")
    hand.key(Key.Key_C, ALT)
    assert hand.text == text


def test_a_collapsed_node_spreads_its_ports_while_wiring(hand: Hand, one_entry: OneEntry) -> None:
    hand.select("sampler")
    hand.key(Key.Key_C, ALT)
    assert hand.port("sampler.unet") == hand.port("sampler.negative")
    with one_entry():
        hand.pull(hand.out("prompt.conditioning"), QPointF(560, 200))
        assert hand.port("sampler.unet") != hand.port("sampler.negative")
        hand.glide(QPointF(560, 200), hand.port("sampler.negative"))
        hand.release(hand.port("sampler.negative"))
    assert hand.links["sampler.negative"] == "prompt.conditioning"


def test_nudges_are_one_entry(hand: Hand, one_entry: OneEntry) -> None:
    hand.select("latent", "prompt")
    with one_entry():
        for _ in range(3):
            hand.key(Key.Key_Right)
        hand.key(Key.Key_Down, SHIFT)
    assert hand.document.layout.nodes["latent"]["at"] == [323, 248]
    assert hand.document.layout.nodes["prompt"]["at"] == [323, 8]


def test_nudges_of_another_selection_are_another_entry(hand: Hand) -> None:
    for node in ("latent", "prompt"):
        hand.select(node)
        hand.key(Key.Key_Left)
    assert hand.document.undo.count() == 2


def test_straighten(hand: Hand, one_entry: OneEntry) -> None:
    hand.select("decode", "sampler")
    with one_entry():
        hand.key(Key.Key_Q)
    wire = hand.scene.links.wires["decode", "latent"]
    assert wire.start.y() == wire.end.y()


@pytest.mark.parametrize(
    ("key", "side"),
    [
        (Key.Key_W, "top"),
        (Key.Key_A, "left"),
        (Key.Key_S, "bottom"),
        (Key.Key_D, "right"),
    ],
)
def test_align(hand: Hand, one_entry: OneEntry, key: Key, side: str) -> None:
    hand.select("prompt", "latent", "sampler")
    with one_entry():
        hand.key(key, SHIFT)
    edges = {getattr(hand.body(name), side)() for name in ("prompt", "latent", "sampler")}
    assert len(edges) == 1


@pytest.mark.parametrize("held", [NONE, SHIFT])
def test_lay_out(hand: Hand, one_entry: OneEntry, held: Held) -> None:
    hand.drag(hand.header("decode"), hand.header("decode") + QPointF(-300, 200))
    if held == NONE:
        hand.select("decode", "sampler", "prompt")
    with one_entry():
        hand.key(Key.Key_L, held)
    assert hand.body("decode").left() > hand.body("sampler").right()


def test_undo_and_redo_keys(hand: Hand) -> None:
    text = hand.text
    hand.select("latent")
    hand.key(Key.Key_Delete)
    after = hand.text
    hand.key(Key.Key_Z, CTRL)
    assert hand.text == text
    hand.key(Key.Key_Y, CTRL)
    assert hand.text == after
    hand.key(Key.Key_Z, CTRL)
    hand.key(Key.Key_Z, CTRL)
    assert hand.text == text


def test_undo_keeps_the_pictures(hand: Hand) -> None:
    from PySide6.QtGui import QImage

    picture = QImage(64, 64, QImage.Format.Format_RGB32)
    item = hand.scene.nodes["save"]
    item.show_picture(picture)
    hand.select("latent")
    hand.key(Key.Key_Delete)
    hand.key(Key.Key_Z, CTRL)
    assert hand.scene.nodes["save"] is item
    assert item.picture is picture


def test_commands_are_kept_from_running_during_a_drag(hand: Hand) -> None:
    hand.select("latent")
    text = hand.text
    hand.pull(hand.header("latent"), hand.header("latent") + QPointF(30, 90))
    hand.key(Key.Key_Delete)
    hand.key(Key.Key_Z, CTRL)
    assert hand.text == text
    assert hand.canvas.tool is not None
    hand.key(Key.Key_Escape)
    assert hand.text == text
