"""Switches and lines of text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.editors.line import LineEditor
from app.editors.switch import SwitchEditor
from graph_engine.hints import FileName, FolderName
from tests.app.editors.conftest import Heard, MakeSpec, Stage, press, type_text

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton


def test_a_switch_turns(stage: Stage, make_spec: MakeSpec, heard: Heard) -> None:
    editor = stage.put(make_spec("bool", False), False)
    assert isinstance(editor, SwitchEditor)
    heard.to(editor)
    QTest.mouseClick(editor, LEFT)
    assert (editor.value, heard.values) == (True, [True])
    editor.setFocus()
    press(Key.Key_Space)
    assert editor.value is False
    press(Key.Key_Right)
    press(Key.Key_Right)
    assert heard.values == [True, False, True]
    assert editor.accessibleDescription() == "on"


def test_a_line_is_taken_as_it_is_typed(stage: Stage, make_spec: MakeSpec, heard: Heard) -> None:
    editor = stage.put(make_spec("str", ""), "ink")
    heard.to(editor)
    editor.start()
    type_text("wash")
    assert heard.values == ["w", "wa", "was", "wash"]
    press(Key.Key_Return)
    assert heard.ends == ["finished"]


@pytest.mark.parametrize(
    ("hint", "text", "words"),
    [(FileName(), "a/b", "plain file name"), (FolderName(), "../up", "does not leave")],
)
def test_wrong_names_are_named_and_never_kept(
    stage: Stage,
    make_spec: MakeSpec,
    heard: Heard,
    hint: FileName | FolderName,
    text: str,
    words: str,
) -> None:
    editor = stage.put(make_spec("str", "weft", hint), "weft")
    assert isinstance(editor, LineEditor)
    heard.to(editor)
    editor.start()
    type_text(text)
    assert words in editor.note.text
    press(Key.Key_Return)
    assert heard.ends == []
    stage.neighbour.setFocus()
    assert heard.ends == ["finished"]
    assert heard.values[-1] == editor.value
    assert editor.spec.problem(editor.value) == ""


def test_escape_gives_the_old_text_back(stage: Stage, make_spec: MakeSpec, heard: Heard) -> None:
    editor = stage.put(make_spec("str", "weft", FileName()), "weft")
    heard.to(editor)
    editor.start()
    type_text("peaks")
    press(Key.Key_Escape)
    assert (editor.value, heard.ends) == ("weft", ["cancelled"])
