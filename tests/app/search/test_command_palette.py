"""The command palette: actions, nodes and files by letters, and keys changed in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.actions.key_map import KeyMap
from app.actions.registry import Command, Registry
from app.look.theme import Theme
from app.search.command_palette import CommandPalette, Recent
from graph_engine.catalog import Catalog

CTRL = Qt.KeyboardModifier.ControlModifier
FILES = (Path("/pictures/sunset.weft.json"), Path("/pictures/harbour.weft.json"))


class Studio:
    """A registry that notes what was done, and a palette over a host."""

    def __init__(self, host: QWidget, catalog: Catalog) -> None:
        self.done: list[str] = []
        self.maps: list[KeyMap] = []
        self.registry = Registry(host, Theme.load("dark"))
        names = ("run.run", "run.stop", "run.new_seed", "node.mute", "node.run_to", "file.save")
        self.registry.bind({name: self._command(name) for name in names})
        self.registry.bind({"run.forget": Command(lambda: None, lambda: False)})
        self.registry.bind(
            {"run.run": Command(lambda: self.done.append("run"), note=lambda: "4 nodes, 11 steps")}
        )
        self.palette = CommandPalette(
            host, self.registry, catalog, Recent(("file.save",), ("Sample",), FILES)
        )
        self.nodes: list[str] = []
        self.files: list[Path] = []
        self.palette.node_chosen.connect(self.nodes.append)
        self.palette.file_chosen.connect(self.files.append)
        self.palette.keys_changed.connect(self.maps.append)
        self.palette.open_centred()

    def _command(self, name: str) -> Command:
        return Command(lambda: self.done.append(name))

    def type(self, text: str) -> None:
        QTest.keyClicks(self.palette.field.line, text)

    def press(
        self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(self.palette.field.line, key, held)

    def titles(self) -> list[str]:
        return [row.title for row in self.palette.results.rows]


@pytest.fixture
def studio(host: QWidget, catalog: Catalog) -> Studio:
    return Studio(host, catalog)


def test_letters_find_an_action_and_enter_does_it(studio: Studio) -> None:
    assert studio.titles()[0] == "Save", "it was used last"
    studio.type("run")
    assert studio.titles()[:3] == ["Run", "Run to here", "Run with a new seed"]
    first = studio.palette.results.rows[0]
    assert (first.note, first.caps) == ("4 nodes, 11 steps", ("Ctrl", "Enter"))
    studio.press(Qt.Key.Key_Return)
    assert studio.done == ["run"]
    assert studio.palette.isHidden()


def test_what_can_not_be_done_stands_last_and_does_nothing(studio: Studio) -> None:
    studio.type("forget")
    assert studio.titles()[0] == "Forget cached results…"
    studio.press(Qt.Key.Key_Return)
    assert studio.done == []
    assert studio.palette.isVisible()


def test_what_it_does_is_searched_too(studio: Studio) -> None:
    studio.type("computed again")
    assert studio.titles() == ["Forget cached results…"]


def test_pages_turn_by_tab(studio: Studio) -> None:
    studio.press(Qt.Key.Key_Tab)
    studio.type("decode lat")
    assert studio.titles()[0] == "Decode latent"
    studio.press(Qt.Key.Key_Return)
    assert studio.nodes == ["DecodeLatent"]


def test_files_are_found_by_name_and_folder(studio: Studio) -> None:
    studio.press(Qt.Key.Key_Tab)
    studio.press(Qt.Key.Key_Tab)
    assert studio.titles() == [file.name for file in FILES]
    studio.type("harb")
    studio.press(Qt.Key.Key_Return)
    assert studio.files == [FILES[1]]


def test_a_page_is_turned_by_a_click(studio: Studio) -> None:
    button = studio.palette.pages.findChildren(QWidget)[1]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert studio.palette.field.line.hasFocus()
    assert studio.palette.pages.at == 1


def test_a_key_is_changed_by_pressing_it(studio: Studio) -> None:
    studio.type("mute")
    studio.press(Qt.Key.Key_K, CTRL)
    studio.press(Qt.Key.Key_J, CTRL)
    assert studio.registry.key_map.keys("node.mute") == ("Ctrl+J",)
    assert studio.maps == [studio.registry.key_map]
    assert studio.palette.results.rows[0].caps == ("Ctrl", "J")
    assert studio.palette.field.line.text() == "mute"


def test_a_taken_key_is_taken_over_only_on_enter(studio: Studio) -> None:
    studio.type("mute")
    studio.press(Qt.Key.Key_K, CTRL)
    studio.press(Qt.Key.Key_S, CTRL)
    assert studio.maps == []
    assert "Save" in studio.palette.hints.accessibleName()
    studio.press(Qt.Key.Key_Escape)
    assert studio.palette.isVisible()
    assert studio.registry.key_map == KeyMap()
    studio.press(Qt.Key.Key_K, CTRL)
    studio.press(Qt.Key.Key_S, CTRL)
    assert studio.done == []
    studio.press(Qt.Key.Key_Return)
    assert studio.registry.key_map.keys("node.mute") == ("Ctrl+S",)
    assert studio.registry.key_map.keys("file.save") == ()


def test_esc_closes(studio: Studio, application: QApplication) -> None:
    studio.press(Qt.Key.Key_Escape)
    assert studio.palette.isHidden()
