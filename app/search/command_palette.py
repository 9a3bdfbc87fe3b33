"""CommandPalette: every action, node type and recent file by a few letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.actions.key_map import KeyMap, key_caps, shown_key
from app.actions.menus import menu_path
from app.actions.pressed_keys import pressed_key
from app.actions.registry import Registry
from app.actions.table import TABLE
from app.look.key_caps import KeyHints
from app.look.popup import Popup
from app.look.segments import Segments
from app.look.theme import text_scale
from app.look.words import tr
from app.search.candidates import candidates, ranked_candidates
from app.search.fuzzy import best_match, ranked
from app.search.results import Results
from app.search.rows import Row, spoken
from app.search.search_field import SearchField
from graph_engine.catalog import Catalog

WIDTH = 500
ROWS = 8


@dataclass(frozen=True)
class Recent:
    """What stands first while nothing is typed: what was used last, the last one first."""

    actions: Sequence[str] = ()
    nodes: Sequence[str] = ()
    files: Sequence[Path] = field(default=())


class CommandPalette(Popup):
    """Does the chosen action itself; nodes and files are emitted. Then it is gone.

    Ctrl+K gives the selected action another key: `keys_changed` has the map to be remembered.
    """

    node_chosen = Signal(str)
    file_chosen = Signal(Path)
    action_done = Signal(str)
    keys_changed = Signal(KeyMap)

    def __init__(
        self, host: QWidget, registry: Registry, catalog: Catalog, recent: Recent | None = None
    ) -> None:
        super().__init__(host, round(WIDTH * text_scale() / 100))
        self._registry = registry
        self._recent = recent or Recent()
        self._nodes = candidates(catalog)
        self._rebound = ""
        self._wanted_key = ""
        self._of = 0
        self.setAccessibleName(tr("Command palette"))
        self.field = SearchField(tr("Find an action"), "paletteField")
        pages = (tr("Actions"), tr("Nodes"), tr("Files"))
        self.pages = Segments(pages, what=tr("Search in"), focus=False)
        self.field.row.addWidget(self.pages)
        self.results = Results(ROWS, tall=True)
        self.hints = KeyHints(())
        for widget in (self.field, self.results, self.hints):
            self.column.addWidget(widget)
        self.setFocusProxy(self.field)
        self._connect()
        self._search()

    def _connect(self) -> None:
        self.field.changed.connect(self._search)
        self.field.stepped.connect(self.results.step)
        self.field.entered.connect(self._choose)
        self.field.tabbed.connect(self.pages.step)
        self.field.line.installEventFilter(self)
        self.pages.chosen.connect(self._search)
        self.results.moved.connect(self._describe)
        self.results.chosen.connect(self._choose)
        self.closed.connect(self.deleteLater)

    def _open(self) -> None:
        super()._open()
        self.field.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def _search(self) -> None:
        query = self.field.line.text()
        prompts = (tr("Find an action"), tr("Find a node"), tr("Find a file"))
        find = (self._find_actions, self._find_nodes, self._find_files)[self.pages.at]
        self.field.line.setPlaceholderText(prompts[self.pages.at])
        rows, self._of = find(query)
        self.results.show_rows(rows)
        self._leave_keys()
        self.place()

    def _find_actions(self, query: str) -> tuple[list[Row], int]:
        first = [name for name in self._recent.actions if name in TABLE]
        bound = list(dict.fromkeys((*first, *self._registry.bound())))
        bound = [name for name in bound if self._is_offered(name)]
        matches = []
        for name in bound:
            # Its English name, too, which guides and forums use.
            others = ((TABLE[name].text, 90), (menu_path(name), 60), (tr(TABLE[name].doc), 45))
            matches.append(best_match(query, self._title(name), others))
        rows = []
        for at in ranked(matches):
            hit = matches[at]
            marks = hit.positions if hit is not None else ()
            rows.append(self._action_row(bound[at], marks))
        # What can't be done now stands after what can, each in its order.
        rows.sort(key=lambda row: not row.enabled)
        return rows, len(bound)

    def _is_offered(self, name: str) -> bool:
        action = TABLE[name]
        bound = self._registry.is_bound(name)
        return bound and not action.held and action.where != "gesture" and name != "view.commands"

    @staticmethod
    def _title(name: str) -> str:
        return tr(TABLE[name].text)

    def _action_row(self, name: str, marks: tuple[int, ...]) -> Row:
        keys = self._registry.key_map.keys(name)
        return Row(
            name,
            self._title(name),
            marks,
            self._registry.note(name),
            caps=key_caps(keys[0]) if keys else (),
            icon=TABLE[name].icon or "right",
            enabled=self._registry.can(name),
        )

    def _find_nodes(self, query: str) -> tuple[list[Row], int]:
        found = ranked_candidates(query, self._nodes, self._recent.nodes)
        rows = [
            Row(item.type_id, item.title, hit.positions, item.doc, item.category, port=item.kind)
            for item, hit in found
        ]
        return rows, len(self._nodes)

    def _find_files(self, query: str) -> tuple[list[Row], int]:
        files = list(self._recent.files)
        matches = [best_match(query, file.name, ((str(file.parent), 50),)) for file in files]
        rows = []
        for at in ranked(matches):
            hit = matches[at]
            marks = hit.positions if hit is not None else ()
            rows.append(Row(files[at], files[at].name, marks, str(files[at].parent), icon="open"))
        return rows, len(files)

    def _choose(self) -> None:
        row = self.results.current()
        if row is None or not row.enabled:
            return
        self.close_popup()
        if isinstance(row.data, Path):
            self.file_chosen.emit(row.data)
        elif self.pages.at == 1:
            self.node_chosen.emit(row.data)
        else:
            name = str(row.data)
            self._registry.run(name)
            self.action_done.emit(name)

    def _describe(self) -> None:
        row = self.results.current()
        self.field.line.setAccessibleDescription(spoken(row) if row is not None else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if watched is self.field.line and event.type() in kinds and isinstance(event, QKeyEvent):
            asks = pressed_key(event) == "Ctrl+K" and self.pages.at == 0
            if asks or self._rebound:
                event.accept()
                if event.type() == QEvent.Type.KeyPress:
                    self._take_key(event)
                return True
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> None:
        """Ctrl+K, then the new key, then Enter if somebody else has to give it up."""
        if not self._rebound:
            self._ask_for_key()
            return
        key = pressed_key(event)
        if key == "Esc":
            self._leave_keys()
        elif self._wanted_key and key == "Return":
            self._give(self._wanted_key)
        elif key:
            self._want(key)

    def _ask_for_key(self) -> None:
        row = self.results.current()
        if row is not None:
            self._rebound, self._wanted_key = str(row.data), ""
            words = tr("Press the new key for “{action}”", action=row.title)
            self.hints.set_hints(((("…",), words), (("Esc",), tr("leave it"))))
            self.hints.set_note("")

    def _want(self, key: str) -> None:
        owners = self._registry.key_map.owners(key, self._rebound)
        if not owners:
            self._give(key)
            return
        self._wanted_key = key
        names = ", ".join(f"“{self._title(owner)}”" for owner in owners)
        taken = tr("take it from {names}", names=names)
        self.hints.set_hints(((("Enter",), taken), (("Esc",), tr("leave it"))))
        self.hints.set_note(shown_key(key))

    def _give(self, key: str) -> None:
        at, name = self.results.currentIndex().row(), self._rebound
        key_map = self._registry.key_map.moved(name, key)
        self._registry.set_key_map(key_map)
        self._search()
        self.results.step(at - self.results.currentIndex().row())
        self.keys_changed.emit(key_map)

    def _leave_keys(self) -> None:
        self._rebound = self._wanted_key = ""
        hints: list[tuple[tuple[str, ...], str]]
        hints = [(("Enter",), tr("do it") if self.pages.at == 0 else tr("choose"))]
        if self.pages.at == 0:
            hints.append((("Ctrl", "K"), tr("change its key")))
        hints.append((("Tab",), tr("next page")))
        self.hints.set_hints(hints)
        self.hints.set_note(tr("{found} of {all}", found=len(self.results.rows), all=self._of))
