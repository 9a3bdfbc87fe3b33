"""Palette: all node types by category; searched, dragged to the canvas or added to its middle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QEnterEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.canvas.node_view import kind_of, title_of_type
from app.docks.filter_field import FilterField
from app.docks.own_library import OwnSubgraph, library_state, own_subgraphs
from app.docks.page_links import PageLinks
from app.docks.placing import add_node
from app.docks.shelf import Group, Item, ShelfModel
from app.docks.shelf_view import ShelfView
from app.look.doc_text import rich_text
from app.look.fonts import set_font
from app.look.words import tr
from app.page.page import WorkflowPage
from app.search.fuzzy import Match, best_match
from app.search.other_names import OTHER_NAMES
from graph_engine.catalog import Catalog
from graph_engine.spec import InputSpec, NodeSpec, OutputSpec
from graph_engine.subgraphs import subgraph_id_of
from graph_engine.types import ANY

NODE_MIME = "application/x-weft-node"
SUBGRAPHS, LIBRARY = "subgraphs", "library"
FIRST_OPEN = 2


class Palette(QWidget):
    """The dock *Nodes*. `left` asks for the focus to go back to the canvas."""

    said = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(160)
        self._links = PageLinks()
        self._page: WorkflowPage | None = None
        self._types: Catalog | None = None
        self._shown: Catalog | None = None
        self._library: tuple[tuple[str, int], ...] = ()
        self._own: tuple[OwnSubgraph, ...] = ()
        self._unfolded = False
        self.model = ShelfModel(find_item, self)
        self.list = ShelfView(self.model, tr("Nodes"))
        self.field = FilterField(tr("Find a node"), self.list, "Tab")
        self.nothing = make_nothing(tr("No node is called that."))
        self.field.changed.connect(self._filter)
        self.field.left.connect(self.left)
        self.list.left.connect(self.left)
        self.list.taken.connect(self._add)
        self.setFocusProxy(self.field)
        lay_out_list(self, self.field, self.list, self.nothing)

    def show_page(self, page: WorkflowPage | None) -> None:
        """Follow a page; without one the catalogue shows, but nothing can be added."""
        self._links.drop()
        self._page = page
        if page is not None:
            self._links.connect(page.document, page.document.changed, self._refresh)
        self._refresh()

    def show_catalog(self, catalog: Catalog) -> None:
        """What to show while there is no page."""
        self._types = catalog
        self._refresh()

    def _refresh(self) -> None:
        wanted = self._page.document.catalog if self._page is not None else self._types
        if wanted is not None and wanted is not self._shown:
            self._shown = wanted
            self._show_groups()

    def _look_for_own(self) -> None:
        """Something may have been saved to the library, here or in another window."""
        state = library_state()
        if state != self._library:
            self._library, self._own = state, tuple(own_subgraphs())
            self._show_groups()

    def _show_groups(self) -> None:
        if self._shown is None:
            return
        own = [(one.title, spec) for one in self._own if (spec := one.spec(self._shown))]
        self.model.show_groups([*catalog_groups(self._shown), *library_group(own)])
        if not self._unfolded and self.model.groups:
            self._unfolded = True
            self.list.open_groups({group.key for group in self.model.groups[:FIRST_OPEN]})

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._look_for_own()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look_for_own()

    def _filter(self, query: str) -> None:
        self.model.filter(query)
        found = bool(self.model.groups)
        self.list.setVisible(found)
        self.nothing.setVisible(not found)

    def _add(self, item: Item) -> None:
        if self._page is None:
            self.said.emit(tr("Open or create a workflow first; nodes are added to it."))
        else:
            add_node(self._page, item.key, {})


def catalog_groups(catalog: Mapping[str, NodeSpec]) -> list[Group]:
    """The types by category in the catalogue's order; subgraphs of the workflow first."""
    found: dict[str, list[Item]] = {}
    for spec in catalog.values():
        is_subgraph = subgraph_id_of(spec.type) is not None
        key = SUBGRAPHS if is_subgraph else spec.category or spec.pack
        found.setdefault(key, []).append(_item(spec, spec.summary if is_subgraph else ""))
    titles = {SUBGRAPHS: tr("In this workflow")}
    order = [*(key for key in found if key in titles), *(key for key in found if key not in titles)]
    return [Group(key, titles.get(key, key), tuple(found[key])) for key in order]


def library_group(own: Iterable[tuple[str, NodeSpec]]) -> list[Group]:
    """The user's own subgraphs, by their titles; no group if there are none."""
    items = tuple(_item(spec, title) for title, spec in own)
    return [Group(LIBRARY, tr("Library"), items)] if items else []


def find_item(query: str, item: Item, group: Group) -> Match | None:
    """How well a query fits an entry, by its title, its type, other names or its category."""
    others = [(item.key, 98), *((name, 80) for name in OTHER_NAMES.get(item.key, ()))]
    return best_match(query, item.title, [*others, (group.title, 55)])


def lay_out_list(dock: QWidget, field: FilterField, view: QWidget, *below: QWidget) -> QVBoxLayout:
    """Put a filter above a list and what stands in its place while it is empty."""
    column = QVBoxLayout(dock)
    column.setContentsMargins(0, 8, 0, 0)
    column.setSpacing(4)
    around = QVBoxLayout()
    around.setContentsMargins(8, 0, 8, 0)
    around.addWidget(field)
    column.addLayout(around)
    column.addWidget(view, 1)
    for widget in below:
        column.addWidget(widget, 1)
        widget.hide()
    return column


def make_nothing(text: str) -> QLabel:
    """The sentence that stands where a list is empty."""
    label = QLabel(text)
    label.setObjectName("prose")
    label.setWordWrap(True)
    label.setMargin(12)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    set_font(label, "body")
    return label


def _item(spec: NodeSpec, title: str) -> Item:
    shown = title or title_of_type(spec.type)
    ports: list[InputSpec | OutputSpec] = [*spec.outputs.values(), *spec.inputs.values()]
    types = [port.type for port in ports]
    return Item(
        key=spec.type,
        title=shown,
        kind=kind_of(types[0]) if types else ANY,
        mime=(NODE_MIME, spec.type.encode()),
        note=spec.summary if spec.summary != shown else "",
        tip=node_tip(shown, spec),
    )


def node_tip(title: str, spec: NodeSpec) -> str:
    """The tooltip of a type: its title, its docs, and what goes in and comes out."""
    lines = [f"<b>{rich_text(title)}</b>", rich_text(spec.doc)]
    for words, ports in ((tr("Takes"), _links(spec)), (tr("Gives"), list(spec.outputs))):
        if ports:
            lines.append(rich_text(f"{words} {', '.join(f'`{name}`' for name in ports)}"))
    return f"<div style='width: 280px'>{''.join(lines)}</div>"


def _links(spec: NodeSpec) -> list[str]:
    return [name for name, port in spec.inputs.items() if not port.type.is_scalar]
