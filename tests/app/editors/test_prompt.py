"""The prompt editor under real keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.editors.context import EditorContext, ModelEntry, TokenCount
from app.editors.prompt import PromptEditor
from graph_engine.hints import Prompt
from tests.app.editors.conftest import Heard, MakeSpec, Stage, focused, press, type_text

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
TEXT = "a tree at sunset, low sun"


@pytest.fixture
def full(context: EditorContext) -> EditorContext:
    names = ("ink_wash", "ink_line", "glow")
    models = tuple(ModelEntry(name, "embedding") for name in names)

    def count(text: str) -> TokenCount:
        words = text.split()
        return TokenCount(len(words), 6, tuple(words[6:]))

    return replace(context, models=(*models, ModelEntry("ink_model", "lora")), count_tokens=count)


@pytest.fixture
def editor(stage: Stage, make_spec: MakeSpec, full: EditorContext, heard: Heard) -> PromptEditor:
    made = stage.put(make_spec("str", "", Prompt()), TEXT, full)
    assert isinstance(made, PromptEditor)
    heard.to(made)
    made.start()
    return made


def select(editor: PromptEditor, words: str) -> None:
    cursor, start = editor.text.textCursor(), editor.text.toPlainText().index(words)
    cursor.setPosition(start)
    cursor.setPosition(start + len(words), QTextCursor.MoveMode.KeepAnchor)
    editor.text.setTextCursor(cursor)


def test_typing_changes_and_leaving_keeps(editor: PromptEditor, stage: Stage, heard: Heard) -> None:
    type_text(", x")
    assert heard.values[-1] == TEXT + ", x"
    press(Key.Key_Return)
    assert editor.value == TEXT + ", x\n"
    assert heard.ends == []
    press(Key.Key_Tab)
    assert not editor.text.hasFocus()
    assert heard.ends == ["finished"]


def test_escape_ends_and_keeps_the_text(editor: PromptEditor, heard: Heard) -> None:
    type_text(" more")
    press(Key.Key_Escape)
    assert (editor.value, heard.ends) == (TEXT + " more", ["finished"])
    assert editor.text.toPlainText() == TEXT + " more"


def test_weight_keys(editor: PromptEditor, heard: Heard) -> None:
    select(editor, "sunset")
    press(Key.Key_Up, CTRL)
    press(Key.Key_Up, CTRL)
    assert editor.value == "a tree at (sunset:1.1), low sun"
    assert editor.text.textCursor().selectedText() == "(sunset:1.1)"
    press(Key.Key_Down, CTRL)
    press(Key.Key_Down, CTRL)
    assert editor.value == TEXT
    press(Key.Key_Down, CTRL)
    assert editor.value == "a tree at (sunset:0.95), low sun"


def test_weights_of_words_beyond_the_first_plane(editor: PromptEditor) -> None:
    editor.set_value("🌅 a sunset")
    select_at = editor.text.toPlainText()
    assert select_at == "🌅 a sunset"
    editor.text.go_to_end()
    press(Key.Key_Up, CTRL)
    assert editor.value == "🌅 a (sunset:1.05)"


def test_undo_is_its_own(editor: PromptEditor) -> None:
    select(editor, "sunset")
    press(Key.Key_Up, CTRL)
    press(Key.Key_Z, CTRL)
    assert editor.value == TEXT


def test_control_enter_is_left_to_the_window(editor: PromptEditor, heard: Heard) -> None:
    press(Key.Key_Return, CTRL)
    assert (editor.value, heard.ends) == (TEXT, ["finished"])


def test_tokens_are_counted_and_lost_words_named(editor: PromptEditor) -> None:
    assert editor.footer == ("Ctrl ↑ ↓ weight", "6 of 6 tokens")
    type_text(" clean shapes")
    assert editor.footer == ("Not read: clean shapes", "8 of 6 tokens")


def test_embeddings_complete(editor: PromptEditor) -> None:
    type_text(" embedding:ink")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    assert popup.accessibleName() == "Embeddings"
    QTest.keyClick(popup, Key.Key_Return)
    assert editor.value == TEXT + " embedding:ink_line"
    assert QApplication.activePopupWidget() is None


def test_it_grows_downwards_on_a_node(
    stage: Stage, make_spec: MakeSpec, context: EditorContext
) -> None:
    on_node = replace(context, home="node")
    editor = stage.put(make_spec("str", "", Prompt()), "one", on_node)
    editor.start()
    before = editor.geometry()
    for _ in range(6):
        type_text("line")
        press(Key.Key_Return)
    assert editor.height() > before.height()
    assert (editor.pos(), editor.width()) == (before.topLeft(), before.width())
    assert focused() is editor.focusProxy()
