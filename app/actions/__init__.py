"""Actions: the menus of the window, as a table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar

Command = Callable[[], object]
# (text, keys, what it does); None is a line between groups.
Entry = tuple[str, str, Command] | None


def add_menu(window: QMainWindow, bar: QMenuBar, title: str, entries: tuple[Entry, ...]) -> QMenu:
    """Add a menu to the window's bar; its keys work everywhere in the window."""
    menu = bar.addMenu(title)
    for entry in entries:
        if entry is None:
            menu.addSeparator()
            continue
        text, keys, command = entry
        action = QAction(text, window)
        action.setShortcuts([QKeySequence(part) for part in keys.split()])
        action.triggered.connect(_without_arguments(command))
        menu.addAction(action)
        window.addAction(action)
    return menu


def add_choices(menu: QMenu, choices: tuple[tuple[str, Command], ...]) -> None:
    """Add entries of which one holds, at first the first."""
    group = QActionGroup(menu)
    for at, (text, command) in enumerate(choices):
        action = QAction(text, group, checkable=True, checked=at == 0)
        action.triggered.connect(_without_arguments(command))
        menu.addAction(action)
    menu.addSeparator()


def add_templates(
    menu: QMenu, templates: dict[str, Path], choose: Callable[[Path], object]
) -> None:
    """Add the menu of the shipped workflows, before what the menu holds last."""
    inner = QMenu("New from template", menu)
    for name, path in templates.items():
        text = name[:1].upper() + name[1:].replace("_", " ")
        inner.addAction(text).triggered.connect(_without_arguments(partial(choose, path)))
    menu.insertMenu(menu.actions()[1], inner)


def _without_arguments(command: Command) -> Callable[[bool], None]:
    """Qt hands over whether the action is checked; commands don't care."""

    def run(_checked: bool = False) -> None:
        command()

    return run
