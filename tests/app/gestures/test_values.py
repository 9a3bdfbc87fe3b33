"""Values and words on the canvas: dragged, typed, switched, renamed and written."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from app.editors.editor import Editor
from tests.app.gestures.conftest import OneEntry
from tests.app.gestures.hand import CTRL, NONE, SHIFT, Hand, Held, Key


def value(hand: Hand, key: str) -> Any:
    node, _, param = key.partition(".")
    return hand.document.graph.nodes[node].params.get(param)


def painted(hand: Hand, key: str) -> Any:
    node, _, param = key.partition(".")
    return next(p.value for p in hand.scene.nodes[node].view.params if p.name == param)


def editor(hand: Hand) -> Editor:
    made = hand.page.floating.widget
    assert isinstance(made, Editor)
    assert made.isVisible()
    return made


def pull(hand: Hand, dx: float, held: Held = NONE) -> None:
    """Drag the guidance sideways by some pixels."""
    start = hand.field("sampler", "guidance")
    hand.press(start)
    for step in range(1, 5):
        hand.move(start + QPointF(dx * step / 4, 0), held)


def test_a_sideways_drag_changes_a_number(hand: Hand, one_entry: OneEntry) -> None:
    with one_entry():
        pull(hand, 40)
        assert painted(hand, "sampler.guidance") > 5.0
        assert value(hand, "sampler.guidance") == 5.0
        hand.release(hand.field("sampler", "guidance"))
    assert value(hand, "sampler.guidance") > 5.0
    assert hand.page.floating.widget is None


def test_shift_is_fine_and_ctrl_is_coarse(hand: Hand) -> None:
    changed = {}
    for held in (SHIFT, NONE, CTRL):
        pull(hand, 48, held)
        changed[held] = painted(hand, "sampler.guidance") - 5.0
        hand.key(Key.Key_Escape)
    assert 0 < changed[SHIFT] < changed[NONE] < changed[CTRL]


@pytest.mark.parametrize("end", ["escape", "focus"])
def test_a_cancelled_drag_of_a_value_leaves_nothing(hand: Hand, end: str) -> None:
    hand.select("decode")
    before = hand.moment()
    pull(hand, 60)
    if end == "escape":
        hand.key(Key.Key_Escape)
    else:
        hand.studio.workspace.tabBar().setFocus()
    hand.expect_no_residue(before)
    hand.release(QPointF(0, 0))
    hand.expect_no_residue(before)


def test_a_click_types_a_sum(hand: Hand, one_entry: OneEntry) -> None:
    with one_entry():
        hand.click(hand.field("latent", "width"))
        assert (
            editor(hand).geometry().center() == hand.view(hand.field("latent", "width")).toPoint()
        )
        hand.type("512*1.5")
        hand.key(Key.Key_Return)
        assert value(hand, "latent.width") == 768
        assert hand.page.floating.widget is None
        assert QApplication.focusWidget() is hand.canvas


def test_escape_takes_back_what_was_typed(hand: Hand) -> None:
    before, text = hand.moment(), hand.text
    hand.click(hand.field("latent", "width"))
    hand.type("640")
    assert value(hand, "latent.width") == 640
    hand.key(Key.Key_Escape)
    assert hand.text == text
    assert hand.document.undo.count() == before.undo[1]
    assert hand.page.floating.widget is None
    assert QApplication.focusWidget() is hand.canvas


def test_typing_is_one_entry_and_stays_when_one_clicks_elsewhere(
    hand: Hand, one_entry: OneEntry
) -> None:
    with one_entry():
        hand.click(hand.field("prompt", "text"))
        hand.key(Key.Key_A, CTRL)
        hand.type("a green hill")
        hand.click(QPointF(700, 480))
    assert value(hand, "prompt.text") == "a green hill"
    assert hand.page.floating.widget is None


def test_escape_keeps_a_prompt_and_undo_takes_it_back(hand: Hand, one_entry: OneEntry) -> None:
    with one_entry():
        hand.click(hand.field("prompt", "text"))
        hand.type(", in the morning fog")
        hand.key(Key.Key_Escape)
        assert hand.page.floating.widget is None
        assert QApplication.focusWidget() is hand.canvas
    assert value(hand, "prompt.text").endswith(", in the morning fog")


def test_ctrl_enter_ends_a_prompt_and_runs(hand: Hand) -> None:
    ran = []
    hand.studio.actions_of.bind(
        {"run.run": lambda: ran.append((hand.page.floating.widget, value(hand, "prompt.text")))}
    )
    hand.click(hand.field("prompt", "text"))
    hand.key(Key.Key_A, CTRL)
    hand.type("a green hill")
    hand.key(Key.Key_Return, CTRL)
    assert ran == [(None, "a green hill")]
    assert QApplication.focusWidget() is hand.canvas


def test_two_times_typing_are_two_entries(hand: Hand) -> None:
    for words in ("one", "two"):
        hand.click(hand.field("prompt", "text"))
        hand.key(Key.Key_A, CTRL)
        hand.type(words)
        hand.click(QPointF(700, 480))
    assert hand.document.undo.count() == 2


def test_the_editor_follows_the_canvas(hand: Hand) -> None:
    hand.click(hand.field("latent", "width"))
    before = editor(hand).geometry().center()
    hand.wheel(QPointF(900, 300), 2)
    assert editor(hand).geometry().center() != before
    to = hand.view(hand.field("latent", "width")).toPoint()
    assert (editor(hand).geometry().center() - to).manhattanLength() <= 2


def test_far_away_the_editor_is_still_legible(hand: Hand) -> None:
    hand.click(hand.field("latent", "width"))
    close = editor(hand).height()
    hand.key(Key.Key_Escape)
    hand.canvas.zoom_by(0.3 / hand.canvas.zoom)
    hand.select("latent")
    hand.key(Key.Key_E)
    assert editor(hand).height() >= 0.75 * close
    hand.key(Key.Key_Escape)


def test_the_wheel_counts_only_over_a_focused_field(hand: Hand, one_entry: OneEntry) -> None:
    zoom = hand.canvas.zoom
    hand.wheel(hand.field("latent", "width"), 1)
    assert value(hand, "latent.width") == 128
    assert hand.canvas.zoom > zoom
    with one_entry():
        hand.click(hand.field("latent", "width"))
        hand.wheel(QPointF(), 1, widget=editor(hand))
        hand.key(Key.Key_Return)
    assert value(hand, "latent.width") > 128


def unfold(hand: Hand, node: str) -> None:
    item = hand.scene.nodes[node]
    assert item.shape_of.fold is not None
    hand.click(item.mapToScene(item.shape_of.fold.center()))


def test_defaults_unfold_and_fold(hand: Hand, one_entry: OneEntry) -> None:
    with one_entry():
        unfold(hand, "decode")
    assert "tiled" in hand.scene.nodes["decode"].shape_of.fields
    unfold(hand, "decode")
    assert "tiled" not in hand.scene.nodes["decode"].shape_of.fields


def test_a_click_turns_a_switch(hand: Hand) -> None:
    unfold(hand, "decode")
    text, entries = hand.text, hand.document.undo.index()
    hand.click(hand.field("decode", "tiled"))
    assert value(hand, "decode.tiled") is True
    hand.expect_one_entry(text, entries)


def test_f2_renames(hand: Hand, one_entry: OneEntry) -> None:
    hand.select("sampler")
    with one_entry():
        hand.key(Key.Key_F2)
        hand.type("Painter")
        hand.key(Key.Key_Return)
    assert hand.scene.nodes["sampler"].view.title == "Painter"
    assert QApplication.focusWidget() is hand.canvas


def test_a_double_click_on_a_title_renames_and_escape_does_not(hand: Hand) -> None:
    before = hand.text
    hand.double_click(hand.header("sampler"))
    assert isinstance(hand.page.floating.widget, QLineEdit)
    hand.type("Painter")
    hand.key(Key.Key_Escape)
    assert hand.text == before
    hand.double_click(hand.header("sampler"))
    hand.type("Painter")
    hand.click(QPointF(700, 480))
    assert hand.scene.nodes["sampler"].view.title == "Painter"


def test_an_emptied_title_is_the_types_own_again(hand: Hand) -> None:
    text = hand.text
    hand.select("sampler")
    for words in ("Painter", ""):
        hand.key(Key.Key_F2)
        hand.key(Key.Key_Backspace)
        hand.type(words)
        hand.key(Key.Key_Return)
    assert hand.scene.nodes["sampler"].view.title == "Sample"
    assert hand.text == text


def test_an_unchanged_title_is_no_edit(hand: Hand) -> None:
    hand.select("sampler")
    hand.key(Key.Key_F2)
    hand.key(Key.Key_Return)
    assert hand.document.undo.count() == 0


def test_ctrl_g_frames_and_asks_for_a_title(hand: Hand) -> None:
    hand.select("prompt", "latent")
    hand.key(Key.Key_G, CTRL)
    hand.type("Words")
    hand.key(Key.Key_Return)
    (frame,) = hand.document.layout.frames
    assert frame["title"] == "Words"
    box = hand.scene.frames[0].sceneBody()
    assert box.contains(hand.body("prompt"))
    assert box.contains(hand.body("latent"))
    assert not box.contains(hand.body("sampler"))
    hand.key(Key.Key_Z, CTRL)
    hand.key(Key.Key_Z, CTRL)
    assert not hand.scene.frames


def test_a_frames_title_is_edited_by_a_double_click(hand: Hand) -> None:
    hand.select("latent")
    hand.key(Key.Key_G, CTRL)
    hand.key(Key.Key_Escape)
    text, entries = hand.text, hand.document.undo.index()
    item = hand.scene.frames[0]
    hand.double_click(item.mapToScene(item.title_rect.center()))
    hand.type("Size")
    hand.key(Key.Key_Return)
    assert hand.document.layout.frames[0]["title"] == "Size"
    hand.expect_one_entry(text, entries)


def test_a_note_is_written(hand: Hand) -> None:
    hand.move(QPointF(900, 420))
    hand.key(Key.Key_M, CTRL | SHIFT)
    assert isinstance(hand.page.floating.widget, QPlainTextEdit)
    hand.type("**Seeds** matter")
    hand.click(QPointF(700, 480))
    (note,) = hand.document.layout.notes
    assert note["text"] == "**Seeds** matter"
    assert note["at"] == [900, 420]
    text, entries = hand.text, hand.document.undo.index()
    hand.double_click(hand.scene.notes[0].sceneBody().center())
    hand.type("Less")
    hand.key(Key.Key_Escape)
    assert hand.document.layout.notes[0]["text"] == "Less"
    hand.expect_one_entry(text, entries)


def test_undo_while_a_value_is_open_shows_the_older_value(hand: Hand) -> None:
    hand.click(hand.field("latent", "width"))
    hand.type("640")
    hand.key(Key.Key_Return)
    hand.click(hand.field("latent", "height"))
    hand.page.document.undo.undo()
    assert value(hand, "latent.width") == 128
    hand.key(Key.Key_Return)
    assert value(hand, "latent.height") == 128
