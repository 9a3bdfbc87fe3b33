"""The registry: keys reach their actions where they should, and menus show what can be done."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsView,
    QLineEdit,
    QMainWindow,
    QMenuBar,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from app.actions.key_map import KeyMap
from app.actions.menus import NODE_MENU
from app.actions.registry import Command, Registry
from app.look.menu import PaintedMenu
from app.look.style import apply_style
from app.look.theme import Theme

CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


class Studio(QMainWindow):
    """A window with a canvas, an editor that floats over it, a tree, and a field."""

    def __init__(self) -> None:
        super().__init__()
        self.canvas, self.tree, self.field = QGraphicsView(), QTreeView(), QLineEdit()
        self.editor = QLineEdit(self.canvas)
        middle = QWidget()
        column = QVBoxLayout(middle)
        for widget in (self.canvas, self.tree, self.field):
            column.addWidget(widget)
        self.setCentralWidget(middle)
        self.registry = Registry(self, Theme.load("dark"))
        self.registry.attach(self.canvas)
        self.done: list[str] = []

    def bind(self, *names: str) -> None:
        self.registry.bind({name: self._noting(name) for name in names})

    def _noting(self, name: str) -> Command:
        return Command(lambda: self.done.append(name))


@pytest.fixture
def studio(application: QApplication) -> Iterator[Studio]:
    apply_style(application, Theme.load("dark"))
    window = Studio()
    window.show()
    window.activateWindow()
    application.processEvents()
    yield window
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def press(widget: QWidget, key: Qt.Key, with_keys: Qt.KeyboardModifier = NONE) -> None:
    widget.setFocus()
    QTest.keyClick(widget, key, with_keys)


def test_single_letters_count_on_the_canvas_alone(studio: Studio) -> None:
    studio.bind("view.frame_selection", "node.add", "edit.duplicate", "run.run")
    press(studio.canvas, Qt.Key.Key_F)
    press(studio.canvas, Qt.Key.Key_Period)
    press(studio.canvas, Qt.Key.Key_Tab)
    assert studio.done == ["view.frame_selection", "view.frame_selection", "node.add"]
    studio.done.clear()
    for field in (studio.field, studio.editor):
        press(field, Qt.Key.Key_F)
        press(field, Qt.Key.Key_D, CTRL)
        assert field.text() == "f"
    press(studio.tree, Qt.Key.Key_F)
    assert studio.done == []
    press(studio.field, Qt.Key.Key_Return, CTRL)
    press(studio.canvas, Qt.Key.Key_Enter, CTRL)
    assert studio.done == ["run.run", "run.run"]


def test_the_outliner_can_be_attached_too(studio: Studio) -> None:
    studio.bind("edit.delete")
    studio.registry.attach(studio.tree)
    studio.bind("node.mute")
    press(studio.tree, Qt.Key.Key_Delete)
    press(studio.tree, Qt.Key.Key_M, CTRL)
    press(studio.canvas, Qt.Key.Key_Delete)
    assert studio.done == ["edit.delete", "node.mute", "edit.delete"]


def test_what_can_not_be_done_is_not(studio: Studio) -> None:
    can = {"now": False}
    studio.registry.bind(
        {"edit.delete": Command(lambda: studio.done.append("x"), lambda: can["now"])}
    )
    press(studio.canvas, Qt.Key.Key_Delete)
    assert studio.done == []
    assert not studio.registry.can("edit.delete")
    can["now"] = True
    press(studio.canvas, Qt.Key.Key_Delete)
    assert studio.done == ["x"]
    assert not studio.registry.can("edit.copy")


def test_rebinding_holds_at_once(studio: Studio) -> None:
    studio.bind("edit.delete")
    studio.registry.set_key_map(KeyMap().with_keys("edit.delete", ("Backspace",)))
    press(studio.canvas, Qt.Key.Key_Delete)
    assert studio.done == []
    press(studio.canvas, Qt.Key.Key_Backspace)
    assert studio.done == ["edit.delete"]
    assert studio.registry.tip("edit.delete") == "Delete (Backspace)"


def test_the_menu_bar_has_what_is_bound_and_works(studio: Studio) -> None:
    studio.bind("file.open", "file.quit", "edit.select_all")
    bar = QMenuBar(studio)
    studio.registry.fill_menu_bar(bar)
    assert [entry.text() for entry in bar.actions()] == ["File", "Edit"]
    (file_menu, edit_menu) = [entry.menu() for entry in bar.actions()]
    assert isinstance(file_menu, PaintedMenu)
    assert isinstance(edit_menu, PaintedMenu)
    assert lines(file_menu) == ["Open…", "—", "Quit"]
    assert lines(edit_menu) == ["Select"]
    file_menu.popup(QPoint(20, 20))
    at = file_menu.actionGeometry(studio.registry.action("file.open")).center()
    QTest.mouseClick(file_menu, Qt.MouseButton.LeftButton, NONE, at)
    assert studio.done == ["file.open"]


def lines(menu: PaintedMenu) -> list[str]:
    return ["—" if entry.isSeparator() else entry.text() for entry in menu.actions()]


def test_a_menu_shows_what_can_be_done_and_what_is_on(studio: Studio) -> None:
    state = {"can": False, "muted": True}
    studio.bind("node.bypass", "node.rename")
    studio.registry.bind({"node.mute": Command(lambda: None, lambda: state["can"])})
    menu = studio.registry.make_menu(NODE_MENU, studio)
    mute: QAction = studio.registry.action("node.mute")
    menu.popup(QPoint(0, 0))
    assert not mute.isEnabled()
    assert studio.registry.action("node.bypass").isEnabled()
    menu.close()
    assert mute.isEnabled(), "its key must come through as soon as it can be done"
    state["can"] = True
    menu.popup(QPoint(0, 0))
    assert mute.isEnabled()
    menu.close()


def test_switches_show_their_state(studio: Studio) -> None:
    on = {"minimap": True}

    def turn() -> None:
        on["minimap"] = not on["minimap"]

    studio.registry.bind({"view.minimap": Command(turn, checked=lambda: on["minimap"])})
    action = studio.registry.action("view.minimap")
    press(studio.canvas, Qt.Key.Key_M)
    assert on == {"minimap": False}
    assert not action.isChecked()
    studio.registry.run("view.minimap")
    assert action.isChecked()


def test_a_slot_is_filled_anew_each_time(studio: Studio) -> None:
    names = ["one.weft.json"]
    studio.bind("file.open")

    def fill(menu: PaintedMenu) -> None:
        for name in names:
            menu.addAction(name)

    studio.registry.fill_slot("recent", fill)
    bar = QMenuBar(studio)
    studio.registry.fill_menu_bar(bar)
    file_menu = bar.actions()[0].menu()
    assert isinstance(file_menu, PaintedMenu)
    (slot,) = [entry.menu() for entry in file_menu.actions() if entry.menu() is not None]
    assert isinstance(slot, PaintedMenu)
    for _ in range(2):
        slot.popup(QPoint(0, 0))
        assert lines(slot) == names
        slot.close()
        names.append("two.weft.json")


def test_an_unknown_id_is_refused(studio: Studio) -> None:
    with pytest.raises(KeyError):
        studio.registry.bind({"edit.dance": lambda: None})
