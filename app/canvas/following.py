"""Following: keeps the items of a scene in line with its document, each change where it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage

from app.canvas.frame_item import FrameItem
from app.canvas.node_item import NodeItem
from app.canvas.node_status import NodeStatus
from app.canvas.node_view import NodeView, used_outputs, view_node
from app.canvas.note_item import NoteItem
from app.canvas.overview import Overview
from app.canvas.placement import place_nodes
from graph_engine.check import Problem
from graph_engine.graph import Graph, GraphNode
from graph_engine.positions import position
from graph_engine.subgraphs import subgraph_id_of
from graph_engine.workflow import Workflow

if TYPE_CHECKING:
    from app.canvas.scene import WorkflowScene

Json = Any
Point = tuple[float, float]


class Following:
    """Compares the document with what was shown last, and touches only the items that differ."""

    def __init__(self, scene: WorkflowScene) -> None:
        self._scene = scene
        self._document = scene.document
        self._shown = Workflow()
        self._problems: dict[str, tuple[Problem, ...]] = {}
        self._statuses: Mapping[str, NodeStatus] = {}
        self._families: Mapping[str, str] = {}
        self._used: dict[str, dict[str, None]] = {}
        self._found: dict[str, Point] = {}
        self._document.changed.connect(self._follow)
        self._document.level_changed.connect(self.restart)
        self._document.checked.connect(self._show_problems)

    def restart(self) -> None:
        """Show the document's level from nothing."""
        scene, self._problems = self._scene, {}
        with scene.one_selection_change():
            for item in (*scene.nodes.values(), *scene.frames, *scene.notes):
                scene.removeItem(item)
            scene.nodes.clear()
            scene.frames.clear()
            scene.notes.clear()
            scene.wires.sync(Workflow(), set(self._shown.graph.nodes), ())
            self._shown = Workflow()
            self._found = {}
        self.sync()
        self._show_problems()

    def sync(self, *, everything: bool = False) -> None:
        """Bring the items in line with the document."""
        before, shown = self._shown, self._document.shown
        self._shown = shown
        changed = _differing(before.graph.nodes, shown.graph.nodes)
        styled = _differing(before.layout.nodes, shown.layout.nodes) & shown.graph.nodes.keys()
        relinked = {name for name in changed if _inputs(before, name) != _inputs(shown, name)}
        if relinked or everything:
            self._used = used_outputs(shown.graph)
        sources = _sources(before, relinked) | _sources(shown, relinked)
        redefined = _differing(before.subgraphs, shown.subgraphs)
        touched = changed | styled | sources | _instances(shown, redefined)
        touched &= shown.graph.nodes.keys()
        if everything:
            touched = set(shown.graph.nodes)
        with self._scene.one_selection_change():
            self._remove(before.graph.nodes.keys() - shown.graph.nodes.keys())
            added = [name for name in shown.graph.nodes if name not in self._scene.nodes]
            measured = self._show_views([name for name in shown.graph.nodes if name in touched])
            moved = self._place(before, styled | set(added))
            restated = {name for name in changed if _state(before, name) != _state(shown, name)}
            self._scene.wires.sync(
                shown, touched if everything else relinked, {*measured, *moved, *restated}
            )
            self._show_boxes(before, shown)
        self._scene.overview.refresh()
        if added or moved or measured or everything:
            self._scene.grow()

    def view_of(self, name: str, node: GraphNode | None = None) -> NodeView:
        """What is to be said of a node, or would be if it were another one."""
        shown = self._shown
        if node is not None:
            shown = replace(shown, graph=Graph({**shown.graph.nodes, name: node}))
        return view_node(
            shown,
            self._document.catalog,
            name,
            self._problems.get(name, ()),
            self._statuses.get(name),
            used=self._used.get(name, ()),
            families=self._families,
        )

    def show_families(self, families: Mapping[str, str]) -> None:
        """Show badges beside the names of models."""
        if families != self._families:
            self._families = families
            self._refresh(list(self._scene.nodes))

    def show_statuses(self, statuses: Mapping[str, NodeStatus]) -> None:
        """Show what the engine says of nodes."""
        before, self._statuses = self._statuses, statuses
        self._refresh(n for n in self._scene.nodes if statuses.get(n) != before.get(n))

    def show_pictures(self, pictures: Mapping[str, tuple[QImage | None, tuple[str, ...]]]) -> None:
        """Show nodes with thumbnails and their captions, or without."""
        nodes = self._scene.nodes
        measured = [name for name, shown in pictures.items() if nodes[name].show_picture(*shown)]
        if measured:
            self._scene.wires.follow(measured, settled=True)
            self._scene.overview.refresh()
            self._scene.grow()

    def unplaced(self) -> dict[str, Point]:
        """Where nodes are shown of which the layout says nothing."""
        return {
            name: item.pos().toTuple()
            for name, item in self._scene.nodes.items()
            if position(self._shown.layout.nodes.get(name)) is None
        }

    def _follow(self, before: Workflow, after: Workflow) -> None:
        self.sync(everything=before is after)

    def _show_problems(self) -> None:
        found: dict[str, tuple[Problem, ...]] = {}
        prefix = self._document.problem_prefix
        for problem in self._document.problems:
            if problem.node.startswith(prefix):
                name = problem.node.removeprefix(prefix).partition("/")[0]
                found[name] = (*found.get(name, ()), problem)
        before, self._problems = self._problems, found
        self._refresh(name for name in self._scene.nodes if found.get(name) != before.get(name))

    def _refresh(self, names: Iterable[str]) -> None:
        stale = list(names)
        self._scene.wires.follow(self._show_views(stale), settled=True)
        if stale:
            self._scene.overview.refresh()

    def _remove(self, names: Iterable[str]) -> None:
        for name in names:
            self._scene.removeItem(self._scene.nodes.pop(name))

    def _show_views(self, names: Collection[str]) -> list[str]:
        """Show nodes anew; returns those whose ports lie elsewhere than before."""
        scene, measured = self._scene, []
        for name in names:
            view = self.view_of(name)
            item = scene.nodes.get(name)
            if item is None:
                item = scene.nodes[name] = NodeItem(view, scene.theme)
                scene.addItem(item)
                item.stand_back(Overview.stands_in_at(scene.zoom))
                measured.append(name)
            elif item.show(view):
                measured.append(name)
        return measured

    def _place(self, before: Workflow, names: Collection[str]) -> set[str]:
        """Put nodes where the layout says; returns those that it says to be elsewhere than before.

        A gesture has often shown them there already, but has not led their wires around others.
        """
        moved = set()
        for name in names:
            at = position(self._shown.layout.nodes.get(name))
            if at is None:
                at = self._found.get(name) or self._find_place(name)
            item, place = self._scene.nodes[name], QPointF(*at)
            if item.pos() != place or position(before.layout.nodes.get(name)) != at:
                item.setPos(place)
                moved.add(name)
        return moved

    def _find_place(self, name: str) -> Point:
        """A place for a node without one, which it keeps for as long as this level is shown."""
        heights = {key: item.shape_of.height for key, item in self._scene.nodes.items()}
        for other, place in place_nodes(self._shown, heights).items():
            self._found.setdefault(other, place)
        return self._found[name]

    def _show_boxes(self, before: Workflow, shown: Workflow) -> None:
        old, new = before.layout, shown.layout
        if new.frames is not old.frames:
            self._sync_boxes(self._scene.frames, old.frames, new.frames, FrameItem)
        if new.notes is not old.notes:
            self._sync_boxes(self._scene.notes, old.notes, new.notes, NoteItem)

    def _sync_boxes(
        self, items: list[Any], before: Sequence[Json], boxes: Sequence[Json], kind: Any
    ) -> None:
        """One item for each frame or note in the file's order; each keeps its own if it can."""
        left = list(zip(before, items, strict=True))
        if len(before) == len(boxes):
            kept = [(box, item) for box, (_, item) in zip(boxes, left, strict=True)]
            left = []
        else:
            kept = [(box, _take(left, box)) for box in boxes]
        for _, item in left:
            self._scene.removeItem(item)
        items.clear()
        for box, item in kept:
            if item is None:
                item = kind(box, self._scene.theme)
                self._scene.addItem(item)
            else:
                item.show_box(box)
            items.append(item)


def _take(left: list[tuple[Json, Any]], box: Json) -> Any | None:
    """The item of a box that is still there, taken out of those that are left."""
    for at, (other, item) in enumerate(left):
        if other == box:
            del left[at]
            return item
    return None


def _inputs(workflow: Workflow, name: str) -> Mapping[str, Any] | None:
    node = workflow.graph.nodes.get(name)
    return node.inputs if node is not None else None


def _state(workflow: Workflow, name: str) -> str | None:
    node = workflow.graph.nodes.get(name)
    return node.state if node is not None else None


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """The keys under which two mappings hold different objects."""
    if before is after:
        return set()
    missing = object()
    found = {key for key, value in after.items() if before.get(key, missing) is not value}
    return found | (before.keys() - after.keys())


def _instances(workflow: Workflow, subgraphs: Collection[str]) -> set[str]:
    """The nodes that stand for any of some subgraphs."""
    if not subgraphs:
        return set()
    nodes = workflow.graph.nodes.items()
    return {name for name, node in nodes if subgraph_id_of(node.type) in subgraphs}


def _sources(workflow: Workflow, names: Iterable[str]) -> set[str]:
    nodes = workflow.graph.nodes
    return {link.node for name in names if name in nodes for link in nodes[name].inputs.values()}
