"""The choice editor: list, filter, wheel and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.editors.choice import ChoiceEditor
from app.editors.list_popup import ListPopup
from tests.app.editors.conftest import Heard, MakeSpec, Stage, press, turn_wheel

Key, LEFT = Qt.Key, Qt.MouseButton.LeftButton
SAMPLERS = ("ddim", "euler", "euler_ancestral", "heun", "dpmpp_2m", "dpmpp_2m_sde")


@pytest.fixture
def editor(stage: Stage, make_spec: MakeSpec, heard: Heard) -> ChoiceEditor:
    made = stage.put(make_spec("str", "euler", choices=SAMPLERS), "euler")
    assert isinstance(made, ChoiceEditor)
    heard.to(made)
    return made


def opened(editor: ChoiceEditor) -> ListPopup:
    popup = editor.popup
    assert popup is not None
    assert popup.isVisible()
    QApplication.processEvents()
    return popup


def shown(popup: ListPopup) -> list[str]:
    return [row.text for row in popup.model.rows]


def test_a_click_opens_the_list_at_the_value(editor: ChoiceEditor) -> None:
    QTest.mouseClick(editor, LEFT)
    popup = opened(editor)
    assert shown(popup) == list(SAMPLERS)
    assert popup.list.currentIndex().row() == 1


def test_a_row_is_chosen_with_the_mouse(editor: ChoiceEditor, heard: Heard) -> None:
    QTest.mouseClick(editor, LEFT)
    popup = opened(editor)
    at = popup.list.visualRect(popup.model.index(3)).center()
    QTest.mouseClick(popup.list.viewport(), LEFT, pos=at)
    assert (editor.value, heard.values, heard.ends) == ("heun", ["heun"], ["finished"])
    assert editor.popup is None


def test_typing_filters_and_enter_chooses(editor: ChoiceEditor, heard: Heard) -> None:
    editor.setFocus()
    press(Key.Key_D)
    popup = opened(editor)
    QTest.keyClicks(popup.filter, "pm")
    assert shown(popup) == ["dpmpp_2m", "dpmpp_2m_sde"]
    QTest.keyClick(popup.filter, Key.Key_Down)
    QTest.keyClick(popup.filter, Key.Key_Return)
    assert editor.value == "dpmpp_2m_sde"


def test_nothing_fits(editor: ChoiceEditor) -> None:
    editor.open_list("xyz")
    popup = opened(editor)
    assert shown(popup) == ["Nothing fits."]
    QTest.keyClick(popup.filter, Key.Key_Return)
    assert editor.value == "euler"


def test_escape_closes_the_list(editor: ChoiceEditor, heard: Heard) -> None:
    editor.open_list()
    popup = opened(editor)
    QTest.keyClick(popup.filter, Key.Key_Down)
    QTest.keyClick(popup.filter, Key.Key_Escape)
    assert (editor.value, heard.values, heard.ends) == ("euler", [], ["cancelled"])
    assert editor.hasFocus()


def test_arrows_and_ends(editor: ChoiceEditor) -> None:
    editor.setFocus()
    press(Key.Key_Down)
    assert editor.value == "euler_ancestral"
    press(Key.Key_End)
    press(Key.Key_Down)
    assert editor.value == SAMPLERS[-1]
    press(Key.Key_Home)
    assert editor.value == SAMPLERS[0]


def test_the_wheel_works_on_a_focused_field_only(editor: ChoiceEditor) -> None:
    turn_wheel(editor, -1)
    assert editor.value == "euler"
    editor.setFocus()
    turn_wheel(editor, -1)
    assert editor.value == "euler_ancestral"


def test_the_doc_stands_below_the_list(editor: ChoiceEditor) -> None:
    editor.open_list()
    popup = opened(editor)
    assert "What it is." in popup.doc.text()
    assert popup.rect().contains(popup.doc.geometry())
    assert popup.list.geometry().bottom() < popup.doc.geometry().top()
