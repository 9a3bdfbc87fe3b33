"""Entries: objects that stand for the nodes of a canvas, so that Qt can keep their interfaces."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Qt

from app.access.node_words import input_words, output_words, value_words
from app.canvas.node_item import NodeItem
from app.canvas.node_view import NodeView, PortView
from app.canvas.param_view import ParamView
from app.canvas.scene import WorkflowScene
from app.canvas.view import Canvas
from graph_engine.graph import Graph
from graph_engine.topology import CycleFound, upstream_order

PartKind = Literal["input", "output", "value"]


class PartEntry(QObject):
    """A port or value of a node."""

    def __init__(self, node: NodeEntry, kind: PartKind, name: str) -> None:
        super().__init__(node)
        self.node = node
        self.kind = kind
        self.name = name

    @property
    def words(self) -> str:
        """The port or value in words; empty if it is gone."""
        view = self.node.view
        if view is None:
            return ""
        if self.kind == "value":
            param = next((one for one in view.params if one.name == self.name), None)
            spec = self.node.scene.document.catalog.get(view.type)
            declared = spec.inputs.get(self.name) if spec is not None else None
            return value_words(param, declared) if param is not None else ""
        ports = view.outputs if self.kind == "output" else view.inputs
        port = next((one for one in ports if one.name == self.name), None)
        if port is None:
            return ""
        if self.kind == "input":
            return input_words(port, self.node.title(port.link.node) if port.link else "")
        return output_words(port, self.node.consumers(self.name))

    @property
    def doc(self) -> str:
        """What the node's documentation says of it."""
        view = self.node.view
        if view is None:
            return ""
        things: tuple[PortView | ParamView, ...] = (*view.inputs, *view.outputs, *view.params)
        return next((one.doc for one in things if one.name == self.name), "")


class NodeEntry(QObject):
    """A node of the level shown, by its id; it stays the same through edits."""

    def __init__(self, canvas: Canvas, owner: QObject, name: str) -> None:
        super().__init__(owner)
        self.canvas = canvas
        self.name = name
        self._parts: dict[tuple[PartKind, str], PartEntry] = {}

    @property
    def scene(self) -> WorkflowScene:
        """The scene of the canvas, which has one since there are entries."""
        scene = shown_scene(self.canvas)
        assert scene is not None
        return scene

    @property
    def item(self) -> NodeItem | None:
        """The node on the canvas; None if it is gone."""
        return self.scene.nodes.get(self.name)

    @property
    def view(self) -> NodeView | None:
        return self.item.view if self.item is not None else None

    @property
    def parts(self) -> list[PartEntry]:
        """The inputs, values and outputs, in that order."""
        view = self.view
        if view is None:
            return []
        wanted: list[tuple[PartKind, str]] = [("input", port.name) for port in view.inputs]
        wanted += [("value", param.name) for param in view.params]
        wanted += [("output", port.name) for port in view.outputs]
        for key in self._parts.keys() - set(wanted):
            self._parts.pop(key).deleteLater()
        for key in wanted:
            if key not in self._parts:
                self._parts[key] = PartEntry(self, *key)
        return [self._parts[key] for key in wanted]

    def title(self, node: str) -> str:
        """The title of another node."""
        item = self.scene.nodes.get(node)
        return item.view.title if item is not None else node

    def consumers(self, output: str) -> list[str]:
        """The titles of the nodes that an output is linked to."""
        graph = self.scene.document.graph
        names = dict.fromkeys(
            consumer
            for consumer, name in graph.consumers(self.name)
            if graph.nodes[consumer].inputs[name].port == output
        )
        return [self.title(name) for name in names]


class CanvasEntries(QObject):
    """The nodes of one canvas as entries, made when somebody asks for them."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._graph: Graph | None = None
        self._entries: dict[str, NodeEntry] = {}
        self._order: list[NodeEntry] = []
        self._places: dict[str, int] = {}

    @property
    def nodes(self) -> list[NodeEntry]:
        """The nodes in the order in which the picture is made: sources before what they feed."""
        scene = shown_scene(self._canvas)
        if scene is None:
            return []
        graph = scene.document.graph
        if graph is not self._graph:
            self._graph = graph
            names = reading_order(graph)
            for name in self._entries.keys() - set(names):
                self._entries.pop(name).deleteLater()
            for name in names:
                if name not in self._entries:
                    self._entries[name] = NodeEntry(self._canvas, self, name)
            self._order = [self._entries[name] for name in names]
            self._places = {name: at for at, name in enumerate(names)}
        return self._order

    def index(self, name: str) -> int:
        """The number of a node, from 0; -1 if there is no such node."""
        nodes = self.nodes
        return self._places.get(name, -1) if nodes else -1


def entries_of(canvas: Canvas) -> CanvasEntries:
    """The entries of a canvas, the same ones as long as it lives."""
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    found = canvas.findChild(CanvasEntries, "", direct)
    return found if isinstance(found, CanvasEntries) else CanvasEntries(canvas)


def shown_scene(canvas: Canvas) -> WorkflowScene | None:
    """The workflow that a canvas shows; None while it is being made."""
    scene = canvas.scene()
    return scene if isinstance(scene, WorkflowScene) else None


def reading_order(graph: Graph) -> list[str]:
    """All nodes, each after its sources; the file's order where links lead in a circle."""
    try:
        return upstream_order(graph.nodes, graph.sources)
    except CycleFound:
        return list(graph.nodes)
