"""NodeSearch: the popup that finds a node by a few letters, and by the wire that it is for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.canvas.node_view import kind_of
from app.look.doc_text import breakable, rich_text
from app.look.fonts import set_font
from app.look.key_caps import KeyHints
from app.look.line_breaks import break_lines
from app.look.popup import Popup
from app.look.theme import font, text_scale
from app.look.words import tr
from app.search.candidates import Candidate, Wanted, candidates, ranked_candidates
from app.search.results import Results
from app.search.rows import Row, spoken
from app.search.search_field import SearchField
from graph_engine.catalog import Catalog
from graph_engine.spec import NodeSpec

WIDTH = 356
ROWS = 7
DOC_LINES = 3
SIDE = 12


class NodeSearch(Popup):
    """Emits `chosen` with the type and, for a wire, the port that it fits to; then it is gone.

    `recent` are the types used last, `used` those used most: what stands first while nothing is
    typed, and among equals later. `more` are other things to place, by title, such as subgraphs.
    """

    chosen = Signal(str, str)

    def __init__(
        self,
        host: QWidget,
        catalog: Catalog,
        wanted: Wanted | None = None,
        *,
        recent: Sequence[str] = (),
        used: Sequence[str] = (),
        more: Iterable[tuple[str, NodeSpec]] = (),
    ) -> None:
        super().__init__(host, round(WIDTH * text_scale() / 100))
        self._wanted_port = wanted
        self._recent, self._used = tuple(recent), tuple(used)
        more = tuple(more)
        self._all = candidates(catalog, None, more)
        self._fitting = candidates(catalog, wanted, more) if wanted else self._all
        self._narrow = wanted is not None
        self.setAccessibleName(tr("Add a node"))
        self.field = SearchField(tr("Find a node"))
        self.results = Results(ROWS)
        self.hints = KeyHints(self._keys())
        for widget in (self.field, self.results, self._make_doc(), self.hints):
            self.column.addWidget(widget)
        self._connect()
        self._show_chip()
        self._search()

    def _make_doc(self) -> QWidget:
        box = QWidget()
        box.setObjectName("popupDoc")
        box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._doc_title, self._doc, self._doc_ports = QLabel(), QLabel(), QLabel()
        self._doc.setObjectName("prose")
        self._doc_ports.setObjectName("prose")
        self._doc_ports.setTextFormat(Qt.TextFormat.RichText)
        self._doc.setTextFormat(Qt.TextFormat.PlainText)
        self._doc_ports.setWordWrap(True)
        set_font(self._doc_title, "small", 600)
        column = QVBoxLayout(box)
        column.setContentsMargins(SIDE, 8, SIDE, 9)
        column.setSpacing(2)
        for label in (self._doc_title, self._doc, self._doc_ports):
            column.addWidget(label)
        for label in (self._doc, self._doc_ports):
            set_font(label, "caption")
        return box

    def _connect(self) -> None:
        self.field.changed.connect(self._search)
        self.field.stepped.connect(self.results.step)
        self.field.entered.connect(self._choose)
        self.field.shift_tapped.connect(partial(self._set_narrow, None))
        self.field.chip_removed.connect(partial(self._set_narrow, False))
        self.results.moved.connect(self._show_doc)
        self.results.chosen.connect(self._choose)
        self.setFocusProxy(self.field)
        self.closed.connect(self.deleteLater)

    def port_at(self, *, is_input: bool) -> QPoint:
        """Where the wire should meet it: in the middle of the field, left or right."""
        return QPoint(0 if is_input else self._width, self.field.sizeHint().height() // 2)

    def _open(self) -> None:
        super()._open()
        self.field.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def _keys(self) -> list[tuple[tuple[str, ...], str]]:
        keys: list[tuple[tuple[str, ...], str]] = [
            (("↑", "↓"), tr("choose")),
            (("Enter",), tr("place")),
        ]
        if self._wanted_port is not None:
            keys.append((("Shift",), tr("only fitting") if not self._narrow else tr("any type")))
        return keys

    def _set_narrow(self, narrow: bool | None) -> None:
        """Search among what fits the wire, or among all; None turns it round."""
        if self._wanted_port is None:
            return
        self._narrow = not self._narrow if narrow is None else narrow
        self.hints.set_hints(self._keys())
        self._show_chip()
        self._search()

    def _show_chip(self) -> None:
        wanted = self._wanted_port
        if wanted is None or not self._narrow:
            self.field.set_chip("", "")
            return
        kind = str(wanted.type)
        if wanted.side == "takes":
            text = (
                tr("takes an {kind}", kind=kind)
                if _has_an(kind)
                else tr("takes a {kind}", kind=kind)
            )
        else:
            text = (
                tr("gives an {kind}", kind=kind)
                if _has_an(kind)
                else tr("gives a {kind}", kind=kind)
            )
        self.field.set_chip(text, kind_of(wanted.type))

    def _search(self) -> None:
        among = self._fitting if self._narrow else self._all
        beside = self._wanted_port.beside if self._wanted_port and self._narrow else ""
        query = self.field.line.text()
        found = ranked_candidates(query, among, self._recent, self._used, beside)
        rows = [
            Row(item, item.title, hit.positions, item.ports, item.category, port=item.kind)
            for item, hit in found
        ]
        self.results.show_rows(rows)
        self.place()

    def _show_doc(self) -> None:
        row = self.results.current()
        item = row.data if row is not None else None
        if not isinstance(item, Candidate):
            self._say_nothing_found()
            return
        self.field.line.setAccessibleDescription(spoken(row) if row else "")
        width = self._width - 2 * SIDE - 4
        lines = break_lines(breakable(item.doc), font("caption"), width, DOC_LINES)
        if len(lines) > DOC_LINES:
            lines = [*lines[: DOC_LINES - 1], lines[DOC_LINES - 1].rstrip(" .,;:") + "…"]
        self._doc_title.setText(item.title)
        self._doc.setText("\n".join(lines))
        self._doc.setVisible(bool(item.doc))
        words = self._port_words(item)
        self._doc_ports.setText(rich_text(words))
        self._doc_ports.setVisible(bool(words))

    def _say_nothing_found(self) -> None:
        self._doc_title.setText(tr("Nothing is called so"))
        text = tr("Try fewer letters, or what the node makes.")
        if self._narrow:
            text = tr("Nothing that fits the wire, at least. Shift searches among all nodes.")
        self._doc.setText(text)
        self._doc.setVisible(True)
        self._doc_ports.hide()

    def _port_words(self, item: Candidate) -> str:
        """Which port the wire would reach, and which others are then still to be linked."""
        if self._wanted_port is None or not self._narrow:
            return ""
        linked = tr("`{port}` will be linked.", port=item.port)
        if not item.free:
            return linked
        free = ", ".join(f"`{name}`" for name in item.free)
        left = tr("`{port}` will be linked;", port=item.port)
        if len(item.free) == 1:
            return f"{left} {tr('{ports} is left free.', ports=free)}"
        return f"{left} {tr('{ports} are left free.', ports=free)}"

    def _choose(self) -> None:
        row = self.results.current()
        if row is None or not isinstance(row.data, Candidate):
            return
        port = row.data.port if self._narrow else self._port_of(row.data)
        self.close_popup()
        self.chosen.emit(row.data.type_id, port)

    def _port_of(self, item: Candidate) -> str:
        """Where the wire ends when all were searched: nowhere if the node does not fit it."""
        fitting = (each.port for each in self._fitting if each.type_id == item.type_id)
        return next(fitting, "") if self._wanted_port is not None else ""


def _has_an(kind: str) -> bool:
    """Whether English says "an" before it; "U-Net" begins like "you"."""
    return kind[:1] in "AEIOaeio"
