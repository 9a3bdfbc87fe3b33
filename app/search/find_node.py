"""FindNode: the search among the nodes of the workflow, by title, id, type and values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.canvas.node_view import kind_of, title_of_type
from app.look.key_caps import KeyHints
from app.look.popup import Popup
from app.look.theme import text_scale
from app.look.words import tr
from app.search.candidates import title_of
from app.search.fuzzy import Match, match
from app.search.results import Results
from app.search.rows import Row, spoken
from app.search.search_field import SearchField
from graph_engine.catalog import Catalog
from graph_engine.graph import GraphNode
from graph_engine.types import ANY
from graph_engine.workflow import Workflow

WIDTH = 400
ROWS = 8
LONGEST_VALUE = 60


@dataclass(frozen=True)
class _Place:
    """A text by which a node can be found; values count less than names."""

    text: str
    percent: int
    shown: str = ""


class FindNode(Popup):
    """Emits `walked` with each node that is selected in the list, and `jumped` with the chosen.

    Esc emits `left`, so that the view can go back to where it was.
    """

    walked = Signal(str)
    jumped = Signal(str)
    left = Signal()

    def __init__(
        self, host: QWidget, workflow: Workflow, catalog: Catalog, titles: Mapping[str, str]
    ) -> None:
        super().__init__(host, round(WIDTH * text_scale() / 100))
        self._nodes = workflow.graph.nodes
        self._catalog = catalog
        self._titles = titles
        self._jumping = False
        self._places = {name: tuple(self._texts(name)) for name in self._nodes}
        self.setAccessibleName(tr("Find a node of the workflow"))
        self.field = SearchField(tr("Title, id, type or value"))
        self.results = Results(ROWS)
        self.hints = KeyHints(((("↑", "↓"), tr("walk")), (("Enter",), tr("jump there"))))
        for widget in (self.field, self.results, self.hints):
            self.column.addWidget(widget)
        self.setFocusProxy(self.field)
        self.field.changed.connect(self._search)
        self.field.stepped.connect(self.results.step)
        self.field.entered.connect(self._jump)
        self.results.chosen.connect(self._jump)
        self.closed.connect(self._leave)
        self._search()
        # Only from now on: nothing moves before something was typed or walked to.
        self.results.moved.connect(self._walk)

    def _open(self) -> None:
        super()._open()
        self.field.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def _title(self, name: str) -> str:
        return self._titles.get(name, name)

    def _texts(self, name: str) -> Iterator[_Place]:
        node = self._nodes[name]
        yield _Place(self._title(name), 100)
        yield _Place(name, 95)
        yield _Place(self._type_words(node.type), 85)
        yield _Place(node.type, 80)
        for param, value in node.params.items():
            text = " ".join(str(value).split())
            yield _Place(text, 60, f"{param}: {text}")

    def _search(self) -> None:
        query = self.field.line.text()
        found: list[tuple[int, Row]] = []
        for name, node in self._nodes.items():
            if (hit := self._best(name, query)) is not None:
                found.append((hit[1].score, self._row(name, node, *hit)))
        found.sort(key=lambda pair: -pair[0])
        self.results.show_rows([row for _, row in found])
        self.hints.set_note(tr("{found} of {all}", found=len(found), all=len(self._nodes)))
        self.place()

    def _best(self, name: str, query: str) -> tuple[_Place, Match] | None:
        best: tuple[_Place, Match] | None = None
        for place in self._places[name]:
            # In long prompts a few letters would be found by chance.
            by_letters = query.lower() in place.text.lower() or not place.shown
            hit = match(query, place.text) if by_letters else None
            if hit is None:
                continue
            scored = Match(hit.score * place.percent // 100, hit.positions)
            if best is None or scored.score > best[1].score:
                best = (place, scored)
        return best

    def _row(self, name: str, node: GraphNode, place: _Place, hit: Match) -> Row:
        title = self._title(name)
        marks = hit.positions if place.text == title else ()
        note = _cut(place.shown, self.field.line.text()) if place.shown else ""
        return Row(
            name,
            title,
            marks,
            note or (name if name.lower() != title.lower() else ""),
            self._type_words(node.type),
            port=self._kind(node.type),
        )

    def _type_words(self, type_id: str) -> str:
        spec = self._catalog.get(type_id)
        return title_of(spec) if spec is not None else title_of_type(type_id)

    def _kind(self, type_id: str) -> str:
        spec = self._catalog.get(type_id)
        if spec is None:
            return ANY
        types = [port.type for port in spec.outputs.values()]
        types += [port.type for port in spec.inputs.values()]
        return kind_of(types[0]) if types else ANY

    def _walk(self) -> None:
        row = self.results.current()
        if row is not None:
            self.field.line.setAccessibleDescription(spoken(row))
            self.walked.emit(str(row.data))

    def _jump(self) -> None:
        row = self.results.current()
        if row is not None:
            self._jumping = True
            self.close_popup()
            self.jumped.emit(str(row.data))

    def _leave(self) -> None:
        if not self._jumping:
            self.left.emit()
        self.deleteLater()


def _cut(text: str, query: str) -> str:
    """The part of a long value around what was found."""
    at = text.lower().find(query.lower())
    if len(text) <= LONGEST_VALUE or at < LONGEST_VALUE // 2:
        return text
    name = text.partition(":")[0]
    start = text.rfind(" ", 0, max(0, at - 12)) + 1
    return f"{name}: … {text[start:]}"
