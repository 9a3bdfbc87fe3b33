"""WorkflowScene: the picture of one level of a document: what is where, and what is selected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtWidgets import QGraphicsScene

from app.canvas.following import Following
from app.canvas.frame_item import FrameItem
from app.canvas.links_layer import LinksLayer
from app.canvas.node_item import NodeItem
from app.canvas.node_shape import measure_node
from app.canvas.node_status import NodeStatus
from app.canvas.node_view import view_node
from app.canvas.note_item import NoteItem
from app.canvas.overview import Overview
from app.canvas.picking import Picking
from app.canvas.pointer import PortRef
from app.canvas.scene_wires import SceneWires
from app.canvas.selection import Selection
from app.canvas.wire import Key
from app.document.document import Document
from app.look.theme import Theme
from graph_engine.workflow import Workflow

Json = Any
MARGIN = 4000.0


class WorkflowScene(QGraphicsScene):
    """`following` keeps it in line with the document.

    What gestures show in between (`show_…`) never reaches the document.
    """

    selection_changed = Signal()
    grown = Signal()

    def __init__(self, document: Document, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.theme = theme
        self.zoom = 1.0
        self.nodes: dict[str, NodeItem] = {}
        self.frames: list[FrameItem] = []
        self.notes: list[NoteItem] = []
        self.links = LinksLayer(theme)
        self.addItem(self.links)
        self.overview = Overview(self.nodes, self.links, theme)
        self.addItem(self.overview)
        self.wires = SceneWires(self.links, self.nodes)
        self.pick = Picking(self)
        self._selected: list[str] = []
        self._changing = False
        self._told = Selection()
        self.selected_wire: Key | None = None
        self.selectionChanged.connect(self._keep_selection)
        self.following = Following(self)
        self.following.sync()

    def show_families(self, families: Mapping[str, str]) -> None:
        """Show badges beside the names of models."""
        self.following.show_families(families)

    def show_statuses(self, statuses: Mapping[str, NodeStatus]) -> None:
        """Show what the engine says of nodes."""
        self.following.show_statuses(statuses)

    def set_theme(self, theme: Theme) -> None:
        """Paint everything in another theme."""
        self.theme = theme
        for node in self.nodes.values():
            node.set_theme(theme)
        for box in self.boxes:
            box.set_theme(theme)
        self.links.set_theme(theme)
        self.overview.set_theme(theme)

    def set_zoom(self, zoom: float) -> None:
        """Know how large things are on the screen; far out one item stands for all."""
        far, was_far = Overview.stands_in_at(zoom), Overview.stands_in_at(self.zoom)
        self.zoom = zoom
        if far != was_far:
            self.overview.stand_in(far)

    def grow(self) -> None:
        """Give the canvas room around all that there is."""
        self.setSceneRect(self.content().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN))
        self.grown.emit()

    # --- what is where

    def content(self) -> QRectF:
        """What there is to see: all nodes, wires, frames and notes."""
        rect = self.links.content()
        for node in self.nodes.values():
            rect |= node.sceneBody()
        for box in self.boxes:
            rect |= box.sceneBody()
        return rect

    @property
    def boxes(self) -> list[FrameItem | NoteItem]:
        """The frames, then the notes."""
        return [*self.frames, *self.notes]

    def bodies(self, names: Iterable[str]) -> dict[str, QRectF]:
        """Where nodes are."""
        return {name: self.nodes[name].sceneBody() for name in names if name in self.nodes}

    def places(self) -> dict[str, QPointF]:
        """The upper left corner of every node."""
        return {name: item.pos() for name, item in self.nodes.items()}

    def ends_of(self, node: str, name: str) -> tuple[QPointF, QPointF] | None:
        """Where the wire to an input begins and ends."""
        wire = self.links.wire((node, name))
        return None if wire is None else (wire.start, wire.end)

    def dots(self) -> dict[Key, list[QPointF]]:
        """The reroute dots of every wire that has some."""
        return {key: list(dots) for key, dots in self.wires.dots.items() if dots}

    def source_of(self, key: Key) -> str:
        """The node that a wire comes from."""
        link = self.wires.link(key)
        return link.node if link is not None else ""

    def port_position(self, port: PortRef) -> QPointF:
        """The middle of a port on the canvas; the node's corner if it is not shown."""
        item = self.nodes[port.node]
        at = item.output_at(port.port) if port.is_output else item.input_at(port.port)
        return at if at is not None else item.pos()

    def port_offset(self, workflow: Workflow, port: PortRef) -> QPointF:
        """Where a port of a node that is not shown yet will lie in it."""
        shape = measure_node(view_node(workflow, self.document.catalog, port.node))
        at = shape.output_at(port.port) if port.is_output else shape.input_at(port.port)
        return at if at is not None else QPointF()

    def kind_of(self, port: PortRef) -> str:
        """The type that colours a port."""
        view = self.nodes[port.node].view
        ports = view.outputs if port.is_output else view.inputs
        return next((one.kind for one in ports if one.name == port.port), "any")

    # --- what gestures show

    def show_nodes_at(self, places: Mapping[str, QPointF], *, settled: bool = False) -> None:
        """Show nodes elsewhere; the document does not know."""
        for name, place in places.items():
            self.nodes[name].setPos(place)
        self.wires.follow(places.keys(), settled=settled)
        self.overview.follow(places.keys())

    def show_dots(self, dots: Mapping[Key, Sequence[QPointF]], *, settled: bool = False) -> None:
        """Show wires through other dots; the document does not know."""
        self.wires.show_dots(dots, settled=settled)

    def show_value(self, name: str, param: str, value: Json | None) -> None:
        """Show a node with another value; None shows the workflow's again."""
        node = self.document.graph.nodes[name]
        if value is not None:
            node = replace(node, params={**node.params, param: value})
        if self.nodes[name].show(self.following.view_of(name, node)):
            self.wires.follow((name,), settled=value is None)

    # --- selection

    @property
    def selected(self) -> list[str]:
        """The selected nodes, in the order in which they were selected."""
        return list(self._selected)

    @property
    def selection(self) -> Selection:
        """All that is selected."""
        return Selection(
            tuple(self._selected),
            frozenset(at for at, item in enumerate(self.frames) if item.isSelected()),
            frozenset(at for at, item in enumerate(self.notes) if item.isSelected()),
            self.selected_wire,
        )

    def show_selection(self, wanted: Selection) -> None:
        """Select this and nothing else, as far as it is there."""
        with self.one_selection_change():
            self.clearSelection()
            self._selected = [name for name in wanted.nodes if name in self.nodes]
            for name in self._selected:
                self.nodes[name].setSelected(True)
            for items, chosen in ((self.frames, wanted.frames), (self.notes, wanted.notes)):
                for at in chosen:
                    if at < len(items):
                        items[at].setSelected(True)
            self.selected_wire = wanted.wire

    def select(self, names: Iterable[str], *, adds: bool = False) -> None:
        """Select nodes, and deselect everything else unless they are added."""
        chosen = Selection(tuple(dict.fromkeys(names)))
        self.show_selection(self.selection.added(chosen) if adds else chosen)

    def select_all(self) -> None:
        """Select all nodes, frames and notes."""
        frames, notes = frozenset(range(len(self.frames))), frozenset(range(len(self.notes)))
        self.show_selection(Selection(tuple(self.nodes), frames, notes))

    def select_wire(self, key: Key) -> None:
        """Select a wire, and nothing else."""
        self.show_selection(Selection(wire=key))

    @contextmanager
    def one_selection_change(self) -> Iterator[None]:
        """However much is selected and deselected inside: it is looked at, and told, once."""
        outer, self._changing = self._changing, True
        try:
            yield
        finally:
            self._changing = outer
        self._keep_selection()

    def _keep_selection(self) -> None:
        """Bring the order in which nodes were selected in line with what is selected."""
        if self._changing:
            return
        chosen = self.selectedItems()
        now = {item.view.id for item in chosen if isinstance(item, NodeItem)}
        kept = [name for name in self._selected if name in now]
        fresh = now.difference(kept)
        self._selected = [*kept, *(name for name in self.nodes if name in fresh)] if now else []
        if chosen or (self.selected_wire and self.links.wire(self.selected_wire) is None):
            self.selected_wire = None
        self.links.mark("selected", (self.selected_wire,) if self.selected_wire else ())
        selection = self.selection
        if selection != self._told:
            self._told = selection
            self.selection_changed.emit()
