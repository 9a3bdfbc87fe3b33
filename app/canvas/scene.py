"""WorkflowScene: a document's nodes, wires, frames and notes, kept in line with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtWidgets import QGraphicsScene

from app.canvas.detail import OVERVIEW_BELOW
from app.canvas.frame_item import FrameItem
from app.canvas.links_layer import LinksLayer
from app.canvas.node_item import NodeItem
from app.canvas.node_shape import measure_node
from app.canvas.node_status import NodeStatus
from app.canvas.node_view import NodeView, used_outputs, view_node
from app.canvas.note_item import NoteItem
from app.canvas.overview import Overview
from app.canvas.picking import Picking
from app.canvas.placement import place_nodes
from app.canvas.pointer import PortRef
from app.canvas.scene_wires import SceneWires
from app.canvas.wire import Key
from app.document.document import Document
from app.look.theme import Theme
from graph_engine.check import Problem
from graph_engine.graph import GraphNode
from graph_engine.positions import position
from graph_engine.workflow import Workflow

Json = Any
MARGIN = 4000.0


class WorkflowScene(QGraphicsScene):
    """The picture of one level of a document.

    It follows the document: each change touches only the items that it concerns. What gestures
    show in between (`show_…`) never reaches the document.
    """

    selection_changed = Signal()
    grown = Signal()

    def __init__(self, document: Document, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self.theme = theme
        self.nodes: dict[str, NodeItem] = {}
        self.frames: list[FrameItem] = []
        self.notes: list[NoteItem] = []
        self.links = LinksLayer(theme)
        self.addItem(self.links)
        self.overview = Overview(self.nodes, self.links, theme)
        self.addItem(self.overview)
        self.wires = SceneWires(self.links, self.nodes)
        self.pick = Picking(self)
        self.statuses: Mapping[str, NodeStatus] = {}
        self.zoom = 1.0
        self._shown = Workflow()
        self._problems: dict[str, tuple[Problem, ...]] = {}
        self._used: dict[str, dict[str, None]] = {}
        self._selected: list[str] = []
        self.selected_wire: Key | None = None
        self.sync()
        document.changed.connect(self._follow)
        document.level_changed.connect(self.restart)
        document.checked.connect(self._show_problems)
        self.selectionChanged.connect(self._keep_selection)

    # --- following the document

    def restart(self) -> None:
        """Show the document's level from nothing."""
        for item in (*self.nodes.values(), *self.frames, *self.notes):
            self.removeItem(item)
        self.nodes.clear()
        self.frames, self.notes = [], []
        self.wires.sync(Workflow(), list(self._shown.graph.nodes), ())
        self._shown = Workflow()
        self.sync()

    def sync(self, *, everything: bool = False) -> None:
        """Bring the items in line with the document."""
        before, shown = self._shown, self.document.shown
        self._shown = shown
        changed = _differing(before.graph.nodes, shown.graph.nodes)
        styled = _differing(before.layout.nodes, shown.layout.nodes) & shown.graph.nodes.keys()
        self._used = used_outputs(shown.graph)
        touched = changed | styled | _sources(before, changed) | _sources(shown, changed)
        if everything:
            touched |= shown.graph.nodes.keys()
        for name in before.graph.nodes.keys() - shown.graph.nodes.keys():
            self.removeItem(self.nodes.pop(name))
        added = [name for name in shown.graph.nodes if name not in self.nodes]
        measured = self._show_views(touched & shown.graph.nodes.keys())
        moved = self._place(styled | set(added))
        self.wires.sync(shown, changed | (touched if everything else set()), {*measured, *moved})
        self._show_boxes(before, shown)
        self.overview.refresh()
        if added or moved or measured or everything:
            self._grow()

    def _follow(self, before: Workflow, after: Workflow) -> None:
        self.sync(everything=before is after)

    def _show_views(self, names: Collection[str]) -> list[str]:
        """Show nodes anew; returns those whose ports lie elsewhere than before."""
        measured = []
        for name in names:
            view = self._view(name)
            item = self.nodes.get(name)
            if item is None:
                item = NodeItem(view, self.theme)
                self.nodes[name] = item
                self.addItem(item)
                item.stand_back(self.zoom <= OVERVIEW_BELOW)
                measured.append(name)
            elif item.show(view):
                measured.append(name)
        return measured

    def _view(self, name: str) -> NodeView:
        return view_node(
            self._shown,
            self.document.catalog,
            name,
            self._problems.get(name, ()),
            self.statuses.get(name),
            used=self._used.get(name, ()),
        )

    def _place(self, names: Collection[str]) -> list[str]:
        """Put nodes where the layout says; returns those that are elsewhere now."""
        if not names:
            return []
        places = {name: position(self._shown.layout.nodes.get(name)) for name in names}
        if None in places.values():
            heights = {name: item.shape_of.height for name, item in self.nodes.items()}
            everywhere = place_nodes(self._shown, heights)
            places = {name: everywhere[name] for name in names}
        moved = []
        for name, point in places.items():
            item, place = self.nodes[name], QPointF(*(point or (0.0, 0.0)))
            if item.pos() != place:
                item.setPos(place)
                moved.append(name)
        return moved

    def _show_boxes(self, before: Workflow, shown: Workflow) -> None:
        if shown.layout.frames != before.layout.frames or len(self.frames) != len(
            shown.layout.frames
        ):
            self.frames = _sync_boxes(self, self.frames, shown.layout.frames, FrameItem)
        if shown.layout.notes != before.layout.notes or len(self.notes) != len(shown.layout.notes):
            self.notes = _sync_boxes(self, self.notes, shown.layout.notes, NoteItem)

    def _show_problems(self) -> None:
        found: dict[str, tuple[Problem, ...]] = {}
        prefix = self.document.problem_prefix
        for problem in self.document.problems:
            if problem.node.startswith(prefix):
                name = problem.node.removeprefix(prefix).partition("/")[0]
                found[name] = (*found.get(name, ()), problem)
        stale = {name for name in self.nodes if found.get(name) != self._problems.get(name)}
        self._problems = found
        self._show_views(stale)

    def show_statuses(self, statuses: Mapping[str, NodeStatus]) -> None:
        """Show what the engine says of nodes."""
        stale = {name for name in self.nodes if statuses.get(name) != self.statuses.get(name)}
        self.statuses = statuses
        measured = self._show_views(stale)
        self.wires.follow(measured, settled=True)

    def set_theme(self, theme: Theme) -> None:
        """Paint everything in another theme."""
        self.theme = theme
        for node in self.nodes.values():
            node.set_theme(theme)
        for box in (*self.frames, *self.notes):
            box.set_theme(theme)
        self.links.set_theme(theme)
        self.overview.set_theme(theme)

    def set_zoom(self, zoom: float) -> None:
        """Know how large things are on the screen; far out one item stands for all."""
        far, was_far = zoom <= OVERVIEW_BELOW, self.zoom <= OVERVIEW_BELOW
        self.zoom = zoom
        if far != was_far:
            self.overview.stand_in(far)

    def _grow(self) -> None:
        self.setSceneRect(self.content().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN))
        self.grown.emit()

    # --- what is where

    def content(self) -> QRectF:
        """What there is to see: all nodes, wires, frames and notes."""
        rect = self.links.content()
        for node in self.nodes.values():
            rect |= node.sceneBody()
        for box in (*self.frames, *self.notes):
            rect |= box.sceneBody()
        return rect

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
        self.overview.refresh()

    def show_dots(self, key: Key, dots: Sequence[QPointF]) -> None:
        """Show a wire through other dots."""
        self.wires.show_dots(key, dots)

    def show_value(self, name: str, param: str, value: Json | None) -> None:
        """Show a node with another value; None shows the workflow's again."""
        view = self._view(name)
        if value is not None:
            node = self._shown.graph.nodes[name]
            changed: GraphNode = replace(node, params={**node.params, param: value})
            graph = replace(self._shown.graph, nodes={**self._shown.graph.nodes, name: changed})
            view = view_node(
                replace(self._shown, graph=graph), self.document.catalog, name,
                self._problems.get(name, ()), self.statuses.get(name), used=self._used.get(name, ()),
            )  # fmt: skip
        if self.nodes[name].show(view):
            self.wires.follow((name,), settled=value is None)

    # --- selection

    @property
    def selected(self) -> list[str]:
        """The selected nodes, in the order in which they were selected."""
        return list(self._selected)

    def select(self, names: Iterable[str], *, adds: bool = False) -> None:
        """Select nodes, and deselect everything else unless they are added."""
        chosen = dict.fromkeys(names)
        self.blockSignals(True)
        try:
            for item in self.selectedItems() if not adds else ():
                if not (isinstance(item, NodeItem) and item.view.id in chosen):
                    item.setSelected(False)
            for name in chosen:
                if name in self.nodes:
                    self.nodes[name].setSelected(True)
        finally:
            self.blockSignals(False)
        self.selected_wire = None
        self._keep_selection()

    def select_all(self) -> None:
        """Select all nodes, frames and notes."""
        for item in (*self.nodes.values(), *self.frames, *self.notes):
            item.setSelected(True)

    def select_box(self, box: FrameItem | NoteItem, *, adds: bool) -> None:
        """Select a frame or a note."""
        if not box.isSelected() and not adds:
            self.select(())
        box.setSelected(True)

    def select_wire(self, key: Key) -> None:
        """Select a wire, and nothing else."""
        self.select(())
        self.selected_wire = key
        self.links.mark("selected", (key,))

    def _keep_selection(self) -> None:
        now = [name for name, item in self.nodes.items() if item.isSelected()]
        kept = [name for name in self._selected if name in now]
        self._selected = [*kept, *(name for name in now if name not in kept)]
        if self._selected or self.selected_wire is None:
            self.selected_wire = None
            self.links.mark("selected", ())
        self.selection_changed.emit()


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """The keys under which two mappings hold different objects."""
    if before is after:
        return set()
    missing = object()
    found = {key for key, value in after.items() if before.get(key, missing) is not value}
    return found | (before.keys() - after.keys())


def _sources(workflow: Workflow, names: Iterable[str]) -> set[str]:
    nodes = workflow.graph.nodes
    return {link.node for name in names if name in nodes for link in nodes[name].inputs.values()}


def _sync_boxes(
    scene: WorkflowScene, items: list[Any], boxes: Sequence[Json], kind: Any
) -> list[Any]:
    """One item for each frame or note, in the file's order; those that are there are kept."""
    while len(items) > len(boxes):
        scene.removeItem(items.pop())
    for at, box in enumerate(boxes):
        if at < len(items):
            items[at].show_box(box)
        else:
            items.append(kind(box, scene.theme))
            scene.addItem(items[at])
    return items
