"""The keys dialog: finding by name and by key, and changing keys by pressing them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.actions.key_map import KeyMap
from app.actions.mouse_gestures import MOUSE_GESTURES
from app.actions.registry import Registry
from app.actions.table import TABLE
from app.dialogs.keys import CHANGED, MOUSE, KeysDialog
from app.look.theme import Theme

CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


class Keys:
    """The dialog over a registry, and the maps that it has emitted."""

    def __init__(self, host: QWidget) -> None:
        self.registry = Registry(host, Theme.load("dark"))
        self.registry.bind({"node.mute": lambda: None, "file.save": self._save})
        self.saved: list[bool] = []
        self.dialog = KeysDialog(host, self.registry)
        self.maps: list[KeyMap] = []
        self.dialog.keys_changed.connect(self.maps.append)
        self.dialog.show()

    def _save(self) -> None:
        self.saved.append(True)

    def find(self, text: str) -> None:
        self.dialog.field.line.clear()
        QTest.keyClicks(self.dialog.field.line, text)

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.dialog.field.line, key, held)

    def titles(self) -> list[str]:
        return [row.title for row in self.dialog.results.rows]

    def keys(self, name: str) -> tuple[str, ...]:
        return self.registry.key_map.keys(name)


@pytest.fixture
def keys(host: QWidget) -> Keys:
    return Keys(host)


def test_what_has_an_effect_and_mouse_gestures_are_there(keys: Keys) -> None:
    read_by_the_canvas = ("canvas.pan", "canvas.cut", "gesture.dot", "gesture.cancel")
    listed = ("file.save", "node.mute", *read_by_the_canvas)
    assert keys.titles() == [TABLE[name].text for name in listed]
    keys.dialog.pages.step(1)
    assert keys.dialog.pages.at == MOUSE
    assert len(keys.titles()) == len(MOUSE_GESTURES)
    keys.find("shake")
    assert keys.titles() == ["Shake a node"]
    assert not keys.dialog.change.isVisible()


def test_an_action_is_found_by_name_and_by_key(keys: Keys) -> None:
    keys.find("mut")
    assert keys.titles()[0] == "Mute"
    keys.find("Ctrl+M")
    assert keys.titles()[0] == "Mute"


def test_a_key_is_changed_by_pressing_it(keys: Keys) -> None:
    keys.find("mute")
    keys.press(Qt.Key.Key_Return)
    assert "Press the new key" in keys.dialog.chosen_title.text()
    keys.press(Qt.Key.Key_J, CTRL)
    assert keys.keys("node.mute") == ("Ctrl+J",)
    assert keys.maps == [keys.registry.key_map]
    row = keys.dialog.results.current()
    assert row is not None
    assert (row.title, row.end, row.caps) == ("Mute", "changed", ("Ctrl", "J"))
    assert keys.dialog.note.text() == "1 action has other keys."


def test_a_conflict_is_said_before_it_is_made(keys: Keys) -> None:
    keys.find("mute")
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_S, CTRL)
    assert keys.saved == [], "what is pressed for the dialog does nothing else"
    assert keys.dialog.chosen_note.text().startswith("Ctrl+S belongs to “Save”.")
    keys.press(Qt.Key.Key_Escape)
    assert keys.dialog.isVisible()
    assert keys.registry.key_map == KeyMap()
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_S, CTRL)
    keys.press(Qt.Key.Key_Return)
    assert keys.keys("node.mute") == ("Ctrl+S",)
    assert keys.keys("file.save") == ()


def test_a_second_key_is_added(keys: Keys) -> None:
    keys.find("mute")
    QTest.mouseClick(keys.dialog.add, Qt.MouseButton.LeftButton)
    QTest.keyClick(keys.dialog.add, Qt.Key.Key_F9)
    assert keys.keys("node.mute") == ("Ctrl+M", "F9")


def test_keys_go_and_come_back(keys: Keys) -> None:
    keys.find("mute")
    QTest.mouseClick(keys.dialog.remove, Qt.MouseButton.LeftButton)
    assert keys.keys("node.mute") == ()
    assert not keys.dialog.remove.isEnabled()
    QTest.mouseClick(keys.dialog.reset, Qt.MouseButton.LeftButton)
    assert keys.registry.key_map == KeyMap()
    assert not keys.dialog.reset.isEnabled()


def test_the_default_takes_its_key_back(keys: Keys) -> None:
    keys.registry.set_key_map(KeyMap().moved("node.bypass", "Ctrl+M"))
    keys.find("mute")
    QTest.mouseClick(keys.dialog.reset, Qt.MouseButton.LeftButton)
    assert keys.keys("node.mute") == ("Ctrl+M",)
    assert keys.keys("node.bypass") == ()
    assert keys.registry.key_map.conflicts() == ()


def test_all_are_reset_after_a_second_click(keys: Keys) -> None:
    keys.registry.set_key_map(KeyMap().with_keys("node.mute", ("F9",)))
    keys.dialog.pages.show_choice(CHANGED)
    keys.dialog.show_actions()
    assert keys.titles() == ["Mute"]
    QTest.mouseClick(keys.dialog.reset_all, Qt.MouseButton.LeftButton)
    assert keys.keys("node.mute") == ("F9",)
    QTest.mouseClick(keys.dialog.reset_all, Qt.MouseButton.LeftButton)
    assert keys.registry.key_map == KeyMap()
    assert keys.titles() == []
