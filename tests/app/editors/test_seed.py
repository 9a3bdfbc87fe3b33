"""The seed editor: dice, lock, and numbers beyond Qt's own integers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.editors.seed import SeedEditor
from graph_engine.hints import Seed
from tests.app.editors.conftest import Heard, MakeSpec, Stage, focused, press, type_text

LEFT, LARGEST = Qt.MouseButton.LeftButton, 2**64 - 1


@pytest.fixture
def editor(stage: Stage, make_spec: MakeSpec, heard: Heard) -> SeedEditor:
    made = stage.put(make_spec("int", 0, Seed()), 8214077)
    assert isinstance(made, SeedEditor)
    heard.to(made)
    return made


def test_thousands_are_grouped(editor: SeedEditor) -> None:
    assert editor.shown_text == "8\u00a0214\u00a0077"


def test_the_largest_seed_is_typed(editor: SeedEditor, heard: Heard) -> None:
    editor.start()
    type_text(str(LARGEST))
    press(Qt.Key.Key_Return)
    assert editor.value == heard.values[-1] == LARGEST
    assert editor.shown_text == "18\u00a0446\u00a0744\u00a0073\u00a0709\u00a0551\u00a0615"


def test_one_more_is_refused(editor: SeedEditor, heard: Heard) -> None:
    editor.start()
    type_text("2**64")
    press(Qt.Key.Key_Return)
    assert "18446744073709551615" in editor.note.text
    assert heard.ends == []
    press(Qt.Key.Key_Escape)
    assert editor.value == 8214077


def test_dice_and_lock(editor: SeedEditor) -> None:
    told: list[str] = []
    editor.behaviour_changed.connect(told.append)
    QTest.mouseClick(editor.dice, LEFT)
    assert (editor.behaviour, editor.shown_text) == ("random", "random")
    editor.set_value(17)
    assert editor.shown_text == "17"
    QTest.mouseClick(editor.dice, LEFT)
    assert (editor.behaviour, editor.shown_text) == ("next", "17")
    QTest.mouseClick(editor.lock, LEFT)
    assert told == ["random", "next", "fixed"]
    assert editor.lock.lit
    assert not editor.dice.lit


def test_typing_a_seed_keeps_it(editor: SeedEditor) -> None:
    editor.set_behaviour("random")
    editor.start()
    type_text("5")
    assert (editor.behaviour, editor.value) == ("fixed", 5)


def test_the_buttons_are_in_the_tab_order(editor: SeedEditor, heard: Heard) -> None:
    editor.start()
    press(Qt.Key.Key_Tab)
    assert focused() is editor.dice
    assert heard.ends == []
    press(Qt.Key.Key_Space)
    assert editor.behaviour == "random"


def test_arrows_count(editor: SeedEditor) -> None:
    editor.start()
    press(Qt.Key.Key_Up)
    assert editor.value == 8214078
    editor.set_value(0)
    press(Qt.Key.Key_Down)
    assert editor.value == 0
