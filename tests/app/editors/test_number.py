"""The number editor and the slider under real mouse and key events."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from shiboken6 import isValid

from app.editors.number import NumberEditor
from graph_engine.hints import Number, Size, Slider
from graph_engine.spec import InputSpec
from tests.app.editors.conftest import Heard, MakeSpec, Stage, drag, press, turn_wheel, type_text

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def guidance(make_spec: MakeSpec) -> InputSpec:
    return make_spec("float", 7.5, Number(0, 100, 0.5))


@pytest.fixture
def editor(stage: Stage, guidance: InputSpec, heard: Heard) -> NumberEditor:
    made = stage.put(guidance, 7.5)
    assert isinstance(made, NumberEditor)
    heard.to(made)
    return made


def click(editor: NumberEditor) -> None:
    QTest.mouseClick(editor, LEFT)


def test_a_click_types(editor: NumberEditor, heard: Heard) -> None:
    click(editor)
    assert editor.typing
    type_text("12")
    assert heard.values == [1.0, 12.0]
    press(Key.Key_Return)
    assert (editor.value, editor.typing, heard.ends) == (12.0, False, ["finished"])


def test_a_sum_is_worked_out(stage: Stage, make_spec: MakeSpec, heard: Heard) -> None:
    editor = stage.put(make_spec("int", 512, Size()), 512)
    assert isinstance(editor, NumberEditor)
    heard.to(editor)
    click(editor)
    type_text("512*1.5")
    assert editor.shown_result == "768"
    press(Key.Key_Return)
    assert editor.value == 768


def test_a_wrong_sum_is_named_and_nothing_is_lost(editor: NumberEditor, heard: Heard) -> None:
    click(editor)
    type_text("5*")
    press(Key.Key_Return)
    assert editor.typing
    assert editor.note.isVisible()
    assert "is no number" in editor.note.text
    press(Key.Key_Escape)
    assert editor.value == 7.5
    assert heard.ends == ["cancelled"]
    assert not editor.note.isVisible()


def test_leaving_a_wrong_sum_keeps_the_value_from_before(
    editor: NumberEditor, stage: Stage, heard: Heard
) -> None:
    click(editor)
    type_text("5*")
    stage.neighbour.setFocus()
    assert editor.value == 7.5
    assert heard.values[-1] == 7.5
    assert heard.ends == ["finished"]


def test_leaving_keeps_what_was_typed(editor: NumberEditor, stage: Stage, heard: Heard) -> None:
    click(editor)
    type_text("9")
    stage.neighbour.setFocus()
    assert (editor.value, heard.ends) == (9.0, ["finished"])


def test_limits_clamp_with_a_note(editor: NumberEditor) -> None:
    click(editor)
    type_text("500")
    press(Key.Key_Return)
    assert editor.value == 100.0
    assert editor.note.text == "from 0 to 100"


def test_a_digit_on_the_focused_field_types(editor: NumberEditor) -> None:
    editor.setFocus()
    type_text("3")
    assert editor.typing
    type_text(".5")
    press(Key.Key_Return)
    assert editor.value == 3.5


@pytest.mark.parametrize(
    ("key", "held", "value"),
    [
        (Key.Key_Up, Qt.KeyboardModifier.NoModifier, 8.0),
        (Key.Key_Down, Qt.KeyboardModifier.NoModifier, 7.0),
        (Key.Key_Right, Qt.KeyboardModifier.NoModifier, 8.0),
        (Key.Key_Up, SHIFT, 7.55),
        (Key.Key_Up, CTRL, 12.5),
        (Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0.0),
        (Key.Key_End, Qt.KeyboardModifier.NoModifier, 100.0),
    ],
)
def test_keys_step(
    editor: NumberEditor, key: Qt.Key, held: Qt.KeyboardModifier, value: float
) -> None:
    editor.setFocus()
    press(key, held)
    assert editor.value == value


def test_arrows_step_while_typing(editor: NumberEditor) -> None:
    click(editor)
    press(Key.Key_Up)
    assert editor.value == 8.0
    assert editor.typing


def test_the_wheel_works_on_a_focused_field_only(editor: NumberEditor) -> None:
    turn_wheel(editor, 2)
    assert editor.value == 7.5
    editor.setFocus()
    turn_wheel(editor, 2)
    assert editor.value == 8.5
    turn_wheel(editor, -1)
    assert editor.value == 8.0


def test_dragging_sideways(editor: NumberEditor, heard: Heard) -> None:
    drag(editor, 40)
    assert editor.value == 12.5
    assert len(heard.values) > 1
    assert heard.ends == ["finished"]
    assert not editor.typing
    drag(editor, 40, SHIFT)
    assert editor.value == 13.0
    drag(editor, -8, CTRL)
    assert editor.value == 3.0


def test_the_pointer_hides_while_dragging(editor: NumberEditor) -> None:
    drag(editor, 40, release=False)
    assert editor.cursor().shape() == Qt.CursorShape.BlankCursor
    QTest.mouseRelease(editor, LEFT)
    assert editor.cursor().shape() == Qt.CursorShape.SizeHorCursor


def test_escape_takes_a_drag_back(editor: NumberEditor, heard: Heard) -> None:
    drag(editor, 40, release=False)
    assert editor.value == 12.5
    press(Key.Key_Escape)
    assert editor.value == 7.5
    QTest.mouseRelease(editor, LEFT)
    assert editor.value == 7.5
    assert not editor.typing
    assert heard.ends == ["cancelled"]


def test_a_slider_follows_the_pointer_over_its_width(stage: Stage, make_spec: MakeSpec) -> None:
    editor = stage.put(make_spec("float", 0.0, Slider(0, 1, 0.01)), 0.0)
    drag(editor, editor.width() // 2)
    assert editor.value == pytest.approx(0.5, abs=0.011)


def test_a_value_from_elsewhere_is_shown_and_not_signalled(
    editor: NumberEditor, heard: Heard
) -> None:
    editor.set_value(3.0)
    assert (editor.value, heard.values) == (3.0, [])
    assert editor.accessibleDescription() == "3.0"
    assert editor.accessibleName() == "param"


def test_control_enter_is_left_to_the_window(editor: NumberEditor, heard: Heard) -> None:
    click(editor)
    press(Key.Key_Return, CTRL)
    assert heard.ends == []


def test_leaving_after_escape_says_nothing_more(
    editor: NumberEditor, stage: Stage, heard: Heard
) -> None:
    click(editor)
    type_text("9")
    press(Key.Key_Escape)
    stage.neighbour.setFocus()
    assert (editor.value, heard.ends) == (7.5, ["cancelled"])


def test_no_note_stays_behind_an_editor_that_closes(editor: NumberEditor, stage: Stage) -> None:
    editor.finished.connect(editor.hide)
    click(editor)
    type_text("500")
    assert editor.note.isVisible()
    press(Key.Key_Return)
    assert editor.value == 100.0
    assert not editor.note.isVisible()
    editor.show()
    click(editor)
    type_text("500")
    note = editor.note
    editor.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not isValid(note)
