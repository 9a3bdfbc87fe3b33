"""Registry: the table's actions made real for one window: keys, menus, and what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenuBar, QWidget

from app.actions.key_map import KeyMap, sequences, shown_key
from app.actions.menus import MENU_BAR, Menu, Slot
from app.actions.table import TABLE
from app.look.icons import make_icon
from app.look.menu import PaintedMenu
from app.look.theme import Theme
from app.look.words import tr

Fill = Callable[[PaintedMenu], object]


def _always() -> bool:
    return True


@dataclass(frozen=True)
class Command:
    """What an action does here, when it can be done, and for a switch whether it is on.

    `note` says what it would do now, or why it can't be done, such as "4 nodes, 11 steps".
    """

    run: Callable[[], object]
    enabled: Callable[[], bool] = _always
    checked: Callable[[], bool] | None = None
    note: Callable[[], str] | None = None


class Registry(QObject):
    """Makes a QAction for each command; keys of the canvas count only where it is attached.

    Whether an action can be done is asked when its menu opens and again when it is triggered, so
    nobody has to tell the registry of changes.
    """

    keys_changed = Signal()

    def __init__(self, window: QWidget, theme: Theme, key_map: KeyMap | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._key_map = key_map or KeyMap()
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}
        self._slots: dict[str, Fill] = {}
        self._focus_widgets: list[QWidget] = []

    @property
    def key_map(self) -> KeyMap:
        """The keys that hold now."""
        return self._key_map

    def bind(self, commands: Mapping[str, Command | Callable[[], object]]) -> None:
        """Say what actions do, by their ids; raises KeyError for an id that the table lacks."""
        for name, given in commands.items():
            command = given if isinstance(given, Command) else Command(given)
            self._commands[name] = command
            if name not in self._actions:
                self._actions[name] = self._make(name)

    def fill_slot(self, name: str, fill: Fill) -> None:
        """Say what a submenu holds; asked each time it opens, with the menu emptied."""
        self._slots[name] = fill

    def attach(self, widget: QWidget) -> None:
        """Let the keys of the canvas count while this widget has the focus, too."""
        self._focus_widgets.append(widget)
        for name, action in self._actions.items():
            if TABLE[name].where == "canvas":
                widget.addAction(action)

    def action(self, action_id: str) -> QAction:
        """The QAction, for a button or a test; raises KeyError for one that is not bound."""
        return self._actions[action_id]

    def bound(self) -> Iterable[str]:
        """The ids of all actions that do something, in the table's order."""
        return [name for name in TABLE if name in self._commands]

    def listed(self) -> Iterable[str]:
        """The ids whose keys do something: of what is bound, and what the canvas reads itself."""
        return [name for name in TABLE if name in self._commands or _read_by_canvas(name)]

    def is_bound(self, action_id: str) -> bool:
        """Whether the action does something in this window."""
        return action_id in self._commands

    def can(self, action_id: str) -> bool:
        """Whether the action is bound and can be done now."""
        return action_id in self._commands and self._commands[action_id].enabled()

    def note(self, action_id: str) -> str:
        """What the action would do now, or else what it does in general."""
        command = self._commands.get(action_id)
        now = command.note() if command is not None and command.note is not None else ""
        return now or tr(TABLE[action_id].doc)

    def run(self, action_id: str) -> None:
        """Do it, if it can be done now."""
        if not self.can(action_id):
            return
        command = self._commands[action_id]
        command.run()
        if command.checked is not None:
            self._actions[action_id].setChecked(command.checked())

    def set_key_map(self, key_map: KeyMap) -> None:
        """Let other keys hold from now on."""
        self._key_map = key_map
        for name in self._actions:
            self._set_keys(name)
        self.keys_changed.emit()

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in another theme."""
        self._theme = theme
        for name, action in self._actions.items():
            self._set_icon(name, action)

    def tip(self, action_id: str) -> str:
        """The tooltip of a button: what it does, and its key."""
        keys = self._key_map.keys(action_id)
        text = tr(TABLE[action_id].text).rstrip("…")
        return f"{text} ({shown_key(keys[0])})" if keys else text

    def fill_menu_bar(self, bar: QMenuBar) -> None:
        """Add the window's menus; actions that are not bound are left out."""
        for menu in MENU_BAR:
            if not any(name in self._actions for name in menu.ids()):
                continue
            made = self.make_menu(menu, bar)
            bar.addMenu(made)

    def make_menu(self, menu: Menu, parent: QWidget) -> PaintedMenu:
        """A menu of the table, such as that of a node; delete it when it has closed."""
        made = PaintedMenu(tr(menu.text), parent)
        for entry in menu.entries:
            if entry is None:
                made.addSeparator()
            elif isinstance(entry, Slot):
                self._add_slot(made, entry)
            elif isinstance(entry, Menu):
                if any(name in self._actions for name in entry.ids()):
                    made.addMenu(self.make_menu(entry, made))
            elif entry in self._actions:
                made.addAction(self._actions[entry])
        ids = [entry for entry in menu.entries if isinstance(entry, str)]
        made.aboutToShow.connect(partial(self._show_state, ids))
        made.aboutToHide.connect(partial(self._enable_all, ids))
        made.drop_idle_lines()
        return made

    def _add_slot(self, menu: PaintedMenu, slot: Slot) -> None:
        if slot.name not in self._slots:
            return
        inner = PaintedMenu(tr(slot.text), menu)
        # An empty submenu could not be opened, and so never be filled.
        inner.addAction("").setVisible(False)
        if slot.icon:
            inner.setIcon(self._icon(slot.icon))

        def fill() -> None:
            inner.clear()
            self._slots[slot.name](inner)

        inner.aboutToShow.connect(fill)
        menu.addMenu(inner)

    def _make(self, name: str) -> QAction:
        entry = TABLE[name]
        action = QAction(tr(entry.text), self)
        action.setObjectName(name)
        action.setStatusTip(tr(entry.doc))
        action.setCheckable(entry.checkable)
        action.setShortcutVisibleInContextMenu(True)
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.triggered.connect(lambda _checked=False: self.run(name))
        self._set_icon(name, action)
        if entry.where == "window":
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            self._window.addAction(action)
        else:
            # Not WidgetWithChildren: the editor that floats over the canvas is its child.
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            for widget in self._focus_widgets:
                widget.addAction(action)
        self._actions[name] = action
        self._set_keys(name)
        return action

    def _set_keys(self, name: str) -> None:
        if not _read_by_canvas(name):
            self._actions[name].setShortcuts(sequences(self._key_map.keys(name)))

    def _set_icon(self, name: str, action: QAction) -> None:
        if TABLE[name].icon:
            action.setIcon(self._icon(TABLE[name].icon))

    def _icon(self, name: str) -> QIcon:
        return make_icon(name, self._theme.colour("text.secondary"), self._theme.colour("bg.popup"))

    def _show_state(self, ids: Iterable[str]) -> None:
        """Show whether the actions can be done, and which switches are on."""
        for name in ids:
            if (command := self._commands.get(name)) is None:
                continue
            action = self._actions[name]
            if command.checked is not None:
                action.setChecked(command.checked())
            action.setEnabled(command.enabled())

    def _enable_all(self, ids: Iterable[str]) -> None:
        """Let the keys come through again; `run` asks whether the action can be done."""
        for name in ids:
            if name in self._actions:
                self._actions[name].setEnabled(True)


def _read_by_canvas(name: str) -> bool:
    return TABLE[name].held or TABLE[name].where == "gesture"
