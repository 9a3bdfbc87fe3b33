"""KeysDialog: every key and mouse gesture, searchable, and the keys changed by pressing others."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.actions.key_map import KeyMap, all_caps, shown_key
from app.actions.menus import menu_path
from app.actions.mouse_gestures import MOUSE_GESTURES
from app.actions.pressed_keys import pressed_key
from app.actions.registry import Registry
from app.actions.table import TABLE
from app.dialogs.sheet import Sheet
from app.look.fonts import set_font
from app.look.segments import Segments
from app.look.words import tr
from app.search.fuzzy import best_match, ranked
from app.search.results import Results
from app.search.rows import Row
from app.search.search_field import SearchField

KEYS, MOUSE, CHANGED = range(3)
ROWS = 9


class KeysDialog(Sheet):
    """Lists what has an effect here. Changes hold at once in the registry; `keys_changed` has the map to be remembered."""

    keys_changed = Signal(KeyMap)

    def __init__(self, parent: QWidget | None, registry: Registry) -> None:
        super().__init__(parent, tr("Keys and gestures"))
        self._registry = registry
        self._asked = ""
        self._adds = False
        self._wanted = ""
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.field = SearchField(tr("Find an action, or a key such as Ctrl+D"))
        self.pages = Segments((tr("Keys"), tr("Mouse"), tr("Changed")), what=tr("Show"))
        self.field.row.addWidget(self.pages)
        self.results = Results(ROWS, tall=True)
        self.results.setMinimumHeight(0)
        self.body.addWidget(self.field)
        self.body.addWidget(self.results, 1)
        self.body.addStretch(0)
        self.body.addWidget(self._make_editor())
        self.reset_all = self.add_button(tr("Reset all…"), self._reset_all)
        self.add_button(tr("Close"), self.close)
        self._connect()
        self.show_actions()
        self.resize_scaled(640, 620)
        self.field.line.setFocus()

    def _make_editor(self) -> QFrame:
        box = QFrame()
        box.setObjectName("popupDoc")
        self.chosen_title, self.chosen_note = QLabel(), QLabel()
        set_font(self.chosen_title, "body", 600)
        set_font(self.chosen_note, "small")
        self.chosen_note.setObjectName("prose")
        self.chosen_note.setWordWrap(True)
        self.change = _small_button(tr("Change…"))
        self.add = _small_button(tr("Add another…"))
        self.remove = _small_button(tr("No key"))
        self.reset = _small_button(tr("Default"))
        column = QVBoxLayout(box)
        column.setContentsMargins(18, 10, 18, 12)
        column.setSpacing(4)
        column.addWidget(self.chosen_title)
        column.addWidget(self.chosen_note)
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(8)
        for button in (self.change, self.add, self.remove, self.reset):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        return box

    def _connect(self) -> None:
        self.field.changed.connect(self.show_actions)
        self.field.stepped.connect(self.results.step)
        self.field.entered.connect(self.ask)
        self.field.tabbed.connect(self._leave_field)
        self.pages.chosen.connect(self.show_actions)
        self.results.moved.connect(self._describe)
        self.results.doubleClicked.connect(self.ask)
        self.change.clicked.connect(self.ask)
        self.add.clicked.connect(self._ask_more)
        self.remove.clicked.connect(self._remove_keys)
        self.reset.clicked.connect(self._reset_one)
        self.installEventFilter(self)
        for widget in self.findChildren(QWidget):
            widget.installEventFilter(self)

    def _leave_field(self, step: int) -> None:
        order = [self.field.line, *self._stops()]
        order[step % len(order)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _stops(self) -> list[QWidget]:
        buttons: list[QWidget] = [*self.pages.findChildren(QPushButton)]
        buttons += [self.change, self.add, self.remove, self.reset]
        return [button for button in buttons if button.isEnabled()]

    def show_actions(self) -> None:
        """Show what the search finds on the chosen page."""
        self._stop_asking()
        query = self.field.line.text()
        rows = self._mouse_rows(query) if self.pages.at == MOUSE else self._key_rows(query)
        self.results.show_rows(rows)
        self.results.setMaximumHeight(16777215)
        self._count_changes()
        self._describe()

    def _key_rows(self, query: str) -> list[Row]:
        key_map = self._registry.key_map
        listed = self._registry.listed()
        names = [name for name in listed if self.pages.at == KEYS or key_map.is_changed(name)]
        matches = []
        for name in names:
            keys = " ".join(map(shown_key, key_map.keys(name)))
            english = TABLE[name].text
            others = ((keys, 100), (english, 90), (menu_path(name), 60), (tr(TABLE[name].doc), 45))
            matches.append(best_match(query, tr(TABLE[name].text), others))
        rows = []
        for at in ranked(matches):
            name, hit = names[at], matches[at]
            action = TABLE[name]
            end = tr("changed") if key_map.is_changed(name) else ""
            caps = all_caps(key_map.keys(name))
            marks = hit.positions if hit is not None else ()
            icon = action.icon or "keyb"
            rows.append(Row(name, tr(action.text), marks, tr(action.doc), end, caps, icon=icon))
        return rows

    @staticmethod
    def _mouse_rows(query: str) -> list[Row]:
        hands = [(tr(each.hand), tr(each.result)) for each in MOUSE_GESTURES]
        matches = [best_match(query, hand, ((result, 60),)) for hand, result in hands]
        rows = []
        for at in ranked(matches):
            hit = matches[at]
            marks = hit.positions if hit is not None else ()
            rows.append(Row("", hands[at][0], marks, hands[at][1], icon="right"))
        return rows

    def _name(self) -> str:
        row = self.results.current()
        return str(row.data) if row is not None else ""

    def _describe(self) -> None:
        """Show the selected action below, and what can be done with its keys."""
        name = self._name()
        if self._asked:
            return
        for button in (self.change, self.add, self.remove, self.reset):
            button.setEnabled(bool(name))
            button.setVisible(self.pages.at != MOUSE)
        row = self.results.current()
        self.chosen_title.setText(row.title if row is not None else tr("Nothing is called so"))
        self.chosen_note.setText(row.note if row is not None else tr("Try fewer letters."))
        if name:
            keys = self._registry.key_map.keys(name)
            self.add.setEnabled(bool(keys))
            self.remove.setEnabled(bool(keys))
            self.reset.setEnabled(self._registry.key_map.is_changed(name))

    def ask(self) -> None:
        """Wait for the keys that the selected action is to have."""
        self._ask(adds=False)

    def _ask_more(self) -> None:
        self._ask(adds=True)

    def _ask(self, *, adds: bool) -> None:
        if name := self._name():
            self._asked, self._adds, self._wanted = name, adds, ""
            title = tr("Press the new key for “{action}”", action=tr(TABLE[name].text))
            self.chosen_title.setText(title)
            self.chosen_note.setText(tr("Esc leaves it as it is."))

    def _stop_asking(self) -> None:
        self._asked = self._wanted = ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if self._asked and event.type() in kinds and isinstance(event, QKeyEvent):
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self._take(pressed_key(event))
            return True
        return super().eventFilter(watched, event)

    def _take(self, key: str) -> None:
        """The key that was pressed while asked: a new one, or Enter or Esc to the question."""
        if not key:
            return
        if key == "Esc" and self._asked != "gesture.cancel":
            self._stop_asking()
            self._describe()
        elif self._wanted and key == "Return":
            self._give(self._wanted)
        elif owners := self._owners(key):
            self._wanted = key
            names = ", ".join(f"“{tr(TABLE[owner].text)}”" for owner in owners)
            text = tr("{key} belongs to {names}. Enter takes it, Esc leaves it.")
            self.chosen_note.setText(text.format(key=shown_key(key), names=names))
        else:
            self._give(key)

    def _owners(self, key: str) -> list[str]:
        listed = set(self._registry.listed())
        owners = self._registry.key_map.owners(key, self._asked)
        return [owner for owner in owners if owner in listed]

    def _give(self, key: str) -> None:
        before = self._registry.key_map
        after = before.moved(self._asked, key)
        if self._adds:
            after = after.with_keys(self._asked, (*before.keys(self._asked), key))
        self._put(after)

    def _remove_keys(self) -> None:
        self._put(self._registry.key_map.with_keys(self._name(), ()))

    def _reset_one(self) -> None:
        """Back to the default, which takes its key from whoever has it by now."""
        name, after = self._name(), self._registry.key_map
        for key in TABLE[name].keys:
            after = after.moved(name, key)
        self._put(after.reset(name))

    def _reset_all(self) -> None:
        if self.reset_all.text() == tr("Reset all…"):
            # Asked where the hand already is, instead of by a second dialog.
            self.reset_all.setText(tr("Really reset all keys"))
            return
        self._put(KeyMap())

    def _put(self, after: KeyMap) -> None:
        at = self.results.currentIndex().row()
        self._registry.set_key_map(after)
        self.show_actions()
        self.results.step(at - self.results.currentIndex().row())
        self.keys_changed.emit(after)

    def _count_changes(self) -> None:
        key_map = self._registry.key_map
        conflicts = key_map.conflicts()
        count = sum(1 for name in self._registry.listed() if key_map.is_changed(name))
        texts = (tr("All keys are the defaults."), tr("1 action has other keys."))
        changed = texts[count] if count < 2 else tr("{count} actions have other keys.", count=count)
        self.note.setText(str(conflicts[0]) if conflicts else changed)
        self.reset_all.setText(tr("Reset all…"))
        self.reset_all.setEnabled(count > 0)


def _small_button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    set_font(button, "small")
    return button
