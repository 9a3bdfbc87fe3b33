"""WorkflowScene: a document's nodes and wires, placed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QObject, QRectF
from PySide6.QtWidgets import QGraphicsScene

from app.canvas.links_layer import LinksLayer, Wire
from app.canvas.node_item import NodeItem
from app.canvas.node_view import view_nodes
from app.canvas.placement import place_nodes
from app.canvas.routing import Router
from app.document.document import Document
from app.look.theme import Theme
from graph_engine.workflow import Workflow

MARGIN = 4000.0
# Looking for a way around costs time with each node; a larger graph has its wires drawn straight.
ROUTED_UP_TO = 200


class WorkflowScene(QGraphicsScene):
    """The picture of one document."""

    def __init__(self, document: Document, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.nodes: dict[str, NodeItem] = {}
        for name, view in view_nodes(document).items():
            self.nodes[name] = NodeItem(view, theme)
        heights = {name: item.shape_of.height for name, item in self.nodes.items()}
        for name, (x, y) in place_nodes(document.workflow, heights).items():
            self.nodes[name].setPos(x, y)
        self.links = LinksLayer(_wires(document.workflow, self.nodes), theme)
        self.addItem(self.links)
        for item in self.nodes.values():
            self.addItem(item)
        around = self.content().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
        self.setSceneRect(around)

    def content(self) -> QRectF:
        """What there is to see: all nodes and wires."""
        rect = QRectF(self.links.boundingRect())
        for item in self.nodes.values():
            rect |= item.shape_of.body.translated(item.pos())
        return rect

    def selected_node(self) -> NodeItem | None:
        """The node that the inspector shows."""
        chosen = [item for item in self.selectedItems() if isinstance(item, NodeItem)]
        return chosen[0] if chosen else None

    def select(self, name: str) -> NodeItem | None:
        """Select one node by its id."""
        self.clearSelection()
        item = self.nodes.get(name)
        if item is not None:
            item.setSelected(True)
        return item


def _wires(workflow: Workflow, nodes: Mapping[str, NodeItem]) -> Iterator[Wire]:
    boxes = [item.shape_of.body.translated(item.pos()) for item in nodes.values()]
    router = Router(boxes if len(boxes) <= ROUTED_UP_TO else [])
    for name, node in workflow.graph.nodes.items():
        for port, link in node.inputs.items():
            source = nodes.get(link.node)
            start = source.output_at(link.port) if source else None
            end = nodes[name].input_at(port)
            if source is None or start is None or end is None:
                continue
            kind = next(out.kind for out in source.view.outputs if out.name == link.port)
            bypassed = "bypassed" in (source.view.state, node.state)
            yield Wire(link.node, name, kind, router.route(start, end), bypassed)
