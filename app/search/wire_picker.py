"""WirePicker: a wire drawn by keys: first the port that it begins at, then where it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.look.key_caps import KeyHints
from app.look.popup import Popup
from app.look.theme import text_scale
from app.look.words import tr
from app.search.fuzzy import match
from app.search.results import Results
from app.search.rows import Row, spoken
from app.search.search_field import SearchField

WIDTH = 356
ROWS = 8


class WirePicker(Popup):
    """Emits `chosen` with the `data` of both rows.

    Backspace goes back from the second list to the first.
    """

    chosen = Signal(object, object)

    def __init__(
        self,
        host: QWidget,
        ports: Sequence[Row],
        targets: Callable[[object], Sequence[Row]],
    ) -> None:
        super().__init__(host, round(WIDTH * text_scale() / 100))
        self._ports, self._targets = tuple(ports), targets
        self._rows: tuple[Row, ...] = ()
        self._port: Row | None = None
        self.setAccessibleName(tr("Draw a wire"))
        self.field = SearchField("")
        self.results = Results(ROWS)
        self.hints = KeyHints(())
        for widget in (self.field, self.results, self.hints):
            self.column.addWidget(widget)
        self.setFocusProxy(self.field)
        self.field.changed.connect(self._search)
        self.field.stepped.connect(self.results.step)
        self.field.entered.connect(self._choose)
        self.field.chip_removed.connect(self._back)
        self.results.chosen.connect(self._choose)
        self.results.moved.connect(self._describe)
        self.closed.connect(self.deleteLater)
        self._show(None)

    def _open(self) -> None:
        super()._open()
        self.field.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def _show(self, port: Row | None) -> None:
        """Show the ports to begin at, or where a wire from one can go."""
        self._port = port
        self._rows = self._ports if port is None else tuple(self._targets(port.data))
        keys = [(("↑", "↓"), tr("choose")), (("Enter",), tr("link") if port else tr("begin here"))]
        self.hints.set_hints(keys + ([(("⌫",), tr("back"))] if port is not None else []))
        self.field.line.setPlaceholderText(
            tr("From which port?") if port is None else tr("Where to?")
        )
        self.field.set_chip(port.title if port else "", port.port if port else "")
        self.field.line.clear()
        self._search()

    def _search(self) -> None:
        query = self.field.line.text()
        found = []
        for row in self._rows:
            hit = match(query, row.title)
            other = match(query, f"{row.note} {row.end}") if hit is None else None
            if hit is not None or other is not None:
                marks = hit.positions if hit is not None else ()
                found.append((-(hit or other).score, replace(row, marks=marks)))  # type: ignore[union-attr]
        if query:
            found.sort(key=lambda pair: pair[0])
        self.results.show_rows([row for _, row in found])
        self.place()

    def _describe(self) -> None:
        row = self.results.current()
        self.field.line.setAccessibleDescription(spoken(row) if row is not None else "")

    def _choose(self) -> None:
        row = self.results.current()
        if row is None or not row.enabled:
            return
        if self._port is None:
            self._show(row)
            return
        port = self._port
        self.close_popup()
        self.chosen.emit(port.data, row.data)

    def _back(self) -> None:
        if self._port is not None:
            self._show(None)
