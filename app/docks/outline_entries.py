"""Outline entries: what the outliner has rows for, and what stands under what."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF

from app.canvas.boxes import box_rect
from app.canvas.node_view import NodeView, used_outputs, view_node
from app.docks.findings import workflow_on
from app.document.document import Level
from app.page.page import WorkflowPage
from app.search.fuzzy import match
from graph_engine.check import Problem
from graph_engine.graph import GraphNode
from graph_engine.positions import position
from graph_engine.subgraphs import subgraph_id_of
from graph_engine.workflow import Workflow

EntryKind = Literal["frame", "note", "node", "input", "output"]
# A node whose place only the file tells lies in a frame if this part of it does.
_HANDLE = QPointF(56, 14)


@dataclass(frozen=True, slots=True)
class EntryKey:
    """What a row is about; `name` is a node's id, or the number of a frame or note."""

    kind: EntryKind
    level: Level
    name: str
    port: str = ""

    @property
    def path(self) -> str:
        """The node's id with the instances that it stands in."""
        return "/".join((*self.level, self.name))

    @property
    def index(self) -> int:
        """The number of a frame or note."""
        return int(self.name)


class Outline:
    """Reads the rows from a page's document; what was read is kept until `forget`."""

    def __init__(self, page: WorkflowPage) -> None:
        self.page = page
        self._workflows: dict[Level, Workflow | None] = {}
        self._views: dict[tuple[Level, str], NodeView] = {}
        self._used: dict[Level, dict[str, dict[str, None]]] = {}
        self._frames: dict[Level, dict[str, int]] = {}
        self._problems: dict[str, list[Problem]] | None = None

    def forget(self) -> None:
        """The document has changed."""
        self._workflows.clear()
        self._views.clear()
        self._used.clear()
        self._frames.clear()
        self._problems = None

    def forget_nodes(self, names: Collection[str]) -> bool:
        """Only these nodes of the topmost level have changed.

        Tells whether all of them stay in the frames that they lie in.
        """
        self._workflows.pop((), None)
        self._used.pop((), None)
        self._problems = None
        for name in names:
            self._views.pop(((), name), None)
        inside = self._frames.get(())
        if inside is None or not self.workflow(()).layout.frames:
            return True
        found = self._find_frames((), names)
        return all(inside.get(name) == found.get(name) for name in names)

    def workflow(self, level: Level) -> Workflow:
        """What is at a level; an empty workflow if it is gone."""
        if level not in self._workflows:
            self._workflows[level] = workflow_on(self.page.document.workflow, level)
        return self._workflows[level] or Workflow()

    def node(self, key: EntryKey) -> GraphNode | None:
        """The node that a row is about, or whose port it is."""
        return self.workflow(key.level).graph.nodes.get(key.name)

    def view(self, level: Level, name: str) -> NodeView:
        """A node as it is shown."""
        if (level, name) not in self._views:
            if level not in self._used:
                self._used[level] = used_outputs(self.workflow(level).graph)
            self._views[level, name] = view_node(
                self.workflow(level),
                self.page.document.catalog,
                name,
                used=self._used[level].get(name, ()),
            )
        return self._views[level, name]

    def box(self, key: EntryKey) -> Mapping[str, object]:
        """The frame or note that a row is about."""
        layout = self.workflow(key.level).layout
        boxes = layout.frames if key.kind == "frame" else layout.notes
        found = boxes[key.index] if key.index < len(boxes) else {}
        return found if isinstance(found, Mapping) else {}

    def problems(self, path: str) -> list[Problem]:
        """The problems at a node and inside it."""
        if self._problems is None:
            self._problems = {}
            for problem in self.page.document.problems:
                parts = problem.node.split("/")
                for end in range(1, len(parts) + 1):
                    self._problems.setdefault("/".join(parts[:end]), []).append(problem)
        return self._problems.get(path, [])

    # --- what stands under what

    def children(self, key: EntryKey | None, query: str = "") -> list[EntryKey]:
        """The rows below one; the topmost for None, or what a query finds, without order."""
        if key is None:
            return list(self._found(query)) if query else self._at_level(())
        if key.kind == "frame":
            inside = self._in_frames(key.level)
            return [
                EntryKey("node", key.level, name)
                for name in self.workflow(key.level).graph.nodes
                if inside.get(name) == key.index
            ]
        if key.kind == "node" and self.node(key) is not None:
            view = self.view(key.level, key.name)
            inner = self._at_level((*key.level, key.name)) if view.is_subgraph else []
            inputs = [EntryKey("input", key.level, key.name, port.name) for port in view.inputs]
            outputs = [EntryKey("output", key.level, key.name, port.name) for port in view.outputs]
            return [*inner, *inputs, *outputs]
        return []

    def has_children(self, key: EntryKey) -> bool:
        """Whether there is anything below a row, without looking at all of it."""
        if key.kind == "frame":
            return key.index in self._in_frames(key.level).values()
        if key.kind != "node" or (node := self.node(key)) is None:
            return False
        spec = self.page.document.catalog.get(node.type)
        ports = spec is not None and (bool(spec.outputs) or len(spec.scalars) < len(spec.inputs))
        return ports or bool(node.inputs) or subgraph_id_of(node.type) is not None

    def _at_level(self, level: Level) -> list[EntryKey]:
        shown, inside = self.workflow(level), self._in_frames(level)
        frames = [EntryKey("frame", level, str(at)) for at in range(len(shown.layout.frames))]
        free = [EntryKey("node", level, name) for name in shown.graph.nodes if name not in inside]
        notes = [EntryKey("note", level, str(at)) for at in range(len(shown.layout.notes))]
        return [*frames, *free, *notes]

    def _in_frames(self, level: Level) -> dict[str, int]:
        """The frame that each node lies in, the smallest of several."""
        if level not in self._frames:
            self._frames[level] = self._find_frames(level)
        return self._frames[level]

    def _find_frames(self, level: Level, names: Collection[str] = ()) -> dict[str, int]:
        """The frames that nodes lie in, of all nodes or of some."""
        shown = self.workflow(level)
        rects = [(at, box_rect(box)) for at, box in enumerate(shown.layout.frames)]
        frames = [(at, rect) for at, rect in rects if rect is not None]
        if not frames:
            return {}
        frames.sort(key=lambda pair: pair[1].width() * pair[1].height())
        found: dict[str, int] = {}
        for name, body in self._bodies(level, names or shown.graph.nodes):
            home = next((at for at, rect in frames if rect.contains(body)), None)
            if home is not None:
                found[name] = home
        return found

    def _bodies(self, level: Level, names: Collection[str]) -> Iterator[tuple[str, QRectF]]:
        if level == self.page.document.level:
            yield from self.page.scene.bodies(names).items()
            return
        places = self.workflow(level).layout.nodes
        for name in names:
            if (place := position(places.get(name))) is not None:
                yield name, QRectF(QPointF(*place) + _HANDLE, QPointF(*place) + _HANDLE * 1.1)

    def _found(self, query: str) -> Iterator[EntryKey]:
        """The nodes that a query finds, those inside subgraphs too."""
        waiting: list[Level] = [()]
        while waiting:
            level = waiting.pop(0)
            for name, node in self.workflow(level).graph.nodes.items():
                view = self.view(level, name)
                if view.is_subgraph:
                    waiting.append((*level, name))
                if any(match(query, text) for text in (view.title, name, node.type)):
                    yield EntryKey("node", level, name)
