"""The table of actions, the menus made of it, and the map of keys."""

from __future__ import annotations

import re

import pytest

from app.actions.action import Action
from app.actions.key_map import KeyMap, key_caps, portable_key, read_key_map, sequences, shown_key
from app.actions.menus import MENU_BAR, listed, menu_path
from app.actions.table import TABLE

# The rows of the gesture table that have a key.
GESTURE_KEYS = {
    "node.add": "Tab", "canvas.menu": "Menu", "node.take_out": "Alt+D", "canvas.cut": "Y",
    "gesture.dot": ".", "edit.delete": "Del", "edit.delete_heal": "Ctrl+Del",
    "canvas.frame": "Ctrl+G", "edit.duplicate": "Ctrl+D", "edit.copy": "Ctrl+C",
    "edit.cut": "Ctrl+X", "edit.paste": "Ctrl+V", "edit.paste_linked": "Ctrl+Shift+V",
    "node.mute": "Ctrl+M", "node.bypass": "Ctrl+B", "node.collapse": "Alt+C",
    "view.frame_selection": "F", "view.frame_all": "Home", "canvas.pan": "Space",
    "arrange.nudge_left": "Left", "arrange.step_up": "Shift+Up", "arrange.straighten": "Q",
    "arrange.top": "Shift+W", "arrange.left": "Shift+A", "arrange.bottom": "Shift+S",
    "arrange.right": "Shift+D", "arrange.lay_out": "L", "arrange.lay_out_all": "Shift+L",
    "view.minimap": "M", "node.rename": "F2", "edit.find": "Ctrl+F", "walk.left": "Ctrl+Left",
    "run.run": "Ctrl+Return", "node.run_to": "Ctrl+Shift+Return", "run.stop": "Ctrl+.",
    "edit.undo": "Ctrl+Z", "edit.redo": "Ctrl+Shift+Z", "gesture.cancel": "Esc",
    "view.commands": "Ctrl+Shift+P", "subgraph.fold": "Ctrl+Shift+E",
    "subgraph.enter": "Return", "subgraph.leave": "Backspace",
}  # fmt: skip


def test_every_key_of_the_gesture_table_is_there() -> None:
    assert {name: TABLE[name].keys[0] for name in GESTURE_KEYS} == GESTURE_KEYS
    assert "." in TABLE["view.frame_selection"].keys
    assert "Ctrl+Y" in TABLE["edit.redo"].keys


@pytest.mark.parametrize("action", TABLE.values(), ids=TABLE.keys())
def test_an_action_is_whole(action: Action) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", action.id)
    assert action.text == action.text.strip() != ""
    assert re.fullmatch(r"[A-Z].*\.", action.doc)
    assert all(portable_key(key) == key for key in action.keys)


def test_the_defaults_do_not_conflict() -> None:
    assert KeyMap().conflicts() == ()


def test_every_action_stands_in_a_menu() -> None:
    without = {name for name, action in TABLE.items() if action.held or action.where == "gesture"}
    assert listed() | without == set(TABLE)
    for menu in MENU_BAR:
        assert set(menu.ids()) <= set(TABLE)
    assert menu_path("edit.select_all") == "Edit ▸ Select"
    assert menu_path("run.run") == "Run"
    assert menu_path("wire.cut") == ""


def test_keys_change_and_come_back() -> None:
    changed = KeyMap().with_keys("edit.delete", ("Backspace", "Del", "Del"))
    assert changed.keys("edit.delete") == ("Backspace", "Del")
    assert changed.is_changed("edit.delete")
    assert changed.reset("edit.delete") == KeyMap()
    assert changed.with_keys("edit.delete", ("Del",)) == KeyMap()


def test_a_conflict_says_which() -> None:
    changed = KeyMap().with_keys("edit.delete", ("Backspace",))
    (conflict,) = changed.conflicts()
    assert {conflict.first, conflict.second} == {"edit.delete", "subgraph.leave"}
    assert str(conflict) == ("Backspace is taken twice: by “Delete” and by “Leave the subgraph”.")
    assert KeyMap().owners("Backspace", "edit.delete") == ("subgraph.leave",)
    # Enter and Return are one key to whoever presses them.
    assert KeyMap().owners("Ctrl+Enter", "edit.delete") == ("run.run",)
    # A gesture's tool reads its keys itself, before anybody else.
    assert KeyMap().owners("F", "gesture.dot") == ()


def test_a_key_moves_from_one_action_to_another() -> None:
    moved = KeyMap().moved("node.mute", "F")
    assert moved.keys("node.mute") == ("F",)
    assert moved.keys("view.frame_selection") == (".",)
    assert moved.conflicts() == ()


def test_settings_are_read_with_care() -> None:
    assert read_key_map(None) == KeyMap()
    assert read_key_map([1]) == KeyMap()
    data = {"edit.delete": ["Backspace", "???"], "edit.cut": "Ctrl+X", "later.thing": ["Ctrl+J"]}
    read = read_key_map(data)
    assert read.changed == {"edit.delete": ("Backspace",), "later.thing": ("Ctrl+J",)}
    assert read.conflicts()


def test_keys_as_people_read_them() -> None:
    assert shown_key("Ctrl+Return") == "Ctrl+Enter"
    assert key_caps("Ctrl+Shift+P") == ("Ctrl", "Shift", "P")
    assert key_caps("Ctrl++") == ("Ctrl", "+")
    assert key_caps("+") == ("+",)
    assert key_caps("F") == ("F",)
    assert [each.toString() for each in sequences(("Ctrl+Return",))] == [
        "Ctrl+Return", "Ctrl+Enter",
    ]  # fmt: skip
